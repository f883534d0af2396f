//! Answers that are lists of people: written as the keys that Mosaic knows them by, whole or not at all.

use std::collections::{BTreeMap, BTreeSet};

use care2mosaic::pipeline::{Cancel, Exit, MigrateRequest, Silent, reconcile};

use super::council::{Council, assert_proved, list, rows, run};
use crate::support::note_files;

/// A drop whose answers to one question are lists of people, and the mappings that say so.
struct Listed {
    council: Council,
    /// The question's code in Mosaic.
    code: String,
    /// By answer, the list that is to be written; none where it is turned away.
    expected: BTreeMap<String, Option<String>>,
}

/// People who survive, and one who was merged with the person that they became.
struct People {
    survivors: Vec<String>,
    merged: (String, String),
}

fn people(council: &Council) -> People {
    let rows = list(&council.path("drop/Person.csv"));
    let is_plain = |row: &&BTreeMap<String, String>| {
        row["MasterId"].is_empty() && row["RecordedInError"] == "0" && row["IsExternalPerson"] == "0"
    };
    let survivors: Vec<String> =
        rows.iter().filter(is_plain).map(|row| row["PersonId"].to_lowercase()).collect();
    let loser = rows.iter().find(|row| survivors.contains(&row["MasterId"].to_lowercase())).unwrap();
    let merged = (loser["PersonId"].to_lowercase(), loser["MasterId"].to_lowercase());
    People { survivors, merged }
}

/// The question in words that is answered most, by key.
fn question(council: &Council) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for answer in list(&council.path("drop/DocumentAnswer.csv")) {
        if answer["QuestionTypeId"] == "1" && !answer["ShortAnswer"].is_empty() {
            *counts.entry(answer["DocumentQuestionIdentifierId"].to_lowercase()).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).unwrap().0
}

fn listed(declared: bool) -> Listed {
    let council = Council::of(60);
    let People { survivors, merged } = people(&council);
    // Somebody who is held.
    let held = survivors.iter().rfind(|one| **one != merged.1).unwrap().clone();
    council.edit_rows("Person", |row| {
        if row["PersonId"].eq_ignore_ascii_case(&held) {
            row.insert("GenderId".into(), String::new());
        }
    });
    let question = question(&council);
    let (one, other) = (&survivors[0], &survivors[1]);
    let lists = [
        (format!("{one};{other}"), Some(format!("{one};{other}"))),
        (format!(" {{{}}}, {other} | {one}", one.to_uppercase()), Some(format!("{one};{other}"))),
        (format!("{one}\n{}", merged.0), Some(format!("{one};{}", merged.1))),
        (format!("{};{}", merged.1, merged.0), Some(merged.1.clone())),
        (format!("{one};0f0f0f0f-0000-4000-8000-0123456789ab"), None),
        (format!("{one};{held}"), None),
        (format!("{one} and {other}"), None),
        (other.clone(), Some(other.clone())),
    ];
    let mut expected = BTreeMap::new();
    let mut next = lists.iter().cycle();
    council.edit_rows("DocumentAnswer", |row| {
        if row["DocumentQuestionIdentifierId"].eq_ignore_ascii_case(&question) {
            let (text, written) = next.next().unwrap();
            row.insert("ShortAnswer".into(), format!("\"{text}\""));
            expected.insert(row["DocumentAnswerId"].to_lowercase(), written.clone());
        }
    });
    assert!(expected.len() >= lists.len(), "{}", expected.len());
    let identifiers = list(&council.path("drop/DocumentQuestionIdentifier.csv"));
    let is_asked =
        |row: &&BTreeMap<String, String>| row["DocumentQuestionIdentifierId"].eq_ignore_ascii_case(&question);
    let identifier = identifiers.iter().find(is_asked).unwrap()["Identifier"].clone();
    if declared {
        council.edit("mappings/document-answer.toml", |text| {
            assert!(text.contains("MSRS_OutcomeSubjects"));
            text.replace("MSRS_OutcomeSubjects", &identifier)
        });
    }
    let codes = list(&council.path("mappings/codes/question-user-code.csv"));
    let code = codes.iter().find(|row| row["source_code"] == identifier).unwrap()["target_code"].clone();
    Listed { council, code, expected }
}

#[test]
fn a_list_of_people_is_translated_whole_or_turned_away() {
    let Listed { council, code, expected } = listed(true);
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(finished.exit, Exit::Exceptions);
    let answers = rows(&council.path("out"), "23_MO_FORM_ANSWERS.csv");
    let written: BTreeSet<&str> = answers
        .iter()
        .filter(|row| row["QUESTION_USER_CODE"] == code)
        .map(|row| row["TEXT_ANSWER"].as_str())
        .collect();
    let wanted: BTreeSet<&str> = expected.values().flatten().map(String::as_str).collect();
    assert_eq!(written, wanted);
    let values = list(&council.path("out/exceptions/values.csv"));
    let away: BTreeSet<&String> = values
        .iter()
        .filter(|line| line["ENTITY"] == "DocumentAnswer" && line["FIELD"] == "ShortAnswer")
        .inspect(|line| assert_eq!(line["REASON"], "person-ref-unresolved"))
        .map(|line| &line["SOURCE_ID"])
        .collect();
    let turned: BTreeSet<&String> =
        expected.iter().filter(|(_, list)| list.is_none()).map(|(key, _)| key).collect();
    // Of case files that are held, no value is listed.
    assert!(!away.is_empty() && away.is_subset(&turned), "{away:?}");
    assert!(!warned(&council));
}

/// Whether any answer is listed as one that seems to hold people's ids.
fn warned(council: &Council) -> bool {
    let files = crate::support::files(&council.path("out/exceptions"));
    files.iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("embedded-person-id"))
}

#[test]
fn a_list_that_nobody_declared_stays_as_it_is_and_is_listed() {
    let Listed { council, code, .. } = listed(false);
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert!(warned(&council));
    let answers = rows(&council.path("out"), "23_MO_FORM_ANSWERS.csv");
    let texts = answers.iter().filter(|row| row["QUESTION_USER_CODE"] == code);
    assert!(texts.into_iter().any(|row| row["TEXT_ANSWER"].contains(" and ")));
}

/// A list that other hands change in the import files is found.
#[test]
fn a_list_that_lacks_somebody_is_no_proof_of_the_export() {
    let Listed { council, code, .. } = listed(true);
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    let batches = std::fs::read_dir(council.path("out/data/batches")).unwrap();
    let file = batches
        .map(|batch| batch.unwrap().path().join("23_MO_FORM_ANSWERS.csv"))
        .find(|path| {
            path.exists()
                && list(path)
                    .iter()
                    .any(|row| row["QUESTION_USER_CODE"] == code && row["TEXT_ANSWER"].len() > 36)
        })
        .unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let line = text.lines().find(|line| line.contains(&code) && line.matches(';').count() == 1).unwrap();
    let cut = line.rfind(';').unwrap();
    let shorter = [&line[..cut], &line[cut + 37..]].concat();
    std::fs::write(&file, text.replacen(line, &shorter, 1)).unwrap();
    note_files(&council.path("out"));
    let proved = reconcile(&council.proof_of("out"), &Silent, &Cancel::default()).unwrap();
    let found: Vec<&str> = proved
        .report
        .checks
        .iter()
        .filter(|check| check.findings > 0)
        .map(|check| check.id.as_str())
        .collect();
    assert!(found.contains(&"value-mismatch"), "{found:?}");
}
