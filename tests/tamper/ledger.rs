//! A ledger that other hands edited, damaged, or took away.

use std::fs;

use super::folder::{Folder, named};

#[test]
fn every_edit_of_the_ledger_is_found() {
    for (edit, finder) in [
        ("UPDATE run SET verdict = 'unproven' WHERE dry_run = false", "ledger"),
        ("UPDATE run SET exit_code = 0 WHERE dry_run = false", "ledger"),
        ("UPDATE run SET started = '2020-01-01T00:00:00Z' WHERE dry_run = false", "ledger"),
        ("UPDATE run SET finished = NULL WHERE dry_run = false", "ledger"),
        ("UPDATE run SET fingerprint = '{}'", "ledger"),
        ("DELETE FROM source_file WHERE path = 'Person.csv'", "ledger"),
        ("UPDATE source_file SET records = records + 1 WHERE path = 'Person.csv'", "ledger"),
        ("UPDATE source_file SET sha256 = upper(sha256) WHERE path = 'Person.csv'", "ledger"),
        ("UPDATE tally SET records = records + 1 WHERE entity = 'Person' AND outcome = 'migrated'", "ledger"),
        ("DELETE FROM tally WHERE entity = 'Person' AND outcome = 'held'", "ledger"),
        ("DELETE FROM batch WHERE number = 1", "sealed-batches"),
        ("UPDATE batch SET state = 'planned' WHERE number = 1", "sealed-batches"),
        ("UPDATE batch SET kind = 'last' WHERE number = 1", "sealed-batches"),
        ("UPDATE batch SET case_files = case_files + 1 WHERE number = 1", "sealed-batches"),
        ("UPDATE batch SET manifest_sha256 = 'no' WHERE number = 1", "sealed-batches"),
        ("UPDATE batch SET manifest_sha256 = NULL WHERE number = 1", "sealed-batches"),
        ("UPDATE batch SET reason = 'none' WHERE number = 1", "sealed-batches"),
        (
            "UPDATE case_file SET state = 'held' WHERE number = (SELECT min(number) FROM case_file)",
            "case-files",
        ),
        (
            "UPDATE case_file SET records = records + 1 WHERE number = (SELECT min(number) FROM case_file)",
            "case-files",
        ),
        ("DELETE FROM case_file WHERE number = (SELECT min(number) FROM case_file)", "case-files"),
        ("DELETE FROM exception WHERE kind = 'warning'", "exception-lists"),
        ("UPDATE exception SET reason = 'other' WHERE kind = 'hold'", "exception-lists"),
        ("UPDATE exception SET rule = 'other' WHERE kind = 'excluded'", "exception-lists"),
        ("UPDATE output_file SET sha256 = 'no' WHERE path = 'bagit.txt'", "rewritten-files"),
        ("DELETE FROM output_file WHERE path = 'exceptions/held.csv'", "known-files"),
        ("UPDATE cause SET records = records + 1", "ledger"),
        ("UPDATE cause SET reason = reason || 'x' WHERE kind = 'hold'", "ledger"),
        ("DELETE FROM cause", "ledger"),
        ("UPDATE run SET verdict = 'not-reconciled' WHERE dry_run = true", "ledger"),
        ("UPDATE tally SET records = records + 1 WHERE run = 1 AND outcome = 'held'", "ledger"),
        (
            "INSERT INTO run (number, id, dry_run, started, verdict, fingerprint) \
             VALUES (0, 'x', true, '2020-01-01T00:00:00Z', 'reconciled', '{}'); \
             INSERT INTO tally (run, entity, outcome, records) VALUES (0, 'Person', 'held', 1)",
            "ledger",
        ),
        ("UPDATE batch SET kind = 'another' WHERE number = 1", "ledger"),
        ("UPDATE batch SET case_files = 'many' WHERE number = 1", "ledger"),
        ("DROP TABLE tally", "ledger"),
        ("UPDATE _sqlx_migrations SET version = 99 WHERE version = 1", "ledger"),
    ] {
        let folder = Folder::new();
        folder.sql(edit);
        let finders = folder.finders();
        assert!(finders.contains(finder), "{edit}: {finders:?}");
    }
}

#[test]
fn who_worked_on_a_run_is_no_part_of_what_the_ledger_vouches_for() {
    let folder = Folder::new();
    let edits = "UPDATE batch SET worker = 'other'; UPDATE run SET finisher = 'other'; \
                 INSERT INTO run (number, id, dry_run, started, fingerprint) \
                 VALUES (0, 'x', true, '2020-01-01T00:00:00Z', '{}')";
    folder.sql(edits);
    assert!(folder.finders().is_empty(), "{:?}", folder.verify().findings);
}

#[test]
fn a_ledger_that_is_damaged_or_gone_is_found() {
    let folder = Folder::new();
    fs::write(folder.path("ledger.sqlite"), "no database").unwrap();
    assert!(named(&folder.verify(), "ledger.sqlite"));
    fs::write(folder.path("ledger.sqlite"), "").unwrap();
    assert!(named(&folder.verify(), "ledger.sqlite"));
    fs::remove_file(folder.path("ledger.sqlite")).unwrap();
    let verified = folder.verify();
    assert!(named(&verified, "ledger.sqlite"));
    assert_eq!(verified.exit().code(), 3);
}

/// Whichever page it is (one in seven is damaged here): the ledger is named, and nothing else, for nothing else is wrong.
#[test]
fn a_damaged_page_of_the_ledger_is_found() {
    let folder = Folder::new();
    let sound = fs::read(folder.path("ledger.sqlite")).unwrap();
    let pages: Vec<usize> = (1..sound.len() / PAGE).step_by(7).collect();
    let mut found = 0;
    for page in &pages {
        let mut bytes = sound.clone();
        bytes[page * PAGE..page * PAGE + 64].fill(0x55);
        fs::write(folder.path("ledger.sqlite"), bytes).unwrap();
        let (sound, _) = damaged(&folder);
        found += usize::from(!sound);
    }
    assert!(found * 2 > pages.len(), "{found} of {}", pages.len());
}

/// The size of the pages that SQLite makes.
const PAGE: usize = 4096;

/// What `verify` finds of a ledger that may be damaged: nothing, or the ledger alone.
fn damaged(folder: &Folder) -> (bool, String) {
    let verified = folder.verify();
    let told: Vec<_> =
        verified.findings.iter().map(|one| format!("{}: {}", one.file, one.expected)).collect();
    match &told[..] {
        [] => (true, String::new()),
        [only] if only.starts_with("ledger.sqlite: ") && only.contains("damaged") => (false, only.clone()),
        _ => panic!("{told:?}"),
    }
}
