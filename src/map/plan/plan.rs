//! The compiled mappings of one migration.

use super::{CodeTable, CodeTableId, EntityPlan, ImageTable, Model, Notes, Policy, RowPlan, SiblingTables};
use crate::record::{EntityId, FieldId};
use crate::source::Dictionary;
use crate::target::contract::Contract;

/// Everything that a plan is made of; the compiler fills it.
#[derive(Clone, Debug)]
pub struct PlanParts {
    /// The data dictionary of the source.
    pub dictionary: Dictionary,
    /// The staging contract of the target.
    pub contract: Contract,
    /// What the tables of the source are for.
    pub model: Model,
    /// What the council decides.
    pub policy: Policy,
    /// The table that notes are written to.
    pub notes: Notes,
    /// The code tables, in order of name; a [`CodeTableId`] is a position.
    pub code_tables: Vec<CodeTable>,
    /// One plan for each mapped entity, in the dictionary's order.
    pub entities: Vec<EntityPlan>,
    /// SHA-256 over all files of the mappings folder in order of path, in lower-case hexadecimal.
    pub sha256: String,
}

/// The compiled mappings of one migration: past this point an unknown name cannot exist.
#[derive(Clone, Debug)]
pub struct Plan {
    parts: PlanParts,
    places: Vec<Option<usize>>,
    labels: Vec<Vec<Option<FieldId>>>,
    empty_row: RowPlan,
    sibling_tables: SiblingTables,
}

impl Plan {
    /// Puts a plan together.
    pub(in crate::map) fn new(parts: PlanParts) -> Self {
        let place = |id: EntityId| parts.entities.iter().position(|plan| plan.entity == id);
        let places = parts.dictionary.ids().map(place).collect();
        let labels = parts.dictionary.entities().iter().map(super::labels::label_columns).collect();
        let sibling_tables = SiblingTables::new(&parts);
        Self { places, labels, empty_row: RowPlan::empty(), sibling_tables, parts }
    }

    /// The data dictionary of the source.
    pub fn dictionary(&self) -> &Dictionary {
        &self.parts.dictionary
    }

    /// The staging contract of the target.
    pub fn contract(&self) -> &Contract {
        &self.parts.contract
    }

    /// What the tables of the source are for.
    pub fn model(&self) -> &Model {
        &self.parts.model
    }

    /// What the council decides.
    pub fn policy(&self) -> &Policy {
        &self.parts.policy
    }

    /// The table that notes are written to, and its columns.
    pub fn notes(&self) -> &Notes {
        &self.parts.notes
    }

    /// Where pictures within notes go and the category of document that they are; none where the policy declares none: then a
    /// note with a picture is rejected.
    pub fn images(&self) -> Option<(&ImageTable, &str)> {
        self.parts.notes.image.as_ref().zip(self.parts.policy.image_category())
    }

    /// The mapped entities, in the dictionary's order.
    pub fn entities(&self) -> impl Iterator<Item = &EntityPlan> {
        self.parts.entities.iter()
    }

    /// What becomes of the records of an entity; none where no mapping covers it.
    pub fn entity(&self, id: EntityId) -> Option<&EntityPlan> {
        let place = self.places.get(usize::from(id.0)).copied().flatten()?;
        self.parts.entities.get(place)
    }

    /// The key column of an entity, by its mapping or else by the dictionary.
    pub fn key_of(&self, id: EntityId) -> Option<FieldId> {
        self.entity(id).map(|plan| plan.key).or(self.parts.dictionary.entity(id).key)
    }

    /// The column of the same row that shows what a column points at, where the export has one.
    pub fn label_column(&self, id: EntityId, field: FieldId) -> Option<FieldId> {
        self.labels[usize::from(id.0)][usize::from(field.0)]
    }

    /// A code table.
    pub fn code_table(&self, id: CodeTableId) -> &CodeTable {
        &self.parts.code_tables[usize::from(id.0)]
    }

    /// All code tables, in order of name.
    pub fn code_tables(&self) -> &[CodeTable] {
        &self.parts.code_tables
    }

    /// The code table of a name.
    pub fn code_table_named(&self, name: &str) -> Option<&CodeTable> {
        self.parts.code_tables.iter().find(|table| table.name() == name)
    }

    /// Where the rows of records stand that are cloned for several people.
    pub fn sibling_tables(&self) -> &SiblingTables {
        &self.sibling_tables
    }

    /// A row without cells, for conditions and computations that stand in no row.
    pub fn empty_row(&self) -> &RowPlan {
        &self.empty_row
    }

    /// SHA-256 over all files of the mappings folder in order of path, in lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.parts.sha256
    }
}
