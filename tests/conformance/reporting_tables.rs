//! Flat tables of answers give the same import files as the answers themselves, but for what the profile says that they lack;
//! where both are there, the answers count, and what differs is listed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use care2mosaic::record::Guid;
use care2mosaic::source::{Dictionary, Profile, answer_key};

use crate::support::{Workplace, files};

const COUNCIL: &str = "--people 60 --seed 9";

/// Types of question that flat tables cannot hold: ticks, images, tables.
const UNHELD: [&str; 3] = ["10", "12", "13"];

/// A council with flat tables, `flat`, and the same as the standard drop, `standard`.
fn council() -> Workplace {
    let workplace = Workplace::in_memory();
    workplace.run(&format!("synth flat {COUNCIL} --shape reporting-tables")).ended(0);
    workplace.run(&format!("synth standard {COUNCIL}")).ended(0);
    workplace
}

fn migrate(workplace: &Workplace, export: &str, out: &str) -> BTreeMap<String, Vec<u8>> {
    let mappings = Workplace::mappings();
    let line = format!("migrate {export} --out {out} --mappings {} --quiet", mappings.display());
    workplace.run(&line).ended(0);
    files(&workplace.path(&format!("{out}/data")))
}

fn assert_same(expected: &BTreeMap<String, Vec<u8>>, found: &BTreeMap<String, Vec<u8>>) {
    assert!(expected.len() > 20 && expected.keys().eq(found.keys()));
    let differing: Vec<_> =
        expected.iter().filter(|(name, bytes)| found[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differing.is_empty(), "{differing:?} differ");
}

/// A row of a table by its columns.
type Row = BTreeMap<String, String>;

/// The columns of a table in order, and its rows.
fn table(workplace: &Workplace, path: &str) -> (Vec<String>, Vec<Row>) {
    let mut reader = csv::Reader::from_path(workplace.path(path)).unwrap();
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        names.iter().cloned().zip(row.iter().map(str::to_owned)).collect()
    });
    let rows = rows.collect();
    (names, rows)
}

/// Writes a table whose rows are changed, and left out where the change says so.
fn rewrite(workplace: &Workplace, path: &str, mut keep: impl FnMut(&mut Row) -> bool) {
    let (names, rows) = table(workplace, path);
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_path(workplace.path(path)).unwrap();
    writer.write_record(&names).unwrap();
    for mut row in rows {
        if keep(&mut row) {
            writer.write_record(names.iter().map(|name| &row[name])).unwrap();
        }
    }
}

/// Takes out of a standard drop what the profile says that flat tables lack.
fn without_what_flat_tables_lack(workplace: &Workplace) {
    let mappings = Workplace::mappings();
    let dictionary = Dictionary::load(&mappings.join("dictionary.csv")).unwrap();
    let profile = Profile::load(&mappings, "reporting-tables", &dictionary).unwrap();
    let lacking: Vec<_> = profile.lacks.iter().map(|lack| (lack.entity, lack.column)).collect();
    let columns = lacking.iter().map(|(entity, column)| {
        let entity = dictionary.entity(*entity);
        assert_eq!(entity.name, "DocumentAnswer");
        entity.field(*column).name.clone()
    });
    let columns: Vec<String> = columns.collect();
    rewrite(workplace, "standard/DocumentAnswer.csv", |row| {
        if !row["GridRowId"].is_empty() || UNHELD.contains(&&*row["QuestionTypeId"]) {
            return false;
        }
        let question = Guid::parse(&row["DocumentQuestionIdentifierId"]).unwrap();
        let key = answer_key(&row["AssessmentId"], question).to_string();
        row.insert("DocumentAnswerId".to_owned(), key);
        for column in &columns {
            row.insert(column.clone(), String::new());
        }
        true
    });
    rewrite(workplace, "standard/DocumentAnswerChecklist.csv", |_| false);
    let mut pictures = BTreeSet::new();
    rewrite(workplace, "standard/DocumentFile.csv", |row| {
        let of_answer = row["BusinessObjectTableName"] == "DocumentAnswer";
        pictures.extend(of_answer.then(|| row["DocumentFileId"].to_lowercase()));
        !of_answer
    });
    for picture in pictures {
        fs::remove_file(workplace.path(&format!("standard/files/{picture}"))).unwrap();
    }
    let uncounted = ["DocumentAnswer", "DocumentAnswerChecklist", "DocumentFile"];
    rewrite(workplace, "standard/ControlTotals.csv", |row| !uncounted.contains(&&*row["ENTITY"]));
}

/// The lines of the list of warnings about reporting tables: entity, key, field, code.
fn listed(workplace: &Workplace, out: &str) -> Vec<[String; 4]> {
    let (_, rows) = table(workplace, &format!("{out}/exceptions/warnings.csv"));
    let own = rows.into_iter().filter(|row| row["REASON"].starts_with("reporting-table"));
    own.map(|row| ["ENTITY", "SOURCE_ID", "FIELD", "REASON"].map(|name| row[name].clone())).collect()
}

#[test]
fn flat_tables_give_the_same_import_files_but_for_what_they_lack() {
    let workplace = council();
    let whole = migrate(&workplace, "standard", "whole");
    without_what_flat_tables_lack(&workplace);
    let expected = migrate(&workplace, "standard", "expected");
    let found = migrate(&workplace, "flat", "out");
    assert_same(&expected, &found);
    assert_ne!(expected, whole, "flat tables do lack something");
    assert!(listed(&workplace, "out").is_empty());
    let report = fs::read_to_string(workplace.path("out/reconciliation/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let sources = report["source"]["files"].as_array().unwrap();
    let of = |end: &str| sources.iter().filter(|file| file["path"].as_str().unwrap().ends_with(end)).count();
    let flat = files(&workplace.path("flat")).keys().filter(|name| name.starts_with("CDR.")).count();
    assert!(flat > 5);
    assert_eq!(of("/answers.csv"), flat, "the answers of each table");
    let tables = sources.iter().filter(|file| file["entity"] == "");
    assert_eq!(tables.filter(|file| file["path"].as_str().unwrap().starts_with("CDR.")).count(), flat);
}

/// The flat tables beside the answers themselves, `both`; and the name of the flat table of most forms.
fn both(workplace: &Workplace) -> String {
    for (name, bytes) in files(&workplace.path("standard")) {
        let name = if name.contains('/') { name } else { format!("dbo.{name}") };
        workplace.write(&format!("both/{name}"), bytes);
    }
    let mut largest = (0, String::new());
    for (name, bytes) in files(&workplace.path("flat")) {
        if name.starts_with("CDR.") {
            largest = largest.max((bytes.len(), name.clone()));
            workplace.write(&format!("both/{name}"), bytes);
        }
    }
    largest.1
}

#[test]
fn answers_count_where_flat_tables_say_otherwise() {
    let workplace = council();
    let expected = migrate(&workplace, "standard", "expected");
    let name = both(&workplace);
    let rows = |files: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        files
            .iter()
            .filter(|(name, _)| !name.ends_with("manifest.json"))
            .map(|(n, b)| (n.clone(), b.clone()))
            .collect()
    };
    assert_same(&rows(&expected), &rows(&migrate(&workplace, "both", "agreeing")));
    assert!(listed(&workplace, "agreeing").is_empty(), "{:?}", listed(&workplace, "agreeing"));

    // Of three forms: one without a row, one whose row is older, and one with another answer and one more.
    let (columns, all) = table(&workplace, &format!("both/{name}"));
    let questions: Vec<&String> =
        columns.iter().filter(|name| name.starts_with("QA-DQ-") && !name.ends_with("Name")).collect();
    let answered = |row: &Row| questions.iter().filter(|name| !row[**name].is_empty()).count();
    let forms: Vec<&Row> =
        all.iter().filter(|row| (1..questions.len()).contains(&answered(row))).take(3).collect();
    let [gone, old, other] = [0, 1, 2].map(|place: usize| forms[place]["AssessmentId"].clone());
    let filled = (*questions.iter().find(|name| !forms[2][**name].is_empty()).unwrap()).clone();
    let open = (*questions.iter().find(|name| forms[2][**name].is_empty()).unwrap()).clone();
    rewrite(&workplace, &format!("both/{name}"), |row| {
        let form = row["AssessmentId"].clone();
        if form == old {
            row.insert("LastUpdated".to_owned(), "2001-01-01 00:00:00.000".to_owned());
        }
        if form == other {
            row.insert(filled.clone(), format!("{}0", row[&filled]));
            row.insert(open.clone(), "1".to_owned());
        }
        form != gone
    });
    assert_same(&rows(&expected), &rows(&migrate(&workplace, "both", "out")));
    let mut found = listed(&workplace, "out");
    found.sort();
    let whose: Vec<(&str, &str)> = found.iter().map(|line| (line[1].as_str(), line[3].as_str())).collect();
    assert_eq!(found.len(), 4, "{found:?}");
    for (form, code) in [
        (&gone, "reporting-table-missing"),
        (&old, "reporting-table-stale"),
        (&other, "reporting-table-stale"),
    ] {
        assert!(whose.contains(&(form.as_str(), code)), "{form} {code}: {found:?}");
    }
    let answer = found.iter().find(|line| line[0] == "DocumentAnswer").unwrap();
    let (_, answers) = table(&workplace, "standard/DocumentAnswer.csv");
    let own = answers.iter().find(|row| row["DocumentAnswerId"].to_lowercase() == answer[1]).unwrap();
    assert_eq!(own["AssessmentId"].to_lowercase(), other);
    assert!(!own[&answer[2]].is_empty(), "the column of the answer is named");
}

#[test]
fn forms_without_a_row_and_rows_older_than_their_form_are_listed() {
    let workplace = council();
    let name = both(&workplace);
    let (_, all) = table(&workplace, &format!("flat/{name}"));
    let [gone, old] = [0, 1].map(|place: usize| all[place]["AssessmentId"].clone());
    rewrite(&workplace, &format!("flat/{name}"), |row| {
        if row["AssessmentId"] == old {
            row.insert("LastUpdated".to_owned(), "2001-01-01 00:00:00.000".to_owned());
        }
        row["AssessmentId"] != gone
    });
    migrate(&workplace, "flat", "out");
    let mut found: Vec<_> =
        listed(&workplace, "out").into_iter().map(|line| (line[1].clone(), line[3].clone())).collect();
    found.sort();
    let mut expected =
        vec![(gone, "reporting-table-missing".to_owned()), (old, "reporting-table-stale".to_owned())];
    expected.sort();
    assert_eq!(found, expected);
}
