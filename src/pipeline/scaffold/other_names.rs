//! Columns of known tables that files have under another name, told by case and signs and by the form of their values.

use super::column_guess::ColumnGuess;
use super::columns_alike::{ColumnNames, letters};
use super::draft::{Draft, quoted};
use super::guess::to_be_confirmed;
use super::parting::is_delimited;
use super::table_guess::TableGuess;
use crate::map::plan::Plan;
use crate::pipeline::RunError;
use crate::pipeline::profile::KeySets;
use crate::pipeline::survey::Survey;
use crate::record::FieldId;
use crate::source::{DropFile, Entity, FileReport};
use crate::target::TargetError;

/// A column of the dictionary, what a file calls it, and why.
struct Renamed {
    column: FieldId,
    called: String,
    evidence: String,
}

/// Adds a rule for each column whose name in a file differs in case and signs alone, and whose values have its form. Whether
/// there was any.
pub(super) fn add(
    draft: &mut Draft,
    plan: &Plan,
    survey: &Survey,
    (files, names): (&[FileReport], &ColumnNames),
) -> Result<bool, RunError> {
    let mut seen = Vec::new();
    let mut all = Vec::new();
    for report in files {
        if seen.contains(&report.entity) || report.header.unknown().is_empty() || !is_delimited(&report.path)
        {
            continue;
        }
        seen.push(report.entity);
        let entity = plan.dictionary().entity(report.entity);
        let Some(file) = survey.drop.find(&report.path) else { continue };
        let Some(table) = table(plan, (survey, names), file)? else { continue };
        let found = found((entity, names), report, &table);
        if !found.is_empty() {
            all.push((entity, found));
        }
    }
    let profile = format!("profiles/{}.toml", survey.profile.name);
    put(draft, &profile, &all);
    Ok(!all.is_empty())
}

/// Adds the rules of each table under a mark, or those of all under one where they are many.
fn put(draft: &mut Draft, profile: &str, all: &[(&Entity, Vec<Renamed>)]) {
    let columns: usize = all.iter().map(|(_, found)| found.len()).sum();
    if all.len() > FEW {
        let what = format!("whether {columns} columns of {} tables are called so", all.len());
        draft.append(profile, &format!("\n{}", to_be_confirmed(&what, BY)));
        draft.guess(
            profile,
            format!("{columns} columns of {} tables under another name", all.len()),
            BY.to_owned(),
        );
    }
    for (entity, found) in all {
        draft.append(profile, "\n");
        if all.len() <= FEW {
            let what = format!("whether {} column(s) of {} are called so", found.len(), entity.name);
            draft.append(profile, &to_be_confirmed(&what, BY));
            let names =
                found.iter().map(|one| format!("{} is {}", one.called, entity.field(one.column).name));
            let names = names.collect::<Vec<_>>().join(", ");
            draft.guess(profile, format!("of {}, {names}", entity.name), BY.to_owned());
        }
        draft.append(profile, &rules(entity, found));
    }
}

/// More tables than this are one choice.
const FEW: usize = 3;

const BY: &str = "each by its name but for case and signs, or as the only key, and by the form of its values";

fn table(
    plan: &Plan,
    (survey, names): (&Survey, &ColumnNames),
    file: &DropFile,
) -> Result<Option<TableGuess>, RunError> {
    let full = survey.drop.full_path(file);
    let keys = KeySets::new(plan.dictionary().entities().len(), 0);
    TableGuess::read((&file.path, &full), &survey.profile.format, (plan.dictionary(), names), &keys)
        .map_err(|source| TargetError::at(&full)(source).into())
}

fn found((entity, names): (&Entity, &ColumnNames), report: &FileReport, table: &TableGuess) -> Vec<Renamed> {
    let mut missing: Vec<FieldId> = report.header.missing().collect();
    let mut unknown: Vec<&(String, ColumnGuess)> =
        report.header.unknown().iter().filter_map(|place| table.columns.get(*place)).collect();
    let mut found = Vec::new();
    unknown.retain(|(name, guess)| {
        let like = names.column(report.entity, name).filter(|column| missing.contains(column));
        let like = like.filter(|column| guess.has_form(entity.field(*column).data_type));
        found.extend(like.map(|column| {
            missing.retain(|one| *one != column);
            let described = entity.field(column);
            let same = if letters(&described.name) == letters(name) { "" } else { " but for Id" };
            let evidence = format!("the same letters{same}; {}", guess.words(described.data_type));
            Renamed { column, called: name.clone(), evidence }
        }));
        like.is_none()
    });
    found.extend(key(entity, &missing, &unknown, table.rows));
    found
}

/// The column that is the key under another name: the one of those left that is filled in every row and different in each.
fn key(
    entity: &Entity,
    missing: &[FieldId],
    unknown: &[&(String, ColumnGuess)],
    rows: u64,
) -> Option<Renamed> {
    let column = entity.key.filter(|key| missing.contains(key))?;
    let mut keys = unknown.iter().filter(|(_, guess)| guess.is_key_of(rows));
    let (name, _) = keys.next()?;
    let evidence =
        format!("filled in all {rows} row(s), no value stands twice, and the only one of which that is so");
    keys.next().is_none().then(|| Renamed { column, called: name.clone(), evidence })
}

fn rules(entity: &Entity, found: &[Renamed]) -> String {
    let rules = found.iter().map(|one| {
        format!(
            "[[renamed]]\nentity = \"{}\"\ncolumn = \"{}\"\ncalled = {}   # guessed: {}\n",
            entity.name,
            entity.field(one.column).name,
            quoted(&one.called),
            one.evidence
        )
    });
    rules.collect::<Vec<_>>().join("\n")
}
