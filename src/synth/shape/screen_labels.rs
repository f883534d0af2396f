//! What screens show in place of identifiers and codes.

use std::collections::HashMap;
use std::path::Path;

use super::{each_row, standard_profile};
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::source::{Dictionary, LabelKind, Labels, Profile};
use crate::synth::SynthError;

/// The standard profile of the shape, compiled in: what is written is what it says.
const PROFILE: &str = include_str!("../../../mappings/profiles/screen.toml");

/// The labels of a standard drop.
#[derive(Debug)]
pub(super) struct ScreenLabels {
    pub(super) profile: Profile,
    records: HashMap<(EntityId, Guid), String>,
    options: HashMap<(String, String), String>,
}

impl ScreenLabels {
    /// Reads the labels of a standard drop.
    pub(super) fn read(drop: &Path, dictionary: &Dictionary) -> Result<Self, SynthError> {
        let profile = standard_profile("screen", PROFILE, dictionary);
        let mut labels = Self { profile, records: HashMap::new(), options: HashMap::new() };
        let Some(shown) = labels.profile.format.labels.clone() else { return Ok(labels) };
        for id in shown.named() {
            let Some(key) = dictionary.entity(id).key else { continue };
            each_row(drop, (id, dictionary.entity(id)), |record| {
                let label = record.guid(key).map(|guid| ((id, guid), shown.text(record)));
                labels.records.extend(label);
                Ok(())
            })?;
        }
        labels.read_options(drop, dictionary, &shown)?;
        Ok(labels)
    }

    fn read_options(
        &mut self,
        drop: &Path,
        dictionary: &Dictionary,
        shown: &Labels,
    ) -> Result<(), SynthError> {
        let columns = shown.options;
        let mut lists: HashMap<Guid, String> = HashMap::new();
        let text =
            |record: &SourceRecord, field: FieldId| record.get(field).filled().unwrap_or_default().to_owned();
        let key = dictionary.entity(columns.set).key;
        each_row(drop, (columns.set, dictionary.entity(columns.set)), |record| {
            let own = key.and_then(|key| record.guid(key));
            lists.extend(own.map(|own| (own, text(record, columns.name))));
            Ok(())
        })?;
        each_row(drop, (columns.value, dictionary.entity(columns.value)), |record| {
            let list = record.guid(columns.of_set).and_then(|list| lists.get(&list));
            let number = text(record, columns.number);
            self.options.extend(list.map(|list| ((list.clone(), number), text(record, columns.text))));
            Ok(())
        })
    }

    /// What a screen shows for a value; the value itself where it knows no label.
    pub(super) fn shown<'a>(&'a self, kind: &LabelKind, value: &'a str) -> &'a str {
        let record = |tables: &[EntityId]| {
            let key = Guid::parse(value).ok()?;
            tables.iter().find_map(|table| self.records.get(&(*table, key)))
        };
        let label = match kind {
            LabelKind::Option { list } => self.options.get(&(list.clone(), value.to_owned())),
            LabelKind::Code { table } => record(&[*table]),
            LabelKind::Record { tables } => record(tables),
            LabelKind::Table { .. } => None,
        };
        label.map_or(value, String::as_str)
    }
}
