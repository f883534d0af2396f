//! How attachments are told whose names people gave them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::record::Guid;

/// Endings that say what a file is, and nothing of anybody: those of policy.toml's `[files]`, and what else offices keep.
/// Whatever else stands behind a dot may be the end of a name.
const ENDINGS: [&str; 36] = [
    "bmp", "csv", "doc", "docm", "docx", "dot", "dotx", "eml", "gif", "heic", "htm", "html", "jpeg", "jpg",
    "m4a", "mov", "mp3", "mp4", "msg", "odp", "ods", "odt", "pdf", "png", "ppt", "pptx", "rtf", "tif",
    "tiff", "txt", "wav", "webp", "xls", "xlsx", "xml", "zip",
];

/// How the paths of attachments are told. The name that a person gave a file is a value of the row that describes it, and
/// often somebody's name; no report, list, message or ledger shows it.
///
/// The folder of attachments, which the profile names, is told as it is, and so is a name that is a key, with one of
/// [`ENDINGS`] behind it or without: keys are shown everywhere. Every other name below that folder, of a file and of a folder,
/// is told by its place: its number, from 1, among those names of the folder it lies in that are no keys, in order of their
/// bytes. Behind the number of a file stands its ending in lower case, if it is one of [`ENDINGS`].
///
/// Folders count as values as files do: an export that has a folder for each person names them after people, and below the
/// folder that the profile names it has none of its own but what `named` says, which nobody misses. Keys are not counted, so
/// that a file named by its key which comes or goes moves no other's number.
#[derive(Debug)]
pub(super) struct ToldPaths<'a> {
    /// The folder of attachments.
    folder: &'a str,
    /// Names that are no keys, in order, by the folder that they lie in.
    names: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> ToldPaths<'a> {
    /// Takes the paths of all files that are told so, each below the folder.
    pub(super) fn new(folder: &'a str, paths: impl Iterator<Item = &'a str>) -> Self {
        let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for mut path in paths {
            while let Some((above, name)) = path.rsplit_once('/').filter(|_| path.len() > folder.len()) {
                if !is_key(name) {
                    names.entry(above).or_default().insert(name);
                }
                path = above;
            }
        }
        let names = names.into_iter().map(|(above, names)| (above, names.into_iter().collect()));
        Self { folder, names: names.collect() }
    }

    /// How a path below the folder is told; names that were not taken stay as they are.
    pub(super) fn told(&self, path: &str) -> String {
        let mut told = self.folder.to_owned();
        let mut end = self.folder.len();
        while end < path.len() {
            let (above, rest) = (&path[..end], &path[end + 1..]);
            let name = rest.split('/').next().unwrap_or(rest);
            told.push('/');
            told.push_str(&self.name(above, name, name.len() == rest.len()));
            end += 1 + name.len();
        }
        told
    }

    fn name<'n>(&self, above: &str, name: &'n str, is_file: bool) -> Cow<'n, str> {
        let place = self.names.get(above).and_then(|names| names.binary_search(&name).ok());
        let Some(place) = place else { return Cow::Borrowed(name) };
        match ending(name).filter(|_| is_file) {
            Some(ending) => Cow::Owned(format!("{}.{}", place + 1, ending.to_lowercase())),
            None => Cow::Owned((place + 1).to_string()),
        }
    }
}

/// The ending of a name, where it says what the file is.
fn ending(name: &str) -> Option<&str> {
    let (_, ending) = name.rsplit_once('.')?;
    ENDINGS.contains(&ending.to_lowercase().as_str()).then_some(ending)
}

/// Whether a name is a key, with an ending or without.
fn is_key(name: &str) -> bool {
    let stem = ending(name).map_or(name, |ending| &name[..name.len() - ending.len() - 1]);
    Guid::parse(stem).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "5B14851B-c8dc-4a40-9a54-444003ee1d5f";

    /// How each of some paths below a folder `in/files` is told.
    fn told<const N: usize>(paths: [&str; N]) -> [String; N] {
        let paths = paths.map(|path| format!("in/files/{path}"));
        let all = ToldPaths::new("in/files", paths.iter().map(String::as_str));
        paths.each_ref().map(|path| all.told(path).strip_prefix("in/files/").unwrap().to_owned())
    }

    #[test]
    fn keys_are_told_and_names_are_numbered() {
        let own = [KEY.to_owned(), format!("{KEY}.Pdf"), format!("{KEY}/{KEY}"), format!("{KEY}.smith")];
        assert_eq!(told(own.each_ref().map(String::as_str)), [&own[0], &own[1], &own[2], "1"]);
        let paths =
            [format!("{KEY}/Zoe.JPG"), format!("{KEY}/Ann"), format!("{KEY}/Ben.Lee"), "Amy.pdf".to_owned()];
        let places = [format!("{KEY}/3.jpg"), format!("{KEY}/1"), format!("{KEY}/2"), "1.pdf".to_owned()];
        assert_eq!(told(paths.each_ref().map(String::as_str)), places);
    }

    #[test]
    fn folders_of_names_are_numbered_among_the_files_beside_them() {
        let paths = ["Ann Lee.doc/Plan.pdf", "Ben/a/x.txt", "Ben/b/x.txt", "Amy.txt", "1"];
        assert_eq!(told(paths), ["3/1.pdf", "4/1/1.txt", "4/2/1.txt", "2.txt", "1"]);
    }
}
