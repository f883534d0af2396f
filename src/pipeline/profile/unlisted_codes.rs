//! Codes that no list of the drop has: numbers of no option, and keys of no row of reference data.

use std::collections::BTreeMap;

use super::column_profile::is_code;
use crate::pipeline::coverage::ReferenceRows;
use crate::record::{FieldId, Guid, Reason, SourceRecord};
use crate::source::{Entity, Kind, Sighted};

/// More different codes of a column than this are not told apart.
const MOST_CODES: usize = 1_000;

/// The codes of a table that no list of the drop has.
#[derive(Clone, Debug)]
pub(super) struct UnlistedCodes {
    columns: Vec<Coded>,
}

/// The codes of one column.
#[derive(Clone, Debug)]
struct Coded {
    field: FieldId,
    codes: BTreeMap<String, Sighted>,
    /// Those that came after too many.
    further: Sighted,
}

/// Unknown codes of a column: why, which, and those that came after too many to be told apart.
#[derive(Clone, Debug)]
pub(super) struct Unlisted {
    pub(super) field: FieldId,
    pub(super) reason: Reason,
    pub(super) codes: BTreeMap<String, Sighted>,
    pub(super) further: Sighted,
}

impl UnlistedCodes {
    /// Nothing seen yet of a table.
    pub(super) fn of(entity: &Entity) -> Self {
        let coded = entity.fields().zip(&entity.columns).filter(|(_, column)| reason(&column.kind).is_some());
        let new = |field| Coded { field, codes: BTreeMap::new(), further: Sighted::default() };
        Self { columns: coded.map(|(field, _)| new(field)).collect() }
    }

    /// Looks at the codes of a record. What has not the form of a code is looked at elsewhere.
    pub(super) fn see(&mut self, entity: &Entity, reference: &ReferenceRows, record: &SourceRecord) {
        for coded in &mut self.columns {
            let column = entity.field(coded.field);
            let Some(text) = record.get(coded.field).filled().map(str::trim) else { continue };
            if !is_listed(reference, &column.kind, text) && is_code(reference, column, text) {
                coded.add(text, record);
            }
        }
    }

    /// What was found, column by column.
    pub(super) fn finish<'a>(&'a self, entity: &'a Entity) -> impl Iterator<Item = Unlisted> + 'a {
        self.columns.iter().filter(|coded| !coded.codes.is_empty()).filter_map(|coded| {
            let reason = reason(&entity.field(coded.field).kind)?;
            let Coded { field, codes, further } = coded.clone();
            Some(Unlisted { field, reason, codes, further })
        })
    }
}

impl Coded {
    fn add(&mut self, text: &str, record: &SourceRecord) {
        let code = text.to_lowercase();
        if self.codes.contains_key(&code) || self.codes.len() < MOST_CODES {
            self.codes.entry(code).or_default().see(record.origin());
        } else {
            self.further.see(record.origin());
        }
    }
}

/// What a code that is in no list is called; none where a column holds no such codes.
fn reason(kind: &Kind) -> Option<Reason> {
    match kind {
        Kind::Option { .. } => Some(Reason::OptionNoLabel),
        Kind::Reference { .. } => Some(Reason::DanglingLookup),
        _ => None,
    }
}

fn is_listed(reference: &ReferenceRows, kind: &Kind, text: &str) -> bool {
    match kind {
        Kind::Option { list } => reference.option_text(list, text).is_some(),
        Kind::Reference { table } => Guid::parse(text).is_ok_and(|key| reference.row(*table, key).is_some()),
        _ => true,
    }
}
