//! Lists that decide nothing, changed by other hands: warnings, records that wait, places, rejected rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::exception_list::{line_of, lines, put, put_as_they_are};
use super::migrated::{DifferenceLine, Migrated};

fn only(differences: &[DifferenceLine], check: &str) {
    assert!(differences.iter().all(|one| one.check == check), "{differences:?}");
}

#[test]
fn warnings_that_are_taken_away_are_told_for_every_code() {
    let changed = Migrated::with_hard_cases().copy();
    let all = lines(&changed, "warnings.csv");
    put(&changed, "warnings.csv", &[]);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    only(&differences, "warning-cause");
    assert!(differences.iter().all(|one| one.line == 0));
    let told: BTreeSet<_> =
        differences.iter().map(|one| [&one.entity, &one.source_id, &one.field].map(String::clone)).collect();
    let mut codes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for line in &all {
        let (of_code, found) = codes.entry(&line[6]).or_default();
        *of_code += 1;
        *found += usize::from(told.contains(&[&line[0], &line[1], &line[5]].map(String::clone)));
    }
    let warns = |code: &&str| {
        let reason: care2mosaic::record::Reason = code.parse().unwrap();
        reason.action() == care2mosaic::record::Action::Warn && *code != "inline-image"
    };
    let open: Vec<_> = codes.iter().filter(|(code, (all, found))| warns(code) && all != found).collect();
    assert!(open.is_empty(), "{open:?}");
    assert!(codes.keys().filter(|code| warns(code)).count() > 30, "{codes:?}");
}

/// Where the rows of a file of the drop start, by key, which stands first.
fn places(file: &std::path::Path) -> BTreeMap<String, usize> {
    let text = fs::read_to_string(file).unwrap();
    let key = |line: &str| line.get(..36).map(|key| key.trim_matches('"').to_lowercase());
    (1..).zip(text.lines()).filter_map(|(number, line)| Some((key(line)?, number))).collect()
}

#[test]
fn warnings_for_nothing_are_told_for_every_code() {
    let migrated = Migrated::with_hard_cases();
    let changed = migrated.copy();
    let mut all = lines(&changed, "warnings.csv");
    let codes: BTreeMap<(String, String), Vec<String>> =
        all.iter().map(|line| ((line[0].clone(), line[6].clone()), line.clone())).collect();
    let digests = csv::Reader::from_path(changed.out().join("digests/0001.csv")).unwrap().into_records();
    let written: Vec<[String; 3]> =
        digests.map(Result::unwrap).map(|row| [&row[0], &row[2], &row[3]].map(str::to_owned)).collect();
    let mut planted = Vec::new();
    for ((entity, code), line) in &codes {
        // Another record of the entity, at its own place, that is not warned of for this.
        let has = |key: &str| all.iter().any(|line| line[1] == key && line[6] == *code);
        let Some(other) = written.iter().find(|own| own[1] == *entity && !has(&own[2])) else { continue };
        let known = places(&migrated.drop().join(&line[3]));
        let Some(place) = known.get(&other[2]) else { continue };
        let mut line = line.clone();
        (line[1], line[2], line[4]) = (other[2].clone(), other[0].clone(), place.to_string());
        planted.push(line);
    }
    assert!(planted.len() > 25, "{planted:?}");
    all.extend(planted.iter().cloned());
    put(&changed, "warnings.csv", &all);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    only(&differences, "warning-cause");
    let line = |own: &Vec<String>| line_of(&changed, "warnings.csv", own);
    let missed: Vec<_> = planted
        .iter()
        .filter(|own| !differences.iter().any(|one| one.line == line(own) && one.source_id == own[1]))
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
    assert_eq!(differences.len(), planted.len(), "{differences:?}");
}

#[test]
fn a_warning_at_another_column_or_place_is_told() {
    for (place, text) in [(3, "Elsewhere.csv"), (4, "99999"), (5, ""), (6, "because")] {
        let changed = Migrated::with_hard_cases().copy();
        let mut all = lines(&changed, "warnings.csv");
        let line = all.iter_mut().find(|line| line[6] == "third-party-information").unwrap();
        line[place] = text.to_owned();
        let key = line[1].clone();
        put(&changed, "warnings.csv", &all);
        let (_, differences) = changed.reconcile();
        assert!(differences.iter().all(|one| one.source_id == key), "{differences:?}");
        let known = ["warning-cause", "listed-records"];
        assert!(differences.iter().all(|one| known.contains(&one.check.as_str())), "{differences:?}");
        let forged = |one: &DifferenceLine| one.check == "warning-cause" && one.line > 0;
        let wanting = |one: &DifferenceLine| one.check == "warning-cause" && one.line == 0;
        assert!(differences.iter().any(forged) && differences.iter().any(wanting), "{differences:?}");
    }
}

#[test]
fn warnings_about_the_drop_as_a_whole_are_told_as_well() {
    let changed = Migrated::with_hard_cases().copy();
    let mut all = lines(&changed, "warnings.csv");
    let of_drop = |line: &&Vec<String>| line[1].is_empty() && line[2].is_empty();
    let mut forged = all.iter().find(of_drop).unwrap().clone();
    forged[6] = "bad-date".to_owned();
    all.retain(|line| !of_drop(&line));
    all.push(forged.clone());
    put(&changed, "warnings.csv", &all);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    only(&differences, "warning-cause");
    let line = line_of(&changed, "warnings.csv", &forged);
    assert!(differences.iter().any(|one| one.line == line), "{differences:?}");
    assert!(differences.iter().any(|one| one.line == 0), "{differences:?}");
}

#[test]
fn a_listed_record_that_stands_elsewhere_is_told_in_every_list() {
    for list in ["rejects.csv", "holds.csv", "values.csv", "waiting.csv"] {
        let changed = Migrated::with_hard_cases().copy();
        let mut all = lines(&changed, list);
        let own: Vec<usize> = (0..all.len()).filter(|place| !all[*place][2].is_empty()).collect();
        let (first, last) = (own[0], own[own.len() - 1]);
        all[first][4] = "99999".to_owned();
        all[last][3] = "Elsewhere.csv".to_owned();
        put(&changed, list, &all);
        let (finished, differences) = changed.reconcile();
        assert_eq!(finished.exit.code(), 3, "{list}");
        for place in [first, last] {
            let line = place as u64 + 2;
            let told = |one: &DifferenceLine| one.check == "listed-records" && one.line == line;
            assert!(differences.iter().any(told), "{list} {line} {differences:?}");
        }
    }
}

#[test]
fn a_record_that_waits_and_is_not_listed_or_is_listed_and_does_not_wait_is_told() {
    let changed = Migrated::with_hard_cases().copy();
    let mut all = lines(&changed, "waiting.csv");
    let removed = all.remove(0);
    assert!(!all.is_empty(), "one that stays");
    let doubled = all[0].clone();
    all.push(doubled.clone());
    put(&changed, "waiting.csv", &all);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    only(&differences, "listed-records");
    let of = |key: &str| differences.iter().filter(|one| one.source_id == key).collect::<Vec<_>>();
    assert!(matches!(of(&removed[1]).as_slice(), [one] if one.line == 0), "{differences:?}");
    assert!(matches!(of(&doubled[1]).as_slice(), [one] if one.line > 0), "{differences:?}");
}

#[test]
fn rejected_rows_that_are_changed_lost_or_doubled_are_told() {
    let changed = Migrated::with_hard_cases().copy();
    let folder = changed.out().join("exceptions/rows");
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 3, "{files:?}");
    let name =
        |path: &std::path::Path| format!("exceptions/rows/{}", path.file_name().unwrap().to_string_lossy());
    let change = |path: &std::path::Path, change: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        fs::write(path, change(fs::read(path).unwrap())).unwrap();
    };
    // The code of the last row, the whole of another file's rows, a row doubled, a header.
    change(&files[0], &|text| [&text[..text.len() - 2], b"x\r\n"].concat());
    change(&files[1], &|text| {
        let header = text.split_inclusive(|byte| *byte == b'\n').next().unwrap();
        header.to_vec()
    });
    change(&files[2], &|text| {
        let header = text.split_inclusive(|byte| *byte == b'\n').next().unwrap().len();
        [&text, &text[header..]].concat()
    });
    change(&files[3], &|text| [b"X", text.as_slice()].concat());
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    only(&differences, "rejected-rows");
    let of = |at: usize| {
        let own = name(&files[at]);
        differences.iter().filter(move |one| one.file == own).map(|one| one.line > 0).collect::<Vec<_>>()
    };
    assert!(of(0).contains(&true) && of(0).contains(&false), "{differences:?}");
    assert!(!of(1).is_empty() && of(1).iter().all(|located| !located), "{differences:?}");
    assert!(!of(2).is_empty() && of(2).iter().all(|located| *located), "{differences:?}");
    assert_eq!(of(3), [true], "{differences:?}");
    assert_eq!(of(4), Vec::<bool>::new());
}

#[test]
fn whoever_is_signed_for_by_another_is_in_no_list() {
    let migrated =
        Migrated::under(&[("substitute_author = \"\"", "substitute_author = \"ines.ahmed2\"")], 250);
    let differences = super::migrated::differences(&migrated.out());
    assert_eq!(differences, []);
    let report: serde_json::Value = serde_json::from_str(
        &std::fs::read_to_string(migrated.out().join("reconciliation/report.json")).unwrap(),
    )
    .unwrap();
    let mapped = report["mapped"].as_array().unwrap();
    assert!(mapped.iter().any(|one| one["reason"] == "unknown-author"), "an author who is no worker");
    // A list that says so all the same is told.
    let changed = migrated.copy();
    let mut values = lines(&changed, "values.csv");
    let own = |line: &Vec<String>| line[6] == "unknown-author";
    assert!(!values.iter().any(own));
    let record = values.iter_mut().find(|line| line[0] == "Person").expect("a value of a person");
    (record[5], record[6]) = ("CreatedBy".to_owned(), "unknown-author".to_owned());
    put(&changed, "values.csv", &values);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let told = |one: &DifferenceLine| one.check == "rejected-values" && one.field == "CreatedBy";
    assert!(differences.iter().any(told), "{differences:?}");
}

#[test]
fn a_line_that_stands_twice_or_in_anothers_place_is_told_in_every_list() {
    let lists =
        ["excluded.csv", "rejects.csv", "values.csv", "holds.csv", "warnings.csv", "waiting.csv", "held.csv"];
    for list in lists {
        let changed = Migrated::with_hard_cases().copy();
        let all = lines(&changed, list);
        let number = if list == "held.csv" { 0 } else { 2 };
        let own: Vec<usize> = (0..all.len()).filter(|place| !all[*place][number].is_empty()).collect();
        let mut pairs = own.windows(2).filter(|pair| pair[0] + 1 == pair[1] && all[pair[0]] != all[pair[1]]);
        let (pair, last) = (pairs.next().unwrap(), own[own.len() - 1]);
        assert!(last > pair[1], "{list} {all:?}");
        let mut other = all.clone();
        other.insert(last, all[last].clone());
        other.swap(pair[0], pair[1]);
        put_as_they_are(&changed, list, &other);
        let (finished, differences) = changed.reconcile();
        assert_eq!(finished.exit.code(), 3, "{list}");
        for line in [pair[1] + 2, last + 3] {
            let told = |one: &DifferenceLine| one.check == "listed-records" && one.line == line as u64;
            assert!(differences.iter().any(told), "{list} {line} {differences:?}");
        }
    }
}

#[test]
fn a_value_that_is_said_to_be_turned_away_of_a_record_that_is_merged_or_left_out_is_told() {
    let changed = Migrated::with_hard_cases().copy();
    let migrated = Migrated::with_hard_cases();
    let mut all = lines(&changed, "values.csv");
    let people = csv::Reader::from_path(migrated.drop().join("Person.csv")).unwrap().into_deserialize();
    let people: Vec<BTreeMap<String, String>> = people.map(Result::unwrap).collect();
    let known = places(&migrated.drop().join("Person.csv"));
    let numbers: BTreeSet<String> = lines_of_case_files(&changed);
    let mut planted = Vec::new();
    let mut plant = |key: &str, number: &str, field: &str| {
        let place = known[key].to_string();
        let line =
            ["Person", key, number, "Person.csv", &place, field, "unmapped-code"].map(str::to_owned).to_vec();
        planted.push(line);
    };
    let by_key = |key: &str| people.iter().find(|row| row["PersonId"].to_lowercase() == key);
    let merged = people.iter().find(|row| {
        let master = by_key(&row["MasterId"].to_lowercase());
        master.is_some_and(|master| numbers.contains(&master["PersonNumber"])) && !row["LastName"].is_empty()
    });
    let merged = merged.expect("a merged person whose survivor is written");
    let master = by_key(&merged["MasterId"].to_lowercase()).unwrap();
    plant(&merged["PersonId"].to_lowercase(), &master["PersonNumber"], "LastName");
    let left_out = lines(&changed, "excluded.csv").into_iter().find(|line| line[0] == "Person").unwrap();
    plant(&left_out[1], &left_out[2], "LastName");
    all.extend(planted.iter().cloned());
    put(&changed, "values.csv", &all);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    for line in &planted {
        let told = |one: &DifferenceLine| one.check == "rejected-values" && one.source_id == line[1];
        assert!(differences.iter().any(told), "{line:?} {differences:?}");
    }
}

/// The numbers of the case files that are written.
fn lines_of_case_files(changed: &super::migrated::Changed) -> BTreeSet<String> {
    let mut reader = csv::Reader::from_path(changed.out().join("reconciliation/case-files.csv")).unwrap();
    let rows = reader.records().map(Result::unwrap);
    rows.filter(|row| ["complete", "incomplete"].contains(&&row[1])).map(|row| row[0].to_owned()).collect()
}

#[test]
fn a_value_of_a_column_that_its_table_does_not_have_is_told() {
    let changed = Migrated::with_hard_cases().copy();
    let mut all = lines(&changed, "values.csv");
    let place = all
        .iter()
        .position(|line| line[0] == "CaseFormMember")
        .expect("a member whose person is not written");
    all[place][5] = "NHSNumber".to_owned();
    put_as_they_are(&changed, "values.csv", &all);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let told = |one: &DifferenceLine| one.check == "listed-records" && one.line == place as u64 + 2;
    assert!(differences.iter().any(told), "{differences:?}");
}
