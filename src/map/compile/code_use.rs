//! What the steps of all mappings use code tables for, and the tables made of it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use super::World;
use super::code_source::{CodeRow, CodeSource};
use crate::map::plan::{CodeBy, CodeEntry, CodeTable};
use crate::record::Diagnostic;
use crate::record::nearest;

/// One use of a code table.
pub(super) struct CodeUse {
    /// The table's place.
    pub(super) table: usize,
    pub(super) by: CodeBy,
    /// What parts several codes of one cell, where the row is split.
    pub(super) separator: Option<char>,
    pub(super) file: PathBuf,
    pub(super) span: Range<usize>,
}

/// Makes the code tables; a table that two steps key differently is a mistake.
pub(super) fn code_tables(
    world: &World,
    sources: &mut [CodeSource],
    uses: &[CodeUse],
    found: &mut Vec<Diagnostic>,
) -> Vec<CodeTable> {
    let mut tables = Vec::new();
    for (place, source) in sources.iter_mut().enumerate() {
        let own: Vec<_> = uses.iter().filter(|one| one.table == place).collect();
        let by = own.first().map_or(CodeBy::Code, |one| one.by);
        for other in own.iter().filter(|one| one.by != by) {
            found.push(two_keys(source, other, by));
        }
        let separator = own.iter().find_map(|one| one.separator);
        check_targets(world, source, separator);
        tables.push(table(source, by));
    }
    tables
}

fn two_keys(source: &CodeSource, other: &CodeUse, by: CodeBy) -> Diagnostic {
    Diagnostic {
        file: other.file.clone(),
        span: other.span.clone(),
        title: format!("`{}` is keyed in two ways", source.name),
        label: format!("elsewhere it is keyed by {}", word(by)),
        help: Some("make a second code table of the same list".to_owned()),
    }
}

/// The word of the mapping files.
pub(super) fn word(by: CodeBy) -> &'static str {
    match by {
        CodeBy::Number => "number",
        CodeBy::Name => "name",
        CodeBy::GovCode => "GovCode",
        CodeBy::Code => "code",
    }
}

/// Target codes that the domain does not have.
fn check_targets(world: &World, source: &mut CodeSource, separator: Option<char>) {
    let Some(list) = world.contract.code_list(&source.domain) else { return };
    let asked = world.contract.templates().question_list == source.domain;
    for row in &source.rows {
        let Some(target) = &row.target else { continue };
        for part in target.split(|character| Some(character) == separator) {
            if !list.has(part) {
                let title = format!("`{part}` is no code of {}", source.domain);
                let help = nearest(part, list.codes()).map(|near| format!("did you mean `{near}`?"));
                let label = if asked { "question-not-in-template" } else { "code-not-in-target" };
                source.mistakes.add_with(row.target_span.clone(), title, label, help);
            }
        }
    }
}

fn table(source: &mut CodeSource, by: CodeBy) -> CodeTable {
    let mut entries: BTreeMap<String, CodeEntry> = BTreeMap::new();
    for row in source.rows.iter().filter(|row| !row.alias) {
        match entries.get(row.key(by)) {
            None => {
                entries.insert(row.key(by).to_owned(), entry(source, row));
            }
            Some(first) if clashes(first, row, by) => {
                let title = match by {
                    CodeBy::GovCode => format!("two names share the statutory code `{}`", row.source),
                    _ => format!("`{}` stands here twice", row.key(by)),
                };
                let label = format!("line {} says something else", first.line);
                let help = (by == CodeBy::GovCode)
                    .then(|| "key the table by name, in the step and in the file".to_owned());
                source.mistakes.add_with(row.source_span.clone(), title, label, help);
            }
            Some(_) => {}
        }
    }
    for row in source.rows.iter().filter(|row| row.alias) {
        if by == CodeBy::Name {
            let alias = CodeEntry { alias: true, variants: Vec::new(), ..entry(source, row) };
            entries.entry(row.label.clone()).or_insert(alias);
        }
    }
    CodeTable::new(source.name.clone(), source.list.clone(), source.domain.clone(), by, entries)
}

/// Whether a second row of one key says something else: another target, or by numbers and codes another label.
fn clashes(first: &CodeEntry, row: &CodeRow, by: CodeBy) -> bool {
    first.target != row.target || (by != CodeBy::Name && first.label != row.label)
}

fn entry(source: &CodeSource, row: &CodeRow) -> CodeEntry {
    let variants = source.rows.iter().filter(|other| other.alias && other.source == row.source);
    CodeEntry {
        source: row.source.clone(),
        label: row.label.clone(),
        target: row.target.clone(),
        alias: false,
        variants: variants.map(|other| other.label.clone()).collect(),
        line: row.line,
    }
}
