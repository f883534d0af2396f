//! The rules of the domain, called for each entity that the case file has records of.

use std::borrow::Cow;

use jiff::civil::Date;

use super::work::Work;
use super::work_lookup::tables;
use crate::map::plan::{EntityPlan, ReferenceColumns};
use crate::map::rule::{self, Findings, Lookup};
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::source::Column;

/// Checks the rules of all entities and takes what they find.
pub(super) fn check_rules(work: &mut Work<'_>) {
    let mut findings = Findings::default();
    for entity in work.case.entities().filter_map(|id| work.plan.entity(id)) {
        for rule in &entity.rules {
            rule::check(rule, entity, &work.case, &World(work), &mut findings);
        }
    }
    work.counted.merge(findings.counted);
    work.by_policy.merge(&findings.by_policy);
    for finding in findings.list {
        work.take_from_elsewhere(finding);
    }
}

/// The key of the record that stands for a mirrored one.
pub(super) fn mirror(work: &Work<'_>, entity: &EntityPlan, record: &SourceRecord) -> Option<Guid> {
    rule::mirror(entity, &work.case, &World(work), record)
}

/// What rules may know of the rest of the drop.
struct World<'w, 'a>(&'w Work<'a>);

impl Lookup for World<'_, '_> {
    fn row(&self, entity: EntityId, key: Guid) -> Option<&SourceRecord> {
        self.0.around.row(entity, key)
    }

    fn rows(&self, entity: EntityId) -> &[SourceRecord] {
        self.0.around.rows(entity)
    }

    fn people(&self) -> EntityId {
        self.0.plan.model().people.person
    }

    fn survivor(&self, person: Guid) -> Option<Guid> {
        self.0.around.survivor(person)
    }

    fn work(&self, entity: EntityId, key: Guid) -> Option<(Guid, Guid)> {
        self.0.around.work(entity, key)
    }

    fn joining(&self, entity: EntityId, person: Guid) -> Vec<&SourceRecord> {
        let ours = person == self.0.person;
        self.0.joining.iter().filter(|record| ours && record.entity() == entity).collect()
    }

    fn taken_on(&self) -> Date {
        self.0.around.taken_on().date()
    }

    fn shown<'r>(&self, record: &'r SourceRecord) -> Cow<'r, str> {
        self.0.plan.model().displays[usize::from(record.entity().0)].text(record)
    }

    fn reference(&self, entity: EntityId) -> ReferenceColumns {
        self.0.plan.model().reference[usize::from(entity.0)]
    }

    fn any_retired(&self, entity: EntityId) -> bool {
        self.0.prepared.any_retired(entity)
    }

    fn option_text(&self, list: &str, number: &str) -> Option<&str> {
        self.0.around.option_text(list, number)
    }

    fn column(&self, entity: EntityId, field: FieldId) -> &Column {
        self.0.plan.dictionary().entity(entity).field(field)
    }

    fn named(&self, table: &str) -> Option<EntityId> {
        self.0.plan.dictionary().find(table)
    }

    fn tables(&self, entity: EntityId, field: FieldId) -> &[EntityId] {
        tables(&self.0.plan.dictionary().entity(entity).columns[usize::from(field.0)])
    }

    fn target(&self, table: &str, key: &str) -> Option<&str> {
        let entry = self.0.plan.code_table_named(table)?.find(key)?;
        Some(entry.target.as_deref().unwrap_or_default())
    }

    fn policy(&self, name: &str) -> Option<&str> {
        self.0.plan.policy().get(name)
    }
}
