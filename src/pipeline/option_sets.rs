//! Whether the numbers of the site's option sets still mean what the code tables say.

use crate::map::plan::{CodeBy, CodeTable, Plan};
use crate::record::{Reason, Stop};

/// Numbers whose label in the drop is another than in the code table: option values are per site, and may be given anew.
pub(crate) fn changed_options<'a>(plan: &Plan, text: &dyn Fn(&str, &str) -> Option<&'a str>) -> Vec<Stop> {
    let tables = plan.code_tables().iter().filter(|table| table.by() == CodeBy::Number);
    let mut stops: Vec<Stop> = tables.flat_map(|table| changed_in(table, text)).collect();
    stops.sort();
    stops.dedup();
    stops
}

fn changed_in<'a>(
    table: &CodeTable,
    text: &dyn Fn(&str, &str) -> Option<&'a str>,
) -> impl Iterator<Item = Stop> {
    table.entries().filter_map(move |(number, entry)| {
        let shown = text(table.list(), number)?.trim();
        let known = entry.variants.iter().chain([&entry.label]);
        let same = known.map(|label| label.trim()).any(|label| label == shown);
        (!same).then(|| Stop {
            reason: Reason::OptionSetChanged,
            file: format!("codes/{}.csv", table.name()),
            line: u64::from(entry.line),
            field: table.list().to_owned(),
            message: format!(
                "number {number} has another label in the drop: see what it means there, then correct the code table"
            ),
        })
    })
}
