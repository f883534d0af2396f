//! Views of the screens give the same import files as the database, but for what the profile says that they lack.

use std::collections::BTreeMap;
use std::fs;

use care2mosaic::source::{DataType, Dictionary, Kind, Profile};

use crate::support::{Workplace, files};

const COUNCIL: &str = "--people 14 --seed 9";

/// A council as views of the screens, `screens`, and its mappings to be changed.
fn screens() -> Workplace {
    let workplace = Workplace::in_memory();
    workplace.run(&format!("synth screens {COUNCIL} --shape screen")).ended(0);
    for (name, bytes) in files(&Workplace::mappings()) {
        workplace.write(&format!("mappings/{name}"), bytes);
    }
    workplace
}

/// The import files of a run, without the manifests, which name the mappings.
fn imported(workplace: &Workplace, out: &str) -> BTreeMap<String, Vec<u8>> {
    let data = files(&workplace.path(&format!("{out}/data")));
    data.into_iter().filter(|(name, _)| !name.ends_with("manifest.json")).collect()
}

fn migrate(workplace: &Workplace, export: &str, out: &str, code: i32) {
    workplace.run(&format!("migrate {export} --out {out} --mappings mappings --quiet")).ended(code);
}

/// Changes a file of the workplace.
fn edit(workplace: &Workplace, name: &str, change: impl FnOnce(String) -> String) {
    let text = fs::read_to_string(workplace.path(name)).unwrap();
    let changed = change(text.clone());
    assert_ne!(text, changed, "{name} is as it was");
    workplace.write(name, changed);
}

/// Changes a file of the workplace, if the change is one.
fn edit_if_other(workplace: &Workplace, name: &str, change: impl FnOnce(String) -> String) {
    let text = fs::read_to_string(workplace.path(name)).unwrap();
    workplace.write(name, change(text));
}

/// The lines of a list, each as entity, field and code.
fn listed(workplace: &Workplace, list: &str) -> Vec<[String; 3]> {
    let mut list = csv::Reader::from_path(workplace.path(&format!("out/exceptions/{list}.csv"))).unwrap();
    let headers = list.headers().unwrap().clone();
    let place = |name: &str| headers.iter().position(|own| own == name).unwrap();
    let places = ["ENTITY", "FIELD", "REASON"].map(place);
    list.records().map(|line| places.map(|place| line.as_ref().unwrap()[place].to_owned())).collect()
}

/// Takes out of a standard drop what the profile says that screens lack: columns, and the seconds of times.
fn without_what_screens_lack(workplace: &Workplace, drop: &str) {
    let mappings = Workplace::mappings();
    let dictionary = Dictionary::load(&mappings.join("dictionary.csv")).unwrap();
    let profile = Profile::load(&mappings, "screen", &dictionary).unwrap();
    assert!(
        profile
            .lacks
            .iter()
            .any(|lack| dictionary.entity(lack.entity).field(lack.column).kind != Kind::System)
    );
    for id in dictionary.ids() {
        let entity = dictionary.entity(id);
        let path = workplace.path(&format!("{drop}/{}.csv", entity.name));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(&path).unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_path(&path).unwrap();
        writer.write_record(&rows[0]).unwrap();
        for row in &rows[1..] {
            let cells = entity.fields().zip(&entity.columns).zip(row).map(|((field, column), cell)| {
                let lacking = profile.lacks.iter().any(|lack| (lack.entity, lack.column) == (id, field));
                match column.data_type {
                    _ if lacking => String::new(),
                    DataType::DateTime if cell.len() == 23 => format!("{}00.000", &cell[..17]),
                    _ => cell.to_owned(),
                }
            });
            writer.write_record(cells).unwrap();
        }
    }
}

#[test]
fn screens_give_the_same_import_files_but_for_what_they_lack() {
    let workplace = screens();
    workplace.run(&format!("synth standard {COUNCIL}")).ended(0);
    migrate(&workplace, "standard", "whole", 0);
    without_what_screens_lack(&workplace, "standard");
    migrate(&workplace, "standard", "expected", 0);
    migrate(&workplace, "screens", "out", 0);
    let (expected, found) = (imported(&workplace, "expected"), imported(&workplace, "out"));
    assert!(expected.len() > 20 && expected.keys().eq(found.keys()));
    let differing: Vec<_> =
        expected.iter().filter(|(name, bytes)| found[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differing.is_empty(), "{differing:?} differ");
    assert_ne!(expected, imported(&workplace, "whole"), "screens do lack something");
}

#[test]
fn of_many_people_what_a_label_cannot_name_is_told_and_the_rest_is_proved() {
    let workplace = Workplace::in_memory();
    workplace.run("synth screens --people 120 --seed 9 --shape screen").ended(0);
    let mappings = Workplace::mappings();
    workplace.run(&format!("migrate screens --out out --mappings {} --quiet", mappings.display())).ended(5);
    let report = fs::read_to_string(workplace.path("out/reconciliation/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["verdict"], "reconciled-with-exceptions");
    let read: u64 =
        report["balance"].as_array().unwrap().iter().map(|line| line["read"].as_u64().unwrap()).sum();
    let rejected = listed(&workplace, "rejects");
    // Answers that name somebody whose own row is turned away lead nowhere.
    let known = ["ambiguous-label", "orphan-parent", "parent-rejected", "person-ref-unresolved"];
    for [entity, field, reason] in rejected.iter().chain(&listed(&workplace, "values")) {
        assert!(known.contains(&&**reason), "{entity} {field} {reason}");
    }
    assert!(rejected.iter().any(|[_, _, reason]| reason == "ambiguous-label"), "names are no keys");
    assert!(read > 40 * rejected.len() as u64, "{read} records, {} rejected", rejected.len());
    assert!(report["case_files"]["complete"].as_u64().unwrap() > 90);
}

#[test]
fn a_record_that_two_views_show_is_one_record() {
    let workplace = screens();
    migrate(&workplace, "screens", "once", 0);
    let second = fs::read_to_string(workplace.path("screens/Active PersonAddresses (1).csv")).unwrap();
    let row = second.split_inclusive("\r\n").nth(1).unwrap();
    edit(&workplace, "screens/Active PersonAddresses.csv", |text| text + row);
    migrate(&workplace, "screens", "out", 0);
    let rows = |out: &str| {
        let all = imported(&workplace, out).into_iter();
        all.filter(|(name, _)| !name.ends_with("xref.csv") && !name.ends_with("datapackage.json"))
            .collect::<Vec<_>>()
    };
    assert!(rows("once") == rows("out"), "the same rows");
    let report = fs::read_to_string(workplace.path("out/reconciliation/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let balance = report["balance"].as_array().unwrap().iter();
    let mut merged = balance.filter(|line| line["entity"] == "PersonAddress").map(|line| &line["merged"]);
    assert_eq!(merged.next().unwrap(), 1);
    // A row that no view shows is missed all the same.
    edit(&workplace, "screens/Active PersonAddresses (1).csv", |text| {
        let lines: Vec<_> = text.split_inclusive("\r\n").collect();
        lines[..lines.len() - 1].concat()
    });
    migrate(&workplace, "screens", "short", 4);
}

#[test]
fn a_code_table_may_be_shown_by_its_statutory_code() {
    let workplace = screens();
    migrate(&workplace, "screens", "expected", 0);
    let lists = fs::read_to_string(workplace.path("screens/Active Ethnicities.csv")).unwrap();
    let more = fs::read_to_string(workplace.path("screens/Active Ethnicities (1).csv")).unwrap_or_default();
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    for list in [lists, more] {
        let mut reader = csv::Reader::from_reader(list.as_bytes());
        let headers = reader.headers().unwrap().clone();
        let place = |name: &str| headers.iter().position(|own| own == name);
        let (Some(name), Some(code)) = (place("Name"), place("Gov Code")) else { continue };
        codes.extend(reader.records().map(|row| {
            let row = row.unwrap();
            (row[name].to_owned(), row[code].to_owned())
        }));
    }
    // Of every person the view shows the code in place of the name.
    let mut shown: Vec<String> = Vec::new();
    let pages = files(&workplace.path("screens")).into_keys().filter(|name| name.contains("ctive People"));
    for page in pages.filter(|name| !name.contains('/')) {
        edit_if_other(&workplace, &format!("screens/{page}"), |text| {
            with_column(&text, "Ethnicity", |_, name| {
                let code = codes.get(name).cloned().unwrap_or_default();
                shown.extend(Some(code.clone()).filter(|code| !code.is_empty()));
                code
            })
        });
    }
    edit(&workplace, "mappings/profiles/screen.toml", |text| {
        text.replacen("[labels.of]\n", "[labels.of]\nEthnicity = [\"GovCode\"]\n", 1)
    });
    let shared: Vec<_> =
        shown.iter().filter(|code| codes.values().filter(|other| other == code).count() > 1).collect();
    assert!(shown.len() > shared.len(), "somebody has a code of one name");
    migrate(&workplace, "screens", "out", if shared.is_empty() { 0 } else { 5 });
    let refused = listed(&workplace, "values");
    assert_eq!(refused.len(), shared.len(), "{refused:?}");
    assert!(
        refused.iter().all(|line| line[1] == "EthnicityId" && line[2] == "ambiguous-label"),
        "{refused:?}"
    );
    if shared.is_empty() {
        assert!(imported(&workplace, "expected") == imported(&workplace, "out"), "the same import files");
    }
}

/// A page with other cells in one column, by the number of the row and the cell that stood there.
fn with_column(text: &str, name: &str, mut cell: impl FnMut(usize, &str) -> String) -> String {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let place = headers.iter().position(|own| own == name).unwrap();
    let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    writer.write_record(&headers).unwrap();
    for (number, row) in reader.records().enumerate() {
        let row = row.unwrap();
        let other = cell(number, &row[place]);
        let cells = row.iter().enumerate();
        writer.write_record(cells.map(|(at, cell)| if at == place { &other } else { cell })).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn a_name_of_two_people_is_no_key() {
    let workplace = screens();
    let people = fs::read_to_string(workplace.path("screens/Active People.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(people.as_bytes());
    let place = reader.headers().unwrap().iter().position(|name| name == "Full Name").unwrap();
    let names: Vec<String> = reader.records().map(|row| row.unwrap()[place].to_owned()).collect();
    edit(&workplace, "screens/Active People.csv", |text| {
        text.replace(&format!("\"{}\"", names[1]), &format!("\"{}\"", names[0]))
    });
    migrate(&workplace, "screens", "out", 5);
    let rejected = listed(&workplace, "rejects");
    let ambiguous: Vec<_> = rejected.iter().filter(|[_, _, reason]| reason == "ambiguous-label").collect();
    assert!(
        ambiguous.iter().any(|[entity, field, _]| entity == "PersonAddress" && field == "PersonId"),
        "{rejected:?}"
    );
    // Whose such a row is nobody can say: it is rejected and in no case file, and what hangs on it goes with it.
    let alone = ["ambiguous-label", "orphan-parent", "parent-rejected"];
    assert!(rejected.iter().all(|[_, _, reason]| alone.contains(&&**reason)), "{rejected:?}");
    let mut list = csv::Reader::from_path(workplace.path("out/exceptions/rejects.csv")).unwrap();
    let place = list.headers().unwrap().iter().position(|name| name == "CASE_FILE").unwrap();
    assert!(list.records().all(|line| line.unwrap()[place].is_empty()), "no case file is named");
    let held = csv::Reader::from_path(workplace.path("out/exceptions/held.csv")).unwrap();
    assert_eq!(held.into_records().count(), 0, "nobody is held");
}

#[test]
fn a_label_that_nothing_has_is_declared_or_turned_away() {
    let workplace = screens();
    let people = "screens/Active People.csv";
    let other = |text: String| {
        with_column(&text, "Ethnicity", |number, name| match number {
            0 => "white — british".to_owned(),
            1 => "Martian".to_owned(),
            _ => name.to_owned(),
        })
    };
    edit(&workplace, people, other);
    let means = fs::read_to_string(workplace.path("screens/Active Ethnicities.csv")).unwrap();
    let mut known = csv::Reader::from_reader(means.as_bytes());
    let place = known.headers().unwrap().iter().position(|name| name == "Name").unwrap();
    let means = known.records().next().unwrap().unwrap()[place].to_owned();
    edit(&workplace, "mappings/profiles/screen.toml", |text| {
        let alias = format!(
            "[[labels.alias]]\nof = \"Ethnicity\"\nwritten = \"white — british\"\nmeans = \"{means}\"\n\n[plurals]"
        );
        text.replacen("[plurals]", &alias, 1)
    });
    migrate(&workplace, "screens", "out", 5);
    let turned_away = listed(&workplace, "values");
    assert_eq!(turned_away, [["Person", "EthnicityId", "unmapped-code"].map(str::to_owned)]);
    let report = fs::read_to_string(workplace.path("out/reconciliation/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let mut mapped = report["mapped"].as_array().unwrap().iter();
    assert!(mapped.any(|line| line["field"] == "EthnicityId" && line["reason"] == "label-variant"));
}
