//! Flat tables of answers that do not say what each of their cells answers: nothing of them is lost without a word, and nothing
//! is taken twice.

use std::fs;

use care2mosaic::record::Guid;
use care2mosaic::source::answer_key;
use zip::write::SimpleFileOptions;

use crate::support::{Run, Workplace, files};

const TABLE: &str = "flat/CDR.Strategy_discussion_1.csv";
const TEMPLATES: &str = "flat/dbo.Document.csv";
const QUESTIONS: &str = "flat/dbo.DocumentQuestionIdentifier.csv";
const TOTALS: &str = "flat/dbo.ControlTotals.csv";
const QUESTION: &str = "QA-DQ-125";

/// A council with flat tables, `flat`; templates and their questions were not counted at source.
fn council() -> Workplace {
    let workplace = Workplace::in_memory();
    workplace.run("synth flat --people 30 --seed 5 --shape reporting-tables").ended(0);
    let mut totals = rows(&workplace, TOTALS);
    let entity = place(&totals, "ENTITY");
    totals.retain(|row| !["Document", "DocumentQuestionIdentifier"].contains(&&*row[entity]));
    write(&workplace, TOTALS, &totals);
    workplace
}

fn migrate(workplace: &Workplace) -> Run {
    let mappings = Workplace::mappings();
    workplace.run(&format!("migrate flat --out out --quiet --mappings {}", mappings.display()))
}

/// A table, its header first.
type Rows = Vec<Vec<String>>;

fn rows(workplace: &Workplace, path: &str) -> Rows {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(workplace.path(path)).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn write(workplace: &Workplace, path: &str, rows: &Rows) {
    let mut builder = csv::WriterBuilder::new();
    let mut writer = builder.terminator(csv::Terminator::CRLF).from_path(workplace.path(path)).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
}

fn place(rows: &Rows, column: &str) -> usize {
    rows[0].iter().position(|name| name == column).unwrap()
}

/// The place of a row with that value in a column.
fn row_of(rows: &Rows, column: &str, value: &str) -> usize {
    let column = place(rows, column);
    rows.iter().position(|row| row[column] == value).unwrap()
}

/// Adds a copy of a row behind the last, changed.
fn copy(workplace: &Workplace, path: &str, (column, value): (&str, &str), changes: &[(&str, &str)]) {
    let mut all = rows(workplace, path);
    let mut row = all[row_of(&all, column, value)].clone();
    for (column, value) in changes {
        (*value).clone_into(&mut row[place(&all, column)]);
    }
    all.push(row);
    write(workplace, path, &all);
}

/// That the run is refused, with the code, for the table, and that each of the words is said.
fn refused(run: &Run, words: &[&str]) {
    assert_eq!(run.code, Some(6), "{run}");
    for word in words {
        assert!(run.stderr.contains(word) || run.stdout.contains(word), "{word}: {run}");
    }
}

const OTHER: &str = "0a1b2c3d-0000-4000-8000-00000000aaaa";

#[test]
fn a_question_without_a_column_refuses_the_run() {
    let workplace = council();
    let mut all = rows(&workplace, TABLE);
    let column = place(&all, QUESTION);
    for row in &mut all {
        row.remove(column);
    }
    write(&workplace, TABLE, &all);
    refused(&migrate(&workplace), &["missing-column", QUESTION, "CDR.Strategy_discussion_1.csv"]);
    // What is declared, with a reason, is no secret.
    let mappings = workplace.path("mappings");
    crate::support::copy_folder(&Workplace::mappings(), &mappings);
    let profile = mappings.join("profiles/reporting-tables.toml");
    let text = fs::read_to_string(&profile).unwrap();
    let head = "[reporting_tables.left_out]\n";
    let declared = text.replacen(head, &format!("{head}{QUESTION} = \"never asked\"\n"), 1);
    assert_ne!(text, declared);
    fs::write(&profile, declared).unwrap();
    workplace.run("migrate flat --out out --quiet --mappings mappings").ended(0);
}

#[test]
fn a_column_of_two_questions_refuses_the_run() {
    let workplace = council();
    let key = rows(&workplace, QUESTIONS);
    let own = key[row_of(&key, "Identifier", QUESTION)][place(&key, "DocumentQuestionIdentifierId")].clone();
    copy(&workplace, QUESTIONS, ("Identifier", QUESTION), &[("DocumentQuestionIdentifierId", OTHER)]);
    let own = own.to_lowercase();
    refused(&migrate(&workplace), &["unmapped-column", QUESTION, &own, OTHER]);
}

#[test]
fn a_row_of_a_question_that_stands_twice_counts_once() {
    let workplace = council();
    copy(&workplace, QUESTIONS, ("Identifier", QUESTION), &[]);
    migrate(&workplace).ended(0);
}

#[test]
fn names_of_tables_are_compared_word_by_word() {
    let workplace = council();
    let all = rows(&workplace, TEMPLATES);
    let own = &all[row_of(&all, "Name", "Strategy discussion")];
    let key = own[place(&all, "DocumentId")].clone();
    copy(
        &workplace,
        TEMPLATES,
        ("DocumentId", &key),
        &[("DocumentId", OTHER), ("Name", "Strategy discussion 1"), ("Version", "1")],
    );
    let mut all = rows(&workplace, TEMPLATES);
    let (row, version) = (row_of(&all, "DocumentId", &key), place(&all, "Version"));
    all[row][version] = "11".to_owned();
    // The other template first: whoever takes the first that fits takes the wrong one.
    let other = all.pop().unwrap();
    all.insert(1, other);
    write(&workplace, TEMPLATES, &all);
    fs::rename(workplace.path(TABLE), workplace.path("flat/CDR.Strategy_discussion_11.csv")).unwrap();
    migrate(&workplace).ended(0);
}

#[test]
fn two_templates_of_one_name_refuse_the_run_and_are_named() {
    for first in [true, false] {
        let workplace = council();
        let mut all = rows(&workplace, TEMPLATES);
        let mut other = all[row_of(&all, "Name", "Strategy discussion")].clone();
        let key = place(&all, "DocumentId");
        let own = std::mem::replace(&mut other[key], OTHER.to_owned()).to_lowercase();
        all.insert(if first { 1 } else { all.len() }, other);
        write(&workplace, TEMPLATES, &all);
        let run = migrate(&workplace);
        refused(&run, &["undeclared-file", "CDR.Strategy_discussion_1.csv", &own, OTHER]);
        assert!(!run.to_string().contains("unmapped-column"), "{run}");
    }
}

#[test]
fn a_header_that_stands_again_is_listed_and_counted() {
    let workplace = council();
    let mut all = rows(&workplace, TABLE);
    all.insert(2, all[0].clone());
    write(&workplace, TABLE, &all);
    migrate(&workplace).ended(0);
    let listed = files(&workplace.path("out/exceptions"));
    let found = listed.values().any(|bytes| String::from_utf8_lossy(bytes).contains("repeated-header"));
    assert!(found, "{:?}", listed.keys());
}

#[test]
fn a_zip_may_be_called_otherwise() {
    let workplace = council();
    let mut archive = zip::ZipWriter::new(fs::File::create(workplace.path("d.zip")).unwrap());
    for (name, bytes) in files(&workplace.path("flat")) {
        archive.start_file(&name, SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut archive, &bytes).unwrap();
    }
    archive.finish().unwrap();
    let mappings = Workplace::mappings();
    workplace.run(&format!("migrate d.zip --out out --quiet --mappings {}", mappings.display())).ended(0);
    fs::rename(workplace.path("d.zip"), workplace.path("renamed.zip")).unwrap();
    workplace.run("reconcile out --source renamed.zip --quiet").ended(0);
    workplace.run("reconcile out --source renamed.zip --source flat --quiet").ended(0);
}

#[test]
fn a_zip_with_a_name_too_long_is_refused_by_its_member() {
    let workplace = Workplace::in_memory();
    let mut archive = zip::ZipWriter::new(fs::File::create(workplace.path("d.zip")).unwrap());
    for name in ["Person.csv".to_owned(), "x".repeat(300)] {
        archive.start_file(&name, SimpleFileOptions::default()).unwrap();
    }
    archive.finish().unwrap();
    let mappings = Workplace::mappings();
    let run = workplace.run(&format!("migrate d.zip --out out --mappings {}", mappings.display())).ended(4);
    for words in ["bad-encoding: ./export.zip", "member 2", "too long"] {
        assert!(run.stdout.contains(words), "{words}: {run}");
    }
}

#[test]
fn a_label_without_an_option_is_a_rejected_answer() {
    const OPTION: &str = "QA-DQ-126";
    let workplace = council();
    let mut all = rows(&workplace, TABLE);
    let (option, label) = (place(&all, OPTION), place(&all, "QA-DQ-126Name"));
    let row =
        all.iter().skip(1).position(|row| !row[option].is_empty() && !row[label].is_empty()).unwrap() + 1;
    all[row][option].clear();
    write(&workplace, TABLE, &all);
    let form = Guid::parse(&all[row][place(&all, "AssessmentId")]).unwrap();
    migrate(&workplace).ended(5);
    let questions = rows(&workplace, QUESTIONS);
    let question = &questions[row_of(&questions, "Identifier", OPTION)];
    let question = Guid::parse(&question[place(&questions, "DocumentQuestionIdentifierId")]).unwrap();
    let key = answer_key(&form.to_string(), question).to_string();
    let rejects = rows(&workplace, "out/exceptions/rejects.csv");
    let listed = &rejects[row_of(&rejects, "SOURCE_ID", &key)];
    assert_eq!(listed[place(&rejects, "REASON")], "answer-wrong-column");
    assert_eq!(listed[place(&rejects, "ENTITY")], "DocumentAnswer");
}

/// The label beside a picked option says which answer was meant where the option's id says another.
#[test]
fn an_option_whose_label_says_otherwise_is_turned_away() {
    let workplace = council();
    let path = files(&workplace.path("flat")).into_keys().filter(|name| name.starts_with("CDR."));
    let labelled = |rows: &Rows| {
        let is_label = |place: &usize| {
            let own = rows[0][*place].strip_suffix("Name");
            own.is_some_and(|own| rows[0].iter().any(|name| name == own))
        };
        let filled = |place: &usize| rows[1..].iter().position(|row| !row[*place].is_empty());
        (0..rows[0].len()).filter(is_label).find_map(|place| Some((place, filled(&place)? + 1)))
    };
    let found = path.map(|name| format!("flat/{name}")).find_map(|path| {
        let rows = rows(&workplace, &path);
        labelled(&rows).map(|(column, row)| (path, rows, column, row))
    });
    let (path, mut changed, column, row) = found.unwrap();
    "Something else".clone_into(&mut changed[row][column]);
    write(&workplace, &path, &changed);
    migrate(&workplace).ended(5);
    let values = rows(&workplace, "out/exceptions/values.csv");
    let cells =
        |row: usize| ["ENTITY", "FIELD", "REASON"].map(|name| values[row][place(&values, name)].clone());
    let [entity, field, reason] = cells(1);
    assert_eq!((values.len(), entity.as_str()), (2, "DocumentAnswer"), "{values:?}");
    assert!(["PicklistValueId", "MultichoiceAnswerId"].contains(&field.as_str()), "{field}");
    assert_eq!(reason, "answer-label-disagrees");
    assert!(
        !files(&workplace.path("out/exceptions"))
            .values()
            .any(|bytes| { String::from_utf8_lossy(bytes).contains("Something else") })
    );
}
