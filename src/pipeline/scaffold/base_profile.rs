//! The profile that a draft starts from.

use std::path::Path;

use crate::map::plan::Plan;
use crate::pipeline::RunError;
use crate::source::{DropFolder, Mistake, Profile, ProfileChoiceError, choose_profile};

/// The one that is named, else the one that claims every file or most of them. Where no file is known by its name, the
/// plainest of those whose files have the endings that the drop's have.
pub(super) fn base_profile(
    plan: &Plan,
    mappings: &Path,
    named: Option<&str>,
    drop: &DropFolder,
) -> Result<Profile, RunError> {
    if let Some(name) = named {
        return Profile::load(mappings, name, plan.dictionary()).map_err(mistaken);
    }
    let all = Profile::all(mappings, plan.dictionary()).map_err(mistaken)?;
    match choose_profile(&all, drop) {
        Ok(profile) => Ok(profile.clone()),
        Err(error @ ProfileChoiceError::None { .. }) => by_ending(&all, drop).cloned().ok_or(error.into()),
        Err(error) => Err(error.into()),
    }
}

/// The mistakes of a profile as those of the mappings.
pub(super) fn mistaken(mistakes: Vec<Mistake>) -> RunError {
    RunError::Mappings(mistakes.into_iter().map(|mistake| mistake.diagnostic).collect())
}

fn by_ending<'a>(all: &'a [Profile], drop: &DropFolder) -> Option<&'a Profile> {
    let endings: Vec<_> = drop.files().iter().filter_map(|file| ending(&file.path)).collect();
    let alike = |profile: &Profile| {
        let own: Vec<_> = profile.files().iter().filter_map(|rule| ending(rule.pattern.as_str())).collect();
        endings.iter().filter(|ending| own.contains(ending)).count()
    };
    let scored = all.iter().map(|profile| (alike(profile), profile)).filter(|(alike, _)| *alike > 0);
    // Of equals the first in order of name.
    scored.min_by_key(|(alike, profile)| (std::cmp::Reverse(*alike), besides(profile))).map(|(_, one)| one)
}

/// How much a profile says besides whose each file is.
fn besides(profile: &Profile) -> usize {
    let labels = usize::from(profile.format.labels.is_some()) * 1_000;
    let answers = usize::from(profile.reporting.is_some()) * 1_000;
    let bodies = profile.documents.as_ref().map_or(0, |documents| documents.bodies.len());
    labels + answers + bodies + profile.absent.len() + profile.lacks.len()
}

/// What a file's name ends in, in lower case, whether it is compressed or not.
pub(super) fn ending(path: &str) -> Option<String> {
    let path = path.to_ascii_lowercase();
    let path = path.strip_suffix(".gz").or_else(|| path.strip_suffix(".zip")).unwrap_or(&path);
    let name = path.rsplit('/').next()?;
    name.rsplit_once('.').map(|(_, ending)| ending.to_owned())
}
