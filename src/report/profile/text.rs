//! A profile for the terminal.

use std::fmt::Write;

use super::{ColumnProfile, DropProfile, EntityProfile, Suspicion};
use crate::report::summary::{bytes, percent, plural, thousands};

/// How many unknown codes of a column are named; JSON and page have more.
const UNKNOWN: usize = 6;

/// The profile as text: the drop, what looks wrong, then entity by entity and column by column.
pub fn to_text(profile: &DropProfile) -> String {
    let mut text = String::new();
    head(&mut text, profile);
    stops(&mut text, profile);
    suspicious(&mut text, profile);
    relations(&mut text, profile);
    overlaps(&mut text, profile);
    profile.entities.iter().filter(|entity| entity.rows > 0).for_each(|one| entity(&mut text, one));
    empty(&mut text, profile);
    text
}

fn head(text: &mut String, profile: &DropProfile) {
    let records: u64 = profile.files.iter().map(|file| file.records).sum();
    let size: u64 = profile.files.iter().map(|file| file.bytes).sum();
    let files = plural(profile.files.len() as u64, "file", "files");
    let _ = writeln!(text, "{files} of rows, read by the profile {}", profile.profile);
    let _ = writeln!(text, "  {:<12}{}", "records", thousands(records));
    let _ = writeln!(text, "  {:<12}{}", "size", bytes(size));
    let _ = writeln!(text, "  {:<12}{}", "case files", thousands(profile.case_files));
    if !profile.ignored.is_empty() {
        let _ = writeln!(text, "  {:<12}{} by the profile", "left out", profile.ignored.len());
    }
}

fn stops(text: &mut String, profile: &DropProfile) {
    if profile.stops.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nWould refuse a run");
    for stop in &profile.stops {
        let place = if stop.line > 0 { format!("{}:{}", stop.file, stop.line) } else { stop.file.clone() };
        let place = [place.as_str(), &stop.field].join(" ");
        let _ = writeln!(text, "  {:<26}{}: {}", stop.code, place.trim(), stop.message);
    }
}

fn suspicious(text: &mut String, profile: &DropProfile) {
    if profile.suspicious.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nLooks wrong, or is worth a look");
    for one in &profile.suspicious {
        let place =
            if one.column.is_empty() { one.entity.clone() } else { format!("{}.{}", one.entity, one.column) };
        let first = one.first.as_ref();
        let first = first.map(|first| format!(", first in {} line {}", first.file, thousands(first.line)));
        let (values, first) = (thousands(one.values), first.unwrap_or_default());
        let _ = writeln!(text, "  {values:>10}  {:<26}{place}{}{first}", one.reason, unknown_codes(one));
    }
}

/// The codes that nothing knows, in words behind a place.
fn unknown_codes(one: &Suspicion) -> String {
    if one.codes.is_empty() {
        return String::new();
    }
    let left = one.codes.len().saturating_sub(UNKNOWN) as u64 + one.codes_left_off;
    let more = (left > 0).then(|| plural(left, "more code", "more codes"));
    let codes = one.codes.iter().take(UNKNOWN).map(|one| match &one.label {
        Some(label) => format!("{label} [{}] {}", one.code, thousands(one.records)),
        None => format!("[{}] {}", one.code, thousands(one.records)),
    });
    format!(": {}", codes.chain(more).collect::<Vec<_>>().join(", "))
}

fn relations(text: &mut String, profile: &DropProfile) {
    let broken: Vec<_> =
        profile.relations.iter().filter(|one| one.missing.is_some_and(|missing| missing > 0)).collect();
    if broken.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nPoints at rows that are not in the drop");
    for one in broken {
        let missing = thousands(one.missing.unwrap_or_default());
        let of = thousands(one.filled);
        let _ = writeln!(text, "  {missing:>10} of {of}  {}.{} -> {}", one.entity, one.column, one.refers_to);
    }
}

/// Tables whose files overlap, or that have a row twice in one file.
fn overlaps(text: &mut String, profile: &DropProfile) {
    let counted = profile.entities.iter().filter_map(|one| Some((one, one.repeated_keys?)));
    let repeating: Vec<_> = counted.filter(|(_, repeated)| *repeated > 0).collect();
    if repeating.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nFiles that overlap: rows whose key stands in an earlier row");
    for (one, repeated) in repeating {
        let (repeated, rows) = (thousands(repeated), thousands(one.rows));
        let _ = writeln!(
            text,
            "  {repeated:>10} of {rows}  {}, in {}",
            one.entity,
            plural(one.files, "file", "files")
        );
    }
}

fn entity(text: &mut String, entity: &EntityProfile) {
    let _ = write!(text, "\n{} ({}): {}", entity.entity, entity.role, plural(entity.rows, "row", "rows"));
    if entity.files > 1 {
        let _ = write!(text, " in {} files", entity.files);
    }
    if entity.inactive > 0 {
        let _ = write!(text, ", {} switched off", thousands(entity.inactive));
    }
    match entity.repeated_keys {
        Some(0) => {}
        Some(repeated) => _ = write!(text, ", {} with a key that stands before", thousands(repeated)),
        None => text.push_str(", too many to look for repeated keys"),
    }
    let _ = writeln!(
        text,
        "\n  {:<36}{:>7} {:>10} {:>10} {:>12}  codes",
        "column", "filled", "distinct", "length", "years"
    );
    entity.columns.iter().for_each(|one| column(text, one));
}

fn column(text: &mut String, column: &ColumnProfile) {
    if !column.present {
        let _ = writeln!(text, "  {:<36}not in the file", column.column);
        return;
    }
    let filled = percent(column.filled, column.rows());
    let distinct = column.distinct.map_or("> 10,000".to_owned(), thousands);
    let length = range(column.shortest, column.longest);
    let years = range(column.first_year, column.last_year);
    let line = format!(
        "  {:<36}{filled:>7} {distinct:>10} {length:>10} {years:>12}  {}",
        column.column,
        codes(column)
    );
    let _ = writeln!(text, "{}", line.trim_end());
}

fn range<T: PartialEq + ToString>(from: Option<T>, to: Option<T>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{}-{}", from.to_string(), to.to_string()),
        _ => String::new(),
    }
}

/// The first codes in one line.
fn codes(column: &ColumnProfile) -> String {
    const SHOWN: usize = 4;
    let shown = column.codes.iter().take(SHOWN).map(|one| {
        let name = one.label.as_deref().unwrap_or(&one.code);
        let unknown = if one.label.is_none() { " (no label)" } else { "" };
        format!("{name}{unknown} {}", thousands(one.records))
    });
    let left = column.codes.len().saturating_sub(SHOWN) as u64 + column.codes_left_off;
    let more = (left > 0).then(|| format!("{left} more"));
    shown.chain(more).collect::<Vec<_>>().join(", ")
}

fn empty(text: &mut String, profile: &DropProfile) {
    let empty = profile.entities.iter().filter(|entity| entity.rows == 0);
    let names: Vec<_> = empty.map(|entity| entity.entity.as_str()).collect();
    if !names.is_empty() {
        let tables = plural(names.len() as u64, "table", "tables");
        let _ = writeln!(text, "\n{tables} without a row: {}", names.join(", "));
    }
}
