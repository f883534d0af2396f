//! Which attachment lies where, by what their records say.

use std::collections::{HashMap, HashSet};

use crate::record::Guid;
use crate::source::{Assignment, Dictionary, DropFolder, FileReader, Profile, ReadError, RecordReader};

/// The keys of attachments by the path within the folder of attachments that their records say. Paths are compared without
/// regard to case. It is held in memory: about the length of the path and 40 bytes for each.
#[derive(Clone, Debug, Default)]
pub struct NamedDocuments {
    keys: HashMap<String, Option<Guid>>,
}

impl NamedDocuments {
    /// Reads the rows that describe attachments.
    pub fn read(
        drop: &DropFolder,
        assignment: &Assignment,
        profile: &Profile,
        dictionary: &Dictionary,
    ) -> Result<Option<Self>, ReadError> {
        let Some(rule) = &profile.documents else { return Ok(None) };
        let (Some(named), Some(key)) = (&rule.named, dictionary.entity(rule.entity).key) else {
            return Ok(None);
        };
        let mut documents = Self::default();
        let columns = (rule.entity, dictionary.entity(rule.entity));
        for id in assignment.files_of(rule.entity) {
            let file = drop.file(id);
            let format = match drop.correction(id) {
                Some(_) => profile.of_corrections().format,
                None => profile.format.clone(),
            };
            let mut reader = FileReader::open(&drop.full_path(file), &file.path, id, &format, columns)?;
            while let Some(record) = reader.read()? {
                if let (Some(path), Some(key)) = (named.of(&record), record.guid(key)) {
                    documents.add(path.to_lowercase(), key);
                }
            }
        }
        Ok(Some(documents))
    }

    /// The key of the attachment at a path within the folder; none where no record says so, or several do.
    pub fn key(&self, path: &str) -> Option<Guid> {
        self.keys.get(&path.to_lowercase()).copied().flatten()
    }

    /// The paths within the folder that records name in a folder there, and that are not among some paths; all are in lower case.
    pub fn missing_in<'s>(&'s self, above: &str, there: &HashSet<String>) -> Vec<&'s str> {
        let is_in = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder) == above;
        self.keys.keys().map(String::as_str).filter(|path| is_in(path) && !there.contains(*path)).collect()
    }

    fn add(&mut self, path: String, key: Guid) {
        let entry = self.keys.entry(path).or_insert(Some(key));
        if *entry != Some(key) {
            *entry = None;
        }
    }
}
