//! The draws of a folder, kept in its ledger.

use std::path::PathBuf;

use super::audits::{percent, percent_up};
use super::sizing::{CONFIDENCE, METHOD, upper_bound};
use super::{SampleRequest, SampleSize, Sampled, SampledStratum};
use crate::ledger::{AuditCaseFileRow, AuditDrawRow, AuditStratumRow};
use crate::pipeline::RunError;
use crate::pipeline::migrate::now;
use crate::pipeline::output_folder::OutputFolder;
use crate::report::audit::AuditLine;
use crate::report::summary::{plural, thousands};

/// A draw that the ledger keeps.
pub(super) struct Kept {
    row: AuditDrawRow,
    strata: Vec<SampledStratum>,
    /// What a sheet says of it.
    pub(super) basis: String,
}

/// Keeps a draw; one that was drawn before has the number that it had.
pub(super) fn keep(
    folder: &OutputFolder,
    request: &SampleRequest,
    lines: &[AuditLine],
    strata: Vec<SampledStratum>,
) -> Result<Kept, RunError> {
    let run = folder.current_run()?.ok_or_else(|| RunError::NoRun { out: folder.path.clone() })?;
    let draws = folder.ledger.audit_draws()?;
    let (confidence, tolerable) = match request.size {
        SampleSize::Number(_) => (CONFIDENCE, None),
        SampleSize::Discovery { confidence, tolerable } => (confidence, Some(percent(tolerable))),
    };
    let case_file = |line: &AuditLine| AuditCaseFileRow {
        case_file: line.case_file,
        stratum: line.stratum.clone(),
        besides: line.besides,
    };
    let stratum =
        |one: &SampledStratum| AuditStratumRow { name: one.name.clone(), case_files: one.case_files };
    let mut row = AuditDrawRow {
        number: draws.last().map_or(1, |last| last.number + 1),
        run: run.number,
        drawn: now(),
        seed: request.seed,
        confidence: percent(confidence),
        tolerable,
        strata: strata.iter().map(stratum).collect(),
        case_files: lines.iter().map(case_file).collect(),
    };
    if let Some(before) = draws.into_iter().find(|before| is_same(before, &row)) {
        row = before;
    } else {
        folder.ledger.add_audit_draw(&row)?;
    }
    let basis = basis(&row);
    Ok(Kept { row, strata, basis })
}

/// Whether two draws are one but for their number and hour.
fn is_same(one: &AuditDrawRow, other: &AuditDrawRow) -> bool {
    let asked = |draw: &AuditDrawRow| (draw.run, draw.seed, draw.confidence.clone(), draw.tolerable.clone());
    asked(one) == asked(other) && one.strata == other.strata && one.case_files == other.case_files
}

fn population(row: &AuditDrawRow) -> u64 {
    row.strata.iter().map(|stratum| stratum.case_files).sum()
}

fn at_random(row: &AuditDrawRow) -> u64 {
    row.case_files.iter().filter(|one| !one.besides).count() as u64
}

fn bound_if_right(row: &AuditDrawRow) -> String {
    let confidence = row.confidence.parse().unwrap_or(CONFIDENCE);
    percent_up(upper_bound(population(row), (at_random(row), 0), confidence))
}

fn basis(row: &AuditDrawRow) -> String {
    let (drawn, all) = (at_random(row), population(row));
    let besides = match row.case_files.len() as u64 - drawn {
        0 => String::new(),
        count => format!(
            " {} drawn besides, so that every group is looked at: a wrong one fails the audit, but the bound does not count on \
             it.",
            plural(count, "case file was", "case files were"),
        ),
    };
    format!(
        "Draw {} with seed {}: {} drawn at random of the {} that were written when it was drawn. If all those drawn at random \
         are found right, then with {} % confidence at most {} % of these {} are wrong ({METHOD}).{besides}",
        row.number,
        row.seed,
        thousands(drawn),
        plural(all, "case file", "case files"),
        row.confidence,
        bound_if_right(row),
        thousands(all),
    )
}

impl Kept {
    /// What the caller hears of it.
    pub(super) fn told(self, list: PathBuf) -> Sampled {
        Sampled {
            list,
            draw: self.row.number,
            upper_bound_if_right: bound_if_right(&self.row),
            confidence: self.row.confidence,
            method: METHOD,
            strata: self.strata,
        }
    }
}
