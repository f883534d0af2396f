//! How alike the names of columns are.

use std::collections::BTreeMap;

use crate::record::{EntityId, FieldId};
use crate::source::{Dictionary, Entity};

/// A column that more than one in so many tables have tells no table from another.
const COMMON: usize = 10;

/// A name without case and signs: `date_of_birth` and `Date of birth` are `DateOfBirth`.
pub(super) fn letters(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The names of the columns of every table, whatever their case and signs.
#[derive(Debug)]
pub(super) struct ColumnNames {
    of: Vec<BTreeMap<String, FieldId>>,
    /// How many tables have a column of that name.
    tables: BTreeMap<String, usize>,
}

/// How many columns of a file are those of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alike {
    pub(super) shared: usize,
    pub(super) of: usize,
}

impl ColumnNames {
    /// Those of a dictionary.
    pub(super) fn of(dictionary: &Dictionary) -> Self {
        let names = |entity: &Entity| {
            let fields = entity.fields().zip(&entity.columns);
            fields.map(|(field, column)| (letters(&column.name), field)).collect::<BTreeMap<_, _>>()
        };
        let of: Vec<_> = dictionary.entities().iter().map(names).collect();
        let mut tables: BTreeMap<String, usize> = BTreeMap::new();
        for name in of.iter().flat_map(BTreeMap::keys) {
            *tables.entry(name.clone()).or_default() += 1;
        }
        Self { of, tables }
    }

    /// The column of a table that has a name, whether that says that it is an identifier or not.
    pub(super) fn column(&self, entity: EntityId, name: &str) -> Option<FieldId> {
        let (own, name) = (&self.of[usize::from(entity.0)], letters(name));
        own.get(&name).or_else(|| own.get(&format!("{name}id"))).copied()
    }

    /// Whether any table has a column of that name.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.tables.contains_key(&letters(name))
    }

    /// Whether so many tables have a column of that name that it tells none from another.
    fn is_common(&self, name: &str) -> bool {
        self.tables.get(&letters(name)).is_some_and(|count| count * COMMON > self.of.len())
    }

    /// The table, among those given, whose columns a file has: most of all that both have, or a fair part of the file's that
    /// tell tables apart.
    pub(super) fn resembled(
        &self,
        names: &[&str],
        among: impl Iterator<Item = EntityId>,
    ) -> Option<(EntityId, Alike)> {
        let telling: Vec<_> = names.iter().copied().filter(|name| !self.is_common(name)).collect();
        let size = |id: EntityId| self.of[usize::from(id.0)].len();
        let alike = |id: &EntityId| {
            let count = |names: &[&str]| names.iter().filter(|name| self.column(*id, name).is_some()).count();
            let (shared, told) = (count(names), count(&telling));
            let whole = shared * 10 >= size(*id).max(names.len()) * 6;
            (whole || told > 1 && told * 10 >= telling.len() * 3).then_some(Alike { shared, of: names.len() })
        };
        let candidates = among.filter_map(|id| Some((id, alike(&id)?)));
        candidates.max_by_key(|(id, alike)| (alike.shared, std::cmp::Reverse((size(*id), *id))))
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn case_and_signs_make_no_other_name() {
        for name in ["DateOfBirth", "date_of_birth", "Date of birth", "DATE-OF-BIRTH"] {
            assert_eq!(letters(name), "dateofbirth");
        }
    }
}
