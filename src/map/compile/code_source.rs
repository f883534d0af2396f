//! Code tables as they stand in their files, before it is known what the steps key them by.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::csv_lines::{CsvCell, csv_lines};
use super::mistakes::Mistakes;
use crate::map::plan::CodeBy;
use crate::map::raw::{Name, RawCodeTable};
use crate::record::Diagnostic;
use crate::source::{Dictionary, Kind};
use crate::target::contract::{CodeList, Contract};

const HEADER: [&str; 4] = ["source_code", "source_label", "target_code", "note"];

/// One line of a code table.
pub(super) struct CodeRow {
    pub(super) source: String,
    pub(super) label: String,
    pub(super) target: Option<String>,
    pub(super) alias: bool,
    pub(super) line: u32,
    pub(super) source_span: Range<usize>,
    pub(super) target_span: Range<usize>,
}

impl CodeRow {
    /// What the row is keyed by.
    pub(super) fn key(&self, by: CodeBy) -> &str {
        if by == CodeBy::Name { &self.label } else { &self.source }
    }
}

/// A code table as it stands in its file.
pub(super) struct CodeSource {
    pub(super) name: String,
    pub(super) list: String,
    pub(super) domain: String,
    /// Whether list, domain and file are what `tables.toml` says; if not, its uses are not judged.
    pub(super) sound: bool,
    pub(super) rows: Vec<CodeRow>,
    pub(super) mistakes: Mistakes,
}

impl CodeSource {
    /// The rows that are no other spelling of another row.
    pub(super) fn own_rows(&self) -> impl Iterator<Item = &CodeRow> {
        self.rows.iter().filter(|row| !row.alias)
    }

    /// Why the source code cannot be told from the target code; none where it can. Where the column `must` be filled,
    /// a code without a target turns its record away, so that nothing is lost by it.
    pub(super) fn loss(&self, by: CodeBy, must: bool) -> Option<String> {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for row in self.own_rows() {
            let Some(target) = row.target.as_deref() else {
                if must {
                    continue;
                }
                return Some(format!("`{}` has no target in `{}`", row.key(by), self.name));
            };
            let first = seen.entry(target).or_insert(row.key(by));
            if *first != row.key(by) {
                return Some(format!(
                    "`{}` and `{}` are both `{target}` in `{}`",
                    first,
                    row.key(by),
                    self.name
                ));
            }
        }
        None
    }

    /// Whether a target code is given by some row.
    pub(super) fn gives(&self, target: &str) -> bool {
        self.rows.iter().any(|row| row.target.as_deref() == Some(target))
    }
}

/// Reads `codes/tables.toml` and the tables it names, in order of name.
pub(super) fn code_sources(
    mappings: &Path,
    dictionary: &Dictionary,
    contract: &Contract,
    found: &mut Vec<Diagnostic>,
) -> Vec<CodeSource> {
    let mut index = Mistakes::read(mappings, "codes/tables.toml");
    let raw: BTreeMap<Name, RawCodeTable> = index.parse().unwrap_or_default();
    let mut sources = Vec::new();
    for (name, table) in &raw {
        let before = index.count();
        check_list(dictionary, table, &mut index);
        check_domain(contract, &table.domain, &mut index);
        let file = PathBuf::from(format!("codes/{}.csv", name.get_ref()));
        if !mappings.join(&file).is_file() {
            index.add(name.span(), format!("there is no file {}", file.display()), "named here");
        }
        sources.push(code_source(mappings, file, name.get_ref(), table, index.count() == before));
    }
    if index.none() {
        undeclared(mappings, &raw, found);
    }
    found.extend(index.into_found());
    sources
}

/// Files that no entry of `tables.toml` names.
fn undeclared(mappings: &Path, raw: &BTreeMap<Name, RawCodeTable>, found: &mut Vec<Diagnostic>) {
    for file in super::files_in(&mappings.join("codes"), "csv") {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !raw.keys().any(|name| *name.get_ref() == stem) {
            let title = "codes/tables.toml does not say what this code table is for".to_owned();
            let help = Some(format!("add [{stem}] with `list` and `domain`, or take the file away"));
            let file = Path::new("codes").join(file);
            found.push(Diagnostic { file, span: 0..0, title, label: String::new(), help });
        }
    }
}

fn code_source(mappings: &Path, file: PathBuf, name: &str, table: &RawCodeTable, sound: bool) -> CodeSource {
    let there = mappings.join(&file).is_file();
    let mut mistakes = if there { Mistakes::read(mappings, file) } else { Mistakes::absent(file) };
    let rows = if there { rows(&mut mistakes) } else { Vec::new() };
    let list = table.list.as_ref().map(|list| list.get_ref().clone()).unwrap_or_default();
    CodeSource { name: name.to_owned(), list, domain: table.domain.get_ref().clone(), sound, rows, mistakes }
}

fn rows(mistakes: &mut Mistakes) -> Vec<CodeRow> {
    if !mistakes.none() {
        return Vec::new();
    }
    let lines = csv_lines(mistakes.text());
    let header: Vec<_> = lines.first().into_iter().flatten().map(|cell| cell.text.as_str()).collect();
    if header != HEADER {
        let end = lines.first().and_then(|line| line.last()).map_or(0, |cell| cell.span.end);
        let title = format!("a code table begins with the line {}", HEADER.join(","));
        mistakes.add(0..end, title, "another header");
        return Vec::new();
    }
    let mut rows = Vec::new();
    for line in &lines[1..] {
        rows.extend(row(mistakes, line));
    }
    rows
}

fn row(mistakes: &mut Mistakes, line: &[CsvCell]) -> Option<CodeRow> {
    let [source, label, target, note] = line else {
        let span = line[0].span.start..line[line.len() - 1].span.end;
        mistakes.add(span, format!("a line of a code table has 4 cells, not {}", line.len()), "this line");
        return None;
    };
    Some(CodeRow {
        source: source.text.clone(),
        label: label.text.clone(),
        target: Some(target.text.clone()).filter(|text| !text.is_empty()),
        alias: note.text.split(';').any(|part| part.trim() == "alias"),
        line: mistakes.line(source.span.start),
        source_span: source.span.clone(),
        target_span: target.span.clone(),
    })
}

fn check_list(dictionary: &Dictionary, table: &RawCodeTable, index: &mut Mistakes) {
    let Some(list) = &table.list else { return };
    let lists = lists(dictionary);
    if !lists.contains(&list.get_ref().as_str()) {
        let title = format!("the data dictionary has no list `{}`", list.get_ref());
        index.unknown(list.span(), title, list.get_ref(), lists.iter().copied());
    }
}

/// The lists of the source: option sets, and tables that coded columns point at.
fn lists(dictionary: &Dictionary) -> Vec<&str> {
    let columns = dictionary.entities().iter().flat_map(|entity| &entity.columns);
    let mut lists: Vec<_> = columns
        .filter_map(|column| match &column.kind {
            Kind::Option { list } => Some(list.as_str()),
            _ => None,
        })
        .chain(dictionary.entities().iter().map(|entity| entity.name.as_str()))
        .collect();
    lists.sort_unstable();
    lists.dedup();
    lists
}

fn check_domain(contract: &Contract, domain: &Name, index: &mut Mistakes) {
    if contract.code_list(domain.get_ref()).is_none() {
        let title = format!("contract/codes has no list `{}`", domain.get_ref());
        index.unknown(domain.span(), title, domain.get_ref(), contract.code_lists().map(CodeList::name));
    }
}
