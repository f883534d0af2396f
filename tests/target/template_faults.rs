//! Form templates that say something twice, and questions within questions.

use std::fs;

use super::templates::{FILE, TEMPLATE, files_of, with_templates};
use super::{CHECK, change, migrate};
use crate::support::Workplace;

/// The line of a template, counted from 1, that holds a text.
fn line_of(workplace: &Workplace, file: &str, text: &str) -> usize {
    let whole = fs::read_to_string(workplace.path("project/mappings").join(file)).unwrap();
    1 + whole.lines().position(|line| line.contains(text)).unwrap()
}

/// Puts a question of the first template a second time, or something else, before the end of its model.
fn add(workplace: &Workplace, added: &str) {
    change(workplace, FILE, "\n</Model>", &format!("{added}\n</Model>"));
}

#[test]
fn two_files_of_one_template_are_a_mistake_that_names_both() {
    let workplace = with_templates();
    let folder = workplace.path("project/mappings");
    fs::copy(folder.join(FILE), folder.join("templates/older.moform")).unwrap();
    let run = workplace.run(CHECK).ended(6);
    assert!(run.stderr.contains(&format!("two files declare the template `{TEMPLATE}`")), "{run}");
    assert!(run.stderr.contains("templates/older.moform"), "{run}");
    assert!(run.stderr.contains(&format!("line 3; first in {FILE}, line 3")), "{run}");
    let run = workplace.run(&migrate("again")).ended(6);
    assert!(run.stderr.contains("two files declare"), "{run}");
    assert!(!workplace.path("again/data").exists());
}

#[test]
fn a_question_that_a_template_has_twice_is_a_mistake_that_names_both_lines() {
    let workplace = with_templates();
    let code = "<QuestionUserCode>EHA_NEEDS</QuestionUserCode>";
    let first = line_of(&workplace, FILE, code);
    add(&workplace, &format!("<Question>{code}<AnswerDatatype>Date</AnswerDatatype></Question>"));
    let last = line_of(&workplace, FILE, "</Model>") - 1;
    let run = workplace.run(CHECK).ended(6);
    assert!(run.stderr.contains("the template has the question `EHA_NEEDS` twice"), "{run}");
    assert!(run.stderr.contains(&format!("line {last}: again; line {first}: first")), "{run}");
}

#[test]
fn what_a_question_or_template_says_twice_and_otherwise_is_a_mistake() {
    for (from, to, element) in [
        ("<QuestionUserCode>EHA_NEEDS", "<QuestionUserCode>OTHER</QuestionUserCode>", "QuestionUserCode"),
        ("<QuestionUserCode>EHA_NEEDS", "<AnswerDatatype>Image</AnswerDatatype>", "AnswerDatatype"),
        ("<QuestionUserCode>EHA_NEEDS", "<Mandatory>false</Mandatory>", "Mandatory"),
        ("<TemplateUserCode>", "<TemplateUserCode>OTHER</TemplateUserCode>", "TemplateUserCode"),
    ] {
        let workplace = with_templates();
        let line = line_of(&workplace, FILE, from);
        change(&workplace, FILE, from, &format!("{to}{from}"));
        let run = workplace.run(CHECK).ended(6);
        assert!(run.stderr.contains(&format!("<{element}> stands here twice, and says two things")), "{run}");
        assert!(run.stderr.contains(&format!("line {line}: again; line {line}: first")), "{run}");
    }
}

/// Each is a question of the template, with its own type and list; the code of another one in a rule is not its own.
#[test]
fn questions_within_questions_are_read_each_for_itself() {
    let workplace = with_templates();
    assert_eq!(files_of(&workplace, "EHA_NEEDS"), [FILE]);
    let whole = fs::read_to_string(workplace.path("project/mappings").join(FILE)).unwrap();
    let own = whole.lines().find(|line| line.contains(">EHA_NEEDS<")).unwrap();
    let rule =
        "<ValidationRules><Rule><QuestionUserCode>EHA_NEEDS</QuestionUserCode></Rule></ValidationRules>";
    let around = format!(
        "<Question><QuestionUserCode>TABLE</QuestionUserCode><AnswerDatatype>Lookup</AnswerDatatype>{rule}\n{own}\n\
         <LookupAnswer>Yes</LookupAnswer></Question>"
    );
    change(&workplace, FILE, own, &around);
    workplace.run(CHECK).ended(0);
    workplace.run(&migrate("again")).ended(0);
    change(&workplace, FILE, ">Lookup</AnswerDatatype><Val", ">Essay</AnswerDatatype><Val");
    let run = workplace.run(CHECK).ended(6);
    assert!(run.stderr.contains("`TABLE` has answers of a type `Essay`"), "{run}");
}
