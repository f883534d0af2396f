//! Which tables and columns play which part when everybody is looked at at once (`mappings/people.toml`).

mod load;
mod raw;

use crate::record::{EntityId, FieldId};

/// Which tables and columns play which part when everybody is looked at at once. A part that is left out is not judged.
#[derive(Clone, Debug, Default)]
pub struct PeopleRules {
    /// The name of the column that says when a row was changed last, in every table that has it.
    pub modified_on: String,
    /// The person's identifier in an earlier system.
    pub legacy_id: Option<FieldId>,
    /// Columns of a person that together suggest one person entered twice.
    pub alike: Vec<FieldId>,
    /// Identifiers of a person that nobody shares with another.
    pub identifiers: Vec<FieldId>,
    /// Other numbers by which texts may name a person.
    pub known_by: Vec<FieldId>,
    /// The table that remembers merges.
    pub merges: Option<PairRule>,
    /// The table of suspected duplicates.
    pub suspects: Option<SuspectRule>,
    /// The table that joins a person's identities before and after adoption.
    pub adoption: Option<AdoptionRule>,
    /// The table of files to be destroyed.
    pub destruction: Option<PairRule>,
    /// Parent columns that must not lead round in a circle.
    pub acyclic: Vec<(EntityId, FieldId)>,
    /// The column of workers' user names, which must differ.
    pub user_names: Option<(EntityId, FieldId)>,
}

impl PeopleRules {
    /// The columns of a person's own row by which a text may name them; `number` is that of person numbers.
    pub(crate) fn told_by(&self, number: Option<FieldId>) -> Vec<FieldId> {
        let own = number.into_iter().chain(self.legacy_id);
        own.chain(self.identifiers.iter().chain(&self.known_by).copied()).collect()
    }
}

/// A table whose rows name two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairRule {
    /// The table.
    pub entity: EntityId,
    /// The master of a merge; the person before adoption; the record to be destroyed.
    pub first: FieldId,
    /// The loser of a merge; the person after adoption; the surrogate.
    pub second: FieldId,
}

/// Suspected duplicates, and the periods that block merging them later.
#[derive(Clone, Debug)]
pub struct SuspectRule {
    /// The table and the two records it names.
    pub pair: PairRule,
    /// The status of the suspicion.
    pub status: FieldId,
    /// The statuses that mean it is still suspected.
    pub open: Vec<String>,
    /// Entities that have periods which must not overlap between the two: entity, first day, last day.
    pub periods: Vec<(EntityId, FieldId, FieldId)>,
}

/// Identities before and after adoption, and what else may join them.
#[derive(Clone, Debug)]
pub struct AdoptionRule {
    /// The table and the two people it names.
    pub pair: PairRule,
    /// The table of relationships: the two people it names.
    pub relationship: Option<PairRule>,
    /// The table of addresses and the columns that make an address.
    pub address: Option<(EntityId, Vec<FieldId>)>,
    /// The column that has one value on all copies of a record; by entity.
    pub shared_by: Vec<Option<FieldId>>,
    /// The column that names the record that another was copied from; by entity.
    pub copied_from: Vec<Option<FieldId>>,
    /// Tables with numbers of case files, by which texts may name whose they are.
    pub known_by: Vec<NumberRule>,
}

/// Columns of a table by whose numbers texts may name the person of a record.
#[derive(Clone, Debug)]
pub struct NumberRule {
    /// The table.
    pub entity: EntityId,
    /// The column that names the person.
    pub person: FieldId,
    /// The columns of numbers.
    pub columns: Vec<FieldId>,
}
