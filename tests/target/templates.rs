//! The council's own form templates.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use super::{CHECK, change, migrate, project};
use crate::support::Workplace;

const FILE: &str = "templates/assessment.moform";

/// A template that a code table leads to.
const TEMPLATE: &str = "EHA";

/// The codes of a list of the contract.
fn codes(workplace: &Workplace, list: &str) -> Vec<String> {
    let path = workplace.path("project/mappings/contract/codes").join(list);
    let rows = csv::Reader::from_path(path).unwrap().into_records().map(|row| row.unwrap()[0].to_owned());
    rows.collect()
}

/// What the answers of an output are: types and texts by question.
fn answers(workplace: &Workplace) -> BTreeMap<String, (String, BTreeSet<String>)> {
    let mut answers: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    let path = workplace.path("out/data/batches/0001/23_MO_FORM_ANSWERS.csv");
    for row in csv::Reader::from_path(path).unwrap().deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        let answer = answers.entry(row["QUESTION_USER_CODE"].clone()).or_default();
        answer.0.clone_from(&row["ANSWER_TYPE"]);
        answer.1.extend(Some(row["LOOKUP_ANSWER"].clone()).filter(|text| !text.is_empty()));
    }
    answers
}

/// A project with templates that fit its export: one has every question and every text, the others are empty.
fn with_templates() -> Workplace {
    let workplace = project();
    workplace.run(&migrate("out")).ended(0);
    let answers = answers(&workplace);
    assert!(answers.values().any(|(_, texts)| !texts.is_empty()), "some question has a list");
    let mut questions = String::new();
    for code in codes(&workplace, "QUESTION_USER_CODE.csv") {
        let (datatype, texts) = answers.get(&code).cloned().unwrap_or(("ShortText".into(), BTreeSet::new()));
        let _ = write!(questions, "<Question Mandatory='true'><QuestionUserCode>{code}</QuestionUserCode>");
        let _ = write!(
            questions,
            "<AnswerDatatype>{datatype}</AnswerDatatype><QuestionText>A &amp; B</QuestionText><LookupList>"
        );
        for text in texts {
            let _ = write!(questions, "<LookupAnswer>{}</LookupAnswer>", text.replace('&', "&amp;"));
        }
        questions.push_str("</LookupList></Question>\n");
    }
    questions.push_str(
        "<Question><QuestionUserCode>ALL</QuestionUserCode><AnswerDatatype>Lookup</AnswerDatatype>",
    );
    for text in codes(&workplace, "LOOKUP_TEXT.csv") {
        let _ = write!(questions, "<LookupAnswer>{}</LookupAnswer>", text.replace('&', "&amp;"));
    }
    questions.push_str("</Question>");
    let templates = codes(&workplace, "TEMPLATE_USER_CODE.csv");
    assert!(templates.iter().any(|code| code == TEMPLATE));
    for code in templates {
        let file = if code == TEMPLATE { FILE.to_owned() } else { format!("templates/{code}.moform") };
        let questions = if code == TEMPLATE { questions.as_str() } else { "" };
        let text = format!(
            "<?xml version='1.0' encoding='UTF-8'?>\n<FormTemplate xmlns='urn:forms'>\n<TemplateMetaData>\
             <TemplateUserCode>{code}</TemplateUserCode><Version>3</Version></TemplateMetaData>\n<Model>\n{questions}\n\
             </Model>\n<Views><SCREEN/></Views>\n</FormTemplate>\n"
        );
        workplace.write(&format!("project/mappings/{file}"), text);
    }
    workplace
}

#[test]
fn templates_that_fit_change_nothing() {
    let workplace = with_templates();
    workplace.run(CHECK).ended(0);
    workplace.run(&migrate("again")).ended(0);
    let answers =
        |out: &str| fs::read(workplace.path(out).join("data/batches/0001/23_MO_FORM_ANSWERS.csv")).unwrap();
    assert!(answers("out") == answers("again"));
    workplace.run("load again --to sqlite://staging.sqlite").ended(0);
}

#[test]
fn questions_templates_and_texts_that_mosaic_does_not_know_are_mistakes() {
    let workplace = with_templates();
    let question = codes(&workplace, "QUESTION_USER_CODE.csv").pop().unwrap();
    let text = codes(&workplace, "LOOKUP_TEXT.csv").remove(0);
    let whole = fs::read_to_string(workplace.path("project/mappings").join(FILE)).unwrap();
    for (from, to, shown) in [
        (format!(">{question}<"), ">OTHER<".to_owned(), "question-not-in-template"),
        (format!(">{question}<"), ">OTHER<".to_owned(), "`OTHER` of "),
        (format!(">{TEMPLATE}<"), ">OTHER<".to_owned(), "code-not-in-target"),
        (format!(">{text}<"), format!(">{text} <"), "code-not-in-target"),
        (format!(">{text}<"), ">Something else<".to_owned(), "code-not-in-target"),
        (">ShortText<".to_owned(), ">Essay<".to_owned(), "of a type `Essay`"),
        ("<TemplateUserCode>".to_owned(), "<TemplateCode>".to_owned(), "the template cannot be read"),
        ("</Model>".to_owned(), "</Modell>".to_owned(), "the template cannot be read"),
    ] {
        change(&workplace, FILE, &from, &to);
        let run = workplace.run(CHECK).ended(6);
        assert!(run.stderr.contains(shown), "{shown}: {run}");
        workplace.write(&format!("project/mappings/{FILE}"), &whole);
    }
}

#[test]
fn an_answer_of_another_type_is_turned_away_before_it_is_written() {
    let workplace = with_templates();
    let answers = answers(&workplace);
    let (question, _) = answers.iter().find(|(_, (datatype, _))| datatype == "LongText").unwrap();
    let code = format!("<QuestionUserCode>{question}</QuestionUserCode><AnswerDatatype>");
    change(&workplace, FILE, &format!("{code}LongText"), &format!("{code}Number"));
    workplace.run(&migrate("again")).ended(5);
    let held = fs::read_to_string(workplace.path("again/exceptions/holds.csv")).unwrap();
    assert!(held.contains(",answer-type-mismatch"), "{held}");
}

#[test]
fn a_text_that_is_not_in_the_questions_list_is_turned_away() {
    let workplace = with_templates();
    let answers = answers(&workplace);
    let (question, (_, texts)) = answers.iter().find(|(_, (_, texts))| texts.len() > 1).unwrap();
    let text = texts.iter().next().unwrap().replace('&', "&amp;");
    let path = workplace.path("project/mappings").join(FILE);
    let whole = fs::read_to_string(&path).unwrap();
    let place = whole.find(&format!("<QuestionUserCode>{question}<")).unwrap();
    let (before, after) = whole.split_at(place);
    let after = after.replacen(&format!("<LookupAnswer>{text}</LookupAnswer>"), "", 1);
    fs::write(&path, format!("{before}{after}")).unwrap();
    workplace.run(&migrate("again")).ended(5);
    let held = fs::read_to_string(workplace.path("again/exceptions/holds.csv")).unwrap();
    assert!(held.contains(",lookup-text-mismatch"), "{held}");
}
