//! Examples of mapping files: a source row in, target rows out, run by every check.

mod example_world;
mod outcome;

use std::path::Path;

use toml::Spanned;

use self::example_world::ExampleWorld;
use super::compile::{Mistakes, mapping_files};
use super::forward::{Prepared, trial_rows};
use super::plan::{Owner, Plan};
use super::raw::{Name, RawEntity, RawExample};
use crate::record::{Diagnostic, EntityId, FileId, Guid, Origin, SourceRecord, SourceRecordBuilder, Value};
use crate::target::contract::TargetRow;

/// Runs the examples of every mapping file. An example knows nothing of a drop: people and records that it names are
/// there, a reference column holds the name or code of its row, and the extract was taken on 1 November 2026.
pub fn check_examples(plan: &Plan, mappings: &Path) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for file in mapping_files(mappings) {
        let mut mistakes = Mistakes::read(mappings, file);
        let raw: Option<RawEntity> = mistakes.parse();
        if let Some(raw) = raw
            && let Some(entity) = plan.dictionary().find(raw.entity.get_ref())
        {
            for example in &raw.example {
                check(plan, entity, example, &mut mistakes);
            }
        }
        found.extend(mistakes.into_found());
    }
    found
}

fn check(plan: &Plan, entity: EntityId, example: &RawExample, mistakes: &mut Mistakes) {
    let mut world = ExampleWorld::new(plan);
    let record = record(plan, entity, example, &mut world);
    world.finish();
    let rows = rows(plan, &world, record);
    if example.gives.is_empty() {
        outcome::nothing(plan, example, &rows, mistakes);
    }
    for gives in &example.gives {
        outcome::compare(plan, example, gives, &rows, mistakes);
    }
}

/// The record of an example: its columns as given, the rest null.
fn record(plan: &Plan, entity: EntityId, example: &RawExample, world: &mut ExampleWorld) -> SourceRecord {
    let columns = &plan.dictionary().entity(entity).columns;
    let mut builder = SourceRecordBuilder::new();
    for column in columns {
        let is_own = |name: &&Name| name.get_ref().eq_ignore_ascii_case(&column.name);
        let given = example.given.iter().find(|(name, _)| is_own(name)).map(|(_, text)| text);
        match given.map(Spanned::get_ref) {
            Some(text) => builder.push(Value::Text(&world.hold(column, text))),
            None => builder.push(Value::Null),
        }
    }
    builder.finish(entity, Origin { file: FileId(0), line: 1 })
}

fn rows(plan: &Plan, world: &ExampleWorld, record: SourceRecord) -> Vec<TargetRow> {
    let prepared = Prepared::new(plan, |entity| world.of(entity));
    let person = person_of(plan, &record).unwrap_or_default();
    trial_rows(plan, &prepared, world, person, &[record])
}

/// Whose case file the record belongs to, where it says so itself.
fn person_of(plan: &Plan, record: &SourceRecord) -> Option<Guid> {
    let entity = plan.entity(record.entity())?;
    match entity.owner {
        Owner::CaseFile(_) => record.guid(entity.key),
        Owner::Person(field) => record.guid(field),
        Owner::Through(_) | Owner::Shared => None,
    }
}
