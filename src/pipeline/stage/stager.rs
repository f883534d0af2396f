//! Takes the rows of a drop, entity by entity, and makes case files of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::casework::Casework;
use super::clones::Clones;
use super::everyone::{
    Adoptions, Identities, Suspects, destructions, fold_people, fold_works, hold_undone, organisations,
    undone_merges,
};
use super::layout::Route;
use super::masters::Masters;
use super::memory_tables::MemoryTables;
use super::people_intake::PeopleIntake;
use super::rejects::Rejects;
use super::temporary_folder::TemporaryFolder;
use super::watch::Watch;
use super::{Layout, PeopleRules, ReadDrop, StageError, StageSettings, Staged, staging};
use crate::map::plan::Owner;
use crate::pipeline::world::{People, PersonIndex, Siblings};
use crate::record::{EntityId, Finding, Origin, Reason, SourceRecord};
use crate::source::Role;

/// Passes on every row of an entity, however often it is read.
pub(super) type RowsOf<'r> =
    &'r mut dyn FnMut(EntityId, &mut dyn FnMut(SourceRecord)) -> Result<(), StageError>;

/// Takes the rows of a drop, entity by entity in the order of [`Layout::order`], and makes case files of them.
#[derive(Debug)]
pub struct Stager {
    pub(super) layout: Arc<Layout>,
    pub(super) rules: PeopleRules,
    pub(super) settings: StageSettings,
    pub(super) folder: TemporaryFolder,
    pub(super) tables: MemoryTables,
    pub(super) rejects: Rejects,
    pub(super) unplanned: Vec<u64>,
    pub(super) masters: Masters<PersonIndex>,
    pub(super) away: BTreeMap<Origin, Reason>,
    /// Which records were cloned for whom.
    pub(super) clones: Clones,
    /// The families of work that these come to.
    pub(super) siblings: Siblings,
    /// The rows of adopted people.
    pub(super) adopted: Vec<SourceRecord>,
    /// Where rows stand that name two identities of somebody by themselves.
    pub(super) joining: BTreeSet<Origin>,
    intake: Option<PeopleIntake>,
    casework: Option<Casework>,
}

impl Stager {
    /// Makes the temporary folder `OUT/.stage`.
    pub fn create(
        out: &Path,
        layout: Layout,
        rules: PeopleRules,
        settings: StageSettings,
    ) -> Result<Self, StageError> {
        let folder = TemporaryFolder::create(out)?;
        let Route::CaseFile(Owner::CaseFile(number)) = layout.of(layout.person()).route else {
            let message =
                format!("expected {} to be the root of case files", layout.of(layout.person()).name);
            return Err(StageError::Configuration { file: "mappings".to_owned(), message });
        };
        Ok(Self {
            intake: Some(PeopleIntake::create(&folder, number)?),
            tables: MemoryTables::new(layout.len()),
            unplanned: vec![0; layout.len()],
            layout: Arc::new(layout),
            rejects: Rejects::default(),
            masters: Masters::default(),
            away: BTreeMap::new(),
            clones: Clones::default(),
            siblings: Siblings::default(),
            adopted: Vec::new(),
            joining: BTreeSet::new(),
            casework: None,
            rules,
            settings,
            folder,
        })
    }

    /// Takes a row. Every entity that comes before its own in the order must have been ended.
    pub fn take(&mut self, record: SourceRecord) -> Result<(), StageError> {
        let layout = self.layout.of(record.entity());
        match (&layout.route, &mut self.intake, &mut self.casework) {
            (Route::Memory, ..) => {
                self.tables.take(&self.layout, &mut self.rejects, record);
                Ok(())
            }
            (Route::CaseFile(Owner::CaseFile(_)), Some(intake), _) => {
                intake.take(layout, &mut self.rejects, record)
            }
            (Route::CaseFile(_), _, Some(casework)) => casework.take(&self.folder, &mut self.rejects, record),
            _ => {
                self.unplanned[usize::from(record.entity().0)] += 1;
                Ok(())
            }
        }
    }

    /// Takes a row together with the stop that it raised, for which it is to be rejected if that is acknowledged.
    pub(super) fn take_read(&mut self, record: SourceRecord, stop: Option<Reason>) -> Result<(), StageError> {
        if let Some(reason) = stop {
            self.away.insert(record.origin(), reason);
        }
        self.take(record)
    }

    /// Says that all rows of an entity have been taken. Those of entities that are read later are had from `rows_of`.
    pub(super) fn end(&mut self, entity: EntityId, rows_of: RowsOf<'_>) -> Result<(), StageError> {
        if self.layout.of(entity).route == Route::Memory {
            self.tables.end(&self.layout, entity, &self.settings.datetimes);
            return Ok(());
        }
        if entity == self.layout.person() {
            return self.meet_everyone(rows_of);
        }
        match &mut self.casework {
            Some(casework) => casework.end(entity, &mut self.rejects),
            None => Ok(()),
        }
    }

    /// Everybody has been read: puts them in order, follows merges, and looks at what concerns people alone.
    fn meet_everyone(&mut self, rows_of: RowsOf<'_>) -> Result<(), StageError> {
        let Some(mut intake) = self.intake.take() else { return Ok(()) };
        let (mut people, masters) =
            intake.settle(&self.layout, &self.settings.datetimes, &self.settings.parting)?;
        if people.is_empty() {
            return Err(self.empty());
        }
        fold_people(&mut people, &masters, &self.layout);
        self.masters = masters;
        let watch = self.watch(&mut people, &intake, rows_of)?;
        self.siblings = std::mem::take(&mut self.clones).families(&people);
        self.settings.parting.part(&mut people, &self.siblings);
        let mut casework = Casework::create(&self.folder, Arc::clone(&self.layout), people, watch)?;
        self.enter(&intake, &mut casework)?;
        self.casework = Some(casework);
        Ok(())
    }

    fn watch(
        &mut self,
        people: &mut People,
        intake: &PeopleIntake,
        rows_of: RowsOf<'_>,
    ) -> Result<Watch, StageError> {
        let mut watch = Watch::default();
        if let Some(rule) = &self.rules.suspects {
            watch.suspects =
                Suspects::of(people, self.tables.rows(rule.pair.entity), rule, &self.settings.dates);
        }
        if let Some(rule) = &self.rules.adoption {
            let rows = self.tables.rows(rule.pair.entity);
            watch.adoptions = Adoptions::of(people, &self.layout, rows, rule, self.folder.file("copies"))?;
        }
        if watch.adoptions.any() {
            self.adopted = self.learn(people, intake, &mut watch.adoptions)?;
            self.learn_numbers(people, rows_of, &mut watch.adoptions)?;
            self.look_at_shared(people, &mut watch.adoptions);
        }
        Ok(watch)
    }

    /// Reads the rows of people for those of adopted people, whom texts may name by what stands there.
    fn learn(
        &self,
        people: &People,
        intake: &PeopleIntake,
        adoptions: &mut Adoptions,
    ) -> Result<Vec<SourceRecord>, StageError> {
        let told_by = self.rules.told_by(self.layout.of(self.layout.person()).owner_field());
        let mut rows = Vec::new();
        intake.each(self.settings.threads, |record| {
            let key = self.layout.key_of(&record);
            if adoptions.learn(people, (key, &told_by), &record) {
                rows.push(record);
            }
            Ok(())
        })?;
        Ok(rows)
    }

    /// Reads the tables with numbers of case files for those of adopted people.
    fn learn_numbers(
        &mut self,
        people: &People,
        rows_of: RowsOf<'_>,
        adoptions: &mut Adoptions,
    ) -> Result<(), StageError> {
        for rule in self.rules.adoption.iter().flat_map(|rule| &rule.known_by) {
            rows_of(rule.entity, &mut |record| {
                let Some(key) = record.guid(rule.person) else { return };
                if adoptions.learn(people, (key, &rule.columns), &record) {
                    self.adopted.push(record);
                }
            })?;
        }
        Ok(())
    }

    /// Looks at the texts of shared records; those that name two identities of somebody are held.
    fn look_at_shared(&mut self, people: &People, adoptions: &mut Adoptions) {
        let mut found = Vec::new();
        for id in self.layout.ids().filter(|id| self.layout.of(*id).role == Role::Shared) {
            for row in self.tables.rows(id) {
                let key = self.layout.key_of(row);
                let fields = adoptions.see_shared(people, row, (key, self.layout.of(id)));
                found.extend(fields.into_iter().map(|field| Finding {
                    reason: Reason::AdoptionTie,
                    entity: id,
                    source_id: key.to_string(),
                    case_file: None,
                    origin: row.origin(),
                    field: Some(field),
                }));
            }
        }
        self.tables.findings.extend(found);
    }

    /// Puts the rows of people into the spools and compares people with each other.
    fn enter(&self, intake: &PeopleIntake, casework: &mut Casework) -> Result<(), StageError> {
        let entity = self.layout.person();
        let mut identities = Identities::create(self.folder.file("identities"), entity, &self.rules)?;
        casework.people.show(self.layout.shown().clone());
        intake.each(self.settings.threads, |record| {
            let key = self.layout.key_of(&record);
            let Some(person) = casework.people.find(key) else { return Ok(()) };
            identities.see(person, &record)?;
            casework.people.see(person, &record);
            let survivor = casework.people.survivor(person);
            casework.keep(&record, key, survivor, false)
        })?;
        identities.finish(&mut casework.people, &mut casework.watch.adoptions)
    }

    /// Judges what only the whole drop shows, and hands the case files on.
    pub fn finish(mut self, drop: ReadDrop<'_>) -> Result<Staged, StageError> {
        let Some(mut casework) = self.casework.take() else {
            return Err(self.empty());
        };
        casework.judge_named()?;
        self.judge(&mut casework)?;
        let stops = organisations(&self.tables, &self.rules, &self.layout);
        staging::hand_on(self, casework, stops, drop)
    }

    fn empty(&self) -> StageError {
        let people = self.layout.person();
        StageError::EmptyDrop { entity: self.layout.of(people).name.clone(), people, seen: Box::default() }
    }

    fn judge(&mut self, casework: &mut Casework) -> Result<(), StageError> {
        let Casework { people, works, masters, watch, .. } = casework;
        let layout = &self.layout;
        fold_works(people, works, masters, layout);
        if let Some(rule) = self.rules.merges {
            let merged = |key| {
                masters.is_merged(key)
                    || people.find(key).is_some_and(|person| self.masters.is_merged(person))
            };
            let rows = self.tables.rows(rule.entity);
            let undone = undone_merges(rows, rule, merged);
            for pair in undone {
                hold_undone(people, works, layout, pair);
            }
        }
        if let Some(rule) = self.rules.destruction {
            destructions(people, works, layout, self.tables.rows(rule.entity), rule);
        }
        let Watch { suspects, mut adoptions } = std::mem::take(watch);
        suspects.finish(people, layout);
        let rejected = self.rejects.rows.iter().map(|(row, _)| row);
        let of_nobody = rejected.chain(self.tables.duplicates.iter().map(|(row, _)| row));
        self.joining = adoptions.joining((people, works), layout, of_nobody);
        adoptions.finish((people, works), layout)
    }
}
