//! What of a case file waits until everybody's fate is known.

use crate::map::forward::{
    AddressSlot, CrossReference, LastKind, LastRow, LostLink, MappedCaseFile, RecordOutcome, RecordPlace,
    RepeatLine,
};
use crate::pipeline::spill::{Packed, packed_struct};
use crate::record::{EntityId, FieldId, Guid};

/// What of a case file waits until everybody's fate is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unsettled {
    /// The place of the case file in its batch.
    pub(super) place: u32,
    /// The person number.
    pub(super) number: u64,
    /// The run whose last batch it waits for: an earlier one, where only what others complete is still to come.
    pub(super) run: u32,
    /// Records that share another person's fate.
    pub(super) joining: Vec<UnsettledRecord>,
    /// Rows of the last batch.
    pub(super) rows: Vec<LastRow>,
    /// Lines of the cross-reference for rows that repeat a record of the last batch, whatever becomes of others.
    pub(super) repeats: Vec<RepeatLine>,
    /// Records that were cloned for others as well, each with these other people.
    pub(super) siblings: Vec<(RecordPlace, Vec<Guid>)>,
}

/// A record that shares another person's fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnsettledRecord {
    /// The record and the rows that repeat it, each with the outcome it has if the other person is written.
    pub(super) outcomes: Vec<RecordOutcome>,
    /// The other person.
    pub(super) other: Guid,
    /// Its lines of the cross-reference.
    pub(super) cross_references: Vec<CrossReference>,
}

impl UnsettledRecord {
    /// Its entity and key; none where it has no key, and so is nobody's to write.
    pub(super) fn record(&self) -> Option<(EntityId, Guid)> {
        let own = self.outcomes.first()?;
        Some((own.entity, own.key?))
    }
}

impl Unsettled {
    /// What waits of a case file that is written, whose last rows go here; `copies` are rows that repeat records, by the place of the record.
    pub(super) fn new(
        place: u32,
        mapped: &mut MappedCaseFile,
        copies: &[(usize, RecordOutcome)],
        run: u32,
    ) -> Self {
        let joining = mapped.joining.iter().map(|joining| {
            let own = mapped.outcomes[joining.record].clone();
            let same = copies.iter().filter(|(record, _)| *record == joining.record);
            UnsettledRecord {
                outcomes: std::iter::once(own).chain(same.map(|(_, copy)| copy.clone())).collect(),
                other: joining.other,
                cross_references: joining.cross_references.clone(),
            }
        });
        Self {
            place,
            number: mapped.number,
            run,
            joining: joining.collect(),
            rows: std::mem::take(&mut mapped.last_rows),
            repeats: Vec::new(),
            siblings: std::mem::take(&mut mapped.siblings),
        }
    }

    /// Whether there is nothing to wait for.
    pub(super) fn is_empty(&self) -> bool {
        self.joining.is_empty() && self.rows.is_empty() && self.repeats.is_empty() && self.siblings.is_empty()
    }
}

packed_struct!(Unsettled { place, number, run, joining, rows, repeats, siblings });
packed_struct!(RepeatLine { record, line, last, addresses });
packed_struct!(UnsettledRecord { outcomes, other, cross_references });
packed_struct!(CrossReference { source_entity, source_id, table, legacy_id });
packed_struct!(RecordPlace { entity, key, origin });
packed_struct!(LastRow { row, record, other, kind, keys, lost, note });
packed_struct!(AddressSlot { address, column, at });
packed_struct!(LostLink { other, at, markup });

impl Packed for LastKind {
    fn put(&self, out: &mut Vec<u8>) {
        let (kind, field): (u8, _) = match self {
            Self::Address => (0, None),
            Self::Joining => (1, None),
            Self::Link(field) => (2, Some(*field)),
            Self::LinkNote => (3, None),
        };
        kind.put(out);
        field.put(out);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        match (u8::take(bytes)?, <Option<FieldId> as Packed>::take(bytes)?) {
            (0, None) => Some(Self::Address),
            (1, None) => Some(Self::Joining),
            (2, Some(field)) => Some(Self::Link(field)),
            (3, None) => Some(Self::LinkNote),
            _ => None,
        }
    }
}
