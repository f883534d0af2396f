//! Values of note lines: as the export has them, and as they are read back.

use std::borrow::Cow;

use super::{Backwards, Normal, Rebuilt, is_sentinel, lower_guid, step_normal, wall_time};
use crate::map::plan::{Carrier, LineKind, Step};
use crate::reconcile::note::{line_feeds, without_continuation};
use crate::record::{EntityId, FieldId, Guid, SourceRecord, Value};
use crate::source::Kind;

/// The normal form of a column under a note line. In a line the empty text is not null.
pub(in crate::reconcile) fn line_normal<'r>(
    backwards: &Backwards<'_>,
    record: &'r SourceRecord,
    field: FieldId,
    kind: &LineKind,
) -> Normal<'r> {
    let text = match record.get(field) {
        Value::Null => return Normal::Null,
        Value::Text("") => return Normal::Value(Cow::Borrowed("")),
        Value::Text(_) if record.why_unread(field).is_some() => return Normal::Refused,
        Value::Text(text) => text,
    };
    let value = match kind {
        LineKind::Text => Some(line_feeds(text)),
        LineKind::Date => return step_normal(backwards, &[Step::Date], text),
        LineKind::DateTime => match wall_time(text) {
            Some(_) if is_sentinel(text.trim()) => return Normal::Null,
            time => time.map(Cow::Owned),
        },
        LineKind::Flag => Some(text.trim()).filter(|flag| matches!(*flag, "0" | "1")).map(Cow::Borrowed),
        LineKind::Option(list) => {
            let number = text.trim();
            backwards.export.option_text(list, number).map(|_| Cow::Borrowed(number))
        }
        LineKind::Reference(table) => {
            let known = |key: &Cow<'_, str>| row_of(backwards, *table, key).is_some();
            lower_guid(text).filter(known)
        }
        LineKind::Lookup(table) => followed(backwards, *table, text),
        LineKind::Polymorphic { table } => {
            let named = record.get(*table).filled().is_some();
            let table = if named {
                table_named(backwards, record, *table)
            } else {
                table_holding(backwards, record, (field, *table), text)
            };
            table.and_then(|table| followed(backwards, table, text))
        }
    };
    value.map_or(Normal::Refused, Normal::Value)
}

/// The table that the companion of a polymorphic column names.
pub(in crate::reconcile) fn table_named(
    backwards: &Backwards<'_>,
    record: &SourceRecord,
    companion: FieldId,
) -> Option<EntityId> {
    backwards.plan.dictionary().find(record.get(companion).filled()?.trim())
}

/// The table that a key is found in, where no column carries its name and the export does not say it.
fn table_holding(
    backwards: &Backwards<'_>,
    record: &SourceRecord,
    (field, companion): (FieldId, FieldId),
    text: &str,
) -> Option<EntityId> {
    let status = &backwards.plan.entity(record.entity())?.columns[usize::from(companion.0)];
    let key = Guid::parse(text.trim()).ok().filter(|_| status.carrier == Carrier::NotCarried)?;
    let Kind::Polymorphic { tables, .. } = &backwards.column(record.entity(), field).kind else {
        return None;
    };
    let holds = |table: &EntityId| {
        let work = backwards.export.work(key);
        work.is_some_and(|work| work.entity == *table) || backwards.export.row(*table, key).is_some()
    };
    tables.iter().copied().find(holds)
}

fn row_of<'b>(backwards: &Backwards<'b>, table: EntityId, key: &str) -> Option<&'b SourceRecord> {
    backwards.export.row(table, Guid::parse(key).ok()?)
}

fn followed<'r>(backwards: &Backwards<'_>, table: EntityId, text: &'r str) -> Option<Cow<'r, str>> {
    let own = lower_guid(text)?;
    let key = Guid::parse(&own).ok()?;
    let end = end_of(backwards, table, key);
    Some(if end == key { own } else { Cow::Owned(end.to_string()) })
}

/// The key that merges lead to.
fn end_of(backwards: &Backwards<'_>, table: EntityId, key: Guid) -> Guid {
    let end = if table == backwards.plan.model().people.person {
        backwards.export.survivor(key)
    } else {
        backwards.export.work(key).filter(|work| work.entity == table).map(|work| work.key)
    };
    end.unwrap_or(key)
}

/// Reads the value of a line back, without its label. `source` is the value that the export has: it is chosen where
/// several reference rows are shown alike.
pub(in crate::reconcile) fn read_line<'t>(
    backwards: &'t Backwards<'_>,
    kind: &LineKind,
    text: &'t str,
    source: Option<&str>,
) -> Rebuilt<'t> {
    if text.is_empty() {
        return Rebuilt::Value(Cow::Borrowed(""));
    }
    Rebuilt::possible(match kind {
        LineKind::Text => without_continuation(text),
        LineKind::Date | LineKind::DateTime => Some(Cow::Borrowed(text)),
        LineKind::Flag => match text {
            "Yes" => Some(Cow::Borrowed("1")),
            "No" => Some(Cow::Borrowed("0")),
            _ => None,
        },
        LineKind::Option(_) => bracketed(text).map(|(_, number)| Cow::Borrowed(number)),
        LineKind::Reference(table) => {
            let keys = backwards.shown_as(*table, text);
            let same = keys.iter().find(|key| Some(key.as_str()) == source);
            same.or(keys.first()).map(|key| Cow::Borrowed(key.as_str()))
        }
        LineKind::Lookup(_) => key_in(text),
        LineKind::Polymorphic { .. } => text.split_once(": ").and_then(|(_, shown)| key_in(shown)),
    })
}

/// The name of the table in the value of a polymorphic line.
pub(in crate::reconcile) fn read_table(text: &str) -> Rebuilt<'_> {
    if text.is_empty() {
        return Rebuilt::Null;
    }
    Rebuilt::possible(text.split_once(": ").map(|(table, _)| Cow::Borrowed(table)))
}

/// What stands before and within the last brackets of a text that ends in one.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let (before, within) = text.strip_suffix(']')?.rsplit_once('[')?;
    Some((before, within))
}

fn key_in(text: &str) -> Option<Cow<'_, str>> {
    let (_, key) = bracketed(text)?;
    let exact = Guid::parse(key).is_ok() && !key.bytes().any(|byte| byte.is_ascii_uppercase());
    exact.then_some(Cow::Borrowed(key))
}
