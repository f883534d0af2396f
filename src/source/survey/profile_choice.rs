//! Which profile a drop has.

use crate::source::{Claim, DropFolder, Profile};

/// No profile, or several, claim every file of the drop. Exit code 6.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileChoiceError {
    /// No profile claims every file.
    #[error("no profile claims every file of the drop ({}); name one with --profile to see what it misses", .misses.join("; "))]
    None {
        /// For each profile, its name and what it leaves.
        misses: Vec<String>,
    },
    /// Several profiles claim every file.
    #[error("several profiles claim every file of the drop: {}; name one with --profile", .names.join(", "))]
    Several {
        /// Their names.
        names: Vec<String>,
    },
}

/// The one profile that claims every file of the drop. Where there is only one profile at all, it is taken, so that the
/// files it does not claim are reported one by one.
pub fn choose_profile<'a>(
    profiles: &'a [Profile],
    drop: &DropFolder,
) -> Result<&'a Profile, ProfileChoiceError> {
    if let [only] = profiles {
        return Ok(only);
    }
    let fitting: Vec<_> =
        profiles.iter().filter(|profile| unclaimed(profile, drop).next().is_none()).collect();
    match fitting.as_slice() {
        [one] => Ok(one),
        [] => Err(ProfileChoiceError::None {
            misses: profiles.iter().map(|profile| miss(profile, drop)).collect(),
        }),
        several => Err(ProfileChoiceError::Several {
            names: several.iter().map(|profile| profile.name.clone()).collect(),
        }),
    }
}

fn unclaimed<'a>(profile: &'a Profile, drop: &'a DropFolder) -> impl Iterator<Item = &'a str> {
    let paths = drop.files().iter().map(|file| file.path.as_str());
    paths.filter(|path| matches!(profile.claim(path), Claim::Nobody | Claim::Disputed(..)))
}

fn miss(profile: &Profile, drop: &DropFolder) -> String {
    let first = unclaimed(profile, drop).next().unwrap_or_default();
    let count = unclaimed(profile, drop).count();
    format!("{} leaves {count} file(s), the first {first}", profile.name)
}
