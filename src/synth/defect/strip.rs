//! Takes everything away that hangs on a person or names them.

use std::collections::BTreeSet;

use super::{Site, Subject};
use crate::record::Guid;
use crate::synth::Row;

/// Columns of a person that copy an address, or point at a file or a restriction.
const COPIED: [&str; 22] = [
    "FullAddress",
    "PropertyName",
    "AddressLine1",
    "AddressLine2",
    "AddressLine3",
    "AddressLine4",
    "AddressLine5",
    "Postcode",
    "Country",
    "UPRN",
    "AddressTypeId",
    "AddressPropertyTypeId",
    "AddressBoroughId",
    "AddressWardId",
    "LowerSuperOutputAreaId",
    "CCGBoundaryId",
    "AccommodationTypeId",
    "AccommodationStatusId",
    "AddressStartDate",
    "LinkedAddressId",
    "PersonPhotoId",
    "DataRestrictionId",
];

/// Flags of a person that copy rows of other tables.
const FLAGS: [&str; 4] =
    ["ChildProtectionFlag", "RelatedChildProtectionFlag", "IsLookedAfterChild", "RepresentAlertOrHazard"];

impl Site<'_> {
    /// Takes away every row that hangs on a person, and what hangs on those rows, but the person's own. A column that need
    /// not be filled is emptied where it names one of them.
    pub(super) fn strip(&mut self, person: Subject) {
        let mut gone = BTreeSet::from([person.guid]);
        loop {
            let before = gone.len();
            let hanging: Vec<_> = self
                .household
                .rows
                .iter()
                .filter(|row| self.hangs(row, &gone))
                .filter_map(|row| row.key(self.schema()))
                .collect();
            gone.extend(hanging);
            if gone.len() == before {
                break;
            }
        }
        for place in 0..self.household.rows.len() {
            self.forget(place, &gone);
        }
        gone.remove(&person.guid);
        let schema = self.schema();
        self.household.rows.retain(|row| row.key(schema).is_none_or(|key| !gone.contains(&key)));
        self.household.files.retain(|(name, _)| Guid::parse(name).map_or(true, |key| !gone.contains(&key)));
        self.bare(person);
    }

    fn bare(&mut self, person: Subject) {
        let place = self.person(person);
        for column in COPIED {
            self.put(place, column, None);
        }
        for flag in FLAGS {
            self.put(place, flag, Some("0"));
        }
    }

    /// Whether a row cannot do without one of these records. A person's row can; the answer that names one cannot.
    fn hangs(&self, row: &Row, gone: &BTreeSet<Guid>) -> bool {
        let schema = self.schema();
        if row.table == schema.table("Person") {
            return false;
        }
        let answer = row.table == schema.table("DocumentAnswer");
        let columns = &schema.dictionary().entity(row.table).columns;
        self.naming(row, gone).into_iter().any(|column| answer || !columns[column].nullable)
    }

    /// Empties the columns of a row that name one of these records, with their labels.
    fn forget(&mut self, place: usize, gone: &BTreeSet<Guid>) {
        let schema = self.schema();
        let table = self.household.rows[place].table;
        for column in self.naming(&self.household.rows[place], gone) {
            let name = &schema.dictionary().entity(table).columns[column].name;
            let labels = [
                format!("{name}TableName"),
                format!("{name}Name"),
                format!("{}_cwname", name.to_lowercase()),
            ];
            let row = &mut self.household.rows[place];
            row.values[column] = None;
            for label in labels {
                row.set(schema, &label, None);
            }
        }
    }

    /// The columns of a row, but its key, that hold one of these identifiers.
    fn naming(&self, row: &Row, gone: &BTreeSet<Guid>) -> Vec<usize> {
        let key = self.schema().key(row.table);
        let names = |column: &usize| {
            let guid = row.values[*column].as_deref().and_then(|text| Guid::parse(text).ok());
            Some(*column) != key && guid.is_some_and(|guid| gone.contains(&guid))
        };
        (0..row.values.len()).filter(names).collect()
    }
}
