//! The first look at a drop.

use std::path::Path;

use care2mosaic::map::compile;
use care2mosaic::pipeline::{Cancel, Event, Exit, Observer, ProfileRequest, Silent, profile};
use care2mosaic::report::profile::{ColumnProfile, DropProfile, Suspicion, to_html, to_text};

use super::council::Council;

fn profiled(council: &Council) -> DropProfile {
    let mappings = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings");
    let plan = compile(&mappings).unwrap();
    let request = ProfileRequest { export: council.path("drop"), mappings, profile: None };
    profile(&plan, &request, &Silent, &Cancel::default()).unwrap()
}

fn column<'p>(profile: &'p DropProfile, entity: &str, column: &str) -> &'p ColumnProfile {
    let entity = profile.entities.iter().find(|one| one.entity == entity).unwrap();
    entity.columns.iter().find(|one| one.column == column).unwrap()
}

fn found<'p>(profile: &'p DropProfile, entity: &str, column: &str, reason: &str) -> Option<&'p Suspicion> {
    let named = |one: &&Suspicion| {
        (one.entity.as_str(), one.column.as_str(), one.reason.as_str()) == (entity, column, reason)
    };
    profile.suspicious.iter().find(named)
}

fn suspicion(profile: &DropProfile, entity: &str, column: &str, reason: &str) -> u64 {
    found(profile, entity, column, reason).map_or(0, |one| one.values)
}

/// How many values, the line of the first, and each code with how often it stands.
fn unknown<'p>(profile: &'p DropProfile, column: &str, reason: &str) -> (u64, u64, Vec<(&'p str, u64)>) {
    let found = found(profile, "Person", column, reason).unwrap();
    let first = found.first.as_ref().unwrap();
    assert_eq!(first.file, "Person.csv");
    let codes = found.codes.iter().map(|one| (one.code.as_str(), one.records));
    (found.values, first.line, codes.collect())
}

#[test]
fn rows_fill_codes_and_case_files_are_those_of_the_files() {
    let council = Council::of(60);
    let (mut rows, mut merged, mut women, mut notes) = (0, 0, 0, 0);
    council.edit_rows("Person", |row| {
        rows += 1;
        merged += u64::from(!row["MasterId"].is_empty());
        women += u64::from(row["GenderId"] == "2");
        notes += u64::from(!row["MiddleName"].trim_matches('"').is_empty());
    });
    let profile = profiled(&council);
    let person = profile.entities.iter().find(|one| one.entity == "Person").unwrap();
    assert_eq!((person.rows, person.repeated_keys), (rows, Some(0)));
    assert_eq!(profile.case_files, rows - merged);
    assert_eq!(column(&profile, "Person", "MiddleName").filled, notes);
    let codes = &column(&profile, "Person", "GenderId").codes;
    let code = codes.iter().find(|one| one.code == "2").unwrap();
    assert_eq!((code.records, code.label.as_deref()), (women, Some("Female")));
    assert!(profile.relations.iter().all(|one| one.missing == Some(0)), "{:?}", profile.relations);
    assert_eq!(profile.stops, []);
}

/// Databases and their tools write identifiers in either case, within one export too.
#[test]
fn identifiers_in_upper_case_are_those_in_lower_case() {
    let council = Council::of(60);
    let of = |council: &Council| {
        let profile = profiled(council);
        let distinct = |column: &str| self::column(&profile, "PersonAddress", column).distinct;
        let codes = column(&profile, "Person", "EthnicityId").codes.clone();
        (distinct("PersonId"), distinct("PersonAddressId"), codes, profile.relations)
    };
    let before = of(&council);
    assert!(before.2.len() > 1, "{:?}", before.2);
    for (table, columns) in
        [("PersonAddress", &["PersonId", "PersonAddressId"]), ("Person", &["PersonId", "EthnicityId"])]
    {
        let mut place = 0;
        council.edit_rows(table, |row| {
            place += 1;
            for column in columns.iter().filter(|_| place % 2 == 0) {
                let upper = row[*column].to_uppercase();
                row.insert((*column).into(), upper);
            }
        });
    }
    assert_eq!(of(&council), before);
    assert!(before.3.iter().all(|one| one.missing == Some(0)), "{:?}", before.3);
}

#[test]
fn what_looks_wrong_is_counted_under_its_code() {
    let council = Council::of(60);
    let mut place = 0;
    council.edit_rows("Person", |row| {
        place += 1;
        match place {
            1 => drop(row.insert("DateOfBirth".into(), "2001-02-30".into())),
            2 => drop(row.insert("ExpectedDateOfBirth".into(), "1900-01-01".into())),
            3 => drop(row.insert("LastName".into(), "\" Trailing \"".into())),
            4 => drop(row.insert("MasterId".into(), "00000000-0000-4000-8000-00000000dead".into())),
            5 => drop(row.insert("Deceased".into(), "Y".into())),
            6 => drop(row.insert("GenderId".into(), "Somebody's remark".into())),
            _ => {}
        }
    });
    let profile = profiled(&council);
    assert_eq!(suspicion(&profile, "Person", "DateOfBirth", "bad-date"), 1);
    assert_eq!(suspicion(&profile, "Person", "ExpectedDateOfBirth", "sentinel-date"), 1);
    assert_eq!(suspicion(&profile, "Person", "LastName", "untrimmed-value"), 1);
    assert!(
        to_html(&profile)
            .contains("<strong>Spaces stood before or after a value.</strong> <code>untrimmed-value</code>")
    );
    assert_eq!(suspicion(&profile, "Person", "Deceased", "bad-boolean"), 1);
    let master = profile.relations.iter().find(|one| one.column == "MasterId").unwrap();
    assert_eq!((master.refers_to.as_str(), master.missing), ("Person", Some(1)));
    assert_eq!(
        column(&profile, "Person", "ExpectedDateOfBirth").first_year.filter(|year| *year < 2000),
        None
    );
    for said in [to_text(&profile), to_html(&profile), profile.to_json()] {
        assert!(!said.contains("remark") && !said.contains("Trailing"));
    }
}

#[test]
fn codes_that_nothing_knows_are_named_with_their_counts_and_the_first_place() {
    let council = Council::of(60);
    let gone = "00000000-0000-4000-8000-00000000dead";
    let (mut place, mut women) = (0, 0);
    council.edit_rows("Person", |row| {
        place += 1;
        match place {
            2 | 4 => drop(row.insert("GenderId".into(), "77".into())),
            3 => drop(row.insert("GenderId".into(), "-5".into())),
            5 => drop(row.insert("GenderId".into(), "Somebody's remark".into())),
            6 => drop(row.insert("ReligionId".into(), gone.to_uppercase())),
            _ => women += u64::from(row["GenderId"] == "2"),
        }
    });
    let mut uncoded = Vec::new();
    council.edit_rows("Religion", |row| {
        if row["Name"] == "Jewish" {
            row.insert("Name".into(), "Zoroastrian".into());
            uncoded.push(row["ReligionId"].clone());
        }
    });
    let mut zoroastrian = Vec::new();
    place = 1;
    council.edit_rows("Person", |row| {
        place += 1;
        if uncoded.contains(&row["ReligionId"]) {
            zoroastrian.push(place);
        }
    });
    assert!(women > 0 && !zoroastrian.is_empty(), "the council has people to count");
    let profile = profiled(&council);
    assert_eq!(unknown(&profile, "GenderId", "option-no-label"), (3, 3, vec![("77", 2), ("-5", 1)]));
    assert_eq!(unknown(&profile, "ReligionId", "dangling-lookup"), (1, 7, vec![(gone, 1)]));
    let (values, line, codes) = unknown(&profile, "ReligionId", "unmapped-code");
    let counted = zoroastrian.len() as u64;
    assert_eq!((values, line, codes.iter().map(|one| one.1).sum()), (counted, zoroastrian[0], counted));
    assert_eq!(suspicion(&profile, "Person", "GenderId", "bad-identifier-format"), 1);
    let text = to_text(&profile);
    let told = "3  option-no-label           Person.GenderId: [77] 2, [-5] 1, first in Person.csv line 3\n";
    assert!(text.contains(told), "{text}");
    assert!(text.contains("Person.ReligionId: Zoroastrian ["), "{text}");
    for said in [text, to_html(&profile), profile.to_json()] {
        assert!(said.contains("77") && said.contains("Zoroastrian") && said.contains(gone));
        assert!(!said.contains("remark"));
    }
}

#[test]
fn identifiers_birthdays_and_names_that_cannot_be_are_counted_under_their_codes() {
    let council = Council::of(60);
    let before = profiled(&council);
    let mut place = 0;
    council.edit_rows("Person", |row| {
        place += 1;
        match place {
            1 => drop(row.insert("NHSNumber".into(), "999 000 0019".into())),
            2 => drop(row.insert("NHSNumber".into(), "99900".into())),
            3 => drop(row.insert("DateOfBirth".into(), "2199-01-01".into())),
            4 => drop(row.insert("FirstName".into(), "Baby".into())),
            5 => drop(row.insert("LastName".into(), "Q".into())),
            // Somebody unborn has the day that is expected, which is to come.
            6 => {
                row.insert("DateOfBirth".into(), "2199-01-01".into());
                row.insert("DOBAndAgeTypeId".into(), "2".into());
            }
            _ => {}
        }
    });
    let profile = profiled(&council);
    for (column, reason) in [
        ("NHSNumber", "bad-check-digit"),
        ("NHSNumber", "bad-identifier-format"),
        ("DateOfBirth", "future-birth-date"),
        ("FirstName", "placeholder-name"),
        ("LastName", "placeholder-name"),
    ] {
        let found = |of| suspicion(of, "Person", column, reason);
        assert_eq!(found(&profile), found(&before) + 1, "{column} {reason}");
    }
    assert_eq!(
        found(&profile, "Person", "DateOfBirth", "future-birth-date").unwrap().first.as_ref().unwrap().line,
        4
    );
}

/// What no file has is declared by the shape, or refuses a run: it is no value that somebody forgot.
#[test]
fn a_column_that_no_file_has_is_no_missing_value() {
    let mappings = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings");
    let export = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-exports/screen");
    let plan = compile(&mappings).unwrap();
    let request = ProfileRequest { export, mappings, profile: None };
    let profile = profile(&plan, &request, &Silent, &Cancel::default()).unwrap();
    assert!(!column(&profile, "Person", "VersionStamp").present);
    let missing = profile.suspicious.iter().filter(|one| one.reason == "missing-mandatory");
    assert_eq!(missing.count(), 0);
}

#[test]
fn files_that_overlap_are_told_on_the_terminal() {
    let council = Council::of(20);
    council.add_row("PersonAddress", 1, |_| {});
    let profile = profiled(&council);
    let address = profile.entities.iter().find(|one| one.entity == "PersonAddress").unwrap();
    let said = format!("1 of {}  PersonAddress, in 1 file\n", address.rows);
    assert!(to_text(&profile).contains(&said), "{}", to_text(&profile));
}

/// Changes a file when the second reading begins.
struct Meddling<'c>(&'c Council);

impl Observer for Meddling<'_> {
    fn event(&self, event: Event) {
        if matches!(event, Event::PhaseStarted { name: "look at the values", .. }) {
            self.0.edit("drop/Religion.csv", |text| text + "\r\n");
        }
    }
}

#[test]
fn a_file_that_changes_between_the_two_readings_is_refused() {
    let council = Council::of(10);
    let mappings = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings");
    let plan = compile(&mappings).unwrap();
    let request = ProfileRequest { export: council.path("drop"), mappings, profile: None };
    let error = profile(&plan, &request, &Meddling(&council), &Cancel::default()).unwrap_err();
    assert_eq!(error.exit(), Exit::Source);
    assert!(error.to_string().starts_with("Religion.csv: changed while it was read"), "{error}");
}

#[test]
fn no_name_birthday_or_identifier_is_shown() {
    let council = Council::of(60);
    let mut values = Vec::new();
    council.edit_rows("Person", |row| {
        for name in
            ["FullName", "DateOfBirth", "NHSNumber", "PersonNumber", "PersonId", "UPRN", "FullAddress"]
        {
            values.push(row[name].trim_matches('"').to_owned());
        }
    });
    let profile = profiled(&council);
    for said in [to_text(&profile), to_html(&profile), profile.to_json()] {
        for value in values.iter().filter(|value| value.len() > 5) {
            assert!(!said.contains(value.as_str()), "{value}");
        }
    }
}

#[test]
fn the_page_begins_with_contents_and_every_link_has_its_target() {
    let council = Council::of(10);
    let page = to_html(&profiled(&council));
    let links: Vec<_> = page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(
        links.contains(&"tables") && links.contains(&"files") && links.contains(&"table-Person"),
        "{links:?}"
    );
    for link in links {
        assert!(page.contains(&format!("id=\"{link}\"")), "{link}");
    }
    assert!(page.find("<nav").unwrap() < page.find("<section").unwrap());
}
