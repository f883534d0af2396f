//! The names of attached files that are gone, by what records say.

use std::collections::HashSet;

use super::survey::Survey;
use crate::source::NamedDocuments;

/// Attached files that records name, and those that lie there: what is known of the names of others, of which only the places are
/// told.
pub(crate) struct OwnNames<'a> {
    /// The folder of attachments.
    folder: &'a str,
    named: Option<&'a NamedDocuments>,
    /// Paths within the folder of what lies there, in lower case.
    there: HashSet<String>,
}

impl<'a> OwnNames<'a> {
    /// Takes them from a drop as it is now. Without a folder of attachments, or where they are named by their keys, it knows
    /// none.
    pub(crate) fn of(survey: &'a Survey, named: Option<&'a NamedDocuments>) -> Self {
        let folder = survey.profile.documents.as_ref().map_or("", |rule| rule.folder.as_str());
        let attached = survey.assignment.documents.iter().map(|file| survey.drop.file(*file).own_path());
        let there = attached.filter_map(|path| Some(within(folder, path)?.to_lowercase())).collect();
        Self { folder, named, there }
    }

    /// The path of a file that is gone, as far as case does not matter: where one file alone is gone from its folder, and records
    /// name one alone there that is not there. None where that is not so, or the told path is the file's own.
    pub(crate) fn of_lost<'p>(&self, told: &str, mut lost: impl Iterator<Item = &'p str>) -> Option<String> {
        let named = self.named?;
        let path = within(self.folder, told)?;
        let (above, _) = told.rsplit_once('/')?;
        let is_beside =
            |other: &str| other != told && other.rsplit_once('/').is_some_and(|(own, _)| own == above);
        if named.key(path).is_some() || lost.any(is_beside) {
            return None;
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_lowercase();
        match named.missing_in(&folder, &self.there)[..] {
            [name] => Some(format!("{}/{name}", self.folder)),
            _ => None,
        }
    }
}

fn within<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}
