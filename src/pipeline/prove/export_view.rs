//! The staged export as the proof sees it.

use std::collections::HashSet;

use jiff::civil::DateTime;

use super::ProveInput;
use super::states::States;
use super::unwritten_shared::UnwrittenShared;
use crate::reconcile::{CaseFileState, Export, ExportDocument, ExportWork};
use crate::record::{EntityId, FieldId, FileId, Guid, SourceRecord};
use crate::target::contract::{Contract, TargetRow};

/// The staged export as the proof sees it.
pub(super) struct ExportView<'a> {
    input: &'a ProveInput<'a>,
    states: &'a States,
    unwritten: &'a UnwrittenShared,
    surrogates: HashSet<Guid>,
}

impl<'a> ExportView<'a> {
    /// What was staged, and what the lists say of case files and of shared records.
    pub(super) fn new(input: &'a ProveInput<'a>, states: &'a States, unwritten: &'a UnwrittenShared) -> Self {
        let destruction = input.staged.rules.destruction;
        let named = destruction.into_iter().flat_map(|rule| {
            let rows = input.staged.world.rows(rule.entity).iter();
            rows.filter_map(move |row| row.guid(rule.second))
        });
        Self { input, states, unwritten, surrogates: named.collect() }
    }
}

impl Export for ExportView<'_> {
    fn row(&self, entity: EntityId, key: Guid) -> Option<&SourceRecord> {
        self.input.staged.world.row(entity, key)
    }

    fn rows(&self, entity: EntityId) -> &[SourceRecord] {
        self.input.staged.world.rows(entity)
    }

    fn shared_written(&self, entity: EntityId, key: Guid) -> bool {
        self.unwritten.is_written(entity, key)
    }

    fn shared_rejected(&self, entity: EntityId, key: Guid) -> bool {
        self.unwritten.is_rejected(entity, key)
    }

    fn has_sealed_key(&self, contract: &Contract, row: &TargetRow) -> bool {
        self.input.scope.is_some_and(|scope| scope.written.shared.has_sealed_key(contract, row))
    }

    fn option_text(&self, list: &str, number: &str) -> Option<&str> {
        self.input.staged.world.option_text(list, number)
    }

    fn survivor(&self, person: Guid) -> Option<Guid> {
        self.input.survivor(person).map(|survivor| self.input.people().guid(survivor))
    }

    fn is_surrogate(&self, key: Guid) -> bool {
        self.surrogates.contains(&key)
    }

    fn person_number(&self, person: Guid) -> Option<u64> {
        let people = self.input.people();
        people.find(person).map(|found| people.number(found)).filter(|number| *number != 0)
    }

    fn work(&self, key: Guid) -> Option<ExportWork> {
        let works = self.input.staged.world.works();
        let key = works.survivor(key);
        let work = works.find(key)?;
        Some(ExportWork { entity: work.entity, key, person: self.input.people().guid(work.person) })
    }

    fn work_value(&self, entity: EntityId, key: Guid, field: FieldId) -> Option<&str> {
        self.input.staged.world.works().value(entity, key, field)
    }

    fn shown(&self, key: Guid) -> Option<&str> {
        let people = self.input.people();
        match people.find(key) {
            Some(person) => people.shown(person),
            None => self.input.staged.world.works().shown(key),
        }
    }

    fn state(&self, person: Guid) -> Option<CaseFileState> {
        let found = self.input.people().find(person)?;
        Some(self.states.of(self.input.people().position(self.input.people().survivor(found))))
    }

    fn closing(&self, person: Guid) -> Option<u32> {
        self.input.closing(self.input.survivor(person)?)
    }

    fn reads_run(&self, run: u32) -> bool {
        self.input.reads_run(run)
    }

    fn is_missed(&self, entity: EntityId, key: Guid) -> bool {
        self.input.scope.is_some_and(|scope| scope.missed.contains(&(entity, key)))
    }

    fn source_path(&self, file: FileId) -> &str {
        let report = self.input.staged.files.iter().find(|report| report.file == file);
        report.map(|report| report.path.as_str()).unwrap_or_default()
    }

    fn extract_time(&self) -> DateTime {
        self.input.staged.world.taken_on()
    }

    fn document(&self, file: Guid) -> Option<ExportDocument> {
        let facts = self.input.documents.facts(file)?;
        Some(ExportDocument { bytes: facts.bytes, sha256: facts.sha256, damaged: facts.damaged })
    }

    fn content(&self, file: Guid, extension: &str) -> Option<(bool, bool)> {
        let content = self.input.documents.facts(file)?.content;
        Some((content.kind.fits(extension), content.encrypted))
    }
}
