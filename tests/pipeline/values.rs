//! Values as the files of a drop write them, through the command line: words, lists, names of tables, and rows of sums.

use std::collections::BTreeMap;

use super::council::{Council, list};
use super::dates::{counted, imported, listed, profile, run};
use crate::support::Workplace;

const TRI: &str = "[[words]]\nentity = \"PersonRelationship\"\ncolumn = \"NextOfKinId\"\n\
                   means = { Yes = \"1\", No = \"2\", \"Not known\" = \"3\" }\n";
const FLAG: &str = "[[words]]\nentity = \"PersonCaseNote\"\ncolumn = \"InformationByThirdParty\"\n\
                    means = { Y = \"1\", N = \"0\" }\n";
const LABEL: &str = "[[words]]\nentity = \"PersonAddress\"\ncolumn = \"AddressTypeId\"\n\
                     means = { Home = \"6\", Primary = \"7\", Business = \"B\", \"Second home\" = \"9\" }\n";
const LIST: &str = "[[lists]]\nentity = \"Person\"\ncolumn = \"EthnicityId\"\nseparator = \";\"\n";

/// Rewrites a column of a table.
fn rewrite(council: &Council, table: &str, column: &str, mut edit: impl FnMut(usize, &str) -> String) {
    let mut place = 0;
    council.edit_rows(table, |row| {
        let cell = row.get_mut(column).unwrap();
        *cell = edit(place, cell);
        place += 1;
    });
}

/// The word that stands for a value, among pairs of both; others stay.
fn word(pairs: &[(&str, &str)], value: &str) -> String {
    let found = pairs.iter().find(|(own, _)| *own == value);
    found.map_or_else(|| value.to_owned(), |(_, word)| (*word).to_owned())
}

/// The numbers of the option set of address types by their labels.
fn labels(council: &Council) -> BTreeMap<String, String> {
    let sets = list(&council.path("drop/OptionSet.csv"));
    let set = sets.iter().find(|row| row["Name"] == "AddressType").unwrap()["OptionSetId"].to_lowercase();
    let values = list(&council.path("drop/OptionsetValue.csv")).into_iter();
    let own = values.filter(|row| row["OptionSetId"].to_lowercase() == set);
    own.map(|row| (row["NumericCode"].clone(), row["Text"].clone())).collect()
}

#[test]
fn words_lists_and_names_of_tables_give_the_same_import_files() {
    let council = Council::of(30);
    assert_eq!(run(&council, "migrate drop --out before --mappings mappings"), Some(0));
    let labels = labels(&council);
    let means: Vec<_> = labels.iter().map(|(number, text)| format!("\"{text}\" = \"{number}\"")).collect();
    let label = format!(
        "[[words]]\nentity = \"PersonAddress\"\ncolumn = \"AddressTypeId\"\nmeans = {{ {} }}\n",
        means.join(", ")
    );
    rewrite(&council, "PersonAddress", "AddressTypeId", |_, value| {
        labels.get(value).cloned().unwrap_or_default()
    });
    let tri = [("1", "YES"), ("2", "no"), ("3", "Not known")];
    rewrite(&council, "PersonRelationship", "NextOfKinId", |_, value| word(&tri, value));
    rewrite(&council, "PersonCaseNote", "InformationByThirdParty", |_, value| {
        word(&[("1", "Y"), ("0", "N")], value)
    });
    rewrite(&council, "Person", "EthnicityId", |place, value| match place % 3 {
        _ if value.is_empty() => String::new(),
        0 => format!("[-1;{value};-1]"),
        1 => format!("{value};"),
        _ => value.to_owned(),
    });
    rewrite(&council, "PhoneCall", "RegardingIdTableName", |place, value| match value {
        "Person" if place % 2 == 0 => "8".to_owned(),
        _ => value.to_uppercase(),
    });
    profile(&council, &[&label, TRI, FLAG, LIST].concat());
    council.edit("mappings/profiles/v6-sql.toml", |text| {
        text.replace("[control_totals]", "tables = { \"8\" = \"Person\" }\n\n[control_totals]")
    });
    assert_eq!(run(&council, "migrate drop --out after --mappings mappings"), Some(0));
    let (before, after) = (imported(&council, "before"), imported(&council, "after"));
    assert!(before.len() > 20 && before.keys().eq(after.keys()));
    let differing: Vec<_> =
        before.iter().filter(|(name, bytes)| after[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn words_that_are_not_declared_are_turned_away_whatever_they_look_like() {
    let council = Council::of(30);
    profile(&council, &[TRI, FLAG, LIST].concat());
    let first = |texts: [&'static str; 2], pairs: &'static [(&str, &str)]| {
        move |place: usize, value: &str| {
            texts.get(place).map_or_else(|| word(pairs, value), |text| (*text).to_owned())
        }
    };
    let flags = first(["1", "maybe"], &[("1", "Y"), ("0", "N")]);
    rewrite(&council, "PersonCaseNote", "InformationByThirdParty", flags);
    let tri = first(["2", "Possibly"], &[("1", "Yes"), ("2", "No"), ("3", "Not known")]);
    rewrite(&council, "PersonRelationship", "NextOfKinId", tri);
    rewrite(&council, "Person", "EthnicityId", |place, value| {
        if place == 0 { format!("{value};{value}") } else { value.to_owned() }
    });
    assert_eq!(run(&council, "migrate drop --out out --mappings mappings"), Some(5));
    assert_eq!(listed(&council, "values", "InformationByThirdParty"), ["bad-boolean", "bad-boolean"]);
    assert_eq!(listed(&council, "values", "NextOfKinId"), ["option-no-label", "option-no-label"]);
    assert_eq!(listed(&council, "values", "EthnicityId"), ["multi-value"]);
    assert!(counted(&council, "EthnicityId").is_empty());
}

/// A list is a list, whether the profile declares it or not; a check says what to declare.
#[test]
fn lists_that_no_profile_declares_are_told_as_lists() {
    let council = Council::of(30);
    let mut filled = 0;
    rewrite(&council, "Person", "EthnicityId", |_, value| {
        filled += usize::from(!value.is_empty());
        match filled {
            _ if value.is_empty() => String::new(),
            1 => format!("[-1;{value};-1]"),
            2 => format!("{value};{value}"),
            _ => value.to_owned(),
        }
    });
    let mut check = std::process::Command::new(env!("CARGO_BIN_EXE_care2mosaic"));
    let check = check.current_dir(council.path("")).args(["check", "drop", "--mappings", "mappings"]);
    let said = String::from_utf8(check.output().unwrap().stdout).unwrap();
    let lines =
        "    [[lists]]\n    entity    = \"Person\"\n    column    = \"EthnicityId\"\n    separator = \";\"\n";
    assert!(said.contains(lines), "{said}");
    assert_eq!(run(&council, "migrate drop --out out --mappings mappings"), Some(5));
    assert_eq!(listed(&council, "values", "EthnicityId"), ["multi-value", "multi-value"]);
    profile(&council, LIST);
    assert_eq!(run(&council, "migrate drop --out declared --mappings mappings"), Some(5));
    let values = list(&council.path("declared/exceptions/values.csv"));
    assert_eq!(values.len(), 1, "the only item of a list is taken");
}

#[test]
fn words_that_the_column_cannot_mean_are_refused() {
    let council = Council::of(3);
    profile(&council, LABEL);
    assert_eq!(run(&council, "migrate drop --out out --mappings mappings"), Some(6));
}

#[test]
fn rows_of_sums_are_left_out_by_their_declared_pattern_alone() {
    let council = Council::of(30);
    council.edit("drop/PersonCaseNote.csv", |text| text + "Total rows: 52\r\n");
    let refused = run(&council, "migrate drop --out out --mappings mappings");
    assert_eq!(refused, Some(4), "a row with too few fields");
    profile(&council, "[[summary_row]]\nkey = \"Total rows:*\"\n");
    assert_eq!(run(&council, "migrate drop --out out --mappings mappings"), Some(0));
    let excluded = list(&council.path("out/exceptions/excluded.csv"));
    let sums: Vec<_> = excluded.iter().filter(|line| line["REASON"] == "summary-row").collect();
    assert_eq!(sums.len(), 1);
    assert_eq!((sums[0]["ENTITY"].as_str(), sums[0]["RULE"].as_str()), ("PersonCaseNote", "summary-row"));
}

#[test]
fn half_a_character_turns_its_value_away() {
    let workplace = Workplace::new();
    workplace.run("synth export --people 12 --seed 5 --shape odata").ended(0);
    let path = workplace.path("export/PersonCaseNote.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("\"subject\":\"", "\"subject\":\"\\ud83d ", 1)).unwrap();
    let mappings = Workplace::mappings();
    workplace.run(&format!("migrate export --out out --mappings {} --quiet", mappings.display())).ended(5);
    let values = list(&workplace.path("out/exceptions/values.csv"));
    let told: Vec<_> = values.iter().map(|line| (line["FIELD"].as_str(), line["REASON"].as_str())).collect();
    assert_eq!(told, [("Subject", "lone-surrogate")]);
}

#[test]
fn a_year_of_the_audit_without_a_file_is_told() {
    let council = Council::of(5);
    council.edit("mappings/dictionary.csv", |text| {
        text + "Audit,control,AuditId,guid,N,key,,,assumed,\nAudit,control,TableName,text(128),N,text,,,assumed,\n"
    });
    for year in (2018..=2026).filter(|year| *year != 2021) {
        let path = council.path(&format!("drop/Audit_{year}.csv"));
        std::fs::write(path, "AuditId,TableName\r\n0a1b2c3d-0000-4000-8000-000000000001,Person\r\n").unwrap();
    }
    profile(
        &council,
        "[[file]]\npattern = \"Audit_*.csv\"\nentity = \"Audit\"\n\n[[yearly]]\nentity = \"Audit\"\nfrom = 2018\n",
    );
    assert_eq!(run(&council, "migrate drop --out out --mappings mappings"), Some(0));
    let warnings = list(&council.path("out/exceptions/warnings.csv"));
    let missing = warnings.iter().filter(|line| line["REASON"] == "audit-year-missing");
    let years: Vec<_> = missing.map(|line| (line["ENTITY"].as_str(), line["SOURCE_ID"].as_str())).collect();
    assert_eq!(years, [("Audit", "2021")]);
}

/// The codes that a run counted, each with the values counted in all.
fn all_counted(report: &std::path::Path) -> BTreeMap<String, u64> {
    let report: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
    let mut counts = BTreeMap::new();
    for line in report["mapped"].as_array().unwrap() {
        *counts.entry(line["reason"].as_str().unwrap().to_owned()).or_default() +=
            line["values"].as_u64().unwrap();
    }
    counts
}

#[test]
fn rows_that_skip_cells_are_counted() {
    let workplace = Workplace::new();
    workplace.run("synth export --people 5 --seed 5 --shape spreadsheet-xml").ended(0);
    let mappings = Workplace::mappings();
    workplace.run(&format!("migrate export --out out --mappings {} --quiet", mappings.display())).ended(0);
    let counts = all_counted(&workplace.path("out/reconciliation/report.json"));
    assert!(counts["sparse-row"] > 20, "{counts:?}");
    assert!(!counts.contains_key("mixed-date-format"), "{counts:?}");
}

#[test]
fn a_nul_that_stands_for_the_empty_string_is_counted() {
    let council = Council::of(30);
    council.edit("mappings/profiles/v6-sql.toml", |text| {
        text.replace("[control_totals]", "nul = \"empty-string\"\n\n[control_totals]")
    });
    rewrite(&council, "PersonCaseNote", "LegacyId", |place, value| {
        if place < 3 { "\0".to_owned() } else { value.to_owned() }
    });
    assert_eq!(run(&council, "migrate drop --out out --mappings mappings"), Some(0));
    assert_eq!(counted(&council, "LegacyId"), [("nul-character".to_owned(), 3)].into());
}

#[test]
fn records_that_somebody_listed_are_left_out_under_the_code_that_was_given() {
    let council = Council::of(30);
    let notes = list(&council.path("drop/PersonCaseNote.csv"));
    let id = |place: usize| notes[place]["PersonCaseNoteId"].to_lowercase();
    let rule = |name: &str, code: &str, id: &str| {
        format!(
            "\n[[exclude]]\nid = \"{name}\"\ncode = \"{code}\"\nentity = \"PersonCaseNote\"\nids = [\"{id}\"]\n"
        )
    };
    council.edit("mappings/policy.toml", |text| {
        text + &rule("before-the-service", "out-of-scope", &id(0))
            + &rule("nobody-known", "placeholder-relative", &id(1))
    });
    assert_eq!(run(&council, "migrate drop --out out --mappings mappings"), Some(0));
    let excluded = list(&council.path("out/exceptions/excluded.csv"));
    let reason =
        |id: &str| excluded.iter().find(|line| line["SOURCE_ID"] == id).map(|line| line["REASON"].as_str());
    assert_eq!(reason(&id(0)), Some("out-of-scope"));
    assert_eq!(reason(&id(1)), Some("placeholder-relative"));
}
