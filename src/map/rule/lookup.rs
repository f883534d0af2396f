//! What a rule may know of the rest of the drop.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::map::plan::ReferenceColumns;
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::source::Column;

/// What a rule may know of the rest of the drop: reference, control and shared tables, and keys.
pub trait Lookup {
    /// A row of a reference, control or shared table.
    fn row(&self, entity: EntityId, key: Guid) -> Option<&SourceRecord>;

    /// All rows of such a table.
    fn rows(&self, entity: EntityId) -> &[SourceRecord];

    /// The table of people.
    fn people(&self) -> EntityId;

    /// The surviving person that a person's key leads to, merges followed; none where there is no such person.
    fn survivor(&self, person: Guid) -> Option<Guid>;

    /// The surviving record that the key of a case, contact or form leads to, and the person whose work it is.
    fn work(&self, entity: EntityId, key: Guid) -> Option<(Guid, Guid)>;

    /// The joining records of other case files that name this person.
    fn joining(&self, entity: EntityId, person: Guid) -> Vec<&SourceRecord>;

    /// The extract date, by which ages and future dates are judged.
    fn taken_on(&self) -> Date;

    /// How a row is shown where another points at it.
    fn shown<'r>(&self, record: &'r SourceRecord) -> Cow<'r, str>;

    /// The columns of a reference table.
    fn reference(&self, entity: EntityId) -> ReferenceColumns;

    /// Whether some row of a reference table has an end or is switched off.
    fn any_retired(&self, entity: EntityId) -> bool;

    /// The label of an option set value.
    fn option_text(&self, list: &str, number: &str) -> Option<&str>;

    /// What the data dictionary says of a column.
    fn column(&self, entity: EntityId, field: FieldId) -> &Column;

    /// The table of this name, whatever its case.
    fn named(&self, table: &str) -> Option<EntityId>;

    /// The tables that a polymorphic column may name.
    fn tables(&self, entity: EntityId, field: FieldId) -> &[EntityId];

    /// The target code that a code table gives for a key: none where it has no such row, empty where it is not mapped.
    fn target(&self, table: &str, key: &str) -> Option<&str>;

    /// A value of the policy by its dotted name, such as `restriction.records`; none where it is empty.
    fn policy(&self, name: &str) -> Option<&str>;
}
