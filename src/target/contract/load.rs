//! Reads the contract's files and turns their names into numbers.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use toml::Spanned;

use super::claims::visible_files;
use super::raw::{RawColumn, RawContract, RawKind, RawTable};
use super::{
    CodeList, Column, ColumnId, ColumnKind, Contract, FileForm, Reference, Table, TableId, TextEncoding,
};
use super::{lookups, templates, twins};
use crate::record::{Diagnostic, form_words, nearest};

/// A table file as read, with its place.
pub(super) struct TableFile {
    pub(super) path: PathBuf,
    pub(super) raw: RawTable,
}

pub(super) fn load(folder: &Path) -> Result<Contract, Vec<Diagnostic>> {
    let mut mistakes = Vec::new();
    let head: Option<RawContract> = parse(folder, Path::new("contract.toml"), &mut mistakes);
    let files = table_files(folder, &mut mistakes);
    twins::refuse(&files, &mut mistakes);
    let mut lists = code_lists(folder, &mut mistakes);
    let mappings = folder.parent().unwrap_or(folder);
    lookups::apply(mappings, &mut lists, &mut mistakes);
    let templates = templates::read(mappings, &mut lists, &mut mistakes);
    let mut tables: Vec<_> = files.iter().map(|file| table(file, &files, &lists, &mut mistakes)).collect();
    if let Some(templates) = &templates {
        for (file, table) in files.iter().zip(&mut tables).filter(|(file, _)| templates.0.is_of(file)) {
            table.constraints.extend(templates::constraints(templates, file, &files, &mut mistakes));
        }
    }
    let form = head.as_ref().map(|head| file_form(head, &mut mistakes)).unwrap_or_default();
    for table in &mut tables {
        table.form = form;
    }
    match head {
        Some(head) if mistakes.is_empty() => {
            let templates = templates.map(|(_, templates)| templates).unwrap_or_default();
            // They are asked for by name.
            lists.sort_by(|one, other| one.name().cmp(other.name()));
            let (schema_version, sha256) = (head.schema_version, digest(folder));
            Ok(Contract { tables, lists, templates, schema_version, sha256, form })
        }
        _ => Err(mistakes),
    }
}

pub(super) fn mistake(file: &Path, span: Range<usize>, title: &str, label: impl Into<String>) -> Diagnostic {
    let file = Path::new("contract").join(file);
    Diagnostic { file, span, title: title.to_owned(), label: label.into(), help: None }
}

/// A name that nothing has; the nearest of those that are there is named as help.
pub(super) fn unknown<'a>(
    file: &Path,
    name: &Spanned<String>,
    (title, label): (&str, &str),
    there: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let help = nearest(name.get_ref(), there).map(|near| format!("did you mean `{near}`?"));
    Diagnostic { help, ..mistake(file, name.span(), title, label) }
}

/// The names of a table's columns.
pub(super) fn columns_of(raw: &RawTable) -> impl Iterator<Item = &str> {
    raw.columns.iter().map(|column| column.name.get_ref().as_str())
}

/// The names of all tables.
pub(super) fn tables_of(files: &[TableFile]) -> impl Iterator<Item = &str> {
    files.iter().map(|file| file.raw.table.as_str())
}

fn parse<T: DeserializeOwned>(folder: &Path, file: &Path, mistakes: &mut Vec<Diagnostic>) -> Option<T> {
    let text = match std::fs::read_to_string(folder.join(file)) {
        Ok(text) => text,
        Err(error) => {
            mistakes.push(mistake(file, 0..0, "cannot read the file", error.to_string()));
            return None;
        }
    };
    match toml::from_str(&text) {
        Ok(value) => Some(value),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            mistakes.push(mistake(file, span, "mistake in the contract", form_words(error.message())));
            None
        }
    }
}

/// The files of a folder with an extension, in order of name.
pub(super) fn files_in(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let named = entries.map(|entry| PathBuf::from(entry.file_name()));
    let mut files: Vec<_> =
        named.filter(|file| file.extension().is_some_and(|own| own == extension)).collect();
    files.sort();
    files
}

fn table_files(folder: &Path, mistakes: &mut Vec<Diagnostic>) -> Vec<TableFile> {
    let files = files_in(folder, "toml").into_iter().filter(|file| file != Path::new("contract.toml"));
    let mut tables: Vec<TableFile> =
        files.filter_map(|path| parse(folder, &path, mistakes).map(|raw| TableFile { path, raw })).collect();
    tables.sort_by(|a, b| (a.raw.order, &a.path).cmp(&(b.raw.order, &b.path)));
    tables
}

fn code_lists(folder: &Path, mistakes: &mut Vec<Diagnostic>) -> Vec<CodeList> {
    let folder = folder.join("codes");
    let mut lists = Vec::new();
    for file in files_in(&folder, "csv") {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match read_codes(&folder.join(&file)) {
            Ok(codes) => lists.push(CodeList::new(name, codes)),
            Err(error) => {
                let path = Path::new("codes").join(&file);
                mistakes.push(mistake(&path, 0..0, "cannot read the code list", error.to_string()));
            }
        }
    }
    lists
}

fn read_codes(path: &Path) -> Result<Vec<(String, String)>, csv::Error> {
    csv::Reader::from_path(path)?.deserialize().collect()
}

fn table(file: &TableFile, files: &[TableFile], lists: &[CodeList], mistakes: &mut Vec<Diagnostic>) -> Table {
    let columns = file.raw.columns.iter().map(|raw| column(file, raw, files, lists, mistakes)).collect();
    let mut key = Vec::new();
    for name in &file.raw.key {
        match column_id(&file.raw, name.get_ref()) {
            Some(column) => key.push(column),
            None => mistakes.push(unknown(
                &file.path,
                name,
                ("no such column", "the table has no such column"),
                columns_of(&file.raw),
            )),
        }
    }
    Table {
        name: file.raw.table.clone(),
        stem: file.raw.file.clone(),
        order: file.raw.order,
        columns,
        key,
        shared: file.raw.shared,
        constraints: super::load_constraints::constraints(file, files, mistakes),
        form: FileForm::default(),
    }
}

fn column(
    file: &TableFile,
    raw: &RawColumn,
    files: &[TableFile],
    lists: &[CodeList],
    mistakes: &mut Vec<Diagnostic>,
) -> Column {
    if let Some(codes) = &raw.codes
        && !lists.iter().any(|list| list.name() == codes.get_ref())
    {
        mistakes.push(unknown(
            &file.path,
            codes,
            ("no such code list", "codes/ has no list of this name"),
            lists.iter().map(CodeList::name),
        ));
    }
    Column {
        name: raw.name.get_ref().clone(),
        kind: kind(raw),
        width: raw.width,
        required: raw.required,
        unique: raw.unique,
        critical: raw.critical,
        codes: raw.codes.as_ref().map(|codes| codes.get_ref().clone()),
        references: references(file, raw, files, mistakes),
    }
}

fn kind(raw: &RawColumn) -> ColumnKind {
    match raw.kind {
        RawKind::Text => ColumnKind::Text,
        RawKind::Code => ColumnKind::Code,
        RawKind::Number => ColumnKind::Number { scale: raw.scale.unwrap_or(0) },
        RawKind::Date => ColumnKind::Date,
        RawKind::Datetime => ColumnKind::DateTime,
        RawKind::DateOrDatetime => ColumnKind::DateOrDateTime,
        RawKind::Flag => ColumnKind::Flag,
    }
}

fn references(
    file: &TableFile,
    raw: &RawColumn,
    files: &[TableFile],
    mistakes: &mut Vec<Diagnostic>,
) -> Vec<Reference> {
    let mut references = Vec::new();
    for reference in &raw.references {
        let Some(place) = files.iter().position(|other| other.raw.table == *reference.table.get_ref()) else {
            mistakes.push(unknown(
                &file.path,
                &reference.table,
                ("no such table", "the contract has no such table"),
                tables_of(files),
            ));
            continue;
        };
        let other = &files[place].raw;
        let named = reference.column.as_ref().or(other.key.first());
        match (named.and_then(|name| column_id(other, name.get_ref())), u16::try_from(place)) {
            (Some(column), Ok(table)) => references.push(Reference { table: TableId(table), column }),
            _ => mistakes.push(unknown(
                &file.path,
                named.unwrap_or(&reference.table),
                ("no such column", "that table has no such column"),
                columns_of(other),
            )),
        }
    }
    references
}

pub(super) fn column_id(raw: &RawTable, name: &str) -> Option<ColumnId> {
    let place = raw.columns.iter().position(|column| column.name.get_ref() == name)?;
    u16::try_from(place).ok().map(ColumnId)
}

/// The form of import files.
fn file_form(head: &RawContract, mistakes: &mut Vec<Diagnostic>) -> FileForm {
    let file = Path::new("contract.toml");
    let output = &head.output;
    let mut refuse = |span: Range<usize>, title: &str, label: &str| {
        mistakes.push(mistake(file, span, title, label));
    };
    let named = TextEncoding::ALL.into_iter().find(|one| one.name() == output.encoding.get_ref());
    if named.is_none() {
        refuse(output.encoding.span(), "encoding not supported", "`utf-8` or `windows-1252`");
    }
    let encoding = named.unwrap_or_default();
    let byte_order_mark = *output.byte_order_mark.get_ref();
    if byte_order_mark && encoding != TextEncoding::Utf8 {
        let label = "only files in `utf-8` can have a byte-order mark";
        refuse(output.byte_order_mark.span(), "option not supported", label);
    }
    let delimiter = match output.delimiter.get_ref().as_str() {
        "|" => '|',
        "," => ',',
        _ => {
            refuse(output.delimiter.span(), "delimiter not supported", "`,` or `|`");
            ','
        }
    };
    FileForm { encoding, byte_order_mark, delimiter }
}

/// SHA-256 over path and content of every file, in order of path; the council's own exports count where there are any.
fn digest(folder: &Path) -> String {
    let mut paths = files_in(folder, "toml");
    paths
        .extend(files_in(&folder.join("codes"), "csv").into_iter().map(|file| Path::new("codes").join(file)));
    paths.extend(exports(folder));
    paths.sort();
    let mut hasher = Sha256::new();
    for path in paths {
        hasher.update(path.to_string_lossy().as_bytes());
        hasher.update([0]);
        hasher.update(std::fs::read(folder.join(&path)).unwrap_or_default());
        hasher.update([0]);
    }
    hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The council's own exports beside the contract.
fn exports(folder: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for (name, index) in [(lookups::FOLDER, lookups::INDEX), (templates::FOLDER, templates::INDEX)] {
        let beside = Path::new("..").join(name);
        let files = visible_files(&folder.join(&beside));
        if files.iter().any(|file| file != Path::new(index)) {
            paths.extend(files.into_iter().map(|file| beside.join(file)));
        }
    }
    paths
}
