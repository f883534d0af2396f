//! The columns of an entity in which texts may name people, its own and those of others.

use crate::map::plan::{Owner, Plan};
use crate::reconcile::Export;
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::source::{Entity, Kind, Role};

/// The columns of an entity in which texts may name people, its own and those of others.
#[derive(Clone, Debug, Default)]
pub(super) struct TextColumns {
    is_person: bool,
    texts: Vec<FieldId>,
    numbers: Vec<FieldId>,
    people: Vec<FieldId>,
    shared: Vec<FieldId>,
    works: Vec<FieldId>,
}

impl TextColumns {
    /// Those of every entity.
    pub(super) fn of_all(plan: &Plan) -> Vec<Self> {
        let entities = (0_u16..).zip(plan.dictionary().entities());
        entities.map(|(number, entity)| Self::of(plan, EntityId(number), entity)).collect()
    }

    fn of(plan: &Plan, id: EntityId, entity: &Entity) -> Self {
        let person = plan.model().people.person;
        let (mut columns, mapping) = (Self { is_person: id == person, ..Self::default() }, plan.entity(id));
        let owner = match mapping.map(|mapping| mapping.owner) {
            Some(Owner::Person(field) | Owner::Through(field)) => Some(field),
            _ => None,
        };
        let is_shared = |table: &EntityId| plan.dictionary().entity(*table).role == Role::Shared;
        let is_work = |table: &EntityId| {
            let known =
                plan.entity(*table).is_some_and(|known| known.indexed && known.owner != Owner::Shared);
            known && *table != person && plan.dictionary().entity(*table).role == Role::Casework
        };
        for field in entity.fields() {
            let tables = match &entity.field(field).kind {
                Kind::Text | Kind::Html | Kind::Label { .. } => {
                    columns.texts.push(field);
                    continue;
                }
                Kind::Identifier if columns.is_person => {
                    columns.texts.push(field);
                    continue;
                }
                Kind::Number => {
                    columns.numbers.push(field);
                    continue;
                }
                Kind::Lookup { table } => std::slice::from_ref(table),
                Kind::Polymorphic { tables, .. } => tables.as_slice(),
                _ => continue,
            };
            let has = |is: &dyn Fn(&EntityId) -> bool| tables.iter().any(is);
            columns.people.extend(has(&|table| *table == person).then_some(field));
            columns.shared.extend(has(&is_shared).then_some(field));
            columns.works.extend((Some(field) != owner && has(&is_work)).then_some(field));
        }
        columns
    }

    /// The columns of texts.
    pub(super) fn texts(&self) -> &[FieldId] {
        &self.texts
    }

    /// The texts of a record, and its numbers, whole ones without places.
    pub(super) fn read<'r>(&self, record: &'r SourceRecord) -> impl Iterator<Item = (FieldId, &'r str)> {
        let texts = self.texts.iter().filter_map(move |field| Some((*field, record.get(*field).filled()?)));
        let numbers = self.numbers.iter().filter_map(move |field| {
            let number = record.get(*field).filled()?;
            let point = number.find('.').filter(|point| !number[point + 1..].contains(|place| place != '0'));
            Some((*field, &number[..point.unwrap_or(number.len())]))
        });
        texts.chain(numbers)
    }

    /// The columns of a record that point at shared records, and at which.
    pub(super) fn shared(&self, record: &SourceRecord) -> impl Iterator<Item = (FieldId, Guid)> {
        self.shared.iter().filter_map(move |field| Some((*field, record.guid(*field)?)))
    }

    /// The columns of a record that point at work, and at which.
    pub(super) fn works(&self, record: &SourceRecord) -> impl Iterator<Item = (FieldId, Guid)> {
        self.works.iter().filter_map(move |field| Some((*field, record.guid(*field)?)))
    }

    /// What the export shows of other people whom a record of somebody's points at; nothing of those whom a person's own row does.
    pub(super) fn shown_of_people<'e>(
        &self,
        export: &'e dyn Export,
        (person, record): (Guid, &SourceRecord),
    ) -> Vec<(FieldId, &'e str)> {
        let columns = self.people.iter().filter(|_| !self.is_person);
        let shown = columns.filter_map(|field| {
            let other = export.survivor(record.guid(*field)?).filter(|other| *other != person)?;
            Some((*field, export.shown(other)?))
        });
        shown.collect()
    }
}
