//! Parts the written case files into groups.

use std::collections::HashSet;

use jiff::civil::Date;

use super::audit_rules::{AuditRules, Fits, OTHERS, Stratum};
use super::case_file_lines::ListedCaseFile;
use crate::map::plan::Plan;
use crate::pipeline::RunError;
use crate::pipeline::prove::{ProveError, ProveInput};
use crate::reconcile::reader::{BatchFolder, ImportRow};
use crate::record::Guid;
use crate::target::contract::ColumnId;

/// A group with its case files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) name: String,
    /// Person numbers, ascending.
    pub(super) numbers: Vec<u64>,
}

/// The groups of an output folder, in the order of the rules; those without anybody too.
pub(super) fn groups(input: &ProveInput<'_>, rules: &AuditRules) -> Result<Vec<Group>, RunError> {
    let mut fitting = Vec::with_capacity(rules.strata.len());
    for stratum in &rules.strata {
        fitting.push(people_of(input, stratum)?);
    }
    let name = |stratum: &Stratum| Group { name: stratum.name.clone(), numbers: Vec::new() };
    let mut groups: Vec<Group> = rules.strata.iter().map(name).collect();
    groups.push(Group { name: OTHERS.to_owned(), numbers: Vec::new() });
    ListedCaseFile::each(input.output, |line| {
        if line.digest.is_none() {
            return;
        }
        let fits = |(stratum, people): (&Stratum, &HashSet<u64>)| match &stratum.fits {
            Fits::State(state) => *state == line.state,
            Fits::Records(records) => line.records >= *records,
            Fits::Open { .. } | Fits::Under { .. } => people.contains(&line.number),
        };
        let place = rules.strata.iter().zip(&fitting).position(fits).unwrap_or(rules.strata.len());
        groups[place].numbers.push(line.number);
    })?;
    Ok(groups)
}

/// The numbers of the people whom a table's rows make fit.
fn people_of(input: &ProveInput<'_>, stratum: &Stratum) -> Result<HashSet<u64>, RunError> {
    let (table, person) = match stratum.fits {
        Fits::Open { table, person, .. } | Fits::Under { table, person, .. } => (table, person),
        Fits::State(_) | Fits::Records(_) => return Ok(HashSet::new()),
    };
    let today = input.staged.world.extract_day();
    let mut found = HashSet::new();
    let failed = || ProveError::output(input.output.join("data").join("batches"));
    for number in BatchFolder::numbers(input.output).map_err(failed())? {
        let plan: &Plan = input.plan;
        let folder = BatchFolder::open(input.output, number, plan.contract()).map_err(failed())?;
        let Some(file) = folder.file_of(table) else { continue };
        let path = folder.folder().join(&file.name);
        let failed = || ProveError::output(&path);
        let mut rows = crate::reconcile::reader::ImportFile::open(&path, plan.contract().table(table))
            .map_err(failed())?;
        while let Some(row) = rows.next_row().map_err(failed())? {
            let fits = match &stratum.fits {
                Fits::Open { open, coded, .. } => row.get(*open).is_none() && has_code(coded.as_ref(), &row),
                Fits::Under { born, years, .. } => {
                    row.get(*born).is_some_and(|born| is_under(born, *years, today))
                }
                Fits::State(_) | Fits::Records(_) => false,
            };
            let key = row.get(person).filter(|_| fits).and_then(|key| Guid::parse(key).ok());
            let number = key.and_then(|key| input.survivor(key)).map(|person| input.people().number(person));
            found.extend(number);
        }
    }
    Ok(found)
}

/// Whether a row has one of the codes that are asked for, where any are.
fn has_code(coded: Option<&(ColumnId, Vec<String>)>, row: &ImportRow) -> bool {
    coded.is_none_or(|(column, codes)| {
        row.get(*column).is_some_and(|code| codes.iter().any(|one| one.as_str() == code))
    })
}

/// Whether somebody born on a day is younger than so many years.
fn is_under(born: &str, years: i16, today: Date) -> bool {
    born.parse::<Date>().is_ok_and(|born| {
        let before = (today.month(), today.day()) < (born.month(), born.day());
        today.year() - born.year() - i16::from(before) < years
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_changes_on_the_birthday() {
        let today: Date = "2026-11-20".parse().unwrap();
        for (born, under) in [("2021-11-21", true), ("2021-11-20", false), ("2026-12-01", true), ("", false)]
        {
            assert_eq!(is_under(born, 5, today), under, "{born}");
        }
    }
}
