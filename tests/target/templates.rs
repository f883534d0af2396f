//! The council's own form templates.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use super::{CHECK, change, migrate, project};
use crate::support::Workplace;

pub(super) const FILE: &str = "templates/assessment.moform";

/// A template that a code table leads to.
pub(super) const TEMPLATE: &str = "EHA";

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

/// The rows of a CSV file.
fn rows(workplace: &Workplace, file: &str) -> Vec<BTreeMap<String, String>> {
    let reader = csv::Reader::from_path(workplace.path(file)).unwrap();
    reader.into_deserialize().map(|row| row.unwrap()).collect()
}

/// The target codes of a code table, by source codes.
fn targets(workplace: &Workplace, table: &str) -> BTreeMap<String, String> {
    let rows = rows(workplace, &format!("project/mappings/codes/{table}.csv"));
    rows.into_iter().map(|row| (row["source_code"].clone(), row["target_code"].clone())).collect()
}

/// The questions of each template: those of the export's own, and those that mappings answer by name.
fn questions(workplace: &Workplace) -> BTreeMap<String, BTreeSet<String>> {
    let mut questions: BTreeMap<String, BTreeSet<String>> =
        codes(workplace, "TEMPLATE_USER_CODE.csv").into_iter().map(|code| (code, BTreeSet::new())).collect();
    let (templates, asked) =
        (targets(workplace, "template-user-code"), targets(workplace, "question-user-code"));
    let documents: BTreeMap<String, String> = rows(workplace, "export/Document.csv")
        .into_iter()
        .map(|row| (row["DocumentId"].to_lowercase(), row["Code"].clone()))
        .collect();
    for row in rows(workplace, "export/DocumentQuestionIdentifier.csv") {
        let template = templates.get(&documents[&row["DocumentId"].to_lowercase()]);
        let question = asked.get(&row["Identifier"]).filter(|code| !code.is_empty());
        if let Some((template, question)) = template.zip(question) {
            questions.get_mut(template).unwrap().insert(question.clone());
        }
    }
    for (start, template) in
        [("CASE_", "MIG_CASE"), ("CON_", "MIG_CONTACT"), ("REV_", "MIG_LACREVIEW"), ("MIS_", "MIG_MISSING")]
    {
        let own = codes(workplace, "QUESTION_USER_CODE.csv").into_iter();
        questions.get_mut(template).unwrap().extend(own.filter(|code| code.starts_with(start)));
    }
    questions
}

/// A question as a template has it.
fn question(code: &str, datatype: &str, texts: &BTreeSet<String>) -> String {
    let mut question = format!("<Question Mandatory='true'><QuestionUserCode>{code}</QuestionUserCode>");
    let _ = write!(
        question,
        "<AnswerDatatype>{datatype}</AnswerDatatype><QuestionText>A &amp; B</QuestionText><LookupList>"
    );
    for text in texts {
        let _ = write!(question, "<LookupAnswer>{}</LookupAnswer>", text.replace('&', "&amp;"));
    }
    question + "</LookupList></Question>\n"
}

/// A project with templates that fit its export; one has a question besides that every text answers.
pub(super) fn with_templates() -> Workplace {
    let workplace = project();
    workplace.run(&migrate("out")).ended(0);
    let answers = answers(&workplace);
    assert!(answers.values().any(|(_, texts)| !texts.is_empty()), "some question has a list");
    for (template, codes_of) in questions(&workplace) {
        let mut questions = String::new();
        for code in codes_of {
            let (datatype, texts) =
                answers.get(&code).cloned().unwrap_or(("ShortText".into(), BTreeSet::new()));
            questions += &question(&code, &datatype, &texts);
        }
        if template == TEMPLATE {
            let texts = codes(&workplace, "LOOKUP_TEXT.csv").into_iter().collect();
            questions += &question("ALL", "Lookup", &texts).replace("'true'", "'false'");
        }
        let text = format!(
            "<?xml version='1.0' encoding='UTF-8'?>\n<FormTemplate xmlns='urn:forms'>\n<TemplateMetaData>\
             <TemplateUserCode>{template}</TemplateUserCode><Version>3</Version></TemplateMetaData>\n<Model>\n{questions}\n\
             </Model>\n<Views><SCREEN/></Views>\n</FormTemplate>\n"
        );
        workplace.write(&format!("project/mappings/{}", file(&template)), text);
    }
    workplace
}

/// The file of a template.
fn file(template: &str) -> String {
    if template == TEMPLATE { FILE.to_owned() } else { format!("templates/{template}.moform") }
}

/// Every template that has a question.
pub(super) fn files_of(workplace: &Workplace, question: &str) -> Vec<String> {
    let questions = questions(workplace);
    questions.iter().filter(|(_, own)| own.contains(question)).map(|(code, _)| file(code)).collect()
}

/// Takes a question out of one template and puts it into another.
fn moved(workplace: &Workplace, code: &str, from: &str, to: &str) {
    let whole = fs::read_to_string(workplace.path("project/mappings").join(file(from))).unwrap();
    let own = format!("<QuestionUserCode>{code}</QuestionUserCode>");
    let own = whole.lines().find(|line| line.contains(&own)).unwrap();
    change(workplace, &file(from), own, "");
    change(workplace, &file(to), "<Model>", &format!("<Model>{own}"));
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
    let question = "EHA_NEEDS";
    assert_eq!(files_of(&workplace, question), [FILE]);
    let used: BTreeSet<String> = answers(&workplace).into_values().flat_map(|(_, texts)| texts).collect();
    let text = codes(&workplace, "LOOKUP_TEXT.csv").into_iter().find(|text| !used.contains(text)).unwrap();
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
        ("</Model>".to_owned(), "</Modell>".to_owned(), "line "),
        ("</Views>\n</FormTemplate>\n".to_owned(), String::new(), "ends within <Views>: it is cut short"),
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
    for file in files_of(&workplace, question) {
        change(&workplace, &file, &format!("{code}LongText"), &format!("{code}Number"));
    }
    workplace.run(&migrate("again")).ended(5);
    let held = fs::read_to_string(workplace.path("again/exceptions/holds.csv")).unwrap();
    assert!(held.contains(",answer-type-mismatch"), "{held}");
}

/// The fields and codes of a list of exceptions, of one entity.
fn listed(workplace: &Workplace, out: &str, list: &str, entity: &str) -> BTreeSet<(String, String)> {
    let rows = rows(workplace, &format!("{out}/exceptions/{list}.csv")).into_iter();
    let own = rows.filter(|row| row["ENTITY"] == entity);
    own.map(|row| (row["FIELD"].clone(), row["REASON"].clone())).collect()
}

#[test]
fn a_text_that_is_not_in_the_questions_list_is_turned_away_and_kept_in_the_note() {
    for (asked, entity, field) in [
        ("CASE_SOURCE", "Case", "ContactSourceId"),
        ("CFA_THRESHOLD", "DocumentAnswer", "MultichoiceAnswerId"),
    ] {
        let workplace = with_templates();
        let texts = answers(&workplace)[asked].1.clone();
        let text = texts.iter().next().unwrap().replace('&', "&amp;");
        for file in files_of(&workplace, asked) {
            let path = workplace.path("project/mappings").join(file);
            let whole = fs::read_to_string(&path).unwrap();
            let place = whole.find(&format!("<QuestionUserCode>{asked}<")).unwrap();
            let (before, after) = whole.split_at(place);
            let after = after.replacen(&format!("<LookupAnswer>{text}</LookupAnswer>"), "", 1);
            fs::write(&path, format!("{before}{after}")).unwrap();
        }
        workplace.run(&migrate("again")).ended(5);
        let away = (field.to_owned(), "lookup-text-mismatch".to_owned());
        assert_eq!(listed(&workplace, "again", "values", entity), BTreeSet::from([away]), "{asked}");
        assert!(rows(&workplace, "again/exceptions/holds.csv").is_empty(), "{asked}");
        let notes = |out: &str| {
            fs::metadata(workplace.path(out).join("data/batches/0001/30_CASE_NOTES.csv")).unwrap()
        };
        // Of a case the note has the source's own word anyway.
        let longer = notes("again").len() > notes("out").len();
        assert!(longer || entity == "Case", "{asked}: the value stands in the note");
    }
}

/// Two templates may ask the same and take other answers: that of the form counts.
#[test]
fn an_answer_that_only_another_forms_template_takes_is_turned_away() {
    for (asked, entity, field, list) in [
        ("CASE_SOURCE", "Case", "ContactSourceId", "values"),
        ("CFA_THRESHOLD", "DocumentAnswer", "MultichoiceAnswerId", "values"),
    ] {
        let workplace = with_templates();
        let texts = answers(&workplace)[asked].1.clone();
        let text = texts.iter().next().unwrap().replace('&', "&amp;");
        let files = files_of(&workplace, asked);
        for file in &files {
            let path = workplace.path("project/mappings").join(file);
            let whole = fs::read_to_string(&path).unwrap();
            let place = whole.find(&format!("<QuestionUserCode>{asked}<")).unwrap();
            let (before, after) = whole.split_at(place);
            let after = after.replacen(&format!("<LookupAnswer>{text}</LookupAnswer>"), "", 1);
            fs::write(&path, format!("{before}{after}")).unwrap();
        }
        // A template that asks it as well still takes the text.
        assert!(!files.contains(&file(TEMPLATE)));
        let own = question(asked, "Lookup", &texts).replace("'true'", "'false'");
        change(&workplace, FILE, "<Model>", &format!("<Model>{own}"));
        workplace.run(&migrate("again")).ended(5);
        let away = (field.to_owned(), "lookup-text-mismatch".to_owned());
        assert_eq!(listed(&workplace, "again", list, entity), BTreeSet::from([away]), "{asked}");
        assert!(rows(&workplace, "again/exceptions/holds.csv").is_empty(), "{asked}");
    }
}

#[test]
fn a_question_that_only_another_template_has_refuses_the_mapping() {
    let workplace = with_templates();
    moved(&workplace, "CFA_OUTCOME", "CFA", "PEP");
    workplace.run(CHECK).ended(0);
    let run = workplace.run("check export --mappings project/mappings").ended(6);
    assert!(run.stdout.contains("question-not-in-template"), "{run}");
    workplace.run(&migrate("again")).ended(6);
    let stops = rows(&workplace, "again/exceptions/stops.csv");
    let told: Vec<_> = stops.iter().map(|row| (&*row["CODE"], &*row["FILE"], &*row["FIELD"])).collect();
    assert_eq!(told, [("question-not-in-template", "codes/question-user-code.csv", "CFA_OUTCOME")]);
    assert!(stops[0]["MESSAGE"].contains("forms of `CFA`"), "{stops:?}");
}

#[test]
fn a_question_that_a_mapping_answers_on_a_form_without_it_is_a_mistake() {
    let workplace = with_templates();
    moved(&workplace, "CASE_NEED", "MIG_CASE", "PEP");
    let run = workplace.run(CHECK).ended(6);
    assert!(run.stderr.contains("question-not-in-template: case.toml"), "{run}");
}

#[test]
fn an_answer_to_a_question_of_another_forms_template_is_rejected() {
    let workplace = with_templates();
    let mut text = fs::read_to_string(workplace.path("export/DocumentAnswer.csv")).unwrap();
    let identifier = |code: &str| {
        let asked = targets(&workplace, "question-user-code");
        let identifier = asked.iter().find(|(_, target)| *target == code).unwrap().0.clone();
        let rows = rows(&workplace, "export/DocumentQuestionIdentifier.csv").into_iter();
        let own = rows.filter(|row| row["Identifier"] == identifier);
        own.map(|row| row["DocumentQuestionIdentifierId"].clone()).collect::<Vec<_>>()
    };
    let given = rows(&workplace, "export/DocumentAnswer.csv");
    let answered = answers(&workplace);
    let others = ["ICPC_DECISION", "RCPC_DECISION", "STR_RECORD", "S47_FINDINGS", "CARE_NEEDS", "EHA_NEEDS"];
    let long = |code: &&str| answered.get(*code).is_some_and(|(datatype, _)| datatype == "LongText");
    let other = others.into_iter().find(long).unwrap();
    let (own, other) = (identifier("CFA_ANALYSIS"), identifier(other).remove(0));
    let lower: Vec<String> = own.iter().map(|key| key.to_lowercase()).collect();
    let of =
        |row: &&BTreeMap<String, String>| lower.contains(&row["DocumentQuestionIdentifierId"].to_lowercase());
    let answer = given.iter().find(of).unwrap();
    let line = text.lines().find(|line| line.starts_with(&answer["DocumentAnswerId"])).unwrap().to_owned();
    text = text.replace(&line, &line.replace(&answer["DocumentQuestionIdentifierId"], &other));
    fs::write(workplace.path("export/DocumentAnswer.csv"), text).unwrap();
    workplace.run(&migrate("again")).ended(5);
    let told = listed(&workplace, "again", "rejects", "DocumentAnswer");
    assert_eq!(told.into_iter().map(|(_, code)| code).collect::<Vec<_>>(), ["question-unmapped"]);
}

#[test]
fn templates_are_read_by_the_encoding_that_they_declare() {
    let workplace = with_templates();
    let path = workplace.path("project/mappings").join(FILE);
    let whole = fs::read_to_string(&path).unwrap().replace("A &amp; B", "caf\u{e9}");
    let utf_16 = |text: &str| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let windows = |text: &str| -> Vec<u8> { text.chars().map(|letter| letter as u8).collect() };
    let declared = whole.replace("encoding='UTF-8'", "encoding=\"windows-1252\"");
    for bytes in [utf_16(&whole), windows(&declared)] {
        fs::write(&path, bytes).unwrap();
        workplace.run(CHECK).ended(0);
    }
    fs::write(&path, windows(&whole)).unwrap();
    let run = workplace.run(CHECK).ended(6);
    assert!(run.stderr.contains("line 5: not UTF-8"), "{run}");
}

#[test]
fn every_file_beside_the_templates_is_one_or_is_ignored_for_a_reason() {
    let workplace = with_templates();
    let mappings = workplace.path("project/mappings");
    fs::rename(mappings.join(FILE), mappings.join("templates/assessment.MOFORM")).unwrap();
    workplace.run(CHECK).ended(0);
    fs::rename(mappings.join("templates/assessment.MOFORM"), mappings.join("templates/assessment.xml"))
        .unwrap();
    let run = workplace.run(CHECK).ended(6);
    assert!(run.stderr.contains("nothing says what templates/assessment.xml is"), "{run}");
    fs::rename(mappings.join("templates/assessment.xml"), mappings.join(FILE)).unwrap();
    workplace.write("project/mappings/templates/notes.txt", "from Mosaic");
    let index = fs::read_to_string(mappings.join("templates/templates.toml")).unwrap();
    for (reason, code) in [("our own remarks", 0), ("", 6)] {
        let ignore = format!("{index}\n[[ignore]]\nfile = \"notes.txt\"\nreason = \"{reason}\"\n");
        workplace.write("project/mappings/templates/templates.toml", ignore);
        workplace.run(CHECK).ended(code);
    }
}
