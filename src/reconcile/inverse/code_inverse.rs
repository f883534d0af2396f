//! A code table run backwards.

use rustc_hash::FxHashMap;

use super::Backwards;
use crate::map::plan::{CodeBy, CodeTableId};
use crate::record::{EntityId, FieldId};
use crate::source::Kind;

/// A code table run backwards for one source column: the values of the column that lead to each target code.
#[derive(Clone, Debug, Default)]
pub(in crate::reconcile) struct CodeInverse {
    values: FxHashMap<String, Vec<String>>,
    separator: Option<char>,
}

impl CodeInverse {
    /// Runs a code table backwards. Where a cell is split into rows, `separator` parts its codes.
    pub(super) fn new(
        backwards: &Backwards<'_>,
        table: CodeTableId,
        by: CodeBy,
        (entity, field): (EntityId, FieldId),
        separator: Option<char>,
    ) -> Self {
        let mut inverse = Self { values: FxHashMap::default(), separator };
        let codes = backwards.plan.code_table(table);
        match &backwards.column(entity, field).kind {
            Kind::Reference { table } | Kind::Lookup { table } => {
                let plan = backwards.plan;
                let columns = plan.model().reference[usize::from(table.0)];
                let attribute = match by {
                    CodeBy::Name => columns.name,
                    CodeBy::GovCode => columns.gov_code,
                    CodeBy::Code | CodeBy::Number => columns.code,
                };
                let (Some(key), Some(attribute)) = (plan.key_of(*table), attribute) else { return inverse };
                for row in backwards.export.rows(*table) {
                    let target =
                        row.get(attribute).filled().and_then(|text| codes.find(text)?.target.as_deref());
                    if let (Some(target), Some(guid)) = (target, row.guid(key)) {
                        inverse.add(target, guid.to_string());
                    }
                }
            }
            _ => {
                for (source, entry) in codes.entries().filter(|(_, entry)| !entry.alias) {
                    if let Some(target) = &entry.target {
                        inverse.add(target, source.to_owned());
                    }
                }
            }
        }
        inverse
    }

    fn add(&mut self, target: &str, value: String) {
        let target = self.parts_in_order(target);
        self.values.entry(target).or_default().push(value);
    }

    /// A target code with its parts in order, where a cell is split into rows: rows have no order of their own.
    pub(in crate::reconcile) fn parts_in_order(&self, target: &str) -> String {
        let Some(separator) = self.separator else { return target.to_owned() };
        let mut parts: Vec<&str> = target.split(separator).collect();
        parts.sort_unstable();
        parts.join(&separator.to_string())
    }

    /// The value that leads to a target code. Several may; the one that the export has is taken if it is among them.
    pub(in crate::reconcile) fn value(&self, target: &str, source: Option<&str>) -> Option<&str> {
        let values = self.values.get(target)?;
        let same = values.iter().find(|value| Some(value.as_str()) == source);
        same.or(values.first()).map(String::as_str)
    }
}
