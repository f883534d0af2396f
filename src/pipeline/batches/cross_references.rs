//! Lines of the cross-reference as a batch writes them.

use crate::map::forward::CrossReference;
use crate::target::XrefRow;
use crate::target::contract::Contract;

/// A line with the name of its table.
pub(super) fn xref_row(contract: &Contract, line: CrossReference) -> XrefRow {
    XrefRow {
        source_entity: line.source_entity,
        source_id: line.source_id,
        target_table: contract.table(line.table).name.clone(),
        legacy_id: line.legacy_id,
    }
}
