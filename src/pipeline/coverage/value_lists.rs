//! Columns of one value that hold lists.

use std::collections::BTreeMap;

use crate::map::plan::Plan;
use crate::map::value_list::{is_key, is_number, list_separator};
use crate::record::{EntityId, FieldId, SourceRecord};
use crate::source::Kind;

/// The columns that the drop has lists in and its profile declares none for, each with what stands between the items.
#[derive(Clone, Debug, Default)]
pub(super) struct ValueLists {
    found: BTreeMap<(EntityId, FieldId), char>,
}

impl ValueLists {
    /// Looks at the values of a record.
    pub(super) fn see(&mut self, plan: &Plan, record: &SourceRecord) {
        let entity = plan.dictionary().entity(record.entity());
        for (field, column) in entity.fields().zip(&entity.columns) {
            let Some(text) = record.get(field).filled().filter(|_| record.why_unread(field).is_none()) else {
                continue;
            };
            let separator = match column.kind {
                Kind::Option { .. } => list_separator(text, is_number),
                Kind::Reference { .. } | Kind::Lookup { .. } | Kind::Polymorphic { .. } if !is_key(text) => {
                    list_separator(text, is_key)
                }
                _ => None,
            };
            if let Some(separator) = separator {
                self.found.entry((record.entity(), field)).or_insert(separator);
            }
        }
    }

    /// The lines of a profile that declare the lists.
    pub(super) fn lines(&self, plan: &Plan) -> impl Iterator<Item = String> {
        self.found.iter().map(|((entity, field), separator)| {
            let entity = plan.dictionary().entity(*entity);
            let column = &entity.field(*field).name;
            format!(
                "[[lists]]\nentity    = \"{}\"\ncolumn    = \"{column}\"\nseparator = \"{separator}\"",
                entity.name
            )
        })
    }
}
