//! Choices that a person still has to make, marked in the files of a mappings folder.
//!
//! A mark stands in place of what is to be chosen: `<choose what it is: one thing, or another>`. A folder with one is
//! refused, so that nobody migrates by a first draft.

use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::record::Diagnostic;

/// What a mark begins with.
const START: &str = "<choose ";

/// What a mark ends with.
const END: char = '>';

/// The mark of a choice: what is to be chosen, and from what.
pub fn open_choice(what: &str, from: &str) -> String {
    format!("{START}{what}: {from}{END}")
}

/// The choices of a mappings folder that nobody has made yet, in order of file and place.
pub fn open_choices(mappings: &Path) -> Vec<Diagnostic> {
    let mut files = Vec::new();
    list(mappings, Path::new(""), &mut files);
    files.sort();
    files.into_iter().flat_map(|file| choices(mappings, &file)).collect()
}

/// The TOML and CSV files under a folder; what cannot be read is another's mistake.
fn list(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten() {
        let path = folder.join(entry.file_name());
        if entry.path().is_dir() {
            list(root, &path, files);
        } else if path.extension().is_some_and(|own| own == "toml" || own == "csv") {
            files.push(path);
        }
    }
}

fn choices(mappings: &Path, file: &Path) -> Vec<Diagnostic> {
    let text = std::fs::read_to_string(mappings.join(file)).unwrap_or_default();
    let marks = text.match_indices(START).map(|(start, _)| mark(&text, start));
    marks.map(|span| choice(file, &text, span)).collect()
}

/// From the start of a mark to its end, or to the end of its line where it has none.
fn mark(text: &str, start: usize) -> Range<usize> {
    let line = text[start..].find(['\n', '\r']).map_or(text.len(), |end| start + end);
    let end = text[start..line].find(END).map_or(line, |end| start + end + END.len_utf8());
    start..end
}

fn choice(file: &Path, text: &str, span: Range<usize>) -> Diagnostic {
    let question = text[span.start + START.len()..span.end].trim_end_matches(END);
    let (what, from) = question.split_once(": ").unwrap_or((question, ""));
    Diagnostic {
        file: file.to_path_buf(),
        span: span.start..span.start + START.len() + what.len(),
        title: format!("to be chosen: {what}"),
        label: if is_remark(text, span.start) { LOOK } else { CHOOSE }.to_owned(),
        help: (!from.is_empty()).then(|| from.to_owned()),
    }
}

const CHOOSE: &str = "put your choice in place of this";
const LOOK: &str = "look at what stands below, then delete this line";

/// Whether what stands there is a remark of a file: then something is to be looked at, and nothing to be filled in.
fn is_remark(text: &str, place: usize) -> bool {
    let line = text[..place].rfind('\n').map_or(0, |end| end + 1);
    text[line..].starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_where_it_stands_and_says_what_to_choose_from() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("codes")).unwrap();
        let line = format!("owner = '{}' # later", open_choice("whose it is", "a, or b"));
        std::fs::write(folder.path().join("one.toml"), format!("# é\n{line}\n")).unwrap();
        std::fs::write(folder.path().join("codes/two.csv"), "1,Blue,<choose a code\n2,Red,R\n").unwrap();
        std::fs::write(folder.path().join("README.md"), &line).unwrap();
        std::fs::write(folder.path().join("three.toml"), format!("#  {}", open_choice("whether", "so")))
            .unwrap();
        let found = open_choices(folder.path());
        let shown = |one: &Diagnostic| (one.title.clone(), one.help.clone(), one.span.clone());
        let [code, owner, remark] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((owner.label.as_str(), remark.label.as_str()), (CHOOSE, LOOK));
        assert_eq!(shown(code), ("to be chosen: a code".to_owned(), None, 7..21));
        assert_eq!(
            shown(owner),
            ("to be chosen: whose it is".to_owned(), Some("a, or b".to_owned()), 14..33)
        );
    }
}
