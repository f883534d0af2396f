//! The order of rows in the drop does not matter.

use care2mosaic::pipeline::stage::CaseFileSource;
use care2mosaic::record::Reason;
use proptest::prelude::*;

use super::drop::{Drop, id};

/// People with work, repeated keys, merges, and shared identifiers.
fn everything() -> Drop {
    let mut drop = Drop::new();
    for number in 1..=12_u32 {
        drop.person(number, &[("NHSNumber", if number % 5 == 0 { "9434765919" } else { "" })]);
        let (person, case) = (id(number), id(100 + number));
        drop.row("Case", &[("CaseId", &case), ("PersonId", &person)]);
        drop.row("PhoneCall", &[("PhoneCallId", &id(200 + number)), ("RegardingId", &case)]);
        for (subject, key) in [("A", 300), ("B", 300), ("A", 300)] {
            let key = id(key + number);
            drop.row(
                "PersonCaseNote",
                &[("PersonCaseNoteId", &key), ("PersonId", &person), ("Subject", subject)],
            );
        }
    }
    drop.person(13, &[("MasterId", &id(4))]).person(13, &[("MasterId", &id(4))]);
    drop
}

type Shape = (u64, Vec<Vec<Option<String>>>, Vec<(Vec<Option<String>>, Reason)>, Vec<(Reason, String)>);

/// A case file without the lines on which its rows stand.
fn shape(file: &CaseFileSource) -> Shape {
    let values = |record: &care2mosaic::record::SourceRecord| -> Vec<Option<String>> {
        record.values().map(|value| value.text().map(str::to_owned)).collect()
    };
    (
        file.number,
        file.records.iter().map(values).collect(),
        file.duplicates.iter().map(|(record, reason)| (values(record), *reason)).collect(),
        file.findings.iter().map(|finding| (finding.reason, finding.source_id.clone())).collect(),
    )
}

fn shapes(drop: &Drop) -> Vec<Shape> {
    drop.stage(3).files().iter().map(shape).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shuffled_rows_give_equal_case_files(seed in any::<u64>()) {
        let drop = everything();
        let mut shuffled = drop.clone();
        for rows in shuffled.tables_mut() {
            let mix = |place: usize| (place as u64 + 1).wrapping_mul(seed | 1).rotate_left(17) ^ seed;
            let mut mixed: Vec<_> = rows.drain(..).enumerate().collect();
            mixed.sort_by_key(|(place, _)| mix(*place));
            rows.extend(mixed.into_iter().map(|(_, row)| row));
        }
        prop_assert_eq!(shapes(&drop), shapes(&shuffled));
    }
}

#[test]
fn a_large_file_is_read_ahead_and_nothing_is_lost() {
    let mut drop = Drop::new();
    drop.person(1, &[]);
    let (person, text) = (id(1), "x".repeat(1_000));
    let keys: Vec<String> = (1_000..2_500).map(id).collect();
    for key in &keys {
        let row = [("PersonCaseNoteId", key.as_str()), ("PersonId", &person), ("Notes", &text)];
        drop.row("PersonCaseNote", &row);
    }
    let stage = drop.stage(10);
    let notes = stage.entity("PersonCaseNote");
    let file = stage.file(1);
    let read = file.records.iter().filter(|record| record.entity() == notes);
    let key = stage.dictionary.entity(notes).key.unwrap();
    let read: Vec<String> = read.map(|record| record.guid(key).unwrap().to_string()).collect();
    assert_eq!(read, keys);
    let lines: std::collections::BTreeSet<u64> = file
        .records
        .iter()
        .filter(|record| record.entity() == notes)
        .map(|record| record.origin().line)
        .collect();
    assert_eq!(lines, (2..=1_501).collect());
}

#[test]
fn several_threads_may_load() {
    let stage = everything().stage(2);
    let spools = &stage.staged.spools;
    let files: usize = std::thread::scope(|scope| {
        let load = |batch| scope.spawn(move || spools.load(batch).unwrap().len());
        let threads: Vec<_> = (1..=spools.parts()).map(load).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(files, 12);
}

#[test]
fn temporary_files_are_private_and_go_with_the_spools() {
    use std::os::unix::fs::PermissionsExt;
    let dictionary =
        care2mosaic::source::Dictionary::load(&super::drop::mappings().join("dictionary.csv")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (exported, out) = (folder.path().join("export"), folder.path().join("out"));
    std::fs::create_dir_all(&exported).unwrap();
    everything().write(&exported, &dictionary);
    let staged = super::drop::stage_folder(&exported, &out, &dictionary, 5).unwrap();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&out.join(".stage")), 0o700);
    let files: Vec<_> =
        std::fs::read_dir(out.join(".stage")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.iter().map(|path| mode(path)).collect::<Vec<_>>(), [0o600], "the spool alone is left");
    std::mem::drop(staged);
    assert!(!out.join(".stage").exists());
}
