//! Profiles: claims, mistakes, and which profile a drop has.

use std::fs;
use std::path::{Path, PathBuf};

use care2mosaic::source::{
    Claim, Dictionary, DropError, DropFolder, Profile, ProfileChoiceError, choose_profile,
};

fn small() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/source/mappings")
}

fn dictionary() -> Dictionary {
    Dictionary::load(&small().join("dictionary.csv")).unwrap()
}

#[test]
fn the_standard_profile_claims_every_table() {
    let mappings = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings");
    let dictionary = Dictionary::load(&mappings.join("dictionary.csv")).unwrap();
    let profiles = Profile::all(&mappings, &dictionary).unwrap();
    let profile = profiles.iter().find(|profile| profile.name == "v6-sql").unwrap();
    for id in dictionary.ids() {
        let path = format!("{}.csv", dictionary.entity(id).name);
        assert_eq!(profile.claim(&path), Claim::Entity(id), "{path}");
    }
    assert_eq!(profile.claim("files/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"), Claim::Document);
    assert_eq!(profile.claim("Cases (1).csv"), Claim::Nobody);
    assert_eq!(profile.claim("old/Person.csv"), Claim::Nobody);
    assert!(matches!(profile.claim("files/Thumbs.db"), Claim::Ignored(_)));
}

#[test]
fn all_mistakes_of_a_profile_are_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("profiles")).unwrap();
    let text = fs::read_to_string(small().join("profiles/small.toml")).unwrap();
    let text = text
        .replace("name = \"small\"", "name = \"other\"")
        .replace("utf-8", "latin-1")
        .replace("\"ROWS\"", "\"RWOS\"")
        .replace("YYYY-MM-DD\"]", "YY-MM-DD\"]");
    fs::write(folder.path().join("profiles/small.toml"), &text).unwrap();
    let found = Profile::load(folder.path(), "small", &dictionary()).unwrap_err();
    let mut places: Vec<_> = found.iter().map(|mistake| &text[mistake.diagnostic.span.clone()]).collect();
    places.sort_unstable();
    assert_eq!(places, ["\"RWOS\"", "\"YY-MM-DD\"", "\"latin-1\"", "\"other\""]);
    let near = found.iter().filter_map(|mistake| mistake.diagnostic.help.as_deref());
    assert!(near.into_iter().any(|help| help.contains("ROWS")));
}

/// Whichever of the two stood, the other would be passed over without a word.
#[test]
fn what_a_profile_says_twice_is_shown_where_it_stands_again() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("profiles")).unwrap();
    let whole = fs::read_to_string(small().join("profiles/small.toml")).unwrap();
    for (rules, place) in [
        ("[[absent]]\nentity = \"Person\"\nreason = \"none\"\n", "\"Person\""),
        ("[[ignore]]\npattern = \"*.bak\"\nreason = \"a copy\"\n", "\"*.bak\""),
        ("[[yearly]]\nentity = \"Person\"\nfrom = 2018\n", "\"Person\""),
        ("[[summary_row]]\nkey = \"Total*\"\n", "\"Total*\""),
        ("[[ignore_column]]\nname = \"spare\"\nreason = \"none\"\n", "\"spare\""),
        ("[[file]]\npattern = \"P*.csv\"\nentity = \"Person\"\n", "\"P*.csv\""),
        ("[[lacks]]\nkind = \"system\"\nreason = \"none\"\n", "\"system\""),
    ] {
        let text = format!("{whole}\n{rules}\n{}", rules.replace("Person\"", "person\""));
        fs::write(folder.path().join("profiles/small.toml"), &text).unwrap();
        let found = Profile::load(folder.path(), "small", &dictionary()).unwrap_err();
        let twice = found.iter().filter(|mistake| mistake.diagnostic.title.contains("twice"));
        let places: Vec<_> = twice.map(|mistake| mistake.diagnostic.span.clone()).collect();
        assert_eq!(places.len(), 1, "{rules}: {found:?}");
        assert!(text[places[0].clone()].eq_ignore_ascii_case(place), "{rules}");
        assert!(places[0].start > whole.len() + rules.len(), "{rules}: the second is shown");
    }
}

#[test]
fn a_word_that_no_profile_has_is_shown_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("profiles")).unwrap();
    fs::write(folder.path().join("profiles/odd.toml"), "name = \"odd\"\ncolour = \"red\"\n").unwrap();
    let found = Profile::load(folder.path(), "odd", &dictionary()).unwrap_err();
    assert!(found[0].diagnostic.title.contains("colour"));
    assert_eq!(found[0].diagnostic.span, 13..19);
}

#[test]
fn the_profile_that_claims_every_file_is_chosen() {
    let drop = tempfile::tempdir().unwrap();
    fs::write(drop.path().join("Person.txt"), "").unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("profiles")).unwrap();
    let text = fs::read_to_string(small().join("profiles/small.toml")).unwrap();
    for (name, ending) in [("one", "csv"), ("two", "txt"), ("three", "txt")] {
        let text =
            text.replace("\"small\"", &format!("\"{name}\"")).replace("}.csv", &format!("}}.{ending}"));
        fs::write(folder.path().join(format!("profiles/{name}.toml")), text).unwrap();
    }
    let profiles = Profile::all(folder.path(), &dictionary()).unwrap();
    let opened = DropFolder::open(drop.path()).unwrap();
    let several = choose_profile(&profiles, &opened).unwrap_err();
    assert_eq!(several, ProfileChoiceError::Several { names: vec!["three".into(), "two".into()] });
    assert_eq!(choose_profile(&profiles[..2], &opened).unwrap().name, "three");
    fs::write(drop.path().join("Other.doc"), "").unwrap();
    let opened = DropFolder::open(drop.path()).unwrap();
    assert!(choose_profile(&profiles, &opened).unwrap_err().to_string().contains("Other.doc"));
    // A file that another shape has as well does not keep the nearest from being chosen.
    assert_eq!(choose_profile(&profiles[..2], &opened).unwrap().name, "three");
    fs::write(drop.path().join("Person.csv"), "").unwrap();
    let opened = DropFolder::open(drop.path()).unwrap();
    assert!(choose_profile(&profiles[..2], &opened).is_err());
    fs::write(drop.path().join("PersonCaseNote.txt"), "").unwrap();
    let opened = DropFolder::open(drop.path()).unwrap();
    assert_eq!(choose_profile(&profiles[..2], &opened).unwrap().name, "three");
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_the_drop_are_refused() {
    let (drop, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(outside.path().join("secret"), "x").unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret"), drop.path().join("Person.csv")).unwrap();
    assert!(matches!(DropFolder::open(drop.path()), Err(DropError::Refused { .. })));
}

#[test]
fn an_empty_or_absent_drop_is_refused() {
    let drop = tempfile::tempdir().unwrap();
    assert!(matches!(DropFolder::open(drop.path()), Err(DropError::Empty { .. })));
    assert!(matches!(DropFolder::open(&drop.path().join("no")), Err(DropError::Absent { .. })));
}
