//! What staging has to know of every entity.

use super::{StageEntity, StageError, order};
use crate::map::plan::Owner;
use crate::pipeline::world::{ColumnsRead, ShownElsewhere};
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::source::{Dictionary, Entity, Kind, Role};

/// Where rows of an entity go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// Kept in memory: reference, control and shared tables.
    Memory,
    /// To the case file of the owner.
    CaseFile(Owner),
    /// Nowhere: no mapping covers the entity, which is a stop of its own if it has rows.
    Nowhere,
}

/// One entity.
#[derive(Clone, Debug)]
pub(crate) struct EntityLayout {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) key: Option<FieldId>,
    pub(crate) route: Route,
    pub(crate) indexed: bool,
    pub(crate) master: Option<FieldId>,
    /// The tables that the owner column may point at.
    pub(crate) parents: Vec<EntityId>,
    /// Whether records of other entities find their owner through this one, on disk.
    pub(crate) hung_on: bool,
    /// When a row was changed last.
    pub(crate) modified: Option<FieldId>,
    /// The column that names the other person, of records that join two case files.
    pub(crate) joins: Option<FieldId>,
    /// The columns that name people, but the owner's.
    pub(crate) people: Vec<FieldId>,
    /// The columns whose texts may name people by their keys and numbers; of a person's own row, its identifiers too.
    pub(crate) texts: Vec<FieldId>,
    /// The columns of numbers, which may be those of people.
    pub(crate) numbers: Vec<FieldId>,
    /// The columns that name shared records: texts of theirs stand beside what is written of this one.
    pub(crate) shared: Vec<FieldId>,
    /// The columns that name work, but the owner's: what shows it may be somebody else's text.
    pub(crate) works: Vec<FieldId>,
    /// The columns whose people go into rows of another case file by their keys.
    pub(crate) answers: Vec<FieldId>,
    /// The columns that name work of the same person.
    pub(crate) same_person: Vec<FieldId>,
    /// Those of them that name records whose keys are not kept in memory, and whether they may be empty.
    pub(crate) same_person_on_disk: Vec<(FieldId, bool)>,
    /// Whether such a column names records of this entity.
    pub(crate) named_on_disk: bool,
}

impl EntityLayout {
    /// Whether its records are people.
    pub(crate) fn is_person(&self) -> bool {
        matches!(self.route, Route::CaseFile(Owner::CaseFile(_)))
    }

    /// The column that leads to the owner.
    pub(crate) fn owner_field(&self) -> Option<FieldId> {
        match &self.route {
            Route::CaseFile(Owner::CaseFile(field) | Owner::Person(field) | Owner::Through(field)) => {
                Some(*field)
            }
            Route::CaseFile(Owner::Shared) | Route::Memory | Route::Nowhere => None,
        }
    }
}

/// What staging has to know of every entity of the dictionary.
#[derive(Clone, Debug)]
pub struct Layout {
    entities: Vec<EntityLayout>,
    order: Vec<EntityId>,
    person: EntityId,
    read: ColumnsRead,
    shown: ShownElsewhere,
    cloned: Vec<(EntityId, FieldId)>,
}

impl Layout {
    /// The layout of a dictionary's entities as the mappings use them; `modified_on` names the column that says when a
    /// row was changed last. Exactly one entity must be the root of case files.
    pub fn new(
        dictionary: &Dictionary,
        plans: &[StageEntity],
        modified_on: &str,
    ) -> Result<Self, StageError> {
        let mut entities: Vec<_> =
            dictionary.entities().iter().map(|entity| unplanned(entity, modified_on)).collect();
        for plan in plans {
            planned(&mut entities[usize::from(plan.entity.0)], dictionary.entity(plan.entity), plan);
        }
        let person = root(plans)?;
        for place in 0..entities.len() {
            for parent in entities[place].parents.clone() {
                let parent = &mut entities[usize::from(parent.0)];
                parent.hung_on = matches!(parent.route, Route::CaseFile(_));
            }
        }
        name_on_disk(&mut entities, dictionary);
        for (layout, entity) in entities.iter_mut().zip(dictionary.entities()) {
            layout.people = people_columns(entity, person, &layout.route);
            layout.texts = text_columns(entity, layout.is_person());
            layout.numbers = number_columns(entity);
        }
        name_others(&mut entities, dictionary, person);
        let order = order::order(&entities, person);
        Ok(Self {
            entities,
            order,
            person,
            read: ColumnsRead::default(),
            shown: ShownElsewhere::default(),
            cloned: Vec::new(),
        })
    }

    /// The same layout, where these columns of indexed entities are kept for records of other case files.
    pub fn reading(mut self, columns: ColumnsRead) -> Self {
        self.read = columns;
        self
    }

    /// The same layout, where notes of other case files show people and records of indexed entities so.
    pub fn showing(mut self, shown: ShownElsewhere) -> Self {
        self.shown = shown;
        self
    }

    /// The same layout, where people whom these columns name go into rows of other case files by their keys.
    pub fn answering(mut self, columns: ColumnsRead) -> Self {
        for (entity, fields) in columns {
            self.entities[usize::from(entity.0)].answers = fields.into_iter().collect();
        }
        self
    }

    /// The same layout, where records of these entities may be cloned for several people who share a batch then: by the
    /// column that names the original.
    pub fn folding(mut self, cloned: Vec<(EntityId, FieldId)>) -> Self {
        self.cloned = cloned;
        self
    }

    /// The entities whose records may be cloned for several people, and the column that names the original.
    pub(crate) fn cloned(&self) -> &[(EntityId, FieldId)] {
        &self.cloned
    }

    /// The columns of indexed entities that are kept.
    pub(crate) fn read(&self) -> &ColumnsRead {
        &self.read
    }

    /// How people and records of indexed entities are shown to other case files, where one asks.
    pub(crate) fn shown(&self) -> &ShownElsewhere {
        &self.shown
    }

    /// The entities in the order in which their files must be read: each after those that lead to its owner.
    pub fn order(&self) -> &[EntityId] {
        &self.order
    }

    /// The entity whose records are people.
    pub fn person(&self) -> EntityId {
        self.person
    }

    pub(crate) fn of(&self, entity: EntityId) -> &EntityLayout {
        &self.entities[usize::from(entity.0)]
    }

    pub(crate) fn len(&self) -> usize {
        self.entities.len()
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = EntityId> + use<> {
        (0..u16::try_from(self.entities.len()).unwrap_or(u16::MAX)).map(EntityId)
    }

    /// The key of a record; zero where it has none.
    pub(crate) fn key_of(&self, record: &SourceRecord) -> Guid {
        self.of(record.entity()).key.and_then(|key| record.guid(key)).unwrap_or_default()
    }
}

fn unplanned(entity: &Entity, modified_on: &str) -> EntityLayout {
    let route = if entity.role == Role::Casework { Route::Nowhere } else { Route::Memory };
    EntityLayout {
        name: entity.name.clone(),
        role: entity.role,
        key: entity.key,
        route,
        indexed: false,
        master: None,
        parents: Vec::new(),
        hung_on: false,
        modified: entity.column(modified_on),
        joins: None,
        people: Vec::new(),
        texts: Vec::new(),
        numbers: Vec::new(),
        shared: Vec::new(),
        works: Vec::new(),
        answers: Vec::new(),
        same_person: Vec::new(),
        same_person_on_disk: Vec::new(),
        named_on_disk: false,
    }
}

/// Finds the columns that name records of the same person whose keys are not kept in memory.
fn name_on_disk(entities: &mut [EntityLayout], dictionary: &Dictionary) {
    for (place, entity) in dictionary.entities().iter().enumerate() {
        for field in entities[place].same_person.clone() {
            let column = entity.field(field);
            let Kind::Lookup { table } = column.kind else { continue };
            let named = &mut entities[usize::from(table.0)];
            if !named.indexed && matches!(named.route, Route::CaseFile(_)) {
                named.named_on_disk = true;
                entities[place].same_person_on_disk.push((field, column.nullable));
            }
        }
    }
}

fn people_columns(entity: &Entity, person: EntityId, route: &Route) -> Vec<FieldId> {
    let names_people = |field: &FieldId| match &entity.field(*field).kind {
        Kind::Lookup { table } => *table == person && *route != Route::CaseFile(Owner::Person(*field)),
        Kind::Polymorphic { tables, .. } => tables.contains(&person),
        _ => false,
    };
    entity.fields().filter(names_people).collect()
}

/// Labels stand in texts as the names of whom a column points at. Identifiers of anything but people are numbers of their own,
/// which may be the same as somebody's.
fn text_columns(entity: &Entity, is_person: bool) -> Vec<FieldId> {
    let may_name = |field: &FieldId| match &entity.field(*field).kind {
        Kind::Text | Kind::Html | Kind::Label { .. } => true,
        Kind::Identifier => is_person,
        _ => false,
    };
    entity.fields().filter(may_name).collect()
}

fn number_columns(entity: &Entity) -> Vec<FieldId> {
    entity.fields().filter(|field| entity.field(*field).kind == Kind::Number).collect()
}

/// Finds the columns that name shared records, and work of whatever case file.
fn name_others(entities: &mut [EntityLayout], dictionary: &Dictionary, person: EntityId) {
    for (place, entity) in dictionary.entities().iter().enumerate() {
        let names = |field: &FieldId, is: &dyn Fn(&EntityLayout) -> bool| {
            let tables = match &entity.field(*field).kind {
                Kind::Lookup { table } => std::slice::from_ref(table),
                Kind::Polymorphic { tables, .. } => tables.as_slice(),
                _ => &[],
            };
            tables.iter().any(|table| *table != person && is(&entities[usize::from(table.0)]))
        };
        let owner = entities[place].owner_field();
        let is_work = |named: &EntityLayout| named.indexed && matches!(named.route, Route::CaseFile(_));
        let shared = entity.fields().filter(|field| names(field, &|named| named.role == Role::Shared));
        let works = entity.fields().filter(|field| Some(*field) != owner && names(field, &is_work));
        let (shared, works) = (shared.collect(), works.collect());
        (entities[place].shared, entities[place].works) = (shared, works);
    }
}

fn planned(layout: &mut EntityLayout, entity: &Entity, plan: &StageEntity) {
    layout.key = Some(plan.key);
    layout.indexed = plan.indexed;
    layout.master = plan.master;
    layout.joins = plan.joins;
    layout.same_person.clone_from(&plan.same_person);
    if layout.role != Role::Casework || plan.owner == Owner::Shared {
        layout.route = Route::Memory;
        return;
    }
    layout.route = Route::CaseFile(plan.owner);
    if let Owner::Through(field) = plan.owner {
        layout.parents = match &entity.field(field).kind {
            Kind::Lookup { table } | Kind::File { table } => vec![*table],
            Kind::Polymorphic { tables, .. } => tables.clone(),
            _ => Vec::new(),
        };
    }
}

fn root(plans: &[StageEntity]) -> Result<EntityId, StageError> {
    let mut roots = plans.iter().filter(|plan| matches!(plan.owner, Owner::CaseFile(_)));
    match (roots.next(), roots.next()) {
        (Some(root), None) => Ok(root.entity),
        _ => Err(StageError::Configuration {
            file: "mappings".to_owned(),
            message: "expected exactly one mapping with `owner = { case_file = … }`: the table of people"
                .to_owned(),
        }),
    }
}
