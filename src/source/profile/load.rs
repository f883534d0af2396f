//! Reads profiles from the mappings folder.

use std::path::Path;

use super::raw::RawProfile;
use super::{Profile, build};
use crate::record::{form_words, nearest};
use crate::source::{Dictionary, Mistake};

/// Reads every profile of the folder, in order of name.
pub(super) fn all(folder: &Path, dictionary: &Dictionary) -> Result<Vec<Profile>, Vec<Mistake>> {
    let unreadable = |error: std::io::Error| {
        let title = format!("the profiles cannot be listed: {error}");
        vec![
            Mistake::new(Path::new("profiles"), 0..0, title, "")
                .help("put one file for each shape of export there"),
        ]
    };
    let (mut profiles, mut mistakes) = (Vec::new(), Vec::new());
    for name in names_in(folder).map_err(unreadable)? {
        match load(folder, &name, dictionary) {
            Ok(profile) => profiles.push(profile),
            Err(more) => mistakes.extend(more),
        }
    }
    if mistakes.is_empty() { Ok(profiles) } else { Err(mistakes) }
}

/// What a folder has profiles for, in order.
fn names_in(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            names.extend(path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned));
        }
    }
    names.sort();
    Ok(names)
}

/// Reads one profile of the folder.
pub(super) fn load(folder: &Path, name: &str, dictionary: &Dictionary) -> Result<Profile, Vec<Mistake>> {
    let file = Path::new("profiles").join(format!("{name}.toml"));
    let text = std::fs::read_to_string(folder.join(format!("{name}.toml"))).map_err(|error| {
        let title = format!("the profile {name} cannot be read: {error}");
        vec![Mistake::new(&file, 0..0, title, "").help(those_there(folder, name))]
    })?;
    parse(&file, name, &text, dictionary)
}

/// What could have been meant by a profile that is not there.
fn those_there(folder: &Path, name: &str) -> String {
    let there = names_in(folder).unwrap_or_default();
    let meant =
        nearest(name, there.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`? "));
    format!("{}mappings/profiles has {}", meant.unwrap_or_default(), there.join(", "))
}

/// Compiles a profile from its text; `file` is named in mistakes.
pub(super) fn parse(
    file: &Path,
    name: &str,
    text: &str,
    dictionary: &Dictionary,
) -> Result<Profile, Vec<Mistake>> {
    let raw: RawProfile = toml::from_str(text).map_err(|error| {
        vec![Mistake::new(
            file,
            error.span().unwrap_or(0..0),
            form_words(error.message()),
            "not a profile's form",
        )]
    })?;
    build::profile(file, name, &raw, dictionary)
}
