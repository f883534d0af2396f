//! A drop of a few tables: the others are there, and empty.

use std::collections::HashSet;
use std::path::Path;

use super::{
    Council, Hooks, Household, Rng, Row, Schema, SynthError, SynthOptions, SynthSummary, TableId, synth_with,
};
use crate::record::nearest;

/// Writes a synthetic drop into a new folder in which only the tables named have rows of households, and the attached files
/// that these rows name. Tables of the council itself (lists, teams, workers, control totals) are whole, so that what is
/// named finds what it refers to.
pub fn synth_only(dir: &Path, options: &SynthOptions, tables: &[String]) -> Result<SynthSummary, SynthError> {
    if options.defects.is_some() {
        return Err(SynthError::DefectsOfFewTables);
    }
    let schema = Schema::standard();
    let kept: Vec<_> = tables.iter().map(|name| named(&schema, name)).collect::<Result<_, _>>()?;
    let (files, key) = (schema.table(FILES), schema.key(schema.table(FILES)));
    let household = move |household: &mut Household, _: &Council, _: &mut Rng| {
        let own = household.rows.iter().filter(|row| kept.contains(&row.table));
        let values: HashSet<String> =
            own.flat_map(|row| row.values.iter().flatten().map(|text| text.to_ascii_lowercase())).collect();
        let file =
            |row: &Row| key.and_then(|key| row.values[key].as_ref()).map(|text| text.to_ascii_lowercase());
        household.rows.retain(|row| {
            let is_named = || row.table == files && file(row).is_some_and(|file| values.contains(&file));
            kept.contains(&row.table) || is_named()
        });
        let left: HashSet<String> = household.of(files).filter_map(file).collect();
        household.files.retain(|(name, _)| left.contains(name));
    };
    // A household's people are counted before the hook, so that the number asked for is the number written.
    synth_with(dir, options, Hooks { household: Box::new(household), ..Hooks::default() })
}

/// The table whose rows are attached files.
const FILES: &str = "DocumentFile";

fn named(schema: &Schema, name: &str) -> Result<TableId, SynthError> {
    let dictionary = schema.dictionary();
    dictionary.find(name).ok_or_else(|| {
        let names = dictionary.entities().iter().map(|entity| entity.name.as_str());
        SynthError::UnknownTable { name: name.to_owned(), near: nearest(name, names).map(str::to_owned) }
    })
}
