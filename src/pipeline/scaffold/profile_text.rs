//! What the profile of a drop says besides: new files, absent tables, columns under other names.

use glob::Pattern;

use super::draft::Draft;
use super::evidence::Evidence;
use crate::map::open_choice;
use crate::record::{EntityId, FieldId, nearest};

/// Adds it.
pub(super) fn add(draft: &mut Draft, evidence: &Evidence<'_>) {
    let new = evidence.new_tables().into_iter().map(|table| file(&table.path, &table.name()));
    let renamed = evidence.renamed_tables().into_iter().map(|(table, entity)| {
        file(&table.path, &open_choice("whose rows these are", &renamed(evidence, entity)))
    });
    let others = evidence.no_tables().iter().map(|path| ignored(path));
    let absent = evidence.absent().into_iter().map(|entity| absent(evidence, entity));
    let differing = evidence.differing();
    let columns =
        differing.map(|(entity, _, missing, unknown)| columns(evidence, entity, &missing, &unknown));
    let text: String = new.chain(renamed).chain(others).chain(absent).chain(columns).collect();
    if !text.is_empty() {
        draft.append(&format!("profiles/{}.toml", evidence.survey.profile.name), &text);
    }
}

fn ignored(path: &str) -> String {
    let reason = open_choice("why the file is left out", "a reason; or a [[file]] rule in place of this");
    format!("\n[[ignore]]\npattern = {}\nreason  = \"{reason}\"\n", quoted(&Pattern::escape(path)))
}

fn absent(evidence: &Evidence<'_>, entity: EntityId) -> String {
    let name = &evidence.plan.dictionary().entity(entity).name;
    let reason =
        open_choice(&format!("why the export has no {name}"), "a reason; or add the file and delete this");
    format!("\n[[absent]]\nentity = \"{name}\"\nreason = \"{reason}\"\n")
}

fn file(path: &str, entity: &str) -> String {
    format!("\n[[file]]\npattern = {}\nentity  = \"{entity}\"\n", quoted(&Pattern::escape(path)))
}

fn renamed(evidence: &Evidence<'_>, entity: EntityId) -> String {
    let name = &evidence.plan.dictionary().entity(entity).name;
    format!("{name}, which has most of its columns and no file; or another table of dictionary.csv")
}

fn columns(evidence: &Evidence<'_>, entity: EntityId, missing: &[FieldId], unknown: &[String]) -> String {
    let described = evidence.plan.dictionary().entity(entity);
    let (table, name) = (&described.name, |field: &FieldId| described.field(*field).name.as_str());
    if unknown.is_empty() {
        let lacks = missing.iter().map(|field| {
            let what = format!("why the export has no {table}.{}", name(field));
            let reason = open_choice(&what, "a reason; or export it and delete this");
            format!(
                "\n[[lacks]]\nentity = \"{table}\"\ncolumn = \"{}\"\nreason = \"{reason}\"\n",
                name(field)
            )
        });
        return lacks.collect();
    }
    if missing.is_empty() {
        return String::new();
    }
    let called = unknown.iter().map(|called| {
        let mut names: Vec<_> = missing.iter().map(name).collect();
        let near = nearest(called, names.iter().copied());
        names.sort_by_key(|name| Some(*name) != near);
        let from = format!(
            "{}; where it is none of them, delete this and add {called} to dictionary.csv and to the mapping of {table}",
            names.join(", or ")
        );
        let column = open_choice(&format!("which column of {table} is called {called}"), &from);
        format!("\n[[renamed]]\nentity = \"{table}\"\ncolumn = \"{column}\"\ncalled = \"{called}\"\n")
    });
    called.collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
