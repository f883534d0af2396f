//! Which profile a drop has.

use crate::source::folder::{ZIP, is_of_all_entities};
use crate::source::{Claim, DropFolder, Profile, Shape};

/// No profile, or several, claim every file of the drop. Exit code 6.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileChoiceError {
    /// No profile claims every file.
    #[error(
        "no profile claims every file of the drop; name one with --profile to see all that it leaves:\n  {}",
        .misses.join("\n  ")
    )]
    None {
        /// For each profile, its name and what it leaves, those that leave least first.
        misses: Vec<String>,
    },
    /// The export lies one folder further down.
    #[error("the export lies one folder down, in {folder}: {}", if *.is_zip { "unpack the zip and name that folder" } else { "name that folder" })]
    FolderDown {
        /// The folder, within the drop.
        folder: String,
        /// Whether the drop is a zip, whose folders cannot be named.
        is_zip: bool,
    },
    /// Several profiles claim every file.
    #[error("several profiles claim every file of the drop: {}; name one with --profile", .names.join(", "))]
    Several {
        /// Their names.
        names: Vec<String>,
    },
}

/// The one profile that claims every file of the drop. Where none does and one finds rows in more files than all others
/// together, that one is taken, so that the files it does not claim are reported one by one.
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
        // There is nothing to choose by, and nothing to read.
        [any, ..] if paths(drop).next().is_none() => Ok(any),
        [] => nearest(profiles, drop).ok_or_else(|| match folder_down(profiles, drop) {
            Some(folder) => ProfileChoiceError::FolderDown { folder, is_zip: is_zip(drop) },
            None => ProfileChoiceError::None { misses: misses(profiles, drop) },
        }),
        several => Err(ProfileChoiceError::Several {
            names: several.iter().map(|profile| profile.name.clone()).collect(),
        }),
    }
}

/// The profile of that name, by which an earlier drop was read, where it claims every file of this one too; else as
/// [`choose_profile`] chooses.
pub fn choose_profile_after<'a>(
    profiles: &'a [Profile],
    drop: &DropFolder,
    before: Option<&str>,
) -> Result<&'a Profile, ProfileChoiceError> {
    let mut named = profiles.iter().filter(|profile| Some(profile.name.as_str()) == before);
    let fitting = named.find(|profile| unclaimed(profile, drop).next().is_none());
    fitting.map_or_else(|| choose_profile(profiles, drop), Ok)
}

fn nearest<'a>(profiles: &'a [Profile], drop: &DropFolder) -> Option<&'a Profile> {
    let files_with_rows = |profile: &Profile| {
        let has_rows =
            |path: &&str| is_parted(path, profile) || matches!(profile.claim(path), Claim::Entity(_));
        paths(drop).filter(has_rows).count()
    };
    let counts: Vec<usize> = profiles.iter().map(files_with_rows).collect();
    let all: usize = counts.iter().sum();
    profiles.iter().zip(counts).find(|(_, count)| 2 * count > all).map(|(profile, _)| profile)
}

fn unclaimed<'a>(profile: &'a Profile, drop: &'a DropFolder) -> impl Iterator<Item = &'a str> {
    let is_claimed = |path: &str| !matches!(profile.claim(path), Claim::Nobody | Claim::Disputed(..));
    paths(drop).filter(move |path| !is_claimed(path) && !is_parted(path, profile))
}

/// The files of a drop, those that are refused among them: a profile that would read them is no less the right one.
fn paths(drop: &DropFolder) -> impl Iterator<Item = &str> {
    let refused = drop.refusals().iter().filter(|refusal| refusal.stop.file != ZIP);
    let files = drop.files().iter().map(|file| file.path.as_str());
    files.chain(refused.map(|refusal| refusal.stop.file.as_str()))
}

/// Whether a file of all entities, which cannot be parted, is one of the profile's.
fn is_parted(path: &str, profile: &Profile) -> bool {
    is_of_all_entities(path) && profile.format.shape == Shape::DataXml
}

/// The one folder that holds all files, where files within it are those of an export.
fn folder_down(profiles: &[Profile], drop: &DropFolder) -> Option<String> {
    // What one system puts beside the files of a zip.
    let own = || paths(drop).filter(|path| !path.starts_with("__MACOSX/"));
    let (folder, _) = own().next()?.split_once('/')?;
    let within = |path: &'_ str| path.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned);
    let files: Vec<String> = own().map(within).collect::<Option<_>>()?;
    let is_table = |file: &String| profiles.iter().any(|one| matches!(one.claim(file), Claim::Entity(_)));
    files.iter().any(is_table).then(|| folder.to_owned())
}

fn is_zip(drop: &DropFolder) -> bool {
    drop.originals().iter().any(|original| original.path == ZIP)
}

fn misses(profiles: &[Profile], drop: &DropFolder) -> Vec<String> {
    let width = profiles.iter().map(|profile| profile.name.len()).max().unwrap_or_default();
    let mut left: Vec<_> = profiles.iter().map(|one| (unclaimed(one, drop).count(), one)).collect();
    left.sort_by_key(|(count, _)| *count);
    let miss = |(count, profile): (usize, &Profile)| {
        let first = unclaimed(profile, drop).next().unwrap_or_default();
        let files =
            if count == 1 { "1 file".to_owned() } else { format!("{count} files, the first of them") };
        format!("{:<width$}  leaves {files} {first}", profile.name)
    };
    left.into_iter().map(miss).collect()
}
