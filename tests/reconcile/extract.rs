//! What Mosaic holds, by an extract of it, against what was written.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::support::{Run, Workplace, copy_folder, files, note_files};

/// A table of an extract: its header, and its rows.
type Table = (Vec<String>, Vec<Vec<String>>);

/// What an extract of a migrated and proven folder has, by the name of its file.
struct Extract {
    place: Workplace,
    tables: BTreeMap<String, Table>,
}

/// A word that stands in every value that somebody changes, and nowhere else.
const MARK: &str = "Quetzalcoatl";

const PERSONS: &str = "05_MO_PERSONS.csv";
const NAMES: &str = "06_MO_PERSON_NAMES.csv";
const RELATIONSHIPS: &str = "14_MO_PERSON_RELATIONSHIPS.csv";
const VISITS: &str = "27_VISITS.csv";
const NOTES: &str = "30_CASE_NOTES.csv";

impl Extract {
    /// A copy of a small council's output, and all its rows.
    fn new() -> Self {
        static SHARED: OnceLock<Workplace> = OnceLock::new();
        let shared = SHARED.get_or_init(|| {
            let place = Workplace::new();
            place.run("synth export --people 60 --seed 5").ended(0);
            let mappings = Workplace::mappings();
            let line = format!("migrate export --out out --batch-size 10 --mappings {}", mappings.display());
            place.run(&line).ended(0);
            place
        });
        let place = Workplace::new();
        for folder in ["out", "export"] {
            copy_folder(&shared.path(folder), &place.path(folder));
        }
        let tables = tables(&place.path("out/data/batches"));
        Self { place, tables }
    }

    fn table(&mut self, file: &str) -> &mut Table {
        self.tables.get_mut(file).unwrap()
    }

    fn column(&mut self, file: &str, name: &str) -> usize {
        self.table(file).0.iter().position(|own| own == name).unwrap()
    }

    /// Writes the tables as files.
    fn write(&self) {
        for (file, (header, rows)) in &self.tables {
            let mut out = csv::Writer::from_writer(Vec::new());
            out.write_record(header).unwrap();
            for row in rows {
                out.write_record(row).unwrap();
            }
            self.place.write(&format!("extract/{file}"), out.into_inner().unwrap());
        }
    }

    fn reconcile(&self) -> Run {
        self.write();
        self.place.run("reconcile out --source export --mosaic extract")
    }

    fn report(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.place.path("out/reconciliation/report.json")).unwrap())
            .unwrap()
    }

    /// Finding, code, table, key, and column of each line of the list.
    fn list(&self) -> Vec<[String; 5]> {
        let mut list = csv::Reader::from_path(self.place.path("out/reconciliation/mosaic.csv")).unwrap();
        let line = |line: csv::StringRecord| [0, 1, 2, 3, 4].map(|place| line[place].to_owned());
        list.records().map(|record| line(record.unwrap())).collect()
    }

    /// What the comparison counts of one table.
    fn counts(&self, table: &str) -> [u64; 5] {
        let report = self.report();
        let tables = report["mosaic"]["by_table"].as_array().unwrap();
        let table = tables.iter().find(|own| own["table"] == table).unwrap();
        ["written", "found", "missing", "different", "unexpected"].map(|key| table[key].as_u64().unwrap())
    }
}

/// The rows of all batches, by the name of their file.
fn tables(batches: &Path) -> BTreeMap<String, Table> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for (path, bytes) in files(batches) {
        let Some((_, name)) = path.rsplit_once('/').filter(|(_, name)| name.as_bytes()[0].is_ascii_digit())
        else {
            continue;
        };
        if path.contains("/documents/") {
            continue;
        }
        let mut rows = csv::Reader::from_reader(bytes.as_slice());
        let header = rows.headers().unwrap().iter().map(str::to_owned).collect();
        let table = tables.entry(name.to_owned()).or_insert_with(|| (header, Vec::new()));
        let cells = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
        table.1.extend(rows.records().map(|row| cells(row.unwrap())));
    }
    tables
}

#[test]
fn an_extract_that_says_the_same_passes_whatever_its_order_and_form() {
    let mut extract = Extract::new();
    for (header, rows) in extract.tables.values_mut() {
        // Columns and rows the other way round, and what a database adds.
        header.reverse();
        header.push("CREATED_DATETIME".to_owned());
        header.push("person_id".to_owned());
        for row in rows.iter_mut() {
            row.reverse();
            row.extend(["2027-01-01 08:00:00.000".to_owned(), "17".to_owned()]);
        }
        rows.reverse();
    }
    let birth = extract.column(PERSONS, "DATE_OF_BIRTH");
    let created = extract.column(NOTES, "CREATED_ON");
    for row in &mut extract.table(PERSONS).1 {
        if !row[birth].is_empty() {
            row[birth] += " 00:00:00.000";
        }
    }
    for row in &mut extract.table(NOTES).1 {
        row[created] = row[created].replace('T', " ");
    }
    // Mosaic adds the other side of each relationship, under no key of ours.
    let ends = ["PERSON_LEGACY_ID", "PERSON_RELATED_TO_LEGACY_ID"];
    let [key, one, other] = ["LEGACY_ID", ends[0], ends[1]].map(|name| extract.column(RELATIONSHIPS, name));
    let mut mirrored = extract.table(RELATIONSHIPS).1.clone();
    for row in &mut mirrored {
        row.swap(one, other);
        row[key].clear();
    }
    extract.table(RELATIONSHIPS).1.append(&mut mirrored);
    // One file in two parts, another by the name of its table alone.
    let (header, mut rows) = extract.tables.remove(NOTES).unwrap();
    let rest = rows.split_off(rows.len() / 2);
    extract.tables.insert("30_CASE_NOTES.part0001.csv".to_owned(), (header.clone(), rows));
    extract.tables.insert("30_CASE_NOTES.part0002.csv".to_owned(), (header, rest));
    let persons = extract.tables.remove(PERSONS).unwrap();
    extract.tables.insert("mo_persons.csv".to_owned(), persons);

    let run = extract.reconcile().ended(0);
    assert!(run.stdout.contains("in Mosaic  0 rows missing, 0 different, 0 unexpected"), "{run}");
    assert_eq!(extract.list(), [[""; 5]; 0]);
    let report = extract.report();
    assert_eq!(report["verdict"], "reconciled");
    assert_eq!(report["mosaic"]["missing"], 0);
    assert_eq!(report["mosaic"]["extract_sha256"].as_str().unwrap().len(), 64);
    let targets = report["targets"].as_array().unwrap();
    assert_eq!(report["mosaic"]["by_table"].as_array().unwrap().len(), targets.len());
    for target in targets {
        let rows = target["rows"].as_u64().unwrap();
        let found = if target["table"] == "MO_PERSON_RELATIONSHIPS" { 2 * rows } else { rows };
        assert_eq!(extract.counts(target["table"].as_str().unwrap()), [rows, found, 0, 0, 0]);
    }
    extract.place.run("verify out").ended(0);
    let relationships = extract.counts("MO_PERSON_RELATIONSHIPS")[0];
    let told = report["mosaic"]["by_table"].as_array().unwrap();
    let told = told.iter().find(|own| own["table"] == "MO_PERSON_RELATIONSHIPS").unwrap();
    assert_eq!(told["mirrored"], json!(relationships));

    // Proved without the extract, the folder says nothing of Mosaic any more.
    extract.place.run("reconcile out --source export").ended(0);
    assert_eq!(extract.report()["mosaic"], Value::Null);
    assert!(!extract.place.path("out/reconciliation/mosaic.csv").exists());
    extract.place.run("verify out").ended(0);
}

#[test]
fn what_is_lost_changed_added_or_loaded_twice_is_found_with_its_table_and_key() {
    let mut extract = Extract::new();
    let lost = extract.table(VISITS).1.remove(0)[0].clone();
    let title = extract.column(NOTES, "TITLE");
    let author = extract.column(NOTES, "CREATED_BY");
    let changed = extract.table(NOTES).1[3][0].clone();
    extract.table(NOTES).1[3][title] = format!("{MARK} was here");
    extract.table(NOTES).1[3][author] = MARK.to_owned();
    // A row that somebody typed: its key may hold anything.
    let mut typed = extract.table(NOTES).1[0].clone();
    typed[0] = MARK.to_owned();
    extract.table(NOTES).1.push(typed);
    let twice = extract.table(PERSONS).1[2].clone();
    extract.table(PERSONS).1.push(twice.clone());
    let whole = extract.tables.remove("18_MO_SUBGROUP_SUBJECTS.csv").unwrap().1;
    let surname = extract.column(NAMES, "LAST_NAME");
    extract.table(NAMES).1[0][surname] += MARK;
    let names = extract.table(NAMES).1[0][..2].join("/") + "/";

    let run = extract.reconcile().ended(3);
    assert!(run.stdout.starts_with("Not reconciled. Mosaic does not hold what was written."), "{run}");
    assert!(
        run.stdout.contains("CASE_NOTES: 0 missing, 1 different (TITLE, CREATED_BY), 1 unexpected"),
        "{run}"
    );
    let mut listed = extract.list();
    listed.retain(|line| line[2] != "MO_SUBGROUP_SUBJECTS");
    let line = |line: [&str; 5]| line.map(str::to_owned);
    let expected = [
        line(["doubled", "count-mismatch", "MO_PERSONS", &twice[0], ""]),
        line(["different", "value-mismatch", "MO_PERSON_NAMES", &names, "LAST_NAME"]),
        line(["missing", "count-mismatch", "VISITS", &lost, ""]),
        line(["different", "value-mismatch", "CASE_NOTES", &changed, "TITLE"]),
        line(["different", "value-mismatch", "CASE_NOTES", &changed, "CREATED_BY"]),
        line(["unexpected", "unexpected-target-row", "CASE_NOTES", "", ""]),
    ];
    assert_eq!(listed, expected);
    let count = whole.len() as u64;
    assert_eq!(extract.counts("MO_SUBGROUP_SUBJECTS"), [count, 0, count, 0, 0]);
    let report = extract.report();
    assert_eq!(report["verdict"], "not-reconciled");
    let sums = ["missing", "different", "unexpected"].map(|key| report["mosaic"][key].as_u64().unwrap());
    assert_eq!(sums, [1 + count, 2, 2]);
    let check = report["checks"].as_array().unwrap().iter().find(|check| check["id"] == "mosaic").unwrap();
    assert_eq!((&check["status"], &check["findings"]), (&json!("failed"), &json!(count + 4)));
    for (path, bytes) in files(&extract.place.path("out/reconciliation")) {
        assert!(!String::from_utf8_lossy(&bytes).contains(MARK), "{path} tells a value");
    }
    assert!(!format!("{run}").contains(MARK), "{run}");
    // The files are sound all the same, and nobody changed the folder.
    let verified = extract.place.run("verify out").ended(3);
    assert!(verified.stdout.starts_with("Not reconciled, and not changed since"), "{verified}");
    assert!(verified.stdout.contains("expected a run that reconciled"), "{verified}");
    extract.place.run("reconcile out --source export").ended(0);
}

#[test]
fn rows_that_nobody_wrote_are_listed_and_refuse_the_proof_where_the_council_says_so() {
    let mut extract = Extract::new();
    let mut more = extract.table(NOTES).1[0].clone();
    more[0] = "00000000-0000-4000-8000-00000000abcd".to_owned();
    extract.table(NOTES).1.push(more.clone());
    extract.reconcile().ended(0);
    let line = ["unexpected", "unexpected-target-row", "CASE_NOTES", &more[0], ""].map(str::to_owned);
    assert_eq!(extract.list(), std::slice::from_ref(&line));
    assert_eq!(extract.report()["verdict"], "reconciled");

    let rules = std::fs::read_to_string(Workplace::mappings().join("extract.toml")).unwrap();
    let rules = rules.replace("unexpected = \"warn\"", "unexpected = \"stop\"");
    extract.place.write("extract/extract.toml", rules);
    let run = extract.reconcile().ended(3);
    assert!(run.stdout.contains("mosaic: Mosaic holds every row"), "{run}");
    assert_eq!(extract.list(), [line]);

    // A row that is cut short tells nothing: the extract is drawn again.
    let path = extract.place.path(&format!("extract/{VISITS}"));
    let cut = std::fs::read_to_string(&path).unwrap() + MARK + "\n";
    std::fs::write(&path, cut).unwrap();
    let run = extract.place.run("reconcile out --source export --mosaic extract").ended(4);
    assert!(run.stderr.contains("number of fields differs from the header"), "{run}");
    assert!(!run.stderr.contains(MARK), "{run}");
}

/// A folder that nobody drew anything into is no Mosaic without a row.
#[test]
fn a_folder_without_a_file_of_a_table_is_no_extract() {
    let extract = Extract::new();
    std::fs::create_dir(extract.place.path("extract")).unwrap();
    let before = extract.report();
    let run = extract.place.run("reconcile out --source export --mosaic extract").ended(4);
    assert!(run.stderr.contains("extract has no file of a table; --mosaic names a folder"), "{run}");
    assert_eq!(extract.report(), before);
}

#[test]
fn what_is_not_declared_is_refused_and_what_is_declared_is_not_compared() {
    let mut extract = Extract::new();
    let title = extract.column(NOTES, "TITLE");
    let (header, rows) = extract.table(NOTES);
    header.remove(title);
    header.push("WHO_KNOWS".to_owned());
    for row in rows {
        row.remove(title);
        row.push(MARK.to_owned());
    }
    extract.tables.remove(VISITS);
    let end = extract.column("16_PEOPLE_WORKERS.csv", "END_DATE");
    for row in &mut extract.table("16_PEOPLE_WORKERS.csv").1 {
        if let Ok(day) = row[end].parse::<jiff::civil::Date>() {
            row[end] = day.yesterday().unwrap().to_string();
        }
    }
    extract.place.write("extract/notes.txt", MARK);
    let run = extract.reconcile().ended(6);
    for told in ["notes.txt is the file of no table", "lacks the column TITLE", "no declaration, WHO_KNOWS"] {
        assert!(run.stderr.contains(told), "{told}: {run}");
    }
    assert!(!run.stderr.contains(MARK), "{run}");
    extract.place.write(
        "extract/extract.toml",
        "[[added]]\ntable = \"CASE_NOTES\"\ncolumns = [\"WHO_KNOWS\"]\nreason = \"ours\"\n\
         [[lacks]]\ntable = \"CASE_NOTES\"\ncolumns = [\"TITLE\"]\nreason = \"not drawn\"\n\
         [[lacks]]\ntable = \"VISITS\"\nreason = \"not drawn\"\n\
         [[ignore]]\nfile = \"notes.txt\"\nreason = \"no table\"\n\
         [[day_before]]\ntable = \"PEOPLE_WORKERS\"\ncolumns = [\"END_DATE\"]\n",
    );
    extract.reconcile().ended(0);
    let report = extract.report();
    let gaps = &report["mosaic"]["not_compared"];
    assert_eq!(gaps[0], json!({ "table": "CASE_NOTES", "columns": ["TITLE"], "reason": "not drawn" }));
    assert_eq!(gaps[1]["columns"], json!([]));
    let page = std::fs::read_to_string(extract.place.path("out/reconciliation/report.html")).unwrap();
    assert!(page.contains("id=\"mosaic\"") && page.contains("not drawn"));

    extract.place.write("extract/extract.toml", "[[lacks]]\ntable = \"NO_TABLE\"\nreason = \"\"\n");
    let run = extract.reconcile().ended(6);
    assert!(
        run.stderr.contains("line 2: no such table") && run.stderr.contains("line 3: no reason"),
        "{run}"
    );
    extract.place.write("extract/extract.toml", "");
    extract.place.write("extract/05_MO_PERSONS.csv", "\"unclosed");
    extract.place.run("reconcile out --source export --mosaic extract").ended(6);
}

#[test]
fn verify_holds_what_the_report_says_of_mosaic_against_its_list() {
    let mut extract = Extract::new();
    extract.table(NOTES).1.pop();
    extract.reconcile().ended(3);
    let page = extract.place.run("report out --format html").ended(0).stdout;
    assert!(page.contains("Not for signature:</strong> Mosaic does not hold what was written."));
    let out = extract.place.path("out");
    let (report, list) = (out.join("reconciliation/report.json"), out.join("reconciliation/mosaic.csv"));
    let (told, listed) = (std::fs::read_to_string(&report).unwrap(), std::fs::read_to_string(&list).unwrap());
    let found = |told: &str, listed: &str| {
        std::fs::write(&report, told).unwrap();
        std::fs::write(&list, listed).unwrap();
        let page = extract.place.run("report out --format html").ended(0).stdout;
        std::fs::write(out.join("reconciliation/report.html"), page).unwrap();
        note_files(&out);
        extract.place.run("verify out").stdout
    };
    let sound = found(&told, &listed);
    assert!(!sound.contains("mosaic to"), "{sound}");
    // The list says that nothing is missing.
    let header = listed.lines().next().unwrap().to_owned() + "\r\n";
    let run = found(&told, &header);
    assert!(
        run.contains("expected mosaic to count the lines of reconciliation/mosaic.csv for CASE_NOTES"),
        "{run}"
    );
    // The report does, in its sums; then in its part as a whole.
    let run = found(&told.replacen("\"missing\": 1", "\"missing\": 0", 1), &listed);
    assert!(run.contains("expected mosaic to add up"), "{run}");
    let mut forged = care2mosaic::report::model::Report::read(&report).unwrap();
    forged.mosaic = None;
    let run = found(&forged.to_json(), &listed);
    assert!(run.contains("expected no such list"), "{run}");
}

#[test]
fn what_was_loaded_twice_refuses_the_proof_whatever_the_council_says_of_rows_that_nobody_wrote() {
    let mut extract = Extract::new();
    let twice = extract.table(NOTES).1[0].clone();
    extract.table(NOTES).1.push(twice.clone());
    let run = extract.reconcile().ended(3);
    assert!(
        run.stdout.contains("CASE_NOTES: 0 missing, 0 different, 1 unexpected (1 loaded twice)"),
        "{run}"
    );
    let line = ["doubled", "count-mismatch", "CASE_NOTES", &twice[0], ""].map(str::to_owned);
    assert_eq!(extract.list(), [line]);
    let status = extract.place.run("status out").ended(0);
    assert!(status.stdout.contains("mosaic.csv"), "{status}");
}

#[test]
fn what_an_extract_leaves_out_by_rules_of_its_own_is_told() {
    let extract = Extract::new();
    let rules = std::fs::read_to_string(Workplace::mappings().join("extract.toml")).unwrap();
    let lacks = "\n[[lacks]]\ntable = \"CASE_NOTES\"\nreason = \"not drawn\"\n";
    extract.place.write("extract/extract.toml", rules + lacks);
    let run = extract.reconcile().ended(0);
    assert!(
        run.stdout
            .contains("not compared: 1 whole table, and 0 columns of others, as the extract itself says"),
        "{run}"
    );
    assert_eq!(extract.report()["mosaic"]["own_rules"], true);
}

#[test]
fn a_header_that_took_in_rows_shows_nothing_of_them() {
    let mut extract = Extract::new();
    let (header, rows) = extract.table(NOTES).clone();
    let row: Vec<String> = rows[0].iter().map(|_| MARK.to_owned()).collect();
    extract.write();
    let text = format!("{}\r{}\r", header.join(","), row.join(","));
    extract.tables.remove(NOTES);
    extract.place.write(&format!("extract/{NOTES}"), text);
    let run = extract.place.run("reconcile out --source export --mosaic extract").ended(6);
    assert!(!format!("{run}").contains(MARK), "{run}");
}
