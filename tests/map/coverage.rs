//! A drop held against mappings: what is not covered, and the lines that would cover it.

use std::path::PathBuf;

use care2mosaic::map::compile;
use care2mosaic::pipeline::{Cancel, CheckRequest, DropCoverage, Exit, Silent, check_drop};
use care2mosaic::record::Reason;
use care2mosaic::synth::{SynthOptions, synth};

use super::package::package_mappings;
use crate::support::copy_folder;

/// A drop of a few people, changed file by file.
struct Drop {
    folder: tempfile::TempDir,
}

impl Drop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        synth(&folder.path().join("drop"), &SynthOptions { people: 40, seed: 5, defects: None }).unwrap();
        Self { folder }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join("drop").join(file)
    }

    fn change(&self, file: &str, change: impl Fn(String) -> String) {
        let text = std::fs::read_to_string(self.path(file)).unwrap();
        let changed = change(text.clone());
        assert_ne!(text, changed, "{file} has what is to be changed");
        std::fs::write(self.path(file), changed).unwrap();
    }

    fn check(&self) -> DropCoverage {
        self.check_with(package_mappings())
    }

    fn check_with(&self, mappings: &std::path::Path) -> DropCoverage {
        let temporary = self.folder.path().join("temporary");
        let plan = compile(mappings).unwrap();
        let request = CheckRequest {
            export: self.path(""),
            mappings: mappings.into(),
            profile: Some("v6-sql".into()),
            temporary,
        };
        check_drop(&plan, &request, &Silent, &Cancel::default()).unwrap()
    }
}

impl Drop {
    /// A copy of the package's mappings without one of the files.
    fn mappings_without(&self, file: &str) -> PathBuf {
        let copy = self.folder.path().join("mappings");
        copy_folder(package_mappings(), &copy);
        std::fs::remove_file(copy.join(file)).unwrap();
        copy
    }
}

fn lines_for<'a>(coverage: &'a DropCoverage, file: &str) -> Vec<&'a str> {
    let of_file = coverage.remedies.iter().filter(|remedy| remedy.file == file);
    of_file.flat_map(|remedy| &remedy.lines).map(String::as_str).collect()
}

#[test]
fn a_clean_drop_is_covered() {
    let coverage = Drop::new().check();
    assert_eq!((coverage.exit(), coverage.is_whole()), (Exit::Done, true), "{}", coverage.to_text());
    assert!(coverage.to_text().starts_with("The mappings cover the drop: "));
}

#[test]
fn codes_without_a_row_are_told_with_their_row() {
    let drop = Drop::new();
    drop.change("Religion.csv", |text| text.replace(",Muslim,5,", ",\"Muslim, Sunni\",31,"));
    drop.change("Language.csv", |text| text.replace("British Sign Language", "British sign language"));
    let coverage = drop.check();
    let religion = coverage.codes.iter().find(|code| code.table == "religion").unwrap();
    assert_eq!((religion.label.as_str(), religion.reason), ("Muslim, Sunni", Reason::UnmappedCode));
    assert_eq!(lines_for(&coverage, "codes/religion.csv"), ["31,\"Muslim, Sunni\",,"]);
    let language = lines_for(&coverage, "codes/language.csv");
    assert!(language.len() == 1 && language[0].ends_with(",alias"), "{language:?}");
}

#[test]
fn an_option_that_means_something_else_refuses_the_run() {
    let drop = Drop::new();
    drop.change("OptionsetValue.csv", |text| text.replace(",Indeterminate,", ",Not stated,"));
    let coverage = drop.check();
    let [stop] = coverage.stops.as_slice() else { panic!("{}", coverage.to_text()) };
    assert_eq!((stop.reason, stop.file.as_str()), (Reason::OptionSetChanged, "codes/gender.csv"));
    assert_eq!(coverage.exit(), Exit::Mappings);
    assert_eq!(lines_for(&coverage, "codes/gender.csv"), ["3,Not stated,I,alias"]);
}

#[test]
fn files_tables_and_columns_are_told_with_their_lines() {
    let drop = Drop::new();
    std::fs::write(drop.path("notes.txt"), "x").unwrap();
    drop.change("Team.csv", |text| with_column(&text, "Nickname"));
    drop.change("Provider.csv", |text| text.replacen("OfstedURN", "URN", 1));
    drop.change("PersonLanguage.csv", |text| {
        let columns = text.matches(',').count();
        text + &",".repeat(columns) + "\r\n"
    });
    let mappings = drop.mappings_without("person-language.toml");
    let coverage = drop.check_with(&mappings);
    let reasons: Vec<_> = coverage.stops.iter().map(|stop| (stop.reason, stop.field.as_str())).collect();
    for expected in [
        (Reason::UndeclaredFile, ""),
        (Reason::UnmappedColumn, "Nickname"),
        (Reason::UnmappedColumn, "URN"),
        (Reason::MissingColumn, "OfstedURN"),
        (Reason::UnmappedObject, "PersonLanguage"),
    ] {
        assert!(reasons.contains(&expected), "{expected:?} is not among {reasons:?}");
    }
    assert_eq!(lines_for(&coverage, "team.toml"), ["{ from = \"Nickname\", label = \"Nickname\" },"]);
    let profile = lines_for(&coverage, "profiles/v6-sql.toml").join("\n");
    for line in [
        "pattern = \"notes.txt\"",
        "column = \"OfstedURN\"",
        "name   = \"Nickname\"",
        "entity = \"PersonLanguage\"",
    ] {
        assert!(profile.contains(line), "{line} is not among\n{profile}");
    }
    let dictionary = lines_for(&coverage, "dictionary.csv");
    assert!(dictionary.contains(&"Team,people,Nickname,text(max),Y,text,,,,"), "{dictionary:?}");
}

#[test]
fn no_value_of_a_person_is_told() {
    let drop = Drop::new();
    drop.change("Person.csv", |text| with_column(&text, "Nickname"));
    let text = drop.check().to_text();
    assert!(!text.contains("a-value"), "{text}");
}

/// A table with one more column, which holds a value in every row. No text of these tables has line ends.
fn with_column(text: &str, name: &str) -> String {
    let mut lines = text.split("\r\n").filter(|line| !line.is_empty());
    let header = lines.next().unwrap();
    let rows = lines.map(|line| format!("{line},a-value\r\n"));
    format!("{header},{name}\r\n{}", rows.collect::<String>())
}

#[test]
fn what_only_all_rows_together_show_is_found_too() {
    let drop = Drop::new();
    let workers = std::fs::read_to_string(drop.path("SystemUser.csv")).unwrap();
    let name = |line: usize| workers.lines().nth(line).unwrap().split(',').nth(1).unwrap().to_owned();
    drop.change("SystemUser.csv", |text| text.replace(&format!(",{},", name(1)), &format!(",{},", name(2))));
    let coverage = drop.check();
    let codes: Vec<_> = coverage.stops.iter().map(|stop| (stop.reason, stop.field.as_str())).collect();
    assert_eq!(codes, [(Reason::DuplicateSystemUser, "UserName"); 2]);
    assert_eq!(coverage.exit(), Exit::Source);
    assert!(!drop.folder.path().join("temporary/.stage").exists(), "nothing is left behind");
}
