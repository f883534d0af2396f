//! Answers in tables.

use std::collections::HashSet;

use super::inspection::Inspection;
use crate::record::{Guid, Reason, SourceRecord};

/// Raises `grid-unmapped`: a row number on a question that is no cell of a known table, a cell without one, or an answer to a
/// table itself.
pub(super) fn grid_unmapped(look: &mut Inspection<'_>) {
    if look.all().is_empty() {
        return;
    }
    let column = |name: &str| -> HashSet<Guid> {
        look.rows("cell").iter().filter_map(|cell| look.guid(cell, name)).collect()
    };
    let (cells, tables) = (column("cell"), column("table"));
    let in_table =
        |cell: &&SourceRecord| look.guid(cell, "table").is_some_and(|table| look.is_known("question", table));
    let placed: HashSet<Guid> =
        look.rows("cell").iter().filter(in_table).filter_map(|cell| look.guid(cell, "cell")).collect();
    for answer in look.own() {
        let Some(question) = look.guid(answer, "question") else { continue };
        let row = look.text(answer, "row");
        let fits = match row {
            Some(row) => row.parse::<u32>().is_ok_and(|number| number > 0) && placed.contains(&question),
            None => !cells.contains(&question),
        };
        if !fits || tables.contains(&question) {
            look.raise(answer, Reason::GridUnmapped, "row");
        }
    }
}
