//! The table of README.md that says what becomes of each table of the export is what the mappings say.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use care2mosaic::map::compile;
use care2mosaic::map::plan::{EntityPlan, NotePlace, NoteScope, Plan};
use care2mosaic::source::{Kind, Role};

use crate::support::Workplace;

#[test]
fn the_readme_says_what_becomes_of_each_table() {
    let plan = compile(&Workplace::package("mappings")).unwrap();
    let readme = std::fs::read_to_string(Workplace::package("README.md")).unwrap();
    let table = table(&plan);
    assert!(readme.contains(&table), "README.md has another table than the mappings give:\n\n{table}");
}

#[test]
fn every_table_that_has_outcomes_is_mapped() {
    let plan = compile(&Workplace::package("mappings")).unwrap();
    let entities = plan.dictionary().ids().map(|id| (id, plan.dictionary().entity(id)));
    let outcomes = entities.filter(|(_, entity)| matches!(entity.role, Role::Casework | Role::Shared));
    let without: Vec<_> = outcomes
        .filter(|(id, _)| plan.entity(*id).is_none())
        .map(|(_, entity)| entity.name.as_str())
        .collect();
    assert_eq!(without, Vec::<&str>::new(), "these tables of the dictionary have no mapping");
}

fn table(plan: &Plan) -> String {
    let mut text = "| Table of the export | Tables of Mosaic | State |\n|---|---|---|\n".to_owned();
    for entity in plan.entities() {
        let name = &plan.dictionary().entity(entity.entity).name;
        writeln!(text, "| {name} | {} | {} |", targets(plan, entity), state(plan, entity)).unwrap();
    }
    text
}

fn targets(plan: &Plan, entity: &EntityPlan) -> String {
    let mut seen = BTreeSet::new();
    let tables = entity.rows.iter().filter(|row| seen.insert(row.table));
    let mut names: Vec<_> = tables.map(|row| plan.contract().table(row.table).name.clone()).collect();
    let notes = &plan.contract().table(plan.notes().table).name;
    match entity.note.as_ref().map(|note| &note.place) {
        Some(NotePlace::Note { scope: NoteScope::Record { .. }, .. }) => {
            names.push(format!("{notes} (a note a record)"));
        }
        Some(NotePlace::Note { scope: NoteScope::Person, .. }) => {
            names.push(format!("{notes} (a note a person)"));
        }
        Some(NotePlace::ParentTail { .. }) => names.push(format!("{notes} (the foot of another's note)")),
        _ => {}
    }
    names.join(", ")
}

fn state(plan: &Plan, entity: &EntityPlan) -> String {
    let mut states = Vec::new();
    match entity.merged_into {
        Some(into) if into == entity.key => states.push("merged into the records that name it".to_owned()),
        Some(into) => states.push(format!("merged into {}", named(plan, entity, into))),
        None if !entity.rows.is_empty() || entity.note.is_some() => states.push("migrated".to_owned()),
        None => {}
    }
    states.extend(entity.scope.iter().map(|rule| format!("left out by the rule `{}`", rule.id)));
    states.join("; ")
}

/// The tables that a lookup may name.
fn named(plan: &Plan, entity: &EntityPlan, field: care2mosaic::record::FieldId) -> String {
    let dictionary = plan.dictionary();
    match &dictionary.entity(entity.entity).field(field).kind {
        Kind::Lookup { table } => dictionary.entity(*table).name.clone(),
        _ => "the record that it belongs to".to_owned(),
    }
}
