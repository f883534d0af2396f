//! Labels beside ids.

use std::borrow::Cow;

use super::inspection::{Inspection, trimmed};
use crate::map::plan::LineKind;
use crate::record::{FieldId, Guid, Reason, SourceRecord};

/// Ends the parameter that names the label of a column.
const LABEL: &str = "_label";

/// Raises `label-disagrees` where a label differs from what its id shows, if that can be looked up.
pub(super) fn label_disagrees(look: &mut Inspection<'_>) {
    let labelled: Vec<_> = look
        .rule
        .fields
        .iter()
        .filter_map(|(name, label)| Some((look.field(name.strip_suffix(LABEL)?)?, *label)))
        .collect();
    for record in look.own() {
        for (field, label) in &labelled {
            let Some(held) = trimmed(record, *label) else { continue };
            let disagrees = shown(look, record, *field).is_some_and(|shown| held != shown.trim());
            if disagrees {
                look.raise_at(record, Reason::LabelDisagrees, Some(*label));
            }
        }
    }
}

/// What the id in a column shows.
fn shown<'a>(look: &Inspection<'a>, record: &SourceRecord, field: FieldId) -> Option<Cow<'a, str>> {
    let text = trimmed(record, field)?;
    let row = match &look.entity.columns.get(usize::from(field.0))?.line {
        LineKind::Option(list) => return look.world.option_text(list, text).map(Cow::Borrowed),
        LineKind::Reference(table) | LineKind::Lookup(table) => {
            let key = Guid::parse(text).ok()?;
            look.case.find(*table, key).or_else(|| look.world.row(*table, key))?
        }
        LineKind::Polymorphic { .. } => {
            let key = Guid::parse(text).ok()?;
            let tables = look.world.tables(record.entity(), field);
            let found = |table| look.case.find(table, key).or_else(|| look.world.row(table, key));
            tables.iter().find_map(|table| found(*table))?
        }
        _ => return None,
    };
    Some(look.world.shown(row)).filter(|shown| !shown.is_empty())
}
