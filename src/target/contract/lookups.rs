//! The council's own exports of what its Mosaic knows (`lookups/`): they take the place of the contract's code lists.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::CodeList;
use super::claims::{RawIgnore, unclaimed};
use crate::record::{Diagnostic, form_words};

/// The folder within a mappings folder, and the file that says what its exports are.
pub(super) const FOLDER: &str = "lookups";
pub(super) const INDEX: &str = "lookups.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLookups {
    #[serde(default)]
    export: Vec<RawExport>,
    /// Files of the folder that are no exports.
    #[serde(default)]
    ignore: Vec<RawIgnore>,
}

/// One list in one export.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExport {
    file: Spanned<String>,
    list: Spanned<String>,
    code: Spanned<String>,
    label: Option<Spanned<String>>,
    /// Rows that count: each column has one of its texts.
    #[serde(default)]
    only: BTreeMap<Spanned<String>, Vec<String>>,
}

/// Puts the codes of every declared export in place of the list that it is of. A folder without exports changes nothing.
pub(super) fn apply(mappings: &Path, lists: &mut [CodeList], mistakes: &mut Vec<Diagnostic>) {
    let folder = mappings.join(FOLDER);
    let Ok(text) = std::fs::read_to_string(folder.join(INDEX)) else { return };
    let raw: RawLookups = match toml::from_str(&text) {
        Ok(raw) => raw,
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            mistakes.push(mistake(span, "mistake in the list of exports", form_words(error.message())));
            return;
        }
    };
    undeclared(&folder, &raw, mistakes);
    let mut codes: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for export in &raw.export {
        let list = export.list.get_ref().as_str();
        if !lists.iter().any(|own| own.name() == list) {
            mistakes.push(mistake(
                export.list.span(),
                "no such code list",
                "contract/codes has no list of this name",
            ));
            continue;
        }
        match read(&folder, export) {
            Ok(read) => codes.entry(list).or_default().extend(read),
            Err(found) => mistakes.push(found),
        }
    }
    for (name, codes) in codes {
        let Some(list) = lists.iter_mut().find(|list| list.name() == name) else { continue };
        *list = CodeList::new(name, codes);
    }
}

/// Files that nobody said anything of: an export that is not read is worse than none.
fn undeclared(folder: &Path, raw: &RawLookups, mistakes: &mut Vec<Diagnostic>) {
    for one in raw.ignore.iter().filter(|one| one.reason.get_ref().trim().is_empty()) {
        mistakes.push(mistake(one.reason.span(), "a file is ignored without a reason", "expected a reason"));
    }
    let declared: BTreeSet<&str> = raw.export.iter().map(|export| export.file.get_ref().as_str()).collect();
    for file in unclaimed(folder, INDEX, &raw.ignore, |file| declared.contains(&*file.to_string_lossy())) {
        let title = format!("nothing says what {FOLDER}/{} is", file.display());
        let label = "add an [[export]] for it, or an [[ignore]] with file and reason";
        mistakes.push(mistake(0..0, &title, label));
    }
}

fn read(folder: &Path, export: &RawExport) -> Result<Vec<(String, String)>, Diagnostic> {
    let unreadable = |why: String| mistake(export.file.span(), "the export cannot be read", why);
    let path = folder.join(export.file.get_ref());
    let mut reader = csv::Reader::from_path(path).map_err(|error| unreadable(error.to_string()))?;
    let header = reader.headers().map_err(|error| unreadable(error.to_string()))?.clone();
    let place = |name: &Spanned<String>| {
        let found = header.iter().position(|own| own.trim_start_matches('\u{feff}') == name.get_ref());
        found.ok_or_else(|| mistake(name.span(), "no such column", "the export has no such column"))
    };
    let code = place(&export.code)?;
    let label = export.label.as_ref().map(place).transpose()?;
    let mut only = Vec::new();
    for (name, texts) in &export.only {
        only.push((place(name)?, texts));
    }
    let mut codes = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| unreadable(error.to_string()))?;
        let counts = only.iter().all(|(place, texts)| texts.iter().any(|text| row.get(*place) == Some(text)));
        if let (true, Some(code)) = (counts, row.get(code).filter(|code| !code.is_empty())) {
            let label = label.and_then(|label| row.get(label)).unwrap_or_default();
            codes.push((code.to_owned(), label.to_owned()));
        }
    }
    if codes.is_empty() {
        return Err(mistake(export.file.span(), "the export has no code", "no row has one"));
    }
    Ok(codes)
}

fn mistake(span: Range<usize>, title: &str, label: impl Into<String>) -> Diagnostic {
    let file = PathBuf::from(FOLDER).join(INDEX);
    Diagnostic { file, span, title: title.to_owned(), label: label.into(), help: None }
}
