//! Rows for codes of the drop that their code tables do not have.

use std::collections::BTreeSet;

use super::draft::Draft;
use crate::map::open_choice;
use crate::map::plan::{CodeTable, Plan};
use crate::pipeline::UncoveredCode;
use crate::record::Reason;

/// Adds a row for each, its target left open. Codes and labels of reference data are no one's personal data.
pub(super) fn add(draft: &mut Draft, plan: &Plan, codes: &[UncoveredCode]) {
    let mut seen = BTreeSet::new();
    for code in codes.iter().filter(|code| is_unknown(plan, code)) {
        if seen.insert((&code.table, &code.code, &code.label)) {
            draft.append(&format!("codes/{}.csv", code.table), &row(plan, code));
        }
    }
}

/// Whether its table has no row for it: of reference data that the drop has, or a number that rows have and no list does.
fn is_unknown(plan: &Plan, code: &UncoveredCode) -> bool {
    let in_table =
        || plan.code_table_named(&code.table).is_some_and(|table| table.find(&code.code).is_some());
    match code.reason {
        Reason::UnmappedCode => true,
        Reason::OptionNoLabel => code.records > 0 && !code.code.is_empty() && !in_table(),
        _ => false,
    }
}

/// What may stand as its target.
fn targets(plan: &Plan, code: &UncoveredCode) -> String {
    let domain = plan.code_table_named(&code.table).map_or("", CodeTable::domain);
    if code.reason == Reason::OptionNoLabel {
        return format!(
            "nothing: no list of the export has it, and its {} value(s) are rejected and listed; or, for when the list has it, a code of {domain}",
            code.records
        );
    }
    format!("a code of {domain}; or nothing: known and deliberately not mapped")
}

fn row(plan: &Plan, code: &UncoveredCode) -> String {
    let what = format!("the code of Mosaic for {} of {}", code.code, code.table);
    let target = open_choice(&what, &targets(plan, code));
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = writer.write_record([&code.code, &code.label, &target, ""]);
    writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}
