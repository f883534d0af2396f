//! Answers on disk are held against the template of their own form.

use std::path::Path;

use care2mosaic::target::contract::Contract;

use super::contract::{check_by, output_with, text};
use super::hand_export::key;

#[test]
fn an_answer_that_only_another_template_takes_is_found() {
    let mappings = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings"), mappings.path());
    // Both ask for the source: one has a list for it, the other takes any text.
    let listed = "<AnswerDatatype>Lookup</AnswerDatatype><LookupAnswer>GP</LookupAnswer>";
    let open = "<AnswerDatatype>LongText</AnswerDatatype>";
    let other = "<AnswerDatatype>Lookup</AnswerDatatype><LookupAnswer>Police</LookupAnswer>";
    for (template, question, source, outcome) in
        [("CFA", "CFA_VIEWS", listed, other), ("PEP", "PEP_TARGET", open, listed)]
    {
        let text = format!(
            "<T><TemplateUserCode>{template}</TemplateUserCode><Question><QuestionUserCode>{question}</QuestionUserCode>\
             {open}</Question><Question><QuestionUserCode>CASE_SOURCE</QuestionUserCode>{source}</Question>\
             <Question><QuestionUserCode>CFA_OUTCOME</QuestionUserCode>{outcome}</Question></T>"
        );
        std::fs::write(mappings.path().join(format!("templates/{template}.moform")), text).unwrap();
    }
    let contract = Contract::load(&mappings.path().join("contract")).unwrap();
    let owned = |number, more: &[(&'static str, u32)]| {
        let keys = more.iter().map(|(column, other)| (*column, key(*other)));
        [vec![("LEGACY_ID", key(number))], keys.collect()].concat()
    };
    let (text_cell, lookup_cell) = ("TEXT_ANSWER", "LOOKUP_ANSWER");
    for ((question, kind, column, answer), right) in [
        (("CFA_VIEWS", "LongText", text_cell, "a"), true),
        (("PEP_TARGET", "LongText", text_cell, "a"), false),
        (("CASE_SOURCE", "Lookup", lookup_cell, "GP"), true),
        (("CASE_SOURCE", "LongText", text_cell, "a"), false),
        (("CFA_OUTCOME", "Lookup", lookup_cell, "Police"), true),
        (("CFA_OUTCOME", "Lookup", lookup_cell, "GP"), false),
    ] {
        let expected = if right { vec![] } else { vec!["question-in-template"] };
        let step = text(&[
            ("WORKFLOW_STEP_TYPE_ID", "6110"),
            ("STEP_STATUS", "STARTED"),
            ("STARTED_ON", "2024-01-01T00:00:00"),
        ]);
        let subject = vec![
            ("SUBGROUP_LEGACY_ID", key(61)),
            ("PERSON_LEGACY_ID", key(1)),
            ("SUBJECT_TYPE_CODE", "PER".into()),
        ];
        let form = text(&[("TEMPLATE_USER_CODE", "CFA")]);
        let answer = text(&[("QUESTION_USER_CODE", question), ("ANSWER_TYPE", kind), (column, answer)]);
        let output = output_with(vec![
            ("MO_GROUPS", owned(60, &[])),
            ("MO_SUBGROUPS", owned(61, &[("GROUP_LEGACY_ID", 60)])),
            ("MO_SUBGROUP_SUBJECTS", subject),
            ("MO_WORKFLOW_STEPS", [owned(62, &[("SUBGROUP_LEGACY_ID", 61)]), step].concat()),
            (
                "MO_FORMS",
                [owned(63, &[("WORKFLOW_STEP_LEGACY_ID", 62), ("SUBGROUP_LEGACY_ID", 61)]), form].concat(),
            ),
            ("MO_FORM_ANSWERS", [vec![("FORM_LEGACY_ID", key(63))], answer].concat()),
        ]);
        let found: Vec<_> = check_by(&contract, output.path()).into_iter().map(|one| one.check).collect();
        assert_eq!(found, expected, "{question} {kind}");
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
