//! Reads `audit.toml` and turns its names into numbers.

use std::collections::BTreeSet;
use std::path::Path;

use super::raw::{Name, RawAudit, RawSection};
use super::stratum::StratumNames;
use super::word::words;
use super::{AuditRules, OTHERS, Section};
use crate::map::plan::Plan;
use crate::record::{Diagnostic, EntityId, MappingFile, nearest};
use crate::source::Kind;

pub(super) const FILE: MappingFile = MappingFile("audit.toml");

impl AuditRules {
    /// Reads the file of a mappings folder. Without the file everybody is in one group.
    ///
    /// # Errors
    /// All its mistakes.
    pub(in crate::pipeline) fn load(mappings: &Path, plan: &Plan) -> Result<Self, Vec<Diagnostic>> {
        if !mappings.join(FILE.0).exists() {
            return Ok(Self::default());
        }
        let raw: RawAudit = FILE.read(mappings, "mistake in the audit")?;
        let mut mistakes = Vec::new();
        refuse_same_names(raw.stratum.iter().map(|stratum| &stratum.name), &mut mistakes);
        let mut names = StratumNames { contract: plan.contract(), mistakes: &mut mistakes };
        let strata = raw.stratum.iter().filter_map(|raw| names.stratum(raw)).collect();
        let sections = sections(&raw.section, plan, &mut mistakes);
        let words = words(&raw.word, plan.contract(), &mut mistakes);
        if mistakes.is_empty() { Ok(Self { strata, sections, words }) } else { Err(mistakes) }
    }
}

/// A name tells one group, in lists that come back too.
fn refuse_same_names<'n>(names: impl Iterator<Item = &'n Name>, mistakes: &mut Vec<Diagnostic>) {
    let mut known = BTreeSet::from([OTHERS]);
    for name in names {
        let text = name.get_ref().as_str();
        if text.trim().is_empty() {
            mistakes.push(FILE.mistake(name.span(), "a group without a name", "lists and report call it so"));
        } else if !known.insert(text) {
            let label = match text {
                OTHERS => "whoever fits no group is called so",
                _ => "a group above has this name",
            };
            mistakes.push(FILE.mistake(name.span(), format!("two groups `{text}`"), label));
        }
    }
}

fn sections(raw: &[RawSection], plan: &Plan, mistakes: &mut Vec<Diagnostic>) -> Vec<Section> {
    let mut shown = BTreeSet::new();
    let mut found = |name: &Name, mistakes: &mut Vec<Diagnostic>| {
        let Some(entity) = plan.dictionary().find(name.get_ref()) else {
            let known = plan.dictionary().entities().iter().map(|entity| entity.name.as_str());
            mistakes.push(unknown(name, "the data dictionary has no such table", known));
            return None;
        };
        if !shown.insert(entity) {
            let title = format!("`{}` stands in two places", name.get_ref());
            mistakes.push(FILE.mistake(name.span(), title, "a sheet shows each record once"));
        }
        Some(entity)
    };
    let mut section = |raw: &RawSection| {
        let entities: Vec<EntityId> = raw.entities.iter().filter_map(|name| found(name, mistakes)).collect();
        let days = days(raw, &entities, plan, mistakes);
        Section { title: raw.title.get_ref().clone(), entities, days }
    };
    raw.iter().map(&mut section).collect()
}

/// The columns that name days, each of which some table of the part has.
fn days(raw: &RawSection, entities: &[EntityId], plan: &Plan, mistakes: &mut Vec<Diagnostic>) -> Vec<String> {
    let columns = || entities.iter().flat_map(|id| &plan.dictionary().entity(*id).columns);
    let dates: Vec<&str> = columns()
        .filter(|column| matches!(column.kind, Kind::Date))
        .map(|column| column.name.as_str())
        .collect();
    for name in raw.days.iter().filter(|name| !dates.contains(&name.get_ref().as_str())) {
        mistakes.push(unknown(name, "no table of this part has such a day", dates.iter().copied()));
    }
    raw.days.iter().map(|name| name.get_ref().clone()).collect()
}

/// A name that nothing has, with the nearest that something has.
pub(super) fn unknown<'n>(name: &Name, label: &str, known: impl Iterator<Item = &'n str>) -> Diagnostic {
    let help = nearest(name.get_ref(), known).map(|near| format!("did you mean `{near}`?"));
    Diagnostic { help, ..FILE.mistake(name.span(), format!("unknown name `{}`", name.get_ref()), label) }
}
