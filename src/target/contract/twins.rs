//! Names that the contract gives twice: one of the two would be passed over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::load::{TableFile, mistake};
use crate::record::Diagnostic;

/// Tables of one name or of one file, and columns of one name, whatever their case.
pub(super) fn refuse(files: &[TableFile], mistakes: &mut Vec<Diagnostic>) {
    let names = files.iter().map(|file| (file.raw.table.as_str(), file.path.as_path()));
    once(names, "two files describe the table", mistakes);
    let written = files.iter().map(|file| (file.raw.file.as_str(), file.path.as_path()));
    once(written, "two tables are written to the file", mistakes);
    for file in files {
        columns(file, mistakes);
    }
}

fn once<'f>(names: impl Iterator<Item = (&'f str, &'f Path)>, title: &str, mistakes: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (name, path) in names {
        if let Some(first) = seen.insert(name.to_uppercase(), path.to_owned()) {
            let label = format!("first in contract/{}", first.display());
            mistakes.push(mistake(path, 0..0, &format!("{title} `{name}`"), label));
        }
    }
}

fn columns(file: &TableFile, mistakes: &mut Vec<Diagnostic>) {
    for (place, column) in file.raw.columns.iter().enumerate() {
        let name = column.name.get_ref();
        let mut before = file.raw.columns[..place].iter();
        if before.any(|other| other.name.get_ref().eq_ignore_ascii_case(name)) {
            let title = format!("`{}` has the column `{name}` twice", file.raw.table);
            mistakes.push(mistake(&file.path, column.name.span(), &title, "here again"));
        }
    }
}
