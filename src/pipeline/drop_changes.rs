//! What is other in a drop than a run read it.

use std::collections::BTreeMap;
use std::fmt;

/// The path of a file within the drop, and its SHA-256.
pub(crate) type FileDigest = (String, String);

/// Files of a drop that are other than a run read them, by their paths within it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DropChanges {
    /// Files that are not there any more.
    pub gone: Vec<String>,
    /// Files that were not there.
    pub new: Vec<String>,
    /// Files with other content.
    pub changed: Vec<String>,
}

impl DropChanges {
    /// What is other `now` than it was noted.
    pub(crate) fn between(mut noted: BTreeMap<&str, &str>, now: &[FileDigest]) -> Self {
        let mut changes = Self::default();
        for (path, sha256) in now {
            match noted.remove(path.as_str()) {
                None => changes.new.push(path.clone()),
                Some(before) if before != sha256 => changes.changed.push(path.clone()),
                Some(_) => {}
            }
        }
        changes.gone = noted.into_keys().map(str::to_owned).collect();
        changes
    }

    /// Whether nothing is other.
    pub fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.new.is_empty() && self.changed.is_empty()
    }

    /// The same, each path behind that of a folder.
    pub(crate) fn under(self, folder: &str) -> Self {
        let name = |paths: Vec<String>| paths.into_iter().map(|path| format!("{folder}{path}")).collect();
        Self { gone: name(self.gone), new: name(self.new), changed: name(self.changed) }
    }
}

impl fmt::Display for DropChanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = [("gone", &self.gone), ("new", &self.new), ("changed", &self.changed)];
        let told = kinds.into_iter().filter(|(_, files)| !files.is_empty());
        let told: Vec<_> =
            told.map(|(word, files)| format!("{} {word} ({})", files.len(), first(files))).collect();
        f.write_str(&told.join(", "))
    }
}

/// How many files are named.
const SHOWN: usize = 3;

/// The same of files that `status --json` lists under a key, which is named where not all of them are.
pub(crate) fn first_under(key: &str, files: &[String]) -> String {
    let first = first(files);
    if files.len() > SHOWN { format!("{first}: `status --json` lists all as `{key}`") } else { first }
}

/// The first of some files, and how many more there are.
pub(crate) fn first(files: &[String]) -> String {
    let shown = files.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match files.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_new_and_changed_is_counted_and_named() {
        let now = [("b", "1"), ("c", "3"), ("d", "1")].map(|(path, sha256)| (path.into(), sha256.into()));
        let noted = BTreeMap::from([("a", "1"), ("b", "1"), ("c", "1")]);
        let changes = DropChanges::between(noted, &now);
        assert_eq!(changes.to_string(), "1 gone (a), 1 new (d), 1 changed (c)");
        assert_eq!(changes.under("f/").to_string(), "1 gone (f/a), 1 new (f/d), 1 changed (f/c)");
        let same = DropChanges::between(BTreeMap::from([("b", "1")]), &now[..1]);
        assert!(same.is_empty() && same.to_string().is_empty());
        let files = ["a", "b", "c", "d", "e"].map(String::from);
        assert_eq!(first(&files), "a, b, c and 2 more");
        assert_eq!(first_under("gone", &files), "a, b, c and 2 more: `status --json` lists all as `gone`");
        assert_eq!(first_under("gone", &files[..3]), "a, b, c");
    }
}
