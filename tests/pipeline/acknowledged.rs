//! Drops that are read although something is wrong with them, because somebody decided so.

use care2mosaic::pipeline::{Exit, Finished};
use care2mosaic::report::model::Verdict;
use care2mosaic::report::summary::PlaceNames;
use care2mosaic::report::text::to_text;

use super::council::{Council, assert_proved, list, records, run};

fn acknowledge(council: &Council, code: &str, file: &str) {
    let text = format!(
        "\n[[acknowledge]]\ncode = \"{code}\"\nfile = \"{file}\"\nreason = \"seen\"\ndecided_by = \"A. Manager\"\non = 2026-11-20\n"
    );
    council.edit("mappings/policy.toml", |policy| policy + &text);
}

/// Runs with its proof; everything must balance and nothing differ.
fn proven(council: &Council) -> Finished {
    let mut request = council.request("out");
    request.reconcile = true;
    let finished = run(&request).unwrap();
    assert_proved(&finished);
    finished
}

#[test]
fn a_ragged_row_is_rejected_by_its_line() {
    let council = Council::of(40);
    acknowledge(&council, "ragged-row", "PersonCaseNote.csv");
    let mut line = 0;
    council.edit("drop/PersonCaseNote.csv", |text| {
        let rows = records(&text);
        line = text.len() - rows[rows.len() - 1].len();
        let cut = rows[rows.len() - 1].rfind(',').unwrap();
        text[..line + cut].to_owned() + "\r\n"
    });
    let finished = proven(&council);
    assert_eq!(
        (finished.exit, finished.report.verdict),
        (Exit::Exceptions, Verdict::ReconciledWithExceptions)
    );
    let rejects = list(&council.path("out/exceptions/rejects.csv"));
    assert_eq!(rejects.len(), 1);
    let reject = &rejects[0];
    assert_eq!(
        [&reject["ENTITY"], &reject["SOURCE_ID"], &reject["CASE_FILE"], &reject["FILE"], &reject["REASON"]],
        ["PersonCaseNote", "", "", "PersonCaseNote.csv", "ragged-row"]
    );
    assert!(reject["LINE"].parse::<u64>().unwrap() > 1);
    let notes = finished.report.balance.iter().find(|line| line.entity == "PersonCaseNote").unwrap();
    assert_eq!(notes.rejected, 1);
}

#[test]
fn a_placeholder_of_a_restricted_record_is_rejected_with_its_case_file_held() {
    let council = Council::of(40);
    acknowledge(&council, "restricted-placeholder", "PersonCaseNote");
    let mut first = true;
    council.edit_rows("PersonCaseNote", |row| {
        if std::mem::take(&mut first) {
            row.insert("Notes".into(), "Restricted Record: ask the record owner".into());
        }
    });
    let finished = proven(&council);
    assert_eq!(finished.exit, Exit::Exceptions);
    assert_eq!(finished.report.acknowledged[0].stops, 1);
    let rejects = list(&council.path("out/exceptions/rejects.csv"));
    assert_eq!(
        rejects.iter().map(|line| line["REASON"].as_str()).collect::<Vec<_>>(),
        ["restricted-placeholder"]
    );
    let held = list(&council.path("out/exceptions/held.csv"));
    assert_eq!((held.len(), held[0]["REASONS"].as_str()), (1, "restricted-placeholder"));
    assert_eq!(rejects[0]["CASE_FILE"], held[0]["CASE_FILE"]);
}

#[test]
fn a_header_in_mid_file_and_a_file_that_nothing_describes_are_listed() {
    let council = Council::of(40);
    council.edit("drop/PersonCaseNote.csv", |text| {
        let rows = records(&text);
        let half = rows.len() / 2;
        rows[..half].concat() + rows[0] + &rows[half..].concat()
    });
    let key = "00000000-0000-4000-8000-00000000f11e";
    std::fs::write(council.path("drop/files").join(key), "nobody describes this").unwrap();
    let finished = proven(&council);
    assert_eq!((finished.exit, finished.report.verdict), (Exit::Done, Verdict::Reconciled));
    let excluded = list(&council.path("out/exceptions/excluded.csv"));
    assert!(excluded.iter().any(|line| line["ENTITY"] == "PersonCaseNote"
        && line["RULE"] == "repeated-header"
        && line["REASON"] == "repeated-header"));
    let warnings = list(&council.path("out/exceptions/warnings.csv"));
    let alone: Vec<_> = warnings.iter().filter(|line| line["REASON"] == "file-without-metadata").collect();
    assert_eq!((alone.len(), alone[0]["FILE"].as_str()), (1, format!("files/{key}").as_str()));
    assert_eq!(alone[0]["SOURCE_ID"].len(), 64, "listed by its hash");
}

/// An id with a slip of the pen leaves out nothing, and would be missed.
#[test]
fn rules_of_the_policy_that_match_nobody_are_told() {
    let council = Council::of(20);
    let note = list(&council.path("drop/PersonCaseNote.csv"))[0]["PersonCaseNoteId"].to_lowercase();
    let nobody = "5e0c1b1e-7c5b-4b0e-9f1d-2a6b3c4d5e6f";
    council.edit("mappings/policy.toml", |text| {
        let text = text.replace(
            "rules = []",
            &format!(
                "rules = [{{ id = \"old\", entity = \"Case\", column = \"ArchiveDate\", before = 1890-01-01, keep = [\"{nobody}\"] }}]"
            ),
        );
        let rule = |id: &str, ids: &str| {
            format!("\n[[exclude]]\nid = \"{id}\"\ncode = \"out-of-scope\"\nentity = \"PersonCaseNote\"\nids = [{ids}]\n")
        };
        text + &rule("one", &format!("\"{note}\""))
            + &rule("two", &format!("\"{nobody}\", \"{}\"", nobody.replace("6f", "60")))
            + &rule("part", &format!("\"{}\", \"{}\"", second(&council), nobody.replace("6f", "61")))
    });
    let finished = proven(&council);
    let rules = &finished.report.policy_rules;
    let told: Vec<_> = rules.iter().map(|rule| (&*rule.rule, &*rule.code, rule.ids, rule.records)).collect();
    assert_eq!(
        told,
        [
            ("one", "out-of-scope", 1, 1),
            ("two", "out-of-scope", 2, 0),
            ("part", "out-of-scope", 2, 1),
            ("old", "retention-expired", 0, 0)
        ]
    );
    let text = to_text(&finished.report, &PlaceNames::stand_ins(&finished.report));
    for words in [
        "policy rule two matched no record of PersonCaseNote, and lists 2",
        "policy rule part lists 2 records of PersonCaseNote, and matched none for 1",
        "policy rule old matched no record of Case; policy rule old keeps 1 of Case by id, and for 1 no record is past its date",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("policy rule one"), "{text}");
}

/// The key of the second note of the drop.
fn second(council: &Council) -> String {
    list(&council.path("drop/PersonCaseNote.csv"))[1]["PersonCaseNoteId"].to_lowercase()
}
