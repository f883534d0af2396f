//! Subjects of notes with white space around them.

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::council::{Council, assert_proved, run};

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
    assert_proved(&finished);
    assert_eq!(finished.exit, Exit::Done);
    let titles = council.case_notes("out", "TITLE");
    let short = subjects.iter().filter(|subject| !subject.is_empty() && subject.chars().count() <= 100);
    assert!(short.clone().count() > 5);
    for subject in short {
        assert!(titles.contains(subject), "a title is not as it was but for the white space");
    }
}
