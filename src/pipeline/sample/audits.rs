//! What all audits of a folder came to, from what was drawn and what came back.

use std::collections::BTreeSet;

use super::sizing::{CONFIDENCE, METHOD, upper_bound};
use super::standing::Standing;
use crate::ledger::{AuditCaseFileRow, AuditDrawRow, AuditListRow, AuditStratumRow, Ledger, LedgerError};
use crate::report::audit::AuditResult;
use crate::report::model::{
    Audit, AuditCorrection, AuditDraw, AuditFigures, AuditList, AuditStratum, Report,
};

/// What audits of a folder came to, in which so many case files are written by now; none before a sample is drawn.
pub(in crate::pipeline) fn audit_of(ledger: &Ledger, written: u64) -> Result<Option<Audit>, LedgerError> {
    Ok(audit(&ledger.audit_draws()?, &ledger.audit_lists()?, written))
}

/// What a report is to tell of audits that knows so many samples: those drawn since are in no report where a command was killed
/// before it could write it. What came back is always told.
pub(in crate::pipeline) fn audit_told(
    ledger: &Ledger,
    written: u64,
    told: Option<&Audit>,
) -> Result<Option<Audit>, LedgerError> {
    let Some(told) = told else {
        return Ok(audit_of(ledger, written)?.filter(|audit| !audit.lists.is_empty()));
    };
    let mut draws = ledger.audit_draws()?;
    draws.truncate(told.draws.len());
    Ok(audit(&draws, &ledger.audit_lists()?, written))
}

/// Puts what audits came to into a report. What came back before the ledger kept it stays as the report has it.
pub(in crate::pipeline) fn put_audits(report: &mut Report, ledger: &Ledger) -> Result<(), LedgerError> {
    let is_old = report.audit.as_ref().is_some_and(|told| told.draws.is_empty());
    let known = audit_of(ledger, report.case_files.written())?;
    if let Some(audit) = known.filter(|audit| !is_old || !audit.lists.is_empty()) {
        report.audit = Some(audit);
    }
    Ok(())
}

/// The same of what was drawn and what came back.
pub(super) fn audit(draws: &[AuditDrawRow], lists: &[AuditListRow], written: u64) -> Option<Audit> {
    let mut standing = Standing::default();
    let mut taken_back = Vec::new();
    for list in lists {
        let found = standing.take(list.draw, &list.results);
        taken_back.extend(found.into_iter().map(|one| AuditCorrection {
            case_file: one.case_file,
            was: one.was.word().to_owned(),
            is: one.is.word().to_owned(),
            list: list.number,
        }));
    }
    let newest = lists.iter().map(|list| list.draw).max().or_else(|| draws.last().map(|draw| draw.number))?;
    let draws: Vec<AuditDraw> = draws.iter().map(|draw| of_draw(draw, &standing, written)).collect();
    let shown = draws.iter().find(|draw| draw.number == newest)?.clone();
    Some(Audit {
        figures: shown.figures,
        method: METHOD.to_owned(),
        draws,
        lists: lists.iter().map(of_list).collect(),
        wrong_case_files: standing.wrong(),
        taken_back,
    })
}

fn of_draw(draw: &AuditDrawRow, standing: &Standing, written: u64) -> AuditDraw {
    AuditDraw {
        number: draw.number,
        drawn: draw.drawn.clone(),
        seed: draw.seed,
        tolerable: draw.tolerable.clone(),
        figures: figures(draw, standing, written),
        strata: draw.strata.iter().map(|stratum| of_stratum(stratum, draw, standing)).collect(),
    }
}

fn figures(draw: &AuditDrawRow, standing: &Standing, written: u64) -> AuditFigures {
    let count = |result: AuditResult, which: &dyn Fn(&AuditCaseFileRow) -> bool| {
        let own = draw.case_files.iter().filter(|one| which(one));
        own.filter(|one| standing.of(one.case_file) == result).count() as u64
    };
    let (all, besides) = (|_: &AuditCaseFileRow| true, |one: &AuditCaseFileRow| one.besides);
    let population = draw.strata.iter().map(|stratum| stratum.case_files).sum();
    let mut figures = AuditFigures {
        population,
        size: draw.case_files.len() as u64,
        right: count(AuditResult::Right, &all),
        wrong: count(AuditResult::Wrong, &all),
        open: count(AuditResult::Open, &all),
        confidence: draw.confidence.clone(),
        upper_bound: String::new(),
        upper_bound_if_right: String::new(),
        besides: draw.case_files.iter().filter(|one| one.besides).count() as u64,
        besides_right: count(AuditResult::Right, &besides),
        besides_wrong: count(AuditResult::Wrong, &besides),
        written_since: written.saturating_sub(population),
    };
    bound(&mut figures, draw.confidence.parse().unwrap_or(CONFIDENCE));
    figures
}

/// The bound is of the random part alone, and of all of it: a case file that was not looked at is no evidence for anything, and
/// whoever left off those that take long would else have a bound of the easy ones.
fn bound(figures: &mut AuditFigures, confidence: f64) {
    let [_, wrong, open] = figures.random_part();
    let at_most =
        |wrong| percent_up(upper_bound(figures.population, (figures.at_random(), wrong), confidence));
    let (counted, if_right) = (at_most(wrong + open), at_most(wrong));
    (figures.upper_bound, figures.upper_bound_if_right) = (counted, if_right);
}

fn of_stratum(stratum: &AuditStratumRow, draw: &AuditDrawRow, standing: &Standing) -> AuditStratum {
    let own = || draw.case_files.iter().filter(|one| one.stratum == stratum.name);
    let count = |result| own().filter(|one| standing.of(one.case_file) == result).count() as u64;
    AuditStratum {
        stratum: stratum.name.clone(),
        case_files: stratum.case_files,
        drawn: own().count() as u64,
        besides: own().filter(|one| one.besides).count() as u64,
        right: count(AuditResult::Right),
        wrong: count(AuditResult::Wrong),
    }
}

fn of_list(list: &AuditListRow) -> AuditList {
    let count =
        |result: AuditResult| list.results.iter().filter(|row| row.result == result.word()).count() as u64;
    let checkers: BTreeSet<&str> =
        list.results.iter().map(|row| row.checked_by.as_str()).filter(|name| !name.is_empty()).collect();
    AuditList {
        number: list.number,
        draw: list.draw,
        taken: list.taken.clone(),
        sha256: list.sha256.clone(),
        right: count(AuditResult::Right),
        wrong: count(AuditResult::Wrong),
        open: count(AuditResult::Open),
        checkers: checkers.len() as u64,
        verdict: list.verdict.clone(),
        reason: list.reason.clone(),
    }
}

/// A percentage with two places, which is how people read it.
pub(super) fn percent(share: f64) -> String {
    format!("{share:.2}")
}

/// The same of an upper bound: what lies between two hundredths is the higher of them, or more could be wrong than is told.
pub(super) fn percent_up(share: f64) -> String {
    let hundredths = share * 100.0;
    // A share that is a whole number of hundredths may come out of a division as a trace more.
    let is_whole = (hundredths - hundredths.round()).abs() < 1e-6;
    percent(if is_whole { hundredths.round() } else { hundredths.ceil() } / 100.0)
}
