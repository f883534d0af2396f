//! A run that was interrupted, and one that was finished.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use care2mosaic::ledger::{BatchState, Ledger};
use care2mosaic::pipeline::{Cancel, Event, Exit, Observer, RunError, migrate, status};

use super::council::{Council, bytes_of, run};

/// Asks the run to stop after so many batches.
struct StopAfter {
    batches: AtomicU32,
    cancel: Cancel,
}

impl Observer for StopAfter {
    fn event(&self, event: Event) {
        if matches!(event, Event::BatchFinished { .. }) && self.batches.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.cancel.ask();
        }
    }
}

fn interrupt(council: &Council, out: &str, batches: u32) -> RunError {
    let cancel = Cancel::default();
    let observer = StopAfter { batches: AtomicU32::new(batches), cancel: cancel.clone() };
    migrate(&council.request(out), &observer, &cancel).unwrap_err()
}

#[test]
fn an_interrupted_run_goes_on_to_the_same_bytes() {
    let council = Council::of(90);
    council.migrate("whole");
    let error = interrupt(&council, "out", 2);
    assert_eq!(error.exit(), Exit::Interrupted);
    let seen = status(&council.path("out"), None).unwrap();
    assert_eq!(seen.batches.iter().filter(|batch| batch.state == BatchState::Sealed).count(), 3);
    assert!(seen.next.is_some_and(|next| next.starts_with("care2mosaic migrate")));
    assert!(!council.path("out/.stage").exists());
    assert!(!council.path("out/exceptions").exists());
    let finished = council.migrate("out");
    assert!(finished.changed);
    assert!(bytes_of(&council.path("whole/data")) == bytes_of(&council.path("out/data")));
    assert!(bytes_of(&council.path("whole/exceptions")) == bytes_of(&council.path("out/exceptions")));
    assert_eq!(Ledger::open(&council.path("out/ledger.sqlite")).unwrap().runs().unwrap().len(), 1);
}

#[test]
fn a_batch_that_was_written_but_not_sealed_is_taken_or_replaced() {
    let council = Council::of(90);
    council.migrate("whole");
    // The process ends after so many batches, before the ledger can say that the last two are sealed; one of them is spoilt.
    assert_eq!(interrupt(&council, "out", 4).exit(), Exit::Interrupted);
    let ledger = council.path("out/ledger.sqlite");
    unseal(&ledger, &[3, 4]);
    std::fs::write(council.path("out/data/batches/0004/xref.csv"), "spoilt").unwrap();
    std::fs::write(council.path("out/data/batches/0004/manifest.json"), "{}").unwrap();
    assert_eq!(council.migrate("out").exit, Exit::Done);
    assert!(bytes_of(&council.path("whole/data")) == bytes_of(&council.path("out/data")));
}

#[test]
fn a_sealed_batch_that_changed_ends_the_run() {
    let council = Council::of(60);
    interrupt(&council, "out", 2);
    let manifest = council.path("out/data/batches/0001/manifest.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text.replacen("\"case_files\": ", "\"case_files\": 1", 1)).unwrap();
    let error = run(&council.request("out")).unwrap_err();
    let RunError::Tampered { files, .. } = &error else { panic!("{error}") };
    assert_eq!(files[..], ["data/batches/0001/manifest.json"]);
    assert_eq!(error.exit(), Exit::Integrity);
}

#[test]
fn a_file_of_a_sealed_batch_that_changed_is_named_before_anything_is_added() {
    let council = Council::of(90);
    interrupt(&council, "out", 2);
    let before = bytes_of(&council.path("out/data"));
    let file = council.path("out/data/batches/0001/xref.csv");
    std::fs::write(&file, "").unwrap();
    let error = run(&council.request("out")).unwrap_err();
    let RunError::Tampered { files, .. } = &error else { panic!("{error}") };
    assert_eq!(files[..], ["data/batches/0001/xref.csv"]);
    assert_eq!(error.exit(), Exit::Integrity);
    std::fs::write(&file, &before["batches/0001/xref.csv"]).unwrap();
    assert!(bytes_of(&council.path("out/data")) == before, "nothing was added");
    assert_eq!(council.migrate("out").exit, Exit::Done);
}

#[test]
fn batches_whose_ledger_is_gone_are_left_alone() {
    let council = Council::of(30);
    council.migrate("out");
    std::fs::remove_file(council.path("out/ledger.sqlite")).unwrap();
    let before = bytes_of(&council.path("out/data"));
    let error = run(&council.request("out")).unwrap_err();
    assert!(matches!(error, RunError::LedgerGone { .. }));
    assert_eq!(error.exit(), Exit::Refused);
    assert!(before == bytes_of(&council.path("out/data")));
}

#[test]
fn batches_that_the_ledger_does_not_know_are_left_alone() {
    let council = Council::of(30);
    council.migrate("out");
    change(&council.path("out/ledger.sqlite"), "DELETE FROM batch WHERE number = ?", &[1]);
    let before = bytes_of(&council.path("out/data"));
    let error = run(&council.request("out")).unwrap_err();
    assert!(matches!(error, RunError::UnknownBatch { .. }), "{error}");
    assert_eq!(error.exit(), Exit::Refused);
    assert!(before == bytes_of(&council.path("out/data")));
}

/// Makes the ledger forget that batches were sealed.
fn unseal(ledger: &Path, numbers: &[u32]) {
    change(ledger, "UPDATE batch SET state = 'running', manifest_sha256 = NULL WHERE number = ?", numbers);
}

/// Does the same to each of these batches in the ledger.
fn change(ledger: &Path, sql: &'static str, numbers: &[u32]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", ledger.display())).await.unwrap();
        for number in numbers {
            sqlx::query(sql).bind(number).execute(&pool).await.unwrap();
        }
        pool.close().await;
    });
}

/// Puts a file where a batch would be written, as soon as another batch is done.
struct BlockBatch {
    after: u32,
    path: PathBuf,
}

impl Observer for BlockBatch {
    fn event(&self, event: Event) {
        if matches!(event, Event::BatchFinished { number, .. } if number == self.after) {
            std::fs::write(&self.path, "").unwrap();
        }
    }
}

#[test]
fn a_batch_that_the_disk_does_not_take_is_noted_and_tried_again() {
    let council = Council::of(90);
    council.migrate("whole");
    let path = council.path("out/data/batches/.0003.tmp");
    let observer = BlockBatch { after: 1, path: path.clone() };
    let error = migrate(&council.request("out"), &observer, &Cancel::default()).unwrap_err();
    assert_eq!(error.exit(), Exit::Internal);
    assert!(
        matches!(&error, RunError::Batches { failed, .. } if failed.len() == 1 && failed[0].0 == 3),
        "{error}"
    );
    let seen = status(&council.path("out"), None).unwrap();
    let states: Vec<_> = seen.batches.iter().map(|batch| (batch.number, batch.state)).collect();
    let sealed = |number| (number, BatchState::Sealed);
    assert_eq!(
        states,
        [
            sealed(0),
            sealed(1),
            sealed(2),
            (3, BatchState::Failed),
            sealed(4),
            sealed(5),
            (6, BatchState::Planned)
        ]
    );
    assert!(seen.batches[3].reason.is_some());
    std::fs::remove_file(&path).unwrap();
    assert_eq!(council.migrate("out").exit, Exit::Done);
    assert!(bytes_of(&council.path("whole/data")) == bytes_of(&council.path("out/data")));
}

#[test]
fn a_finished_run_changes_nothing() {
    let council = Council::of(40);
    let first = council.migrate("out");
    let before = bytes_of(&council.path("out"));
    let again = council.migrate("out");
    assert!(first.changed && !again.changed);
    assert_eq!((again.exit, again.report), (first.exit, first.report));
    let mut after = bytes_of(&council.path("out"));
    // Opening a ledger may rewrite its file without changing what it says.
    after.insert("ledger.sqlite".into(), before["ledger.sqlite"].clone());
    assert!(before == after);
}
