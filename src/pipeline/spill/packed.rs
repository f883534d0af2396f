//! Values as bytes in a temporary file.

use crate::map::forward::{CaseFileState, RecordOutcome};
use crate::pipeline::accounts::{BatchAccount, CaseFileLine};
use crate::pipeline::stage::{put_number, put_record, take_bytes, take_number, take_record};
use crate::pipeline::world::PersonIndex;
use crate::record::{
    Action, CaseFileTally, CodeCounts, EntityId, FieldId, FileId, Finding, Guid, Origin, Outcome, Reason,
    SourceRecord, SourceRecordBuilder, Tally,
};
use crate::target::contract::{ColumnId, TableId, TargetRow};

/// A value that can be put into a temporary file and taken out again by the same process.
pub(crate) trait Packed: Sized {
    /// Appends the value.
    fn put(&self, out: &mut Vec<u8>);

    /// Takes a value off the front; `None` where the bytes are none.
    fn take(bytes: &mut &[u8]) -> Option<Self>;
}

macro_rules! packed_numbers {
    ($($number:ty)*) => {$(
        impl Packed for $number {
            fn put(&self, out: &mut Vec<u8>) {
                put_number(out, u64::from(*self));
            }

            fn take(bytes: &mut &[u8]) -> Option<Self> {
                take_number(bytes)?.try_into().ok()
            }
        }
    )*};
}

packed_numbers!(u8 u16 u32 u64);

impl Packed for usize {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(out, *self as u64);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        take_number(bytes)?.try_into().ok()
    }
}

/// A struct is its fields, one after the other.
macro_rules! packed_struct {
    ($name:ident { $($field:ident),* }) => {
        impl $crate::pipeline::spill::Packed for $name {
            fn put(&self, out: &mut Vec<u8>) {
                $($crate::pipeline::spill::Packed::put(&self.$field, out);)*
            }

            fn take(bytes: &mut &[u8]) -> Option<Self> {
                Some(Self { $($field: $crate::pipeline::spill::Packed::take(bytes)?),* })
            }
        }
    };
}
pub(crate) use packed_struct;

/// A value of a short list is its place in it.
macro_rules! packed_choice {
    ($name:ty, $all:expr) => {
        impl Packed for $name {
            fn put(&self, out: &mut Vec<u8>) {
                let place = $all.iter().position(|one| one == self).unwrap_or_default();
                put_number(out, place as u64);
            }

            fn take(bytes: &mut &[u8]) -> Option<Self> {
                $all.get(usize::try_from(take_number(bytes)?).ok()?).copied()
            }
        }
    };
}

const ACTIONS: [Action; 10] = [
    Action::Map,
    Action::Merge,
    Action::Exclude,
    Action::RejectValue,
    Action::RejectRow,
    Action::Hold,
    Action::Warn,
    Action::StopSource,
    Action::StopMapping,
    Action::StopProof,
];

const STATES: [CaseFileState; 4] =
    [CaseFileState::Complete, CaseFileState::Incomplete, CaseFileState::Held, CaseFileState::Excluded];

packed_choice!(Action, ACTIONS);
packed_choice!(CaseFileState, STATES);
packed_choice!(Outcome, Outcome::ALL);
packed_struct!(BatchAccount { tallies, counted, lines });
packed_struct!(CaseFileLine { person, number, state, tally, batch });
packed_struct!(TargetRow { table, cells });
packed_struct!(Origin { file, line });
packed_struct!(Finding { reason, entity, source_id, case_file, origin, field });
packed_struct!(RecordOutcome { entity, key, origin, outcome, reason, rule });

impl Packed for Tally {
    fn put(&self, out: &mut Vec<u8>) {
        for outcome in Outcome::ALL {
            self.of(outcome).put(out);
        }
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        let mut tally = Self::default();
        for outcome in Outcome::ALL {
            tally.add_many(outcome, u64::take(bytes)?);
        }
        Some(tally)
    }
}

impl Packed for CaseFileTally {
    fn put(&self, out: &mut Vec<u8>) {
        self.tally().put(out);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        Tally::take(bytes)?.try_into().ok()
    }
}

impl Packed for CodeCounts {
    fn put(&self, out: &mut Vec<u8>) {
        let counts = self.iter().map(|(entity, field, reason, count)| ((entity, field), (reason, count)));
        counts.collect::<Vec<_>>().put(out);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        let mut counts = Self::default();
        for ((entity, field), (reason, count)) in Vec::<((_, _), (_, _))>::take(bytes)? {
            counts.add_many(entity, field, reason, count);
        }
        Some(counts)
    }
}

impl Packed for Reason {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(out, *self as u64);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        Self::ALL.get(usize::try_from(take_number(bytes)?).ok()?).copied()
    }
}

macro_rules! packed_newtypes {
    ($($name:ident)*) => {$(
        impl Packed for $name {
            fn put(&self, out: &mut Vec<u8>) {
                self.0.put(out);
            }

            fn take(bytes: &mut &[u8]) -> Option<Self> {
                Packed::take(bytes).map(Self)
            }
        }
    )*};
}

packed_newtypes!(PersonIndex EntityId FieldId FileId TableId ColumnId);

impl Packed for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        take_bytes(bytes, 1).map(|byte| byte == [1])
    }
}

impl Packed for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(out, self.len() as u64);
        out.extend_from_slice(self.as_bytes());
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        let length = usize::try_from(take_number(bytes)?).ok()?;
        std::str::from_utf8(take_bytes(bytes, length)?).ok().map(str::to_owned)
    }
}

impl Packed for Guid {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.bytes());
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        take_bytes(bytes, 16)?.try_into().ok().map(Self::from_bytes)
    }
}

impl Packed for SourceRecord {
    fn put(&self, out: &mut Vec<u8>) {
        put_record(out, self);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        take_record(bytes, &mut SourceRecordBuilder::new())
    }
}

impl<T: Packed> Packed for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        if bool::take(bytes)? { T::take(bytes).map(Some) } else { Some(None) }
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(out, self.len() as u64);
        for value in self {
            value.put(out);
        }
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        let length = usize::try_from(take_number(bytes)?).ok()?;
        (0..length).map(|_| T::take(bytes)).collect()
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        Some((A::take(bytes)?, B::take(bytes)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_comes_back_as_it_was() {
        let finding = Finding {
            reason: Reason::UnexpectedTargetRow,
            entity: EntityId(7),
            source_id: "é".to_owned(),
            case_file: Some(u64::MAX),
            origin: Origin { file: FileId(1), line: 2 },
            field: None,
        };
        let value = vec![(finding, Action::Warn)];
        let mut bytes = Vec::new();
        value.put(&mut bytes);
        let mut rest = bytes.as_slice();
        assert_eq!(Packed::take(&mut rest), Some(value));
        assert!(rest.is_empty());
    }

    #[test]
    fn every_reason_comes_back() {
        for reason in Reason::ALL {
            let mut bytes = Vec::new();
            reason.put(&mut bytes);
            assert_eq!(Reason::take(&mut bytes.as_slice()), Some(*reason));
        }
    }
}
