//! What only looking at everybody tells, as far as holds name it as their cause.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::adoptions::Adoptions;
use super::cloned_work::ClonedWork;
use super::look::Days;
use super::text_names::TextNames;
use crate::map::plan::Plan;
use crate::reconcile::Export;
use crate::reconcile::recompute::{SharedIdentifiers, ToldDay, exclusions};
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::source::{Kind, Role};

/// A control table whose rows name two records.
#[derive(Clone, Copy, Debug)]
pub struct PairTable {
    /// The table.
    pub entity: EntityId,
    /// The first record: the master of a merge, the person before adoption, the record to be destroyed.
    pub first: FieldId,
    /// The second: the loser, the person after adoption, the surrogate.
    pub second: FieldId,
}

/// The table of adoptions, and what else may join two identities.
#[derive(Clone, Debug)]
pub struct AdoptionTables {
    /// The two people.
    pub pair: PairTable,
    /// The column that has one value on all copies of a record; by entity.
    pub shared_by: Vec<Option<FieldId>>,
    /// The column that names the record that another was copied from; by entity.
    pub copied_from: Vec<Option<FieldId>>,
    /// The columns of a person's own row by which texts may name them.
    pub told_by: Vec<FieldId>,
    /// Tables of which numbers may name somebody too: the column of the person, and those of numbers.
    pub known_by: Vec<(EntityId, FieldId, Vec<FieldId>)>,
    /// The rows of the people who stand in the table, and those with such numbers of theirs.
    pub rows: Vec<SourceRecord>,
}

/// The table of suspected duplicates, and the periods that block merging them.
#[derive(Clone, Debug)]
pub struct SuspectTable {
    /// The two people.
    pub pair: PairTable,
    /// The column of the suspicion's status.
    pub status: FieldId,
    /// The statuses under which it is open.
    pub open: Vec<String>,
    /// Entities with periods: entity, first day, last day.
    pub periods: Vec<(EntityId, FieldId, FieldId)>,
}

/// The control tables that holds may come of; a part that is left out withholds nobody.
#[derive(Clone, Debug, Default)]
pub struct ControlTables {
    /// Merges that are remembered.
    pub merges: Option<PairTable>,
    /// Identities before and after adoption.
    pub adoption: Option<AdoptionTables>,
    /// Suspected duplicates.
    pub suspects: Option<SuspectTable>,
    /// Files to be destroyed.
    pub destruction: Option<PairTable>,
    /// The column that says when a row was changed last; by entity.
    pub changed: Vec<Option<FieldId>>,
}

/// What only looking at everybody tells: small sets, of the few people whom control tables name.
#[derive(Debug, Default)]
pub struct Everybody {
    tables: ControlTables,
    adoptions: Adoptions,
    /// Whom texts name.
    texts: Arc<TextNames>,
    /// What joins copies of records of adopted people: groups, their own keys, those they were copied from.
    copies: HashSet<Guid>,
    unmerged: HashSet<Guid>,
    destroyed: HashSet<Guid>,
    suspects: Vec<(Guid, Guid)>,
    periods: HashMap<Guid, Vec<(EntityId, String, Option<String>)>>,
    /// Work that records of other people name as theirs.
    misnamed: HashSet<Guid>,
    numbers: HashSet<u64>,
    shared_numbers: HashSet<u64>,
    /// The numbers of case files that earlier drops were written from.
    sealed_numbers: HashSet<u64>,
    /// Whose they are.
    sealed_people: HashSet<Guid>,
    identifiers: SharedIdentifiers,
    /// Keys that rows without an owner name as their parents.
    wanted: HashSet<Guid>,
    found: HashSet<Guid>,
    /// Keys of rows without an owner.
    adrift: HashSet<Guid>,
    /// Records that are held because another case file is said to have been sealed with them.
    disputed: HashSet<(EntityId, Guid)>,
    /// Those of them that were, from an earlier drop.
    sealed_elsewhere: HashSet<(EntityId, Guid)>,
    /// People whom a record of another case file names, as far as a rule of the mappings asks that.
    named: HashSet<Guid>,
    /// Whether one asks that.
    asks: bool,
    /// The columns that may name a person, by entity; none where no rule asks and nobody was adopted.
    naming: Vec<Vec<FieldId>>,
    /// Work that was cloned, where the policy folds it.
    cloned: Option<ClonedWork>,
}

impl Everybody {
    /// What the control tables of an export say; of rows without an owner, `adrift` are their keys and `wanted` the parents that
    /// they name.
    pub fn new(
        tables: ControlTables,
        export: &dyn Export,
        (adrift, wanted): (HashSet<Guid>, HashSet<Guid>),
    ) -> Self {
        let mut everybody = Self { wanted, adrift, ..Self::default() };
        everybody.note_unmerged(&tables, export);
        let survivor = |key: Option<Guid>| key.and_then(|key| export.survivor(key));
        if let Some(adoption) = &tables.adoption {
            everybody.adoptions = Adoptions::of(adoption, export);
        }
        if let Some(suspects) = &tables.suspects {
            let open = |row: &&SourceRecord| {
                let status = row.get(suspects.status).filled().unwrap_or_default();
                suspects.open.iter().any(|open| open == status)
            };
            for row in export.rows(suspects.pair.entity).iter().filter(open) {
                let pair =
                    (survivor(row.guid(suspects.pair.first)), survivor(row.guid(suspects.pair.second)));
                if let (Some(one), Some(other)) = pair
                    && one != other
                {
                    everybody.suspects.push((one, other));
                    everybody.periods.extend([(one, Vec::new()), (other, Vec::new())]);
                }
            }
        }
        if let Some(destruction) = tables.destruction {
            let rows = export.rows(destruction.entity).iter();
            everybody.destroyed.extend(rows.filter_map(|row| row.guid(destruction.first)));
        }
        everybody.tables = tables;
        everybody
    }

    /// Both records of each merge that is remembered though the loser survives by itself.
    fn note_unmerged(&mut self, tables: &ControlTables, export: &dyn Export) {
        let Some(merges) = tables.merges else { return };
        for row in export.rows(merges.entity) {
            let (Some(master), Some(loser)) = (row.guid(merges.first), row.guid(merges.second)) else {
                continue;
            };
            let survivor = export.survivor(loser).or_else(|| export.work(loser).map(|work| work.key));
            if master != loser && survivor == Some(loser) {
                self.unmerged.extend([master, loser]);
            }
        }
    }

    /// Looks at the records of one case file.
    pub fn see(&mut self, plan: &Plan, export: &dyn Export, person: Guid, records: &[SourceRecord]) {
        let adopted = self.adoptions.has(person);
        let key_of = |record: &SourceRecord| record.guid(plan.entity(record.entity())?.key);
        let own: HashSet<Guid> = records.iter().filter_map(key_of).collect();
        for record in records {
            let Some(entity) = plan.entity(record.entity()) else { continue };
            let Some(key) = record.guid(entity.key) else { continue };
            if adopted {
                self.note_copies(record, key);
                self.adoptions.note_joining(entity, export, person, record);
            }
            if let crate::map::plan::Owner::CaseFile(number) = entity.owner
                && let Some(number) = record.get(number).filled().and_then(|text| text.trim().parse().ok())
                && !self.numbers.insert(number)
            {
                self.shared_numbers.insert(number);
            }
            if let (Some(cloned), Some(siblings)) = (&mut self.cloned, &entity.siblings) {
                cloned.see(key, person, record.guid(siblings.cloned_from));
            }
            self.note_period(plan, record, person);
            self.note_named(export, person, record);
            self.note_misnamed(entity, export, (person, &own), record);
            if self.wanted.contains(&key) {
                self.found.insert(key);
            }
        }
    }

    /// Gets ready to note whom records of other case files name, where a rule of the mappings asks that, and what was cloned
    /// for whom, where the policy folds such work.
    pub fn asking(mut self, plan: &Plan) -> Self {
        self.cloned = plan.policy().folds_siblings().then(ClonedWork::default);
        self.asks = exclusions::asks_of_named(plan);
        if self.asks || self.adoptions.any() {
            let person = plan.model().people.person;
            let names = |kind: &Kind| match kind {
                Kind::Lookup { table } => *table == person,
                Kind::Polymorphic { tables, .. } => tables.contains(&person),
                _ => false,
            };
            let columns = |entity: &crate::source::Entity| {
                entity.fields().filter(|field| names(&entity.field(*field).kind)).collect()
            };
            self.naming = plan.dictionary().entities().iter().map(columns).collect();
        }
        self
    }

    /// Gets ready to tell whom texts name, where anybody was adopted.
    pub fn reading_texts(mut self, plan: &Plan, export: &dyn Export) -> Self {
        if let Some(tables) = self.tables.adoption.as_ref().filter(|_| self.adoptions.any()) {
            let texts = TextNames::new(plan, export, tables);
            self.texts = Arc::new(self.reading_shared(plan, export, texts));
        }
        self
    }

    /// Notes whom the texts of shared records name: those of two identities of somebody are no longer read with others.
    fn reading_shared(&mut self, plan: &Plan, export: &dyn Export, mut texts: TextNames) -> TextNames {
        let shared = |id: &EntityId| plan.dictionary().entity(*id).role == Role::Shared;
        for id in plan.dictionary().ids().filter(shared) {
            for row in export.rows(id) {
                let Some(key) = plan.dictionary().entity(id).key.and_then(|key| row.guid(key)) else {
                    continue;
                };
                let named: BTreeSet<Guid> =
                    texts.in_texts(export, row).into_iter().map(|(_, named)| named).collect();
                self.note_in_texts(key, &named);
                if !self.adoptions.ties(key) {
                    texts.tell(key, named);
                }
            }
        }
        texts
    }

    /// Whom texts name.
    pub fn texts(&self) -> Arc<TextNames> {
        Arc::clone(&self.texts)
    }

    /// Looks at a row that repeats the key of a record of somebody's case file and lost: whom it names.
    pub fn see_repeated(&mut self, export: &dyn Export, person: Guid, record: &SourceRecord) {
        self.note_named(export, person, record);
    }

    /// Notes whom the texts of a case file name.
    pub fn note_in_texts(&mut self, person: Guid, named: &BTreeSet<Guid>) {
        for named in named {
            self.adoptions.note(person, *named);
        }
    }

    fn note_named(&mut self, export: &dyn Export, person: Guid, record: &SourceRecord) {
        let columns = self.naming.get(usize::from(record.entity().0)).map(Vec::as_slice).unwrap_or_default();
        for key in columns.iter().filter_map(|field| record.guid(*field)) {
            let survivor = export.survivor(key);
            self.adoptions.note(person, survivor.unwrap_or(key));
            self.named.extend(survivor.filter(|named| self.asks && *named != person));
        }
    }

    /// Whether a record of another case file names a surviving person.
    pub(super) fn is_named(&self, person: Guid) -> bool {
        self.named.contains(&person)
    }

    /// Work that was cloned for other people, from one record or to it: whose it is, and its key.
    pub fn siblings_of(&self, key: Guid) -> Vec<(Guid, Guid)> {
        self.cloned.as_ref().map(|cloned| cloned.family_of(key)).unwrap_or_default()
    }

    fn note_copies(&mut self, record: &SourceRecord, key: Guid) {
        let Some(adoption) = &self.tables.adoption else { return };
        let named = joints(adoption, record).into_iter().flatten();
        let copied = column(&adoption.copied_from, record.entity()).map(|_| key);
        self.copies.extend(named.chain(copied));
    }

    fn note_period(&mut self, plan: &Plan, record: &SourceRecord, person: Guid) {
        let Some(suspects) = &self.tables.suspects else { return };
        let Some(periods) = self.periods.get_mut(&person) else { return };
        let days = suspects.periods.iter().filter(|(entity, ..)| *entity == record.entity());
        periods.extend(days.filter_map(|(entity, start, end)| {
            let day = |field: FieldId| ToldDay::of(plan.dictionary(), record, field).day();
            Some((*entity, day(*start)?, day(*end)))
        }));
    }

    /// Work that the record names, or is to be merged with, and that is somebody else's.
    fn note_misnamed(
        &mut self,
        entity: &crate::map::plan::EntityPlan,
        export: &dyn Export,
        (person, own): (Guid, &HashSet<Guid>),
        record: &SourceRecord,
    ) {
        let rules = entity.rules.iter().filter(|rule| rule.name() == "person-case-mismatch");
        let parents = rules.filter_map(|rule| rule.fields.get("parent").copied());
        let named = parents.filter_map(|field| record.guid(field));
        let elsewhere = |key: &Guid| export.work(*key).is_some_and(|work| work.person != person);
        // Keys of other tables are not kept: what is not in this case file is somebody else's, or nobody's.
        let not_here = |key: &Guid| elsewhere(key) || (export.work(*key).is_none() && !own.contains(key));
        self.misnamed.extend(named.filter(not_here));
        let master = entity.merge.as_ref().and_then(|merge| record.guid(merge.master));
        if let (Some(master), Some(key)) = (master.filter(elsewhere), record.guid(entity.key))
            && let Some(work) = export.work(master)
        {
            self.misnamed.extend([key, work.key]);
        }
    }

    /// Learns the person numbers of case files that other drops were written from.
    pub fn learn_sealed_numbers(&mut self, numbers: &HashMap<Guid, u64>) {
        self.sealed_numbers = numbers.values().copied().collect();
        self.sealed_people = numbers.keys().copied().collect();
    }

    /// Whether two people of the export have this number, or somebody else's case file that is written.
    pub(super) fn is_shared_number(&self, number: u64, person: Guid) -> bool {
        let is_taken = self.sealed_numbers.contains(&number) && !self.sealed_people.contains(&person);
        is_taken || self.shared_numbers.contains(&number)
    }

    /// Learns which identifiers stand on several people.
    pub fn learn_identifiers(&mut self, identifiers: SharedIdentifiers) {
        self.identifiers = identifiers;
    }

    /// Whether a column of people holds identifiers, and this one stands on several people of the export.
    pub(super) fn is_shared_identifier(&self, field: FieldId, text: &str) -> bool {
        self.identifiers.has(field, text)
    }

    /// Whether a surviving person stands in the table of adoptions.
    pub(super) fn is_adopted(&self, person: Guid) -> bool {
        self.adoptions.has(person)
    }

    /// Whether two identities of somebody adopted stand in the case file of a surviving person, or in a shared record.
    pub(super) fn is_tied(&self, person: Guid) -> bool {
        self.adoptions.ties(person)
    }

    /// The columns of a record that name an identity which stands in this person's case file beside another of the same
    /// somebody.
    pub(super) fn tied_by(&self, export: &dyn Export, person: Guid, record: &SourceRecord) -> Vec<FieldId> {
        let columns = self.naming.get(usize::from(record.entity().0)).map(Vec::as_slice).unwrap_or_default();
        let named = columns.iter().filter_map(|field| Some((*field, record.guid(*field)?)));
        let named = named.map(|(field, key)| (field, export.survivor(key).unwrap_or(key)));
        let ties = |named: Guid| named != person && self.adoptions.is_tied_by(person, named);
        let told = named.chain(self.texts.in_record(export, person, record));
        told.filter(|(_, named)| ties(*named)).map(|(field, _)| field).collect()
    }

    /// Whether a row says by itself that two identities are of one person: whose it is, and whom its own columns and texts name.
    pub fn joins_alone(&self, export: &dyn Export, owner: Option<Guid>, row: &SourceRecord) -> bool {
        if !self.adoptions.any() {
            return false;
        }
        let columns = self.naming.get(usize::from(row.entity().0)).map(Vec::as_slice).unwrap_or_default();
        let keys = columns.iter().filter_map(|field| row.guid(*field)).chain(owner);
        let mut named: HashSet<Guid> = keys.map(|key| export.survivor(key).unwrap_or(key)).collect();
        named.extend(self.texts.in_texts(export, row).into_iter().map(|(_, named)| named));
        self.adoptions.has_two(&named)
    }

    /// Whether a record is a copy of an adopted person's, or the other way round.
    pub(super) fn shares(&self, record: &SourceRecord, key: Option<Guid>) -> bool {
        let Some(adoption) = &self.tables.adoption else { return false };
        let own = key.filter(|_| column(&adoption.copied_from, record.entity()).is_some());
        joints(adoption, record).into_iter().flatten().chain(own).any(|joint| self.copies.contains(&joint))
    }

    /// Whether a merge of this record is remembered and was undone.
    pub(super) fn is_unmerged(&self, key: Guid) -> bool {
        self.unmerged.contains(&key)
    }

    /// Whether a record is listed to be destroyed.
    pub(super) fn is_to_be_destroyed(&self, key: Guid) -> bool {
        self.destroyed.contains(&key)
    }

    /// Whether a record of somebody else's names this work.
    pub(super) fn is_misnamed(&self, key: Guid) -> bool {
        self.misnamed.contains(&key)
    }

    /// Notes a record that is held because its key is said to stand elsewhere too.
    pub fn note_disputed(&mut self, entity: EntityId, key: Guid) {
        self.disputed.insert((entity, key));
    }

    /// Whether any record is held for that.
    pub fn has_disputed(&self) -> bool {
        !self.disputed.is_empty()
    }

    /// Looks at a record of a case file that an earlier drop was sealed from.
    pub fn see_sealed(&mut self, entity: EntityId, key: Guid) {
        if self.disputed.contains(&(entity, key)) {
            self.sealed_elsewhere.insert((entity, key));
        }
    }

    /// Whether another case file was sealed with a record, from an earlier drop.
    pub(super) fn is_sealed_elsewhere(&self, entity: EntityId, key: Guid) -> bool {
        self.sealed_elsewhere.contains(&(entity, key))
    }

    /// Whether the export has a key that a row without an owner names as its parent.
    pub fn has_parent(&self, key: Guid) -> bool {
        self.found.contains(&key)
    }

    /// Whether a key is of a row without an owner, which is rejected.
    pub(super) fn is_adrift(&self, key: Guid) -> bool {
        self.adrift.contains(&key)
    }

    /// The column of an entity that says when a row was changed last.
    pub(super) fn changed_column(&self, entity: EntityId) -> Option<FieldId> {
        column(&self.tables.changed, entity)
    }

    /// Whether a person is suspected to be another whose plans or legal statuses go on at the same time.
    pub(super) fn blocks_a_merge(&self, person: Guid) -> bool {
        let mine = self.suspects.iter().filter(|(one, other)| *one == person || *other == person);
        mine.into_iter().any(|(one, other)| {
            let days = |person: &Guid| self.periods.get(person).map(Vec::as_slice).unwrap_or_default();
            days(one).iter().any(|left| days(other).iter().any(|right| coincide(left, right)))
        })
    }
}

fn column(columns: &[Option<FieldId>], entity: EntityId) -> Option<FieldId> {
    columns.get(usize::from(entity.0)).copied().flatten()
}

/// What joins a record to its copies: the group, and the record it was copied from.
fn joints(adoption: &AdoptionTables, record: &SourceRecord) -> [Option<Guid>; 2] {
    [&adoption.shared_by, &adoption.copied_from]
        .map(|columns| column(columns, record.entity()).and_then(|field| record.guid(field)))
}

fn coincide(
    (kind, start, end): &(EntityId, String, Option<String>),
    (other, begins, ends): &(EntityId, String, Option<String>),
) -> bool {
    let own = Days { start, end: end.as_deref() };
    let second = Days { start: begins, end: ends.as_deref() };
    kind == other && own.coincides(&second)
}
