//! Reads the labels of a drop, before its rows are read.

use std::collections::HashMap;
use std::sync::Arc;

use super::LabelBook;
use crate::record::{EntityId, FileId, Guid, SourceRecord};
use crate::source::{Assignment, Dictionary, DropFolder, FileReader, Format, Labels, Profile, RecordReader};

impl LabelBook {
    /// Reads the files of every table that others name by label. What is wrong with a file is told when its rows are read.
    pub fn read(
        drop: &DropFolder,
        assignment: &Assignment,
        profile: &Profile,
        labels: &Labels,
        dictionary: &Dictionary,
    ) -> Self {
        let names = dictionary.ids().map(|id| (id, dictionary.entity(id).name.clone())).collect();
        let mut reading = Reading {
            book: Self::new(names),
            drop,
            assignment,
            format: Format { labels: Some(Arc::new(labels.as_written())), ..profile.format.clone() },
            dictionary,
        };
        reading.options(labels);
        for entity in labels.named() {
            reading.records(entity, labels);
        }
        reading.book
    }
}

struct Reading<'a> {
    book: LabelBook,
    drop: &'a DropFolder,
    assignment: &'a Assignment,
    format: Format,
    dictionary: &'a Dictionary,
}

impl Reading<'_> {
    fn rows(&self, entity: EntityId, mut see: impl FnMut(&SourceRecord)) {
        let files: Vec<FileId> = self.assignment.files_of(entity).collect();
        for id in files {
            let file = self.drop.file(id);
            if self.drop.correction(id).is_some() {
                continue;
            }
            let columns = (entity, self.dictionary.entity(entity));
            let path = self.drop.full_path(file);
            let Ok(mut reader) = FileReader::open(&path, &file.path, id, &self.format, columns) else {
                continue;
            };
            while let Ok(Some(record)) = reader.read() {
                see(&record);
            }
        }
    }

    fn records(&mut self, entity: EntityId, labels: &Labels) {
        let Some(key) = self.dictionary.entity(entity).key else { return };
        let mut found: Vec<(String, Guid)> = Vec::new();
        self.rows(entity, |record| {
            found.extend(record.guid(key).map(|guid| (labels.text(record), guid)));
        });
        for (label, key) in found {
            self.book.add_record(entity, &label, key);
        }
    }

    /// The lists by name, whichever way a value names its list.
    fn options(&mut self, labels: &Labels) {
        let columns = labels.options;
        let key = self.dictionary.entity(columns.set).key;
        let mut lists: HashMap<Guid, String> = HashMap::new();
        self.rows(columns.set, |record| {
            let name = record.get(columns.name).filled().unwrap_or_default().to_owned();
            lists.extend(key.and_then(|key| record.guid(key)).map(|key| (key, name)));
        });
        let mut found: Vec<(String, String, String)> = Vec::new();
        self.rows(columns.value, |record| {
            let text = |field| record.get(field).filled().map(str::to_owned);
            let list = text(columns.of_set).map(|set| match Guid::parse(&set) {
                Ok(key) => lists.get(&key).cloned().unwrap_or(set),
                Err(_) => set,
            });
            if let (Some(list), Some(label), Some(number)) = (list, text(columns.text), text(columns.number))
            {
                found.push((list, label, number));
            }
        });
        for (list, label, number) in found {
            self.book.add_option(&list, &label, &number);
        }
    }
}
