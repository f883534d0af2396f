//! Which records and codes each label of a drop stands for.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::LabelKind;
use crate::record::{EntityId, Guid, Reason};

/// What a label stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named<T> {
    /// One record or number.
    One(T),
    /// Several: names are no keys.
    Several,
}

/// What each of some labels stands for.
type Meanings<T> = HashMap<Box<str>, Named<T>>;

/// Every label of a drop: of records, by their table, and of options, by their list. It is held in memory: about 60 bytes
/// and the text for each record that others may name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelBook {
    records: HashMap<EntityId, Meanings<Guid>>,
    options: HashMap<Box<str>, Meanings<Box<str>>>,
    names: BTreeMap<EntityId, String>,
}

impl LabelBook {
    /// A book in which tables have these names.
    pub(super) fn new(names: BTreeMap<EntityId, String>) -> Self {
        Self { names, ..Self::default() }
    }

    /// Adds a record. The same record may stand in several files.
    pub(super) fn add_record(&mut self, table: EntityId, label: &str, key: Guid) {
        if !label.is_empty() {
            add(self.records.entry(table).or_default(), label, key);
        }
    }

    /// Adds a number of a list of options.
    pub(super) fn add_option(&mut self, list: &str, label: &str, number: &str) {
        add(self.options.entry(list.into()).or_default(), label, number.into());
    }

    /// What a label stands for, in the standard drop's form.
    ///
    /// # Errors
    /// `ambiguous-label` where it stands for several, `unmapped-code` or `dangling-lookup` where for none.
    pub fn find(&self, kind: &LabelKind, label: &str) -> Result<Cow<'_, str>, Reason> {
        match kind {
            LabelKind::Option { list } => {
                let found = self.options.get(list.as_str()).and_then(|labels| labels.get(label));
                match found.ok_or(Reason::UnmappedCode)? {
                    Named::One(number) => Ok(Cow::Borrowed(number)),
                    Named::Several => Err(Reason::AmbiguousLabel),
                }
            }
            LabelKind::Code { table } => {
                let (_, key) = self.record(&[*table], label, Reason::UnmappedCode)?;
                Ok(Cow::Owned(key.to_string()))
            }
            LabelKind::Record { tables } => {
                let (_, key) = self.record(tables, label, Reason::DanglingLookup)?;
                Ok(Cow::Owned(key.to_string()))
            }
            LabelKind::Table { tables } => {
                let (table, _) = self.record(tables, label, Reason::DanglingLookup)?;
                Ok(Cow::Borrowed(self.names.get(&table).map_or("", String::as_str)))
            }
        }
    }

    fn record(&self, tables: &[EntityId], label: &str, none: Reason) -> Result<(EntityId, Guid), Reason> {
        let mut found =
            tables.iter().filter_map(|table| Some((*table, self.records.get(table)?.get(label)?)));
        let (table, named) = found.next().ok_or(none)?;
        match named {
            Named::One(key) if found.next().is_none() => Ok((table, *key)),
            _ => Err(Reason::AmbiguousLabel),
        }
    }
}

fn add<T: PartialEq>(labels: &mut Meanings<T>, label: &str, meant: T) {
    match labels.get_mut(label) {
        None => {
            labels.insert(label.into(), Named::One(meant));
        }
        Some(Named::One(known)) if *known == meant => {}
        Some(known) => *known = Named::Several,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_of_two_stands_for_none() {
        let (person, case) = (EntityId(0), EntityId(1));
        let key = |digit: u8| Guid::from_bytes([digit; 16]);
        let mut book = LabelBook::new([(person, "Person".to_owned()), (case, "Case".to_owned())].into());
        for (table, label, digit) in [
            (person, "A", 1),
            (person, "A", 1),
            (person, "B", 2),
            (person, "B", 3),
            (person, "C", 4),
            (case, "C", 5),
        ] {
            book.add_record(table, label, key(digit));
        }
        let of = |tables: &[EntityId]| LabelKind::Record { tables: tables.to_vec() };
        assert_eq!(book.find(&of(&[person]), "A").unwrap(), key(1).to_string());
        assert_eq!(book.find(&of(&[person]), "B"), Err(Reason::AmbiguousLabel));
        assert_eq!(book.find(&of(&[person, case]), "C"), Err(Reason::AmbiguousLabel));
        assert_eq!(book.find(&of(&[case]), "C").unwrap(), key(5).to_string());
        assert_eq!(book.find(&of(&[case]), "A"), Err(Reason::DanglingLookup));
        assert_eq!(book.find(&LabelKind::Code { table: case }, "A"), Err(Reason::UnmappedCode));
        assert_eq!(book.find(&LabelKind::Table { tables: vec![person, case] }, "A").unwrap(), "Person");
    }
}
