//! Lists that decide nothing, changed by other hands: warnings, records that wait, places, rejected rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::exception_list::{lines, put};
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
    let first = (all.len() - planted.len() + 2) as u64;
    let missed: Vec<_> = (first..)
        .zip(&planted)
        .filter(|(line, own)| !differences.iter().any(|one| one.line == *line && one.source_id == own[1]))
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
    all.push(forged);
    put(&changed, "warnings.csv", &all);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    only(&differences, "warning-cause");
    let last = (all.len() + 1) as u64;
    assert!(differences.iter().any(|one| one.line == last), "{differences:?}");
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
