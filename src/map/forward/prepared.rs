//! What the mapper works out once for all case files.

use std::collections::{BTreeMap, BTreeSet};

use super::templates::Templates;
use crate::map::plan::{
    Carrier, Compute, EntityPlan, LineSource, NotePlace, NoteScope, Owner, Place, Plan, Source, Step,
};
use crate::record::{EntityId, FieldId, SourceRecord};
use crate::source::Kind;
use crate::target::contract::{CodeList, ColumnId, TableId};

/// What the mapper works out once for all case files.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// Questions and options.
    pub(super) templates: Templates,
    entities: Vec<EntityFacts>,
    codes: Vec<Vec<Option<CodeList>>>,
    /// By entity, whether some row of a reference table has an end or is switched off.
    retired: Vec<bool>,
}

/// What the mapper works out once about an entity.
#[derive(Clone, Debug, Default)]
pub(super) struct EntityFacts {
    /// The columns that point at records and are carried, or lead to the owner.
    pub(super) lookups: Vec<FieldId>,
    /// The columns that point at records and are always filled: their fate is this record's.
    pub(super) parents: Vec<FieldId>,
    /// The columns that hold who wrote a record.
    pub(super) authors: Vec<FieldId>,
    /// The row whose key equal addresses share, and the column of that key.
    pub(super) address_row: Option<(usize, ColumnId)>,
    /// Whether the note names the row of the address.
    pub(super) names_address: bool,
}

impl Prepared {
    /// Prepares for a plan; `rows` gives the rows of a reference table.
    pub fn new<'r>(plan: &Plan, rows: impl Fn(EntityId) -> &'r [SourceRecord]) -> Self {
        let authors = author_names(plan);
        let facts = |id: EntityId| {
            plan.entity(id).map_or_else(EntityFacts::default, |entity| facts(plan, entity, &authors))
        };
        let contract = plan.contract();
        let list = |name: &Option<String>| name.as_ref().and_then(|name| contract.code_list(name)).cloned();
        Self {
            retired: plan.dictionary().ids().map(|id| any_retired(plan, id, rows(id))).collect(),
            templates: Templates::new(plan, rows),
            entities: plan.dictionary().ids().map(facts).collect(),
            codes: contract
                .tables()
                .iter()
                .map(|table| table.columns.iter().map(|column| list(&column.codes)).collect())
                .collect(),
        }
    }

    /// The columns of cases, contacts and forms that some mapping reads through a lookup, which may lead into another case
    /// file: by entity, in order.
    pub fn columns_read_elsewhere(plan: &Plan) -> BTreeMap<EntityId, BTreeSet<FieldId>> {
        let mut columns: BTreeMap<EntityId, BTreeSet<FieldId>> = BTreeMap::new();
        let cells = plan.entities().flat_map(|entity| &entity.rows).flat_map(|row| &row.cells);
        for branch in cells.flat_map(|cell| &cell.branches) {
            if let Source::Via { entity, field, .. } = branch.source
                && plan.entity(entity).is_some_and(|entity| entity.indexed)
            {
                columns.entry(entity).or_default().insert(field);
            }
        }
        columns
    }

    /// What was worked out about an entity.
    pub(super) fn of(&self, entity: EntityId) -> &EntityFacts {
        &self.entities[usize::from(entity.0)]
    }

    /// Whether some row of a reference table has an end or is switched off.
    pub(super) fn any_retired(&self, entity: EntityId) -> bool {
        self.retired[usize::from(entity.0)]
    }

    /// The codes that a column of the target takes, where it has a list.
    pub(super) fn codes(&self, table: TableId, column: usize) -> Option<&CodeList> {
        self.codes[usize::from(table.0)][column].as_ref()
    }
}

fn any_retired(plan: &Plan, id: EntityId, rows: &[SourceRecord]) -> bool {
    let columns = plan.model().reference[usize::from(id.0)];
    let text = |row: &SourceRecord, column: Option<FieldId>| {
        column.and_then(|column| row.get(column).filled()).map(|text| text.trim() == "1")
    };
    rows.iter().any(|row| text(row, columns.end).is_some() || text(row, columns.inactive) == Some(true))
}

fn facts(plan: &Plan, entity: &EntityPlan, authors: &BTreeSet<&str>) -> EntityFacts {
    let columns = &plan.dictionary().entity(entity.entity).columns;
    let worker = plan.model().people.worker;
    let mut facts = EntityFacts::default();
    for (field, column) in (0_u16..).map(FieldId).zip(columns) {
        let points = matches!(column.kind, Kind::Lookup { .. } | Kind::Polymorphic { .. });
        if !points || !carried(entity, field) {
            continue;
        }
        if !judged_by_its_step(entity, field) {
            facts.lookups.push(field);
        }
        if !column.nullable || entity.owner == Owner::Through(field) {
            facts.parents.push(field);
        }
        if matches!(column.kind, Kind::Lookup { table } if table == worker)
            && authors.contains(column.name.as_str())
        {
            facts.authors.push(field);
        }
    }
    facts.address_row = address_row(plan, entity);
    facts.names_address = entity.note.as_ref().is_some_and(|note| {
        note.lines
            .iter()
            .any(|line| matches!(line.source, LineSource::Computed(Source::Compute(Compute::AddressKey))))
    });
    facts
}

/// Whether the column goes through a step that has a code of its own for a key that leads to nothing.
fn judged_by_its_step(entity: &EntityPlan, field: FieldId) -> bool {
    let mut branches = entity.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.branches);
    branches
        .any(|branch| branch.source == Source::Field(field) && branch.steps.contains(&Step::PersonReference))
}

/// Whether a column matters: left behind columns lead nowhere that anybody goes, but for the owner's.
fn carried(entity: &EntityPlan, field: FieldId) -> bool {
    let owner = matches!(entity.owner, Owner::Person(own) | Owner::Through(own) if own == field);
    let status = entity.columns.get(usize::from(field.0));
    owner || status.is_some_and(|status| status.carrier != Carrier::NotCarried)
}

/// The names of columns that hold authors: those that any mapping writes as the author of a note.
fn author_names(plan: &Plan) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for entity in plan.entities() {
        let columns = &plan.dictionary().entity(entity.entity).columns;
        names.extend(authors_of(entity).map(|field| columns[usize::from(field.0)].name.as_str()));
    }
    names
}

fn authors_of(entity: &EntityPlan) -> impl Iterator<Item = FieldId> {
    let stamp = entity.note.as_ref().and_then(|note| match &note.place {
        NotePlace::Note { scope: NoteScope::Record { created_by, updated_by, .. }, .. } => {
            Some([Some(*created_by), *updated_by])
        }
        _ => None,
    });
    let branches = entity.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.branches);
    let cells = branches.filter_map(|branch| match branch.source {
        Source::Field(field) if branch.steps.contains(&Step::WorkerUserName) => Some(field),
        _ => None,
    });
    stamp.into_iter().flatten().flatten().chain(cells)
}

/// The row whose key equal addresses share: its key is computed, and it stands with the addresses.
fn address_row(plan: &Plan, entity: &EntityPlan) -> Option<(usize, ColumnId)> {
    entity.rows.iter().enumerate().find_map(|(number, row)| {
        let [key] = plan.contract().table(row.table).key.as_slice() else { return None };
        let branches = &row.cells.get(usize::from(key.0))?.branches;
        let shared = branches.iter().any(|branch| branch.source == Source::Compute(Compute::AddressKey));
        (row.place == Place::Address && shared).then_some((number, *key))
    })
}
