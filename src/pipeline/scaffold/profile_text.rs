//! What the profile of a drop says besides: new files, files left out, absent tables, columns under other names or absent.

use std::collections::BTreeMap;

use glob::Pattern;

use super::base_profile::ending;
use super::column_guess::ColumnGuess;
use super::columns_alike::letters;
use super::draft::{Draft, quoted};
use super::evidence::Evidence;
use super::guess::to_be_confirmed;
use crate::map::open_choice;
use crate::record::{EntityId, FieldId};
use crate::source::{DataType, FileReport};

/// More than so many of a kind are one choice.
const FEW: usize = 3;

/// So many columns are offered for one of another name.
const OFFERED: usize = 6;

/// Adds it.
pub(super) fn add(draft: &mut Draft, evidence: &Evidence<'_>) {
    let dictionary = evidence.plan.dictionary();
    let new = evidence.new_tables().iter().map(|table| file(&table.path, &table.name(dictionary)));
    let differing: Vec<_> = evidence.differing().collect();
    let columns = differing
        .iter()
        .map(|(entity, report, missing, unknown)| columns(evidence, (*entity, report), missing, unknown));
    let others = [left_out(evidence.no_tables()), absent(evidence)];
    let text: String = new.chain(others).chain(columns).collect();
    if !text.is_empty() {
        draft.append(&format!("profiles/{}.toml", evidence.survey.profile.name), &text);
    }
}

fn file(path: &str, entity: &str) -> String {
    format!("\n[[file]]\npattern = {}\nentity  = \"{entity}\"\n", quoted(&Pattern::escape(path)))
}

/// The files that are no tables: one by one, or by folder and ending where those are many.
fn left_out(paths: &[String]) -> String {
    let mut kinds: BTreeMap<(&str, Option<String>), Vec<&str>> = BTreeMap::new();
    for path in paths {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        kinds.entry((folder, ending(path))).or_default().push(path);
    }
    let ignored = kinds.into_iter().map(|((folder, ending), paths)| match ending {
        Some(ending) if paths.len() > FEW => {
            let folder =
                if folder.is_empty() { String::new() } else { format!("{}/", Pattern::escape(folder)) };
            let what = format!("why {} files *.{ending} are left out", paths.len());
            ignored(&format!("{folder}*.{}", Pattern::escape(&ending)), &what)
        }
        _ => paths.iter().map(|path| ignored(&Pattern::escape(path), "why the file is left out")).collect(),
    });
    ignored.collect()
}

fn ignored(pattern: &str, what: &str) -> String {
    let reason =
        open_choice(what, "a reason; or a [[file]] rule in place of this, or [documents] for attachments");
    format!("\n[[ignore]]\npattern = {}\nreason  = \"{reason}\"\n", quoted(pattern))
}

/// The tables without a file: one by one, or together where they are many.
fn absent(evidence: &Evidence<'_>) -> String {
    let absent = evidence.absent();
    let name = |entity: EntityId| evidence.plan.dictionary().entity(entity).name.as_str();
    let rule =
        |entity, reason: &str| format!("[[absent]]\nentity = \"{}\"\nreason = \"{reason}\"\n", name(entity));
    if absent.len() <= FEW {
        let each = absent.iter().map(|entity| {
            let what = format!("why the export has no {}", name(*entity));
            format!("\n{}", rule(*entity, &open_choice(&what, "a reason; or add the file and delete this")))
        });
        return each.collect();
    }
    let what = format!("whether the council has none of these {} tables", absent.len());
    let mark = to_be_confirmed(
        &what,
        "no file of the export holds them; where a file is missing, add it and delete its rule",
    );
    let rules: Vec<String> = absent.iter().map(|entity| rule(*entity, NO_FILE)).collect();
    format!("\n{mark}{}", rules.join("\n"))
}

const NO_FILE: &str = "no file of the export holds it";
const NO_COLUMN: &str = "no column of the export holds it";

/// What a table's files call otherwise, and what they lack.
fn columns(
    evidence: &Evidence<'_>,
    (entity, report): (EntityId, &FileReport),
    missing: &[FieldId],
    unknown: &[String],
) -> String {
    let mut text = String::new();
    if !missing.is_empty() && !unknown.is_empty() {
        let seen = evidence.seen(report);
        let guess = |called: &str| {
            let columns = seen.as_ref()?.columns.iter();
            columns.into_iter().find(|(name, _)| name == called).map(|(_, guess)| guess)
        };
        text.extend(unknown.iter().map(|called| renamed(evidence, entity, missing, (called, guess(called)))));
    }
    // Where all that is missing may be there under another name, nothing is lacking yet.
    if missing.len() > unknown.len() {
        text.push_str(&lacking(evidence, entity, missing, !unknown.is_empty()));
    }
    text
}

fn renamed(
    evidence: &Evidence<'_>,
    entity: EntityId,
    missing: &[FieldId],
    (called, guess): (&str, Option<&ColumnGuess>),
) -> String {
    let described = evidence.plan.dictionary().entity(entity);
    let table = &described.name;
    let fits =
        |field: &&FieldId| guess.is_none_or(|guess| guess.has_form(described.field(**field).data_type));
    let names = |fields: &mut dyn Iterator<Item = &FieldId>| -> Vec<&str> {
        fields.map(|field| described.field(*field).name.as_str()).collect()
    };
    let mut names = match names(&mut missing.iter().filter(fits)) {
        none if none.is_empty() => names(&mut missing.iter()),
        some => some,
    };
    // The nearest first; where values have a narrow form, columns of it before texts, which may hold anything.
    let narrow = guess.is_some_and(ColumnGuess::is_narrow);
    let is_text = |name: &str| {
        let column = described.column(name).map(|field| described.field(field));
        column.is_some_and(|column| matches!(column.data_type, DataType::Text(_)))
    };
    let alike = |name: &str| strsim::jaro_winkler(&letters(called), &letters(name));
    names.sort_by(|one, other| {
        let texts = (narrow && is_text(one)).cmp(&(narrow && is_text(other)));
        texts.then_with(|| alike(other).total_cmp(&alike(one)))
    });
    let more = if names.len() > OFFERED { ", or another that the file lacks" } else { "" };
    names.truncate(OFFERED);
    let from = format!(
        "{}{more}; where it is none of them, delete this and add {called} to dictionary.csv and to the mapping of {table}",
        names.join(", or ")
    );
    let column = open_choice(&format!("which column of {table} is called {called}"), &from);
    format!("\n[[renamed]]\nentity = \"{table}\"\ncolumn = \"{column}\"\ncalled = {}\n", quoted(called))
}

fn lacking(evidence: &Evidence<'_>, entity: EntityId, missing: &[FieldId], or_renamed: bool) -> String {
    let described = evidence.plan.dictionary().entity(entity);
    let (table, name) = (&described.name, |field: &FieldId| described.field(*field).name.as_str());
    let rule = |field: &FieldId, reason: &str| {
        format!("[[lacks]]\nentity = \"{table}\"\ncolumn = \"{}\"\nreason = \"{reason}\"\n", name(field))
    };
    if missing.len() <= FEW {
        let each = missing.iter().map(|field| {
            let what = format!("why the export has no {table}.{}", name(field));
            format!("\n{}", rule(field, &open_choice(&what, "a reason; or export it and delete this")))
        });
        return each.collect();
    }
    let what = format!("whether the export rightly lacks these {} columns of {table}", missing.len());
    let renamed = if or_renamed { "; delete the rule of each that is there under another name" } else { "" };
    let mark = to_be_confirmed(&what, &format!("no file of {table} has them{renamed}"));
    let rules: Vec<String> = missing.iter().map(|field| rule(field, NO_COLUMN)).collect();
    format!("\n{mark}{}", rules.join("\n"))
}
