//! The lines of a record in a note.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::derivation::Derivation;
use super::scene::Scene;
use super::step::{self, Outcome, is_sentinel, line_time, with_line_feeds};
use crate::map::plan::{Carrier, CheckDigit, EntityPlan, Line, LineKind, LineSource, NotePlan, Source, Step};
use crate::reconcile::reader::in_windows_1252;
use crate::record::{EntityId, FieldId, Guid, SourceRecord, Value};
use crate::target::contract::TextEncoding;

/// The value of a column cannot be shown as its kind demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotShown;

/// The lines that a record leaves: its own in the mapping's order, values without a line of their own among them by
/// column, computed ones last.
pub(super) fn lines(scene: &Scene<'_>, place: usize, note: &NotePlan) -> Vec<String> {
    let Some(entity) = scene.entity(place) else { return Vec::new() };
    let mut own: Vec<(u16, String)> = Vec::new();
    for line in &note.lines {
        if let LineSource::Field(field, _) = line.source {
            own.extend(one(scene, place, entity, line).map(|text| (field.0, text)));
        }
    }
    for (field, text) in without_line(scene, place, entity, note) {
        let at = own.iter().position(|(other, _)| *other > field.0).unwrap_or(own.len());
        own.insert(at, (field.0, text));
    }
    let computed = note.lines.iter().filter(|line| matches!(line.source, LineSource::Computed(_)));
    let own = own.into_iter().map(|(_, text)| text);
    own.chain(computed.filter_map(|line| one(scene, place, entity, line))).collect()
}

fn one(scene: &Scene<'_>, place: usize, entity: &EntityPlan, line: &Line) -> Option<String> {
    let record = scene.record(place);
    let entity_plan = scene.entity(place)?;
    let derivation = Derivation::bare(scene, entity_plan, record);
    if !derivation.holds(&line.when) {
        return None;
    }
    let value = match &line.source {
        LineSource::Computed(source) => derivation.source(source)?.text.into_owned(),
        LineSource::Field(field, kind) => {
            if line.unless.is_some() && record.get(*field).filled() == line.unless.as_deref() {
                return None;
            }
            match shown(scene, record, *field, kind) {
                Ok(value) => value?,
                Err(NotShown) => return raw_line(scene, record, *field, &line.label),
            }
        }
    };
    debug_assert_eq!(entity.entity, record.entity());
    Some(joined(&[&line.label, ": ", &value]))
}

/// Texts one after the other.
fn joined(parts: &[&str]) -> String {
    let mut text = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    text.extend(parts.iter().copied());
    text
}

/// A line for each value that its column did not take and that has no line of its own: those that were turned away or lead to
/// somebody who was written later, authors for whom another signs, and reasons that stand where a pupil number is expected.
fn without_line(
    scene: &Scene<'_>,
    place: usize,
    entity: &EntityPlan,
    note: &NotePlan,
) -> BTreeMap<FieldId, String> {
    let Some(key) = scene.key(place) else { return BTreeMap::new() };
    let has_line = |field: FieldId| {
        note.lines.iter().any(|line| matches!(line.source, LineSource::Field(own, _) if own == field))
    };
    let (record, label) =
        (scene.record(place), |field: FieldId| entity.columns[usize::from(field.0)].label.as_str());
    let late = scene.late.iter().filter(|(of, _)| *of == place).map(|(_, field)| *field);
    let listed = scene.away.values_of(entity.entity, key).iter().map(|(field, _)| *field).chain(late);
    let as_it_stands =
        |field: FieldId, text: &str| format!("{}: {}", label(field), raw(text, encoding_of(scene)));
    let mut lines: BTreeMap<FieldId, String> = listed
        .filter(|field| !has_line(*field))
        .filter_map(|field| Some((field, raw_line(scene, record, field, label(field))?)))
        .collect();
    for field in pupil_numbers(entity).filter(|field| !has_line(*field)) {
        if let Some(text) = record.get(field).filled().filter(|text| is_reason(text.trim())) {
            lines.insert(field, as_it_stands(field, text));
        }
    }
    let signed = scene.away.signed_by_another(entity.entity, key).iter().copied();
    for field in signed.filter(|field| !has_line(*field)) {
        lines.extend(record.get(field).filled().map(|text| (field, as_it_stands(field, text))));
    }
    lines
}

fn encoding_of(scene: &Scene<'_>) -> TextEncoding {
    scene.plan.contract().form().encoding
}

/// The columns that are written as pupil numbers.
fn pupil_numbers(entity: &EntityPlan) -> impl Iterator<Item = FieldId> {
    let branches = entity.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.branches);
    branches.filter_map(|branch| match branch.source {
        Source::Field(field) if branch.steps.contains(&Step::Check(CheckDigit::Upn)) => Some(field),
        _ => None,
    })
}

/// Whether a text is a reason why there is no pupil number.
fn is_reason(text: &str) -> bool {
    matches!(text.to_ascii_uppercase().as_bytes(), [b'U', b'N', b'1'..=b'9'])
}

/// A value that was turned away, as it stands, unless the policy keeps such values out of notes.
fn raw_line(scene: &Scene<'_>, record: &SourceRecord, field: FieldId, label: &str) -> Option<String> {
    let text = record.get(field).filled()?;
    scene.plan.policy().keeps_rejected_values().then(|| format!("{label}: {}", raw(text, encoding_of(scene))))
}

/// What a line of several parts shows of a column: a value that was turned away as it stands, unless the policy keeps such
/// values out of notes.
pub(super) fn part(
    scene: &Scene<'_>,
    record: &SourceRecord,
    field: FieldId,
    kind: &LineKind,
) -> Option<String> {
    shown(scene, record, field, kind).unwrap_or_else(|NotShown| {
        let text = record.get(field).filled()?;
        scene.plan.policy().keeps_rejected_values().then(|| raw(text, encoding_of(scene)))
    })
}

/// What a line shows of a column; nothing for null.
pub(super) fn shown(
    scene: &Scene<'_>,
    record: &SourceRecord,
    field: FieldId,
    kind: &LineKind,
) -> Result<Option<String>, NotShown> {
    let text = match record.get(field) {
        Value::Null => return Ok(None),
        Value::Text("") => return Ok(Some(String::new())),
        Value::Text(_) if record.why_unread(field).is_some() => return Err(NotShown),
        Value::Text(text) => text,
    };
    let value = match kind {
        LineKind::Text if has_odd(text) => return Err(NotShown),
        LineKind::Text => continued(text),
        LineKind::Date => match step::apply(&Step::Date, text) {
            Some(Outcome::Value(day)) => day,
            Some(Outcome::Empty) => return Ok(None),
            _ => return Err(NotShown),
        },
        LineKind::DateTime => match line_time(text).ok_or(NotShown)? {
            _ if is_sentinel(text.trim()) => return Ok(None),
            time => time,
        },
        LineKind::Flag => match text.trim() {
            "1" => "Yes".to_owned(),
            "0" => "No".to_owned(),
            _ => return Err(NotShown),
        },
        LineKind::Option(list) => {
            let number = text.trim();
            let label = scene.rest.option_text(list, number).ok_or(NotShown)?;
            joined(&[&in_one_line(label), " [", number, "]"])
        }
        LineKind::Reference(table) => reference(scene, *table, text).ok_or(NotShown)?,
        LineKind::Lookup(table) => lookup(scene, record, field, *table, text).ok_or(NotShown)?,
        LineKind::Polymorphic { table } => polymorphic(scene, record, field, *table, text).ok_or(NotShown)?,
    };
    Ok(Some(value))
}

/// Whether a text has a character that no file takes.
pub(super) fn has_odd(text: &str) -> bool {
    may_be_odd(text) && text.chars().any(is_odd)
}

/// Whether a text has a byte that a control character has: a quick look, as most texts have none.
fn may_be_odd(text: &str) -> bool {
    text.bytes().any(|byte| byte < b' ' || matches!(byte, 0x7f | 0xc2))
}

/// Whether a character cannot stand in a note.
fn is_odd(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}

/// `Name [Code]` of a reference row.
fn reference(scene: &Scene<'_>, table: EntityId, text: &str) -> Option<String> {
    let row = scene.rest.row(table, Guid::parse(text.trim()).ok()?)?;
    let columns = scene.plan.model().reference[usize::from(table.0)];
    let part =
        |column: Option<FieldId>| column.and_then(|column| row.get(column).filled()).unwrap_or_default();
    Some(joined(&[&in_one_line(part(columns.name)), " [", part(columns.code), "]"]))
}

/// `display [guid]` of a record, merges followed.
fn lookup(
    scene: &Scene<'_>,
    record: &SourceRecord,
    field: FieldId,
    table: EntityId,
    text: &str,
) -> Option<String> {
    let key = Guid::parse(text.trim()).ok()?;
    let person = scene.plan.model().people.person;
    let survivor = if table == person { scene.rest.survivor(key) } else { None };
    let key = survivor.or_else(|| scene.rest.work(table, key).map(|(survivor, _)| survivor)).unwrap_or(key);
    let row = scene.rest.row(table, key).or_else(|| scene.find(table, key));
    let beside = || label(scene, record, field).or_else(|| scene.rest.shown(key)).unwrap_or_default();
    let own = row.map(|row| scene.plan.model().displays[usize::from(table.0)].of(row));
    let display = own.unwrap_or_else(|| beside().to_owned());
    Some(with_key(&display, key))
}

/// What the export shows beside a lookup.
fn label<'r>(scene: &Scene<'_>, record: &'r SourceRecord, field: FieldId) -> Option<&'r str> {
    record.get(scene.plan.label_column(record.entity(), field)?).filled()
}

/// The table that holds a key whose table is not named, where the name is carried nowhere.
fn known_in(
    scene: &Scene<'_>,
    record: &SourceRecord,
    field: FieldId,
    companion: FieldId,
    text: &str,
) -> Option<EntityId> {
    let own = scene.plan.entity(record.entity())?;
    if own.columns[usize::from(companion.0)].carrier != Carrier::NotCarried {
        return None;
    }
    let key = Guid::parse(text.trim()).ok()?;
    let holds =
        |table: &EntityId| scene.rest.row(*table, key).is_some() || scene.rest.work(*table, key).is_some();
    scene.tables_of(record.entity(), field).iter().copied().find(holds)
}

/// `Table: display [guid]`.
fn polymorphic(
    scene: &Scene<'_>,
    record: &SourceRecord,
    field: FieldId,
    companion: FieldId,
    text: &str,
) -> Option<String> {
    let dictionary = scene.plan.dictionary();
    let table = match record.get(companion).filled() {
        Some(name) => dictionary.find(name.trim())?,
        None => known_in(scene, record, field, companion, text)?,
    };
    let shown = lookup(scene, record, field, table, text)?;
    Some(format!("{}: {shown}", dictionary.entity(table).name))
}

/// A display before its key in square brackets.
pub(super) fn with_key(display: &str, key: Guid) -> String {
    let display = in_one_line(display);
    joined(&[&display, if display.is_empty() { "[" } else { " [" }, &key.text(), "]"])
}

/// A display that cannot be taken for two lines.
fn in_one_line(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'\r', b'\n', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace(['\r', '\n'], " "))
}

/// A text whose inner line ends are followed by two spaces.
pub(super) fn continued(text: &str) -> String {
    if memchr::memchr2(b'\r', b'\n', text.as_bytes()).is_none() {
        return text.to_owned();
    }
    with_line_feeds(text).replace('\n', "\n  ")
}

/// A value as it stands, with what cannot stand in a note written `\u{…}`.
pub(in crate::reconcile) fn raw(text: &str, encoding: TextEncoding) -> String {
    let lacks = |character| encoding == TextEncoding::Windows1252 && !in_windows_1252(character);
    let mut out = String::with_capacity(text.len());
    for character in continued(text).chars() {
        if character == '\\' || (character.is_control() && character != '\n') || lacks(character) {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_several_lines() {
        assert_eq!(continued("a\r\nb\rc"), "a\n  b\n  c");
        assert_eq!(raw("a\\b\u{1}\tc", TextEncoding::Utf8), "a\\u{5c}b\\u{1}\\u{9}c");
        assert_eq!(with_key("a\nb", Guid::from_bytes([0; 16])), "a b [00000000-0000-0000-0000-000000000000]");
    }

    #[test]
    fn controls_are_odd_but_for_tabs_and_line_ends() {
        assert!(['\u{0}', '\u{b}', '\u{7f}'].into_iter().all(is_odd));
        assert!(!['\t', '\n', '\r', ' ', 'a', 'é'].into_iter().any(is_odd));
    }
}
