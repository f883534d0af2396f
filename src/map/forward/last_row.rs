//! Rows that wait until it is known who else is written.

use super::mapped::RecordPlace;
use crate::record::{FieldId, Guid};
use crate::target::contract::{ColumnId, TargetRow};

/// Why a row stands in the last batch of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastKind {
    /// An address, or the note that names its row: the key is shared with other people.
    Address,
    /// Of a record that joins two case files: it shares the other person's fate.
    Joining,
    /// A link to the work of another person, from this source column.
    Link(FieldId),
    /// The note of a record with such links, which keeps those that are lost.
    LinkNote,
}

/// Where the key of a shared address stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressSlot {
    /// The address, as [`AddressClaim::address`](super::AddressClaim::address) names it.
    pub address: Guid,
    /// The column.
    pub column: ColumnId,
    /// The byte of the text at which the key begins.
    pub at: usize,
}

/// What is added to a note if a link is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostLink {
    /// The person whose work the link leads to.
    pub other: Guid,
    /// The byte of the note's text at which the line belongs.
    pub at: usize,
    /// The line, in note markup.
    pub markup: String,
}

/// A row of the run's last batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastRow {
    /// The row, with the case file's own keys of addresses.
    pub row: TargetRow,
    /// The record that gave it; of a note that several share, the first.
    pub record: RecordPlace,
    /// The other person, whose fate the row shares.
    pub other: Option<Guid>,
    /// Why it waits.
    pub kind: LastKind,
    /// Where keys of shared addresses stand.
    pub keys: Vec<AddressSlot>,
    /// What is added if links are lost, in order of place.
    pub lost: Vec<LostLink>,
    /// The column that [`LastRow::lost`] is added to.
    pub note: ColumnId,
}

impl LastRow {
    /// The row as it is written; none where the other person is not written, or a note has nothing to say.
    ///
    /// `key_of` gives the shared key of an address, `written` says whether a person is written.
    pub fn settled(
        mut self,
        key_of: impl Fn(Guid) -> Guid,
        written: impl Fn(Guid) -> bool,
    ) -> Option<TargetRow> {
        if self.other.is_some_and(|other| !written(other)) {
            return None;
        }
        for slot in &self.keys {
            put_key(&mut self.row, *slot, key_of(slot.address));
        }
        for lost in self.lost.iter().rev().filter(|lost| !written(lost.other)) {
            let text = self.row.cells[usize::from(self.note.0)].get_or_insert_default();
            text.insert_str(lost.at, &lost.markup);
        }
        let silent = self.kind == LastKind::LinkNote && self.row.cells[usize::from(self.note.0)].is_none();
        (!silent).then_some(self.row)
    }
}

fn put_key(row: &mut TargetRow, slot: AddressSlot, key: Guid) {
    if let Some(text) = &mut row.cells[usize::from(slot.column.0)] {
        let key = key.text();
        text.replace_range(slot.at..slot.at + key.len(), &key);
    }
}
