//! Which tables the files hold that no rule of the profile claims.

use std::collections::BTreeMap;

use glob::Pattern;

use super::columns_alike::{Alike, ColumnNames, letters};
use super::draft::{Draft, quoted};
use super::guess::to_be_confirmed;
use super::parting::is_delimited;
use super::table_guess::TableGuess;
use crate::map::plan::Plan;
use crate::pipeline::RunError;
use crate::pipeline::profile::KeySets;
use crate::pipeline::survey::Survey;
use crate::record::EntityId;
use crate::source::{Claim, Dictionary, plural};
use crate::target::TargetError;

/// So many files that are called after their tables in the same way make a rule.
const RULE: usize = 3;

/// A file, the table that it seems to hold, and why.
struct Held {
    path: String,
    entity: EntityId,
    alike: Option<Alike>,
    by_name: bool,
}

/// Adds a rule for each, or one for all that are called after their tables in the same way.
pub(super) fn add(
    draft: &mut Draft,
    plan: &Plan,
    survey: &Survey,
    columns: &ColumnNames,
) -> Result<(), RunError> {
    let dictionary = plan.dictionary();
    let held = held(dictionary, survey, columns)?;
    let profile = format!("profiles/{}.toml", survey.profile.name);
    let Some(way) = way(dictionary, &held) else {
        one_by_one(draft, dictionary, &profile, &held);
        return Ok(());
    };
    let all = held.len();
    let (so, others): (Vec<_>, Vec<_>) = held.into_iter().partition(|one| way.is_of(dictionary, one));
    together(draft, &profile, &way, (&so, all));
    one_by_one(draft, dictionary, &profile, &others);
    Ok(())
}

/// One rule for files that are called after their tables.
fn together(draft: &mut Draft, profile: &str, way: &Way, (files, all): (&[Held], usize)) {
    let alike = files.iter().filter(|one| one.alike.is_some()).count();
    let evidence = format!(
        "{} of {all} files without a rule have the name of a table in this place, and {alike} of them most of its columns",
        files.len(),
    );
    let mark = to_be_confirmed("whether files are called after their tables so", &evidence);
    let pattern = quoted(&way.pattern());
    draft.append(profile, &format!("\n{mark}[[file]]\npattern = {pattern}\ntables  = \"all\"\n"));
    draft.guess(profile, format!("{} holds the table of its name", way.pattern()), evidence);
}

/// A rule for each file.
fn one_by_one(draft: &mut Draft, dictionary: &Dictionary, profile: &str, files: &[Held]) {
    if files.is_empty() {
        return;
    }
    let what = "whether these files hold the tables that stand under them";
    draft.append(profile, &format!("\n{}", to_be_confirmed(what, "each by what stands beside it")));
    let rules = files.iter().map(|one| {
        let (name, evidence) = (&dictionary.entity(one.entity).name, one.evidence(dictionary));
        let pattern = quoted(&Pattern::escape(&one.path));
        format!("[[file]]\npattern = {pattern}\nentity  = \"{name}\"   # guessed: {evidence}\n")
    });
    draft.append(profile, &rules.collect::<Vec<_>>().join("\n"));
    for one in files {
        let name = &dictionary.entity(one.entity).name;
        draft.guess(profile, format!("{} holds {name}", one.path), one.evidence(dictionary));
    }
}

impl Held {
    fn evidence(&self, dictionary: &Dictionary) -> String {
        let name = &dictionary.entity(self.entity).name;
        let columns =
            self.alike.map(|alike| format!("{} of its {} columns are of {name}", alike.shared, alike.of));
        let called = self.by_name.then(|| format!("it is called after {name}"));
        columns.into_iter().chain(called).collect::<Vec<_>>().join(", ")
    }
}

/// The tables without a file that undeclared files seem to hold, by their columns, else by their names.
fn held(dictionary: &Dictionary, survey: &Survey, columns: &ColumnNames) -> Result<Vec<Held>, RunError> {
    let open = |id: &EntityId| survey.assignment.files_of(*id).next().is_none();
    let open: Vec<EntityId> = dictionary.ids().filter(open).collect();
    let mut held = Vec::new();
    for file in survey.drop.files() {
        if survey.profile.claim(&file.path) != Claim::Nobody || !is_delimited(&file.path) {
            continue;
        }
        let full = survey.drop.full_path(file);
        // Keys are looked at once it is known whose rows there are.
        let keys = KeySets::new(dictionary.entities().len(), 0);
        let table =
            TableGuess::read((&file.path, &full), &survey.profile.format, (dictionary, columns), &keys)
                .map_err(|source| TargetError::at(&full)(source))?;
        let Some(table) = table else { continue };
        let header: Vec<_> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        let named = named(dictionary, &file.path, &open);
        let alike = columns.resembled(&header, open.iter().copied());
        let entity = alike.map(|(entity, _)| entity).or(named);
        held.extend(entity.map(|entity| Held {
            path: file.path.clone(),
            entity,
            alike: alike.map(|(_, alike)| alike),
            by_name: named == Some(entity) || affixes(dictionary, &file.path, entity).is_some(),
        }));
    }
    Ok(held)
}

/// The table that a file is called after: it has its name, or its plural, whatever its case and signs.
fn named(dictionary: &Dictionary, path: &str, open: &[EntityId]) -> Option<EntityId> {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = letters(file.split('.').next().unwrap_or(file));
    open.iter().copied().find(|id| {
        let name = &dictionary.entity(*id).name;
        stem == letters(name) || stem == letters(&plural(name))
    })
}

/// What stands before and behind the name of its table in the name of a file.
fn affixes<'a>(dictionary: &Dictionary, path: &'a str, entity: EntityId) -> Option<(&'a str, &'a str)> {
    let name = dictionary.entity(entity).name.to_ascii_lowercase();
    let start = path.to_ascii_lowercase().rfind(&name)?;
    Some((path.get(..start)?, path.get(start + name.len()..)?))
}

/// A way in which files are called after their tables.
struct Way {
    before: String,
    behind: String,
}

/// The way of most files, where those are enough.
fn way(dictionary: &Dictionary, held: &[Held]) -> Option<Way> {
    let mut ways: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for one in held {
        if let Some(way) = affixes(dictionary, &one.path, one.entity) {
            *ways.entry(way).or_default() += 1;
        }
    }
    let ((before, behind), files) = ways.into_iter().max_by_key(|(_, files)| *files)?;
    (files >= RULE).then(|| Way { before: before.to_owned(), behind: behind.to_owned() })
}

impl Way {
    /// As a rule of the profile.
    fn pattern(&self) -> String {
        format!("{}{{entity}}{}", Pattern::escape(&self.before), Pattern::escape(&self.behind))
    }

    fn is_of(&self, dictionary: &Dictionary, held: &Held) -> bool {
        affixes(dictionary, &held.path, held.entity) == Some((&self.before, &self.behind))
    }
}
