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
    for code in codes.iter().filter(|code| code.reason == Reason::UnmappedCode) {
        if seen.insert((&code.table, &code.code, &code.label)) {
            draft.append(&format!("codes/{}.csv", code.table), &row(plan, code));
        }
    }
}

fn row(plan: &Plan, code: &UncoveredCode) -> String {
    let domain = plan.code_table_named(&code.table).map_or("", CodeTable::domain);
    let what = format!("the code of Mosaic for {} of {}", code.code, code.table);
    let target =
        open_choice(&what, &format!("a code of {domain}; or nothing: known and deliberately not mapped"));
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = writer.write_record([&code.code, &code.label, &target, ""]);
    writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}
