//! Warnings about coded values: those no longer in use, and labels that say something else.

use super::{Look, Raised, own};
use crate::map::plan::LineKind;
use crate::reconcile::recompute::ToldDay;
use crate::reconcile::recompute::scene::Scene;
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord};

/// Values of reference tables that ended by the day of the extract, or are switched off.
pub(super) fn retired(look: &Look<'_, '_>, out: &mut Raised) {
    let today = look.scene.rest.extract_day();
    let lines = look.entity.columns.iter().map(|column| &column.line);
    let pointing: Vec<(FieldId, EntityId)> = (0_u16..)
        .map(FieldId)
        .zip(lines)
        .filter_map(|(field, line)| match line {
            LineKind::Reference(table) => Some((field, *table)),
            _ => None,
        })
        .collect();
    for (place, record) in own(look) {
        for (field, table) in &pointing {
            if is_retired(look.scene, record, (*field, *table), &today) {
                out.insert((place, Reason::RetiredCode, Some(*field)));
            }
        }
    }
}

fn is_retired(
    scene: &Scene<'_>,
    record: &SourceRecord,
    (field, table): (FieldId, EntityId),
    today: &str,
) -> bool {
    let Some(key) = trimmed(record, field).and_then(|text| Guid::parse(text).ok()) else { return false };
    let Some(row) = scene.rest.row(table, key) else { return false };
    let columns = scene.plan.model().reference[usize::from(table.0)];
    let inactive = columns.inactive.and_then(|column| trimmed(row, column)) == Some("1");
    let end = columns.end.map(|column| ToldDay::of(scene.plan.dictionary(), row, column));
    inactive || end.and_then(ToldDay::day).is_some_and(|end| end.as_str() <= today)
}

/// Labels beside ids that are not what the id shows.
pub(super) fn other_labels(look: &Look<'_, '_>, out: &mut Raised) {
    let pairs: Vec<(FieldId, FieldId)> = look
        .rule
        .fields
        .iter()
        .filter_map(|(name, label)| Some((look.field(name.strip_suffix("_label")?)?, *label)))
        .collect();
    for (place, record) in own(look) {
        for (field, label) in &pairs {
            let Some(held) = trimmed(record, *label) else { continue };
            let shown = shown(look, record, *field).filter(|shown| !shown.is_empty());
            if shown.is_some_and(|shown| shown.trim() != held) {
                out.insert((place, Reason::LabelDisagrees, Some(*label)));
            }
        }
    }
}

/// What the id in a column shows: the text of an option, or the record that it names as records are shown.
fn shown(look: &Look<'_, '_>, record: &SourceRecord, field: FieldId) -> Option<String> {
    let (scene, text) = (look.scene, trimmed(record, field)?);
    if let LineKind::Option(list) = &look.entity.columns.get(usize::from(field.0))?.line {
        return scene.rest.option_text(list, text).map(str::to_owned);
    }
    let key = Guid::parse(text).ok()?;
    let row = |table: EntityId| scene.find(table, key).or_else(|| scene.rest.row(table, key));
    let tables = scene.tables_of(record.entity(), field);
    let (table, row) = tables.iter().find_map(|table| Some((*table, row(*table)?)))?;
    Some(scene.plan.model().displays[usize::from(table.0)].of(row))
}

fn trimmed(record: &SourceRecord, field: FieldId) -> Option<&str> {
    record.get(field).filled().map(str::trim).filter(|text| !text.is_empty())
}
