//! The lines that would cover what is not covered.

use std::collections::BTreeMap;

use super::UncoveredCode;
use super::reference_rows::ReferenceRows;
use crate::map::plan::{CodeBy, CodeTable, Plan};
use crate::map::{column_label, same_spelling};
use crate::record::{Reason, Stop};

/// Lines to be added to one file of the mappings folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The file, relative to the mappings folder.
    pub file: String,
    /// Where they go, or what to decide first.
    pub advice: &'static str,
    /// The lines.
    pub lines: Vec<String>,
}

/// The remedies of stops and uncovered codes, by file.
pub(super) fn remedies(
    plan: &Plan,
    profile: &str,
    stops: &[Stop],
    codes: &[UncoveredCode],
    reference: &ReferenceRows,
) -> Vec<Remedy> {
    let mut lines: BTreeMap<(String, &'static str), Vec<String>> = BTreeMap::new();
    for stop in stops {
        for (file, advice, text) in of_stop(plan, profile, stop, reference) {
            let all = lines.entry((file, advice)).or_default();
            if !all.contains(&text) {
                all.push(text);
            }
        }
    }
    for code in codes.iter().filter(|code| code.reason == Reason::UnmappedCode) {
        let (advice, line) = row_of(plan, code);
        lines.entry((format!("codes/{}.csv", code.table), advice)).or_default().push(line);
    }
    lines.into_iter().map(|((file, advice), lines)| Remedy { file, advice, lines }).collect()
}

/// The remedy of columns that hold lists where one value is expected.
pub(super) fn of_lists(profile: &str, lines: Vec<String>) -> Option<Remedy> {
    let file = format!("profiles/{profile}.toml");
    let advice = "if the column takes one item: of lists that have one it is taken, of others none";
    (!lines.is_empty()).then_some(Remedy { file, advice, lines })
}

type Line = (String, &'static str, String);

const LEFT_OUT: &str = "if it is to be left out, with the reason";
const MAPPED: &str = "among the lines of the note, or as a cell";

fn of_stop(plan: &Plan, profile: &str, stop: &Stop, reference: &ReferenceRows) -> Vec<Line> {
    let profile = format!("profiles/{profile}.toml");
    let (file, field) = (quoted(&stop.file), quoted(&stop.field));
    match stop.reason {
        Reason::UndeclaredFile => vec![(profile, LEFT_OUT, ignore(&file))],
        Reason::UnmappedObject => vec![
            (profile.clone(), LEFT_OUT, ignore(&file)),
            (profile, LEFT_OUT, format!("[[absent]]\nentity = {field}\nreason = \"…\"")),
        ],
        // A file that cannot be read is not declared away.
        Reason::ObjectAbsent if stop.file.is_empty() => {
            vec![(
                profile,
                "if the council has none, with the reason",
                format!("[[absent]]\nentity = {field}\nreason = \"…\""),
            )]
        }
        Reason::MissingColumn => missing_column(plan, profile, stop),
        Reason::UnmappedColumn => unmapped_column(plan, profile, stop),
        Reason::OptionSetChanged => changed_option(plan, stop, reference),
        _ => Vec::new(),
    }
}

fn ignore(file: &str) -> String {
    format!("[[ignore]]\npattern = {file}\nreason  = \"…\"")
}

fn missing_column(plan: &Plan, profile: String, stop: &Stop) -> Vec<Line> {
    let Some(entity) = entity_of(plan, stop) else { return Vec::new() };
    let line =
        format!("[[lacks]]\nentity = {}\ncolumn = {}\nreason = \"…\"", quoted(&entity), quoted(&stop.field));
    vec![(profile, "if the export cannot have it, with the reason", line)]
}

fn unmapped_column(plan: &Plan, profile: String, stop: &Stop) -> Vec<Line> {
    let column = &stop.field;
    // A column whose name may be a value is told by its number, and cannot be written down.
    if !column.chars().all(|character| character.is_alphanumeric() || character == '_') {
        return Vec::new();
    }
    let ignored = format!("[[ignore_column]]\nname   = {}\nreason = \"…\"", quoted(column));
    let mut lines = vec![(profile, LEFT_OUT, ignored)];
    let mapped = entity_of(plan, stop).and_then(|name| {
        let id = plan.dictionary().find(&name)?;
        Some((name, id, plan.entity(id)?))
    });
    if let Some((name, id, entity)) = mapped {
        let role = match plan.dictionary().entity(id).role {
            crate::source::Role::Shared => "people",
            _ => "casework",
        };
        let words = "with its type and kind";
        lines.push((
            "dictionary.csv".to_owned(),
            words,
            format!("{name},{role},{column},text(max),Y,text,,,,"),
        ));
        let line = format!("{{ from = {}, label = {} }},", quoted(column), quoted(&column_label(column)));
        lines.push((entity.file.clone(), MAPPED, line));
    }
    lines
}

/// The entity that a stop's file feeds, told by the file's name.
fn entity_of(plan: &Plan, stop: &Stop) -> Option<String> {
    let stem = stop.file.rsplit('/').next()?.split('.').next()?;
    let id = plan.dictionary().find(stem)?;
    Some(plan.dictionary().entity(id).name.clone())
}

fn changed_option(plan: &Plan, stop: &Stop, reference: &ReferenceRows) -> Vec<Line> {
    let table = plan.code_tables().iter().find(|table| stop.file == format!("codes/{}.csv", table.name()));
    let entry = table.and_then(|table| table.entries().find(|(_, entry)| u64::from(entry.line) == stop.line));
    let Some((number, entry)) = entry else { return Vec::new() };
    let Some(label) = reference.option_text(&stop.field, number) else { return Vec::new() };
    let target = entry.target.as_deref().unwrap_or_default();
    let line = csv([&entry.source, label, target, "alias"]);
    vec![(stop.file.clone(), "if it still means the same", line)]
}

/// The row that a code would have in its table: of another spelling of a known label, or with an empty target.
fn row_of(plan: &Plan, code: &UncoveredCode) -> (&'static str, String) {
    let table = plan.code_table_named(&code.table);
    if let Some(entry) = table.and_then(|table| known_spelling(table, &code.label)) {
        let target = entry.target.as_deref().unwrap_or_default();
        return (
            "another spelling of a label that is there",
            csv([&entry.source, &code.label, target, "alias"]),
        );
    }
    (
        "with the target code as third cell; empty means known, and not mapped",
        csv([&code.code, &code.label, "", ""]),
    )
}

fn known_spelling<'t>(table: &'t CodeTable, label: &str) -> Option<&'t crate::map::plan::CodeEntry> {
    let by_name = table.by() == CodeBy::Name && !label.is_empty();
    let mut alike =
        table.entries().map(|(_, entry)| entry).filter(|entry| same_spelling(&entry.label, label));
    if by_name { alike.next() } else { None }
}

fn csv(cells: [&str; 4]) -> String {
    let cell = |text: &str| {
        if text.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    cells.map(cell).join(",")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
