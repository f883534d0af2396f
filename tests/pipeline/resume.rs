//! A run that was interrupted, and one that was finished.

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
    let council = Council::of(60);
    interrupt(&council, "out", 1);
    council.migrate("whole");
    // Batch 2 is complete on disk and its process died before the ledger could say so; batch 3 is no longer whole.
    for (batch, spoilt) in [("0002", false), ("0003", true)] {
        let (from, to) = (
            council.path(&format!("whole/data/batches/{batch}")),
            council.path(&format!("out/data/batches/{batch}")),
        );
        std::fs::create_dir(&to).unwrap();
        for entry in std::fs::read_dir(&from).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
            }
        }
        if spoilt {
            std::fs::write(to.join("manifest.json"), "{}").unwrap();
        }
    }
    let error = run(&council.request("out")).unwrap_err();
    assert!(matches!(error, RunError::UnknownBatch { .. }), "the ledger never heard of them");
    assert_eq!(error.exit(), Exit::Refused);
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
