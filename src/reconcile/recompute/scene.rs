//! One case file and what surrounds it, while its rows are worked out.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{CaseSource, Questions, RestOfDrop, Standing, ToldDay, TurnedAway};
use crate::map::plan::{EntityPlan, Plan};
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::source::Kind;

/// One case file and what surrounds it.
pub(super) struct Scene<'a> {
    pub(super) plan: &'a Plan,
    pub(super) questions: &'a Questions,
    pub(super) rest: RestOfDrop<'a>,
    pub(super) away: &'a TurnedAway,
    pub(super) case: CaseSource<'a>,
    /// How each record stands, in the order of the records.
    pub(super) standings: Vec<Standing>,
    /// Whether a record of another case file names the person, as far as that is known here; see [`Scene::knowing`].
    pub(super) named: bool,
    /// The columns that lead to somebody whom a later run wrote, as far as that is known here; see [`Scene::with_late`].
    pub(super) late: Vec<(usize, FieldId)>,
    by_entity: BTreeMap<EntityId, Vec<usize>>,
    /// The key of each record.
    keys: Vec<Option<Guid>>,
    by_key: FxHashMap<(EntityId, Guid), usize>,
    /// Records of the case file that another export accounts for.
    beside: FxHashMap<(EntityId, Guid), &'a SourceRecord>,
    answers: FxHashMap<Guid, Vec<usize>>,
}

impl<'a> Scene<'a> {
    /// Sets the scene for a case file, or for the shared records.
    pub(super) fn new(
        plan: &'a Plan,
        questions: &'a Questions,
        rest: RestOfDrop<'a>,
        away: &'a TurnedAway,
        case: CaseSource<'a>,
    ) -> Self {
        let mut scene = Self {
            plan,
            questions,
            rest,
            away,
            case,
            standings: Vec::new(),
            named: false,
            late: Vec::new(),
            by_entity: BTreeMap::new(),
            keys: Vec::with_capacity(case.records.len()),
            by_key: FxHashMap::with_capacity_and_hasher(case.records.len(), FxBuildHasher),
            beside: FxHashMap::default(),
            answers: FxHashMap::default(),
        };
        scene.index();
        scene.standings = (0..case.records.len()).map(|place| Standing::of(&scene, place)).collect();
        scene
    }

    /// The same, where it is known whether a record of another case file names the person.
    pub(super) fn knowing(mut self, named: bool) -> Self {
        self.named = named;
        self
    }

    /// The same, where it is known which columns lead to somebody whom a later run wrote.
    pub(super) fn with_late(mut self, late: Vec<(usize, FieldId)>) -> Self {
        self.late = late;
        self
    }

    fn index(&mut self) {
        let forms = &self.plan.model().forms;
        for (place, record) in self.case.records.iter().enumerate() {
            self.by_entity.entry(record.entity()).or_default().push(place);
            let key = self.key_of(record);
            self.keys.push(key);
            if let Some(key) = key {
                self.by_key.entry((record.entity(), key)).or_insert(place);
            }
            if record.entity() == forms.answer
                && let Some(form) = record.guid(forms.answer_form)
            {
                self.answers.entry(form).or_default().push(place);
            }
        }
        for record in self.case.beside {
            if let Some(key) = self.key_of(record) {
                self.beside.entry((record.entity(), key)).or_insert(record);
            }
        }
    }

    fn key_of(&self, record: &SourceRecord) -> Option<Guid> {
        record.guid(self.plan.entity(record.entity())?.key)
    }

    /// The UK day that a column of days or times holds; none for one that stands for none, or that cannot be read.
    pub(super) fn day_in(&self, record: &SourceRecord, field: FieldId) -> Option<String> {
        ToldDay::of(self.plan.dictionary(), record, field).day()
    }

    /// A record by its place.
    pub(super) fn record(&self, place: usize) -> &'a SourceRecord {
        &self.case.records[place]
    }

    /// The plan of a record's entity.
    pub(super) fn entity(&self, place: usize) -> Option<&'a EntityPlan> {
        self.plan.entity(self.record(place).entity())
    }

    /// The key of a record.
    pub(super) fn key(&self, place: usize) -> Option<Guid> {
        self.keys[place]
    }

    /// The places of an entity's records.
    pub(super) fn places(&self, entity: EntityId) -> &[usize] {
        self.by_entity.get(&entity).map(Vec::as_slice).unwrap_or_default()
    }

    /// The place of a record by its key.
    pub(super) fn place(&self, entity: EntityId, key: Guid) -> Option<usize> {
        self.by_key.get(&(entity, key)).copied()
    }

    /// A record of this case file by its key, whichever export accounts for it.
    pub(super) fn find(&self, entity: EntityId, key: Guid) -> Option<&'a SourceRecord> {
        let own = self.place(entity, key).map(|place| self.record(place));
        own.or_else(|| self.beside.get(&(entity, key)).copied())
    }

    /// The records of an entity that give rows.
    pub(super) fn giving(&self, entity: EntityId) -> impl Iterator<Item = &'a SourceRecord> + '_ {
        let giving = self.places(entity).iter().filter(|place| self.standings[**place] == Standing::Gives);
        giving.map(|place| self.record(*place))
    }

    /// The answers of a form, in order of key.
    pub(super) fn answers(&self, form: Guid) -> impl Iterator<Item = &'a SourceRecord> + '_ {
        let places = self.answers.get(&form).map(Vec::as_slice).unwrap_or_default();
        let giving = places
            .iter()
            .filter(|place| self.standings.get(**place).is_none_or(|standing| *standing == Standing::Gives));
        giving.map(|place| self.record(*place))
    }

    /// The tables that a column may point at.
    pub(super) fn tables_of(&self, entity: EntityId, field: FieldId) -> Cow<'a, [EntityId]> {
        tables_of(self.plan, entity, field)
    }

    /// The surviving record of a key that some indexed entity has, whichever it is.
    pub(super) fn surviving_work(&self, tables: &[EntityId], key: Guid) -> Option<(Guid, Guid)> {
        tables.iter().find_map(|table| self.rest.work(*table, key))
    }
}

/// The tables that a column may point at, its own where it is the key.
pub(super) fn tables_of(plan: &Plan, entity: EntityId, field: FieldId) -> Cow<'_, [EntityId]> {
    let tables = match &plan.dictionary().entity(entity).field(field).kind {
        Kind::Key => return Cow::Owned(vec![entity]),
        Kind::Reference { table } | Kind::Lookup { table } | Kind::File { table } => {
            std::slice::from_ref(table)
        }
        Kind::Polymorphic { tables, .. } => tables,
        _ => &[],
    };
    Cow::Borrowed(tables)
}
