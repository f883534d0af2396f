//! Subjects of notes with white space around them.

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::council::{Council, bytes_of, list, run};

#[test]
fn white_space_around_a_subject_is_taken_off_counted_and_proved() {
    let council = Council::of(30);
    let mut subjects = Vec::new();
    council.edit_rows("PersonCaseNote", |row| {
        let around = [" ", "\t", "\u{a0}", "\n"][subjects.len() % 4];
        // As the file has it: quotes around, and doubled ones within.
        let own = row["Subject"].trim_matches('"').to_owned();
        subjects.push(own.trim().replace("\"\"", "\""));
        let padded = format!("\"{around}{own}{around}\"");
        row.insert("Subject".into(), padded);
    });
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    let failed: Vec<_> = finished.report.checks.iter().filter(|check| check.findings > 0).collect();
    assert!(failed.is_empty(), "{failed:?}");
    assert_eq!(finished.exit, Exit::Done);
    let batches = council.path("out/data/batches");
    let files = bytes_of(&batches).into_keys().filter(|name| name.ends_with("_CASE_NOTES.csv"));
    let titles: Vec<_> =
        files.flat_map(|name| list(&batches.join(name))).map(|row| row["TITLE"].clone()).collect();
    let short = subjects.iter().filter(|subject| !subject.is_empty() && subject.chars().count() <= 100);
    assert!(short.clone().count() > 5);
    for subject in short {
        assert!(titles.contains(subject), "a title is not as it was but for the white space");
    }
}
