//! The report against ledger, manifests, and lists.

use std::collections::BTreeMap;
use std::path::Path;

use super::check::{LEDGER, PAGE, REPORT, VERDICT};
use super::digest_list::DigestLists;
use super::finding::Findings;
use super::ledger_view::{LedgerView, NAME};
use crate::ledger::{LedgerError, RunRow};
use crate::pipeline::Exit;
use crate::pipeline::fingerprint::{Fingerprint, drop_sha256};
use crate::pipeline::migrate::causes;
use crate::pipeline::report_of::{history_of, verdict};
use crate::pipeline::sample::audit_told;
use crate::reconcile::CaseFileState;
use crate::record::Outcome;
use crate::report::html::to_html;
use crate::report::model::{Report, Verdict, Waiting};
use crate::report::summary::PlaceNames;

/// The path of the report.
pub(super) const REPORT_FILE: &str = "reconciliation/report.json";
const PAGE_FILE: &str = "reconciliation/report.html";

/// Reads the report; one that is not in its only form is found, as is a page that shows something else.
pub(super) fn report(output: &Path, findings: &mut Findings) -> Option<Report> {
    let Ok(report) = Report::read(&output.join(REPORT_FILE)) else {
        findings.add(&REPORT, REPORT_FILE, "expected the report of the run, found none that can be read");
        return None;
    };
    let bytes = std::fs::read(output.join(REPORT_FILE)).unwrap_or_default();
    // Another version may have other keys; its report stands under the ledger's digest all the same.
    if report.tool.version == env!("CARGO_PKG_VERSION") {
        if report.to_json().as_bytes() != bytes {
            let expected = "expected the report in the program's own form, without anything else in it";
            findings.add(&REPORT, REPORT_FILE, expected);
        }
        let page = std::fs::read(output.join(PAGE_FILE)).unwrap_or_default();
        if to_html(&report, &PlaceNames::stand_ins(&report)).as_bytes() != page {
            findings.add(&PAGE, PAGE_FILE, "expected the page of report.json");
        }
    }
    if let Some(line) = report.balance.iter().find(|line| !line.adds_up()) {
        findings.add(&REPORT, REPORT_FILE, format!("expected the balance of {} to add up", line.entity));
    }
    let failed = report.checks.iter().any(|check| check.findings > 0);
    if report.verdict == Verdict::NotReconciled || failed {
        let list = match &report {
            report if report.differs_in_mosaic_alone() => "mosaic.csv says",
            report if report.fails_in_audit_alone() => "auditors of a sample say",
            _ => "differences.csv says",
        };
        let expected = format!("expected a run that reconciled, found one that did not; {list} where");
        findings.add(&VERDICT, REPORT_FILE, expected);
    }
    Some(report)
}

/// Holds the report against what the ledger knows of the run.
pub(super) fn against_ledger(
    report: &Report,
    (view, kept): (&LedgerView, &RunRow),
    findings: &mut Findings,
) -> Result<(), LedgerError> {
    let mut compare = |what: &str, ledger: &str, own: &str| {
        findings.compare(&LEDGER, REPORT_FILE, &format!("the ledger's {what}"), ledger, own);
    };
    compare("run", &kept.id, &report.run.id);
    compare("start", &kept.started, &report.run.started);
    let finished = |at: &Option<String>| at.clone().unwrap_or_default();
    compare("end", &finished(&kept.finished), &finished(&report.run.finished));
    compare("verdict", kept.verdict.as_deref().unwrap_or_default(), report.verdict.word());
    let code = exit_of(report).code().to_string();
    let ledger = kept.exit_code.map(|code| code.to_string()).unwrap_or_default();
    if report.verdict != Verdict::Refused {
        findings.compare(&LEDGER, NAME, "exit code of the report's verdict", &code, &ledger);
    }
    fingerprint(report, (view, kept), findings);
    sources(report, (view, kept), findings)?;
    tallies(report, (view, kept), findings)?;
    causes_of(report, (view, kept), findings)?;
    audits(report, view, findings)?;
    history(report, view, findings)
}

/// What the ledger keeps of the run's causes, which later runs are compared with.
fn causes_of(
    report: &Report,
    (view, kept): (&LedgerView, &RunRow),
    findings: &mut Findings,
) -> Result<(), LedgerError> {
    if report.verdict == Verdict::Refused {
        return Ok(());
    }
    let Some(known) = LedgerView::told(view.ledger.causes(kept.number), findings)? else { return Ok(()) };
    let mut told = causes(report);
    told.sort();
    if known != told {
        findings.add(&LEDGER, NAME, "expected the causes of the run as the report counts them");
    }
    Ok(())
}

/// What came back of audits: the ledger keeps every list. A sample of which the report does not tell yet is no finding.
fn audits(report: &Report, view: &LedgerView, findings: &mut Findings) -> Result<(), LedgerError> {
    let told = report.audit.as_ref();
    let known = audit_told(&view.ledger, report.case_files.written(), told);
    let Some(known) = LedgerView::told(known, findings)? else { return Ok(()) };
    // What came back before the ledger kept it has no draws.
    let is_old = known.is_none() && told.is_some_and(|told| told.draws.is_empty());
    let agree = match (&known, told) {
        // Another version may have worked other figures out of what came back.
        (Some(known), Some(told)) if report.tool.version != env!("CARGO_PKG_VERSION") => {
            known.tells_the_same_results(told)
        }
        (known, told) => known.as_ref() == told,
    };
    if !agree && !is_old {
        findings.add(&LEDGER, REPORT_FILE, "expected the audits of samples as the ledger keeps them");
    }
    Ok(())
}

/// What the report tells of earlier runs, which the ledger knows.
fn history(report: &Report, view: &LedgerView, findings: &mut Findings) -> Result<(), LedgerError> {
    if report.verdict == Verdict::Refused {
        return Ok(());
    }
    let Some(known) = LedgerView::told(history_of(report, &view.ledger), findings)? else { return Ok(()) };
    if known != report.history {
        findings.add(&LEDGER, REPORT_FILE, "expected the history of runs as the ledger knows it");
    }
    Ok(())
}

/// The code that a run of this report ends with.
fn exit_of(report: &Report) -> Exit {
    match report.verdict {
        Verdict::NotReconciled => Exit::Integrity,
        _ => verdict(report, Some(true)).1,
    }
}

/// What the ledger says that the run used, against what the report says.
fn fingerprint(report: &Report, (view, kept): (&LedgerView, &RunRow), findings: &mut Findings) {
    if report.verdict == Verdict::Refused {
        return;
    }
    let Some(used) = view.fingerprint() else {
        let expected = format!("expected what run {} used, found nothing that can be read", kept.number);
        return findings.add(&LEDGER, NAME, expected);
    };
    let Some(mappings) = &report.mappings else { return };
    let pairs = [
        ("program version", &report.tool.version, &used.tool_version),
        ("mappings", &mappings.sha256, &used.mappings_sha256),
        ("contract", &mappings.contract_sha256, &used.contract_sha256),
        ("profile", &mappings.profile, &used.profile),
    ];
    for (what, own, ledger) in pairs {
        findings.compare(&LEDGER, NAME, &format!("the report's {what}"), own, ledger);
    }
}

/// The source files of report and ledger.
fn sources(
    report: &Report,
    (view, kept): (&LedgerView, &RunRow),
    findings: &mut Findings,
) -> Result<(), LedgerError> {
    if report.verdict == Verdict::Refused {
        return Ok(());
    }
    let Some(rows) = LedgerView::told(view.ledger.source_files(kept.number), findings)? else {
        return Ok(());
    };
    let of_ledger: BTreeMap<_, _> =
        rows.iter().map(|row| (row.path.as_str(), (row.records, row.bytes, row.sha256.as_str()))).collect();
    let of_report = report.source.files.iter();
    let of_report: BTreeMap<_, _> = of_report
        .map(|file| (file.path.as_str(), (file.records, file.bytes, file.sha256.as_str())))
        .collect();
    let paths = of_ledger.keys().chain(of_report.keys());
    for path in paths.filter(|path| of_ledger.get(*path) != of_report.get(*path)) {
        let expected = format!("expected the ledger's records, bytes, and SHA-256 of source file {path}");
        findings.add(&LEDGER, REPORT_FILE, expected);
    }
    if let Some(Fingerprint { drop_sha256: used, .. }) = view.fingerprint() {
        let own = drop_sha256(rows.iter().map(|row| (row.path.as_str(), row.sha256.clone())));
        findings.compare(&LEDGER, NAME, "source files with the digest of the drop,", &used, &own);
    }
    Ok(())
}

/// The balance of report and ledger.
fn tallies(
    report: &Report,
    (view, kept): (&LedgerView, &RunRow),
    findings: &mut Findings,
) -> Result<(), LedgerError> {
    let Some(rows) = LedgerView::told(view.ledger.tallies(kept.number), findings)? else { return Ok(()) };
    let of_ledger: BTreeMap<(&str, &str), u64> =
        rows.iter().map(|row| ((row.entity.as_str(), row.outcome.as_str()), row.records)).collect();
    let mut of_report = BTreeMap::new();
    for line in &report.balance {
        for outcome in Outcome::ALL {
            of_report.insert((line.entity.as_str(), outcome.word()), line.of_outcome(outcome));
        }
    }
    let keys = of_ledger.keys().chain(of_report.keys());
    for (entity, outcome) in keys.filter(|key| of_ledger.get(*key) != of_report.get(*key)) {
        let expected = format!("expected the ledger's number of {outcome} records of {entity}");
        findings.add(&LEDGER, REPORT_FILE, expected);
    }
    Ok(())
}

/// The counts of case files in report and list.
pub(super) fn against_lists(report: &Report, lists: &DigestLists, findings: &mut Findings) {
    let count = |state| lists.case_files.iter().filter(|entry| entry.state == state).count() as u64;
    let counts = report.case_files;
    let pairs = [
        ("complete", counts.complete, count(CaseFileState::Complete)),
        ("incomplete", counts.incomplete, count(CaseFileState::Incomplete)),
        ("excluded", counts.excluded, count(CaseFileState::Excluded)),
        ("held", counts.held, count(CaseFileState::Held)),
    ];
    for (state, own, listed) in pairs {
        let what = format!("the {state} case files of case-files.csv,");
        findings.compare(&REPORT, REPORT_FILE, &what, &listed.to_string(), &own.to_string());
    }
    let written = lists.case_files.iter().filter(|entry| entry.state.written());
    let waiting = Waiting::of(written.map(|entry| entry.rows[5]));
    // A report of an earlier version does not count them.
    if waiting != report.waiting && report.tool.version == env!("CARGO_PKG_VERSION") {
        findings.add(
            &REPORT,
            REPORT_FILE,
            "expected as many records that wait as case-files.csv has held in written case files",
        );
    }
    if counts.read != lists.case_files.len() as u64 {
        findings.add(&REPORT, REPORT_FILE, "expected as many case files as case-files.csv has");
    }
}
