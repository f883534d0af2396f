//! Which question each column of a flat table answers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::table_name::plain;
use crate::record::{EntityId, FileId, Guid, SourceRecord};
use crate::source::{Claim, Dictionary, DropFolder, FileReader, Profile, RecordReader, ReportingRule};

/// A question of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    /// Its key.
    pub(super) key: Guid,
    /// The names that its column may have.
    pub(super) called: Vec<String>,
    /// The number of its type.
    pub(super) kind: String,
}

/// Whose questions a flat table has columns for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Template<'a> {
    /// Those of the one template that is called like it.
    Of(&'a [Question]),
    /// No template is called like it.
    Unknown,
    /// Several templates are, by their keys.
    Several(&'a BTreeSet<Guid>),
}

/// The questions of every template of a drop, held in memory.
#[derive(Debug, Default)]
pub(super) struct QuestionBook {
    /// Templates by the name of their table.
    tables: BTreeMap<String, BTreeSet<Guid>>,
    questions: HashMap<Guid, Vec<Question>>,
}

impl QuestionBook {
    /// Reads templates, questions, and what these are of the catalogue. What is wrong with their files is told when their
    /// rows are read.
    pub(super) fn read(
        drop: &DropFolder,
        rule: &ReportingRule,
        profile: &Profile,
        dictionary: &Dictionary,
    ) -> Self {
        let rows = Rows { drop, profile, dictionary };
        let columns = &rule.questions;
        let mut book = Self::default();
        rows.each(columns.template, |key, record| {
            if let Some(name) = rule.named.of(record) {
                book.tables.entry(plain(&name)).or_default().insert(key);
            }
        });
        let mut called: BTreeMap<String, BTreeSet<Guid>> = BTreeMap::new();
        for (name, key) in &rule.called {
            called.entry(plain(name)).or_default().insert(*key);
        }
        book.tables.extend(called);
        let mut kinds: HashMap<Guid, String> = HashMap::new();
        rows.each(columns.catalogue.1, |key, record| {
            kinds.extend(record.get(columns.kind).filled().map(|kind| (key, kind.to_owned())));
        });
        let mut places: HashMap<Guid, Guid> = HashMap::new();
        rows.each(columns.place.1, |key, record| {
            places.extend(record.guid(columns.catalogue.0).map(|catalogue| (key, catalogue)));
        });
        rows.each(columns.entity, |key, record| {
            let place = record.guid(columns.place.0).and_then(|place| places.get(&place));
            let kind = place.and_then(|catalogue| kinds.get(catalogue));
            let names = columns.called_by.iter().filter_map(|field| record.get(*field).filled());
            if let (Some(template), Some(kind)) = (record.guid(columns.of_template), kind) {
                let mut called: Vec<String> = names.map(|name| name.trim().to_owned()).collect();
                called.sort_unstable_by_key(|name| name.to_lowercase());
                called.dedup_by_key(|name| name.to_lowercase());
                let question = Question { key, called, kind: kind.clone() };
                let all = book.questions.entry(template).or_default();
                // A row that stands twice is one question.
                if !all.contains(&question) {
                    all.push(question);
                }
            }
        });
        book
    }

    /// The template whose table has this name.
    pub(super) fn of_table(&self, name: &str) -> Template<'_> {
        let Some(templates) = self.tables.get(name) else { return Template::Unknown };
        match templates.first() {
            Some(own) if templates.len() == 1 => {
                Template::Of(self.questions.get(own).map_or(&[], Vec::as_slice))
            }
            _ => Template::Several(templates),
        }
    }
}

/// The rows of small tables.
struct Rows<'a> {
    drop: &'a DropFolder,
    profile: &'a Profile,
    dictionary: &'a Dictionary,
}

impl Rows<'_> {
    fn each(&self, entity: EntityId, mut see: impl FnMut(Guid, &SourceRecord)) {
        let described = self.dictionary.entity(entity);
        let Some(key) = described.key else { return };
        for file in self.drop.files().iter().filter(|file| self.drop.correction(file.id).is_none()) {
            if self.profile.claim(&file.path) != Claim::Entity(entity) {
                continue;
            }
            let path = self.drop.full_path(file);
            let columns = (entity, described);
            let opened = FileReader::open(&path, &file.path, FileId(0), &self.profile.format, columns);
            let Ok(mut reader) = opened else { continue };
            while let Ok(Some(record)) = reader.read() {
                if let Some(key) = record.guid(key) {
                    see(key, &record);
                }
            }
        }
    }
}
