//! Files that the record they are filed with does not name.

use super::inspection::Inspection;
use crate::record::{Guid, Reason, SourceRecord};

/// Raises `orphan-parent` for a file whose owner is there and names it in no column: no document would hold it.
pub(super) fn unnamed_file(look: &mut Inspection<'_>) {
    let Some(field) = look.field("owner") else { return };
    for file in look.own() {
        let (Some(key), Some(owner)) = (look.guid(file, "file"), look.guid(file, "owner")) else { continue };
        let tables = look.world.tables(file.entity(), field);
        let mut owners = tables.iter().filter_map(|table| look.case.find(*table, owner)).peekable();
        if owners.peek().is_some() && !owners.any(|row| names(row, key)) {
            look.raise(file, Reason::OrphanParent, "owner");
        }
    }
}

/// Whether a column of the record holds the key.
fn names(record: &SourceRecord, key: Guid) -> bool {
    let mut keys = record.values().filter_map(|value| Guid::parse(value.filled()?.trim()).ok());
    keys.any(|own| own == key)
}
