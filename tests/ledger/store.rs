//! What is put into a ledger comes out of it.

use care2mosaic::ledger::{
    BatchKind, BatchRow, BatchState, CaseFileRow, ExceptionRow, Ledger, NewRun, SourceFileRow, TallyRow,
};

use super::engines::on_each;

fn run(id: &str, dry_run: bool) -> NewRun {
    let (started, fingerprint) = ("2026-11-20T09:00:00Z".to_owned(), "{\"a\":\"ä'\"}".to_owned());
    NewRun { id: id.to_owned(), dry_run, started, fingerprint }
}

fn batch(number: u32, state: BatchState) -> BatchRow {
    let (reason, exit_code, manifest_sha256) = (None, None, None);
    let kind = BatchKind::CaseFiles;
    BatchRow { number, run: 1, kind, state, reason, case_files: 7, exit_code, manifest_sha256 }
}

fn exception(kind: &'static str, reason: &str, case_file: Option<u64>) -> ExceptionRow {
    ExceptionRow {
        kind,
        entity: "Case".to_owned(),
        source_id: "5b7c".to_owned(),
        case_file,
        file: "Case.csv".to_owned(),
        line: 12,
        field: String::new(),
        reason: reason.to_owned(),
        rule: String::new(),
    }
}

#[test]
fn runs_are_numbered_and_come_back_as_they_ended() {
    on_each("runs_are_numbered_and_come_back_as_they_ended", |open| {
        let ledger = open();
        assert_eq!(ledger.begin_run(&run("one", true)).unwrap(), 1);
        assert_eq!(ledger.begin_run(&run("two", false)).unwrap(), 2);
        ledger.finish_run(1, "2026-11-20T10:00:00Z", "reconciled", 5).unwrap();
        drop(ledger);
        let runs = open().runs().unwrap();
        assert_eq!(
            runs.iter().map(|run| (run.number, run.dry_run)).collect::<Vec<_>>(),
            [(1, true), (2, false)]
        );
        assert_eq!(runs[0].finished.as_deref(), Some("2026-11-20T10:00:00Z"));
        assert_eq!((runs[0].verdict.as_deref(), runs[0].exit_code), (Some("reconciled"), Some(5)));
        assert_eq!(runs[1].fingerprint, "{\"a\":\"ä'\"}");
        assert_eq!((runs[1].finished.as_ref(), runs[1].exit_code), (None, None));
    });
}

#[test]
fn runs_that_begin_together_have_numbers_of_their_own() {
    on_each("runs_that_begin_together_have_numbers_of_their_own", |open| {
        open();
        let begin = |at: usize| {
            let ledger = open();
            (0..3).map(|n| ledger.begin_run(&run(&format!("{at}-{n}"), true)).unwrap()).collect::<Vec<_>>()
        };
        let mut numbers = std::thread::scope(|scope| {
            let begin = &begin;
            let threads: Vec<_> = (0..4).map(|at| scope.spawn(move || begin(at))).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
    });
}

#[test]
fn a_sealed_batch_never_changes() {
    on_each("a_sealed_batch_never_changes", |open| {
        let ledger = open();
        ledger.begin_run(&run("one", false)).unwrap();
        ledger.put_batch(&batch(1, BatchState::Running)).unwrap();
        let failed = BatchRow {
            reason: Some("no space".to_owned()),
            exit_code: Some(4),
            ..batch(2, BatchState::Failed)
        };
        ledger.put_batch(&failed).unwrap();
        let sealed = BatchRow { manifest_sha256: Some("ab".to_owned()), ..batch(1, BatchState::Sealed) };
        ledger.put_batch(&sealed).unwrap();
        ledger.put_batch(&batch(1, BatchState::Failed)).unwrap();
        assert_eq!(ledger.batches().unwrap(), [sealed.clone(), failed]);
        ledger.forget_unsealed().unwrap();
        assert_eq!(ledger.batches().unwrap(), [sealed]);
    });
}

#[test]
fn counts_are_of_one_run_and_of_its_latest_word() {
    on_each("counts_are_of_one_run_and_of_its_latest_word", |open| {
        let ledger = open();
        for id in ["one", "two"] {
            ledger.begin_run(&run(id, false)).unwrap();
        }
        counted(&ledger);
        // Said again by the same run after an interruption.
        ledger.clear_exceptions(1, None).unwrap();
        counted(&ledger);
        let counts = |kind: &str, reason: &str, records| (kind.to_owned(), reason.to_owned(), records);
        let expected =
            [counts("hold", "held", 1500), counts("reject", "Z-code", 1), counts("reject", "a-code", 1)];
        assert_eq!(ledger.exception_counts(1).unwrap(), expected);
        assert!(ledger.exception_counts(2).unwrap().is_empty());
        let tally =
            |outcome: &str, records| TallyRow { entity: "Case".into(), outcome: outcome.into(), records };
        assert_eq!(ledger.tallies(1).unwrap(), [tally("held", 3), tally("migrated", 9)]);
        assert_eq!(
            ledger.case_file_counts(1).unwrap(),
            [("complete".to_owned(), 999), ("held".to_owned(), 1)]
        );
    });
}

fn counted(ledger: &Ledger) {
    let mut exceptions = vec![exception("hold", "held", Some(3)); 1500];
    exceptions.push(exception("reject", "a-code", None));
    exceptions.push(exception("reject", "Z-code", None));
    ledger.add_exceptions(1, None, &exceptions).unwrap();
    let tally = |outcome: &str, records| TallyRow { entity: "Case".into(), outcome: outcome.into(), records };
    ledger.put_tallies(1, &[tally("migrated", 8), tally("held", 3)]).unwrap();
    ledger.put_tallies(1, &[tally("migrated", 9)]).unwrap();
    let file =
        |number| CaseFileRow { place: number, number, state: "complete".into(), batch: Some(1), records: 4 };
    ledger.put_case_files(1, &(1..=1000).map(file).collect::<Vec<_>>()).unwrap();
    let held = CaseFileRow { place: 7, number: 7, state: "held".into(), batch: None, records: 4 };
    ledger.put_case_files(1, &[held]).unwrap();
    let (path, entity, sha256) = ("Case.csv".to_owned(), "Case".to_owned(), "ab".to_owned());
    ledger
        .put_source_files(1, &[SourceFileRow { path, entity, records: 1, bytes: u64::MAX, sha256 }])
        .unwrap();
    ledger.put_output_files(1, "", &[("proof.key".into(), "ab".into())]).unwrap();
}

#[test]
fn nothing_to_write_is_nothing_written() {
    on_each("nothing_to_write_is_nothing_written", |open| {
        let ledger = open();
        ledger.put_tallies(1, &[]).unwrap();
        ledger.add_exceptions(1, None, &[]).unwrap();
        assert!(ledger.tallies(1).unwrap().is_empty());
    });
}

/// What a run held or left out is found again by later runs, on either engine.
#[test]
fn unwritten_case_files_and_listed_records_come_back() {
    on_each("unwritten_case_files_and_listed_records", |open| {
        let ledger = open();
        ledger.begin_run(&run("one", false)).unwrap();
        let row = |place, number, state: &str| CaseFileRow {
            place,
            number,
            state: state.to_owned(),
            batch: None,
            records: 1,
        };
        let rows = [row(1, 7, "complete"), row(2, 9, "held"), row(3, 8, "excluded"), row(4, 0, "held")];
        ledger.put_case_files(1, &rows).unwrap();
        let told = [("hold", Some(9)), ("hold", None), ("hold", Some(9)), ("reject", Some(7))];
        let told = told.map(|(kind, number)| exception(kind, "missing-mandatory", number));
        ledger.add_exceptions(1, None, &told).unwrap();
        let ledger = open();
        let unwritten = [(9, "held"), (8, "excluded"), (0, "held")];
        assert_eq!(
            ledger.unwritten_case_files(1).unwrap(),
            unwritten.map(|(n, state)| (n, state.to_owned()))
        );
        assert_eq!(ledger.unwritten_case_files(2).unwrap(), []);
        let mut listed = ledger.records_listed(1, "hold", "Case").unwrap();
        listed.sort();
        assert_eq!(listed, [None, Some(9)].map(|number| (number, "5b7c".to_owned())));
        assert_eq!(ledger.records_listed(1, "hold", "Person").unwrap(), []);
    });
}
