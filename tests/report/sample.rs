//! Reports to show.

use std::path::Path;

use care2mosaic::report::model::{CheckStatus, PastRun, Report, ServiceTotal, StopLine, TotalGroup, Verdict};

/// A report with held case files, rejected records, and rejected values.
pub(super) fn with_exceptions() -> Report {
    Report::read(&path()).unwrap()
}

/// The same without anything turned away.
pub(super) fn reconciled() -> Report {
    let mut report = with_exceptions();
    report.verdict = Verdict::Reconciled;
    report.held.clear();
    report.rejected.clear();
    report.rejected_values.clear();
    for line in &mut report.balance {
        line.migrated += line.rejected + line.held;
        line.rejected = 0;
        line.held = 0;
    }
    report.case_files.complete += report.case_files.held + report.case_files.incomplete;
    report.case_files.held = 0;
    report.case_files.incomplete = 0;
    report
}

/// The same with a value that differs.
pub(super) fn not_reconciled() -> Report {
    let mut report = with_exceptions();
    report.verdict = Verdict::NotReconciled;
    report.fields[0].differences = 3;
    report.checks[1].status = CheckStatus::Failed;
    report.checks[1].findings = 3;
    report
}

/// A refused run.
pub(super) fn refused() -> Report {
    let mut report = Report::new(with_exceptions().run, Verdict::Refused);
    report.stops.push(StopLine {
        code: "unmapped-column".into(),
        file: "Person.csv".into(),
        line: Some(1),
        field: "Person.ShoeSize".into(),
        message: "no mapping uses this column or sets it aside".into(),
    });
    report
}

/// The file of the sample.
pub(super) fn path() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/reports/with-exceptions.json")
}

/// The report of a third run, after two that held and rejected more.
pub(super) fn third_run() -> Report {
    let mut report = with_exceptions();
    let run = |run, dry_run, held, rejected| PastRun {
        run,
        dry_run,
        started: "2026-11-20T08:00:00Z".into(),
        verdict: Verdict::ReconciledWithExceptions,
        case_files_held: held / 10,
        held,
        rejected,
    };
    let group = |group: &str, rows| TotalGroup {
        group: group.into(),
        migrated: rows,
        merged: 0,
        excluded: 0,
        rejected: 0,
        held: 0,
        written: rows,
        migrated_sum: 0,
        written_sum: 0,
    };
    report.totals = vec![ServiceTotal {
        id: "plans".into(),
        title: "Plans in force on the day of the extract".into(),
        agrees: true,
        groups: vec![group("NEG", 1_200), group("EMO", 34)],
        people_differing: 0,
    }];
    report.history = vec![run(1, true, 1_200, 40), run(2, false, 300, 40), run(4, false, 20, 0)];
    report
}
