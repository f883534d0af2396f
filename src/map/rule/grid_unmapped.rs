//! Answers in tables.

use std::collections::HashSet;

use super::inspection::Inspection;
use crate::record::{Guid, Reason};

/// Raises `grid-unmapped`: a row number on a question that is no cell, a cell without one, or an answer to a table itself.
pub(super) fn grid_unmapped(look: &mut Inspection<'_>) {
    if look.all().is_empty() {
        return;
    }
    let column = |name: &str| -> HashSet<Guid> {
        look.rows("cell").iter().filter_map(|cell| look.guid(cell, name)).collect()
    };
    let (cells, tables) = (column("cell"), column("table"));
    for answer in look.own() {
        let Some(question) = look.guid(answer, "question") else { continue };
        let row = look.text(answer, "row");
        let fits = row.is_none_or(|row| row.parse::<u32>().is_ok_and(|number| number > 0));
        if !fits || row.is_some() != cells.contains(&question) || tables.contains(&question) {
            look.raise(answer, Reason::GridUnmapped, "row");
        }
    }
}
