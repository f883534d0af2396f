//! What a comparison with an extract of Mosaic tells.

use crate::map::plan::Plan;
use crate::reconcile::extract::{
    Comparison, ExtractDifferenceKind, ExtractRules, NotCompared, TableComparison,
};
use crate::record::Reason;
use crate::report::lists::MosaicLine;
use crate::report::model::{Check, CheckStatus, Mosaic, MosaicColumn, MosaicGap, MosaicTable, Report};
use crate::target::contract::ColumnId;

/// The part of the report about an extract.
pub(crate) fn mosaic_of(
    plan: &Plan,
    (rules, own_rules): (&ExtractRules, bool),
    extract_sha256: String,
    found: &Comparison,
) -> Mosaic {
    let sum = |of: fn(&TableComparison) -> u64| found.tables.iter().map(of).sum();
    Mosaic {
        extract_sha256,
        missing: sum(|table| table.missing),
        unexpected: sum(|table| table.unexpected),
        doubled: sum(|table| table.doubled),
        different: sum(|table| table.different),
        unexpected_stops: rules.unexpected_stops(),
        by_table: found.tables.iter().map(|table| by_table(plan, table)).collect(),
        not_compared: gaps(plan, rules),
        own_rules,
    }
}

fn by_table(plan: &Plan, found: &TableComparison) -> MosaicTable {
    let table = plan.contract().table(found.table);
    let column = |(column, rows): &(ColumnId, u64)| MosaicColumn {
        column: table.columns[usize::from(column.0)].name.clone(),
        rows: *rows,
    };
    MosaicTable {
        table: table.name.clone(),
        written: found.written,
        found: found.found,
        missing: found.missing,
        unexpected: found.unexpected,
        doubled: found.doubled,
        different: found.different,
        mirrored: found.mirrored,
        columns: found.columns.iter().map(column).collect(),
    }
}

fn gaps(plan: &Plan, rules: &ExtractRules) -> Vec<MosaicGap> {
    let gap = |lack: &NotCompared| {
        let table = plan.contract().table(lack.table);
        let columns = lack.columns.iter().map(|column| table.columns[usize::from(column.0)].name.clone());
        MosaicGap { table: table.name.clone(), columns: columns.collect(), reason: lack.reason.clone() }
    };
    rules.not_compared().iter().map(gap).collect()
}

/// The lines of the list.
pub(crate) fn mosaic_lines(plan: &Plan, found: &Comparison) -> impl Iterator<Item = MosaicLine> {
    found.differences.iter().map(|one| {
        let table = plan.contract().table(one.table);
        let column = one.column.map(|column| table.columns[usize::from(column.0)].name.clone());
        MosaicLine {
            finding: one.kind.word().to_owned(),
            reason: reason(one.kind).code().to_owned(),
            table: table.name.clone(),
            row: one.row.clone(),
            field: column.unwrap_or_default(),
            file: one.file.clone(),
            line: one.line,
        }
    })
}

/// The code of what is wrong with a row: one too few or too many in the target, one of another value, one that nobody wrote.
fn reason(kind: ExtractDifferenceKind) -> Reason {
    match kind {
        ExtractDifferenceKind::Missing | ExtractDifferenceKind::Doubled => Reason::CountMismatch,
        ExtractDifferenceKind::Different => Reason::ValueMismatch,
        ExtractDifferenceKind::Unexpected => Reason::UnexpectedTargetRow,
    }
}

/// Puts the check of the comparison among those of the proof, where there was one; whether it passes.
pub(crate) fn put_mosaic_check(report: &mut Report) -> bool {
    report.checks.retain(|check| check.id != Mosaic::CHECK);
    let Some(mosaic) = &report.mosaic else { return true };
    let findings = mosaic.refusing();
    report.checks.push(Check {
        id: Mosaic::CHECK.to_owned(),
        summary: "Mosaic holds every row that was written, with the values that were written".to_owned(),
        status: if findings == 0 { CheckStatus::Passed } else { CheckStatus::Failed },
        findings,
    });
    report.checks.sort_by(|one, other| one.id.cmp(&other.id));
    findings == 0
}
