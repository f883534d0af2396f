//! Workers that share a run: who has what in hand.

use std::collections::BTreeSet;
use std::thread::sleep;
use std::time::Duration;

use care2mosaic::ledger::{BatchKind, BatchRow, BatchState, ExceptionRow, Ledger, NewRun};

use super::engines::on_each;

const LONG: Duration = Duration::from_mins(10);
const SHORT: Duration = Duration::from_secs(2);

fn planned(ledger: &Ledger, batches: u32) {
    let run = NewRun {
        id: "one".into(),
        dry_run: false,
        started: "2026-11-20T09:00:00Z".into(),
        fingerprint: "{}".into(),
    };
    ledger.begin_run(&run).unwrap();
    let mut all: Vec<_> = (1..=batches).map(|number| (number, BatchKind::CaseFiles)).collect();
    all.push((batches + 1, BatchKind::Last));
    ledger.plan_batches(1, &all).unwrap();
    ledger.plan_batches(1, &all).unwrap();
}

fn ended(number: u32, state: BatchState) -> BatchRow {
    let manifest_sha256 = (state == BatchState::Sealed).then(|| "ab".to_owned());
    let reason = (state == BatchState::Failed).then(|| "no space".to_owned());
    let (kind, exit_code) = (BatchKind::CaseFiles, None);
    BatchRow { number, run: 1, kind, state, reason, case_files: 1, exit_code, manifest_sha256 }
}

fn exception() -> ExceptionRow {
    ExceptionRow {
        kind: "reject",
        entity: "Case".into(),
        source_id: "one".into(),
        case_file: Some(1),
        file: "Case.csv".into(),
        line: 2,
        field: String::new(),
        reason: "orphan-parent".into(),
        rule: String::new(),
    }
}

#[test]
fn each_batch_is_in_one_hand() {
    on_each("each_batch_is_in_one_hand", |open| {
        planned(&open(), 40);
        let take = |worker: String| {
            let ledger = open();
            ledger.enlist(&worker, LONG).unwrap();
            ledger.join_run(&worker, 1).unwrap();
            let mut taken = Vec::new();
            while let Some(number) = ledger.claim_next(&worker, 1).unwrap() {
                assert!(ledger.put_claimed(&worker, &ended(number, BatchState::Sealed)).unwrap());
                taken.push(number);
            }
            taken
        };
        let taken = std::thread::scope(|scope| {
            let take = &take;
            let threads: Vec<_> = (0..4).map(|at| scope.spawn(move || take(format!("w{at}")))).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        assert_eq!(taken.len(), 40);
        assert_eq!(taken.into_iter().collect::<BTreeSet<_>>(), (1..=40).collect());
    });
}

#[test]
fn what_a_silent_worker_had_in_hand_goes_to_others() {
    on_each("what_a_silent_worker_had_in_hand_goes_to_others", |open| {
        let ledger = open();
        planned(&ledger, 1);
        ledger.enlist("silent", SHORT).unwrap();
        ledger.join_run("silent", 1).unwrap();
        ledger.enlist("other", LONG).unwrap();
        ledger.join_run("other", 1).unwrap();
        assert_eq!(ledger.claim_next("silent", 1).unwrap(), Some(1));
        assert_eq!(ledger.claim_next("other", 1).unwrap(), None);
        assert!(!ledger.claim_batch("other", 1, 1).unwrap());
        sleep(2 * SHORT);
        assert_eq!(ledger.workers().unwrap(), [("other".to_owned(), Some(1))]);
        assert_eq!(ledger.claim_next("other", 1).unwrap(), Some(1));
        // It was only slow: what it wrote is not its own any more.
        ledger.show_life("silent").unwrap();
        assert!(!ledger.put_claimed("silent", &ended(1, BatchState::Failed)).unwrap());
        assert!(ledger.put_claimed("other", &ended(1, BatchState::Sealed)).unwrap());
        assert_eq!(ledger.batch(1).unwrap().map(|batch| batch.state), Some(BatchState::Sealed));
    });
}

#[test]
fn a_worker_that_shows_life_keeps_what_it_has() {
    on_each("a_worker_that_shows_life_keeps_what_it_has", |open| {
        let ledger = open();
        planned(&ledger, 1);
        ledger.enlist("living", SHORT * 2).unwrap();
        ledger.join_run("living", 1).unwrap();
        assert_eq!(ledger.claim_next("living", 1).unwrap(), Some(1));
        for _ in 0..6 {
            sleep(SHORT / 2);
            ledger.show_life("living").unwrap();
        }
        assert_eq!(ledger.claim_next("other", 1).unwrap(), None);
        ledger.leave_run("living").unwrap();
        assert_eq!(ledger.claim_next("other", 1).unwrap(), Some(1));
    });
}

#[test]
fn a_failed_batch_is_tried_once_by_each() {
    on_each("a_failed_batch_is_tried_once_by_each", |open| {
        let ledger = open();
        planned(&ledger, 1);
        for worker in ["one", "two"] {
            ledger.enlist(worker, LONG).unwrap();
            ledger.join_run(worker, 1).unwrap();
            assert_eq!(ledger.claim_next(worker, 1).unwrap(), Some(1));
            assert!(ledger.put_claimed(worker, &ended(1, BatchState::Failed)).unwrap());
            assert_eq!(ledger.claim_next(worker, 1).unwrap(), None);
        }
    });
}

#[test]
fn one_worker_finishes_when_all_batches_before_the_last_are_sealed() {
    on_each("one_worker_finishes_when_all_batches_before_the_last_are_sealed", |open| {
        let ledger = open();
        planned(&ledger, 1);
        ledger.enlist("one", SHORT).unwrap();
        ledger.join_run("one", 1).unwrap();
        ledger.enlist("two", LONG).unwrap();
        ledger.join_run("two", 1).unwrap();
        assert!(!ledger.claim_finish("one", 1).unwrap());
        assert!(ledger.claim_batch("two", 1, 1).unwrap());
        assert!(ledger.put_claimed("two", &ended(1, BatchState::Sealed)).unwrap());
        assert!(ledger.claim_finish("one", 1).unwrap());
        assert!(!ledger.claim_finish("two", 1).unwrap());
        assert!(ledger.is_finisher("one", 1).unwrap() && !ledger.is_finisher("two", 1).unwrap());
        sleep(2 * SHORT);
        assert!(ledger.is_finisher("one", 1).unwrap(), "nobody took over");
        assert!(ledger.claim_finish("two", 1).unwrap());
        assert!(!ledger.is_finisher("one", 1).unwrap() && ledger.is_finisher("two", 1).unwrap());
        let told = || ledger.exception_counts(1).unwrap().iter().map(|(_, _, records)| records).sum::<u64>();
        ledger.add_exceptions(1, Some("two"), &[exception()]).unwrap();
        ledger.add_exceptions(1, Some("one"), &[exception()]).unwrap();
        ledger.clear_exceptions(1, Some("one")).unwrap();
        assert_eq!(told(), 1, "whoever was taken over from changes nothing");
        ledger.finish_run(1, "2026-11-20T10:00:00Z", "reconciled", 0).unwrap();
        assert!(!ledger.claim_finish("two", 1).unwrap());
        assert!(!ledger.is_finisher("two", 1).unwrap(), "nothing is left to finish");
        ledger.add_exceptions(1, Some("two"), &[exception()]).unwrap();
        ledger.clear_exceptions(1, Some("two")).unwrap();
        assert_eq!(told(), 1, "a finished run stays");
    });
}

#[test]
fn one_process_at_a_time_has_its_turn() {
    on_each("one_process_at_a_time_has_its_turn", |open| {
        if !open().is_shared() {
            return;
        }
        let inside = std::sync::atomic::AtomicU32::new(0);
        let turn = || {
            let ledger = open();
            let done: Result<(), care2mosaic::ledger::LedgerError> = ledger.in_turn(|| {
                assert_eq!(inside.fetch_add(1, std::sync::atomic::Ordering::SeqCst), 0);
                ledger.runs()?;
                sleep(Duration::from_millis(30));
                inside.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
                Ok(())
            });
            done.unwrap();
        };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(turn);
            }
        });
    });
}

#[test]
fn who_is_at_work_is_told_with_what_is_in_hand() {
    on_each("who_is_at_work_is_told_with_what_is_in_hand", |open| {
        let ledger = open();
        planned(&ledger, 3);
        for (worker, lease) in [("ann", LONG), ("ben", LONG), ("cyd", LONG), ("dee", Duration::ZERO)] {
            ledger.enlist(worker, lease).unwrap();
        }
        for worker in ["ann", "ben", "dee"] {
            ledger.join_run(worker, 1).unwrap();
        }
        assert_eq!(ledger.claim_next("ann", 1).unwrap(), Some(1));
        assert_eq!(ledger.claim_next("ann", 1).unwrap(), Some(2));
        assert_eq!(ledger.claim_next("ben", 1).unwrap(), Some(3));
        let seen = ledger.at_work().unwrap();
        let told: Vec<_> =
            seen.iter().map(|one| (one.id.as_str(), one.run, one.batches.as_slice())).collect();
        // The lease of one is over, and one has not joined yet.
        assert_eq!(told, [("ann", Some(1), &[1, 2][..]), ("ben", Some(1), &[3]), ("cyd", None, &[])]);
        for (worker, number) in [("ann", 1), ("ann", 2), ("ben", 3)] {
            ledger.put_claimed(worker, &ended(number, BatchState::Sealed)).unwrap();
        }
        assert!(ledger.claim_finish("ben", 1).unwrap());
        let finishing: Vec<_> = ledger.at_work().unwrap().into_iter().filter(|one| one.finishing).collect();
        assert_eq!(finishing.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["ben"]);
    });
}
