//! Case files that a run held and that a later export does not have any more.

use std::collections::BTreeMap;
use std::os::unix::fs::symlink;

use serde_json::Value;

use super::council::{cells, list, records};
use crate::support::{Postgres, Workplace, files};

/// An export with two people more than the other one: one with a number and no gender, one without a number. The second day's
/// export has neither, the third day's has them again.
struct Exports {
    place: Workplace,
    /// The option that names the ledger, where one is named.
    ledger: String,
}

/// What is known of whoever is added: as of the first person.
const KNOWN: [&str; 15] = [
    "FirstName",
    "LastName",
    "DateOfBirth",
    "DOBAndAgeTypeId",
    "EthnicityId",
    "Deceased",
    "OwnerId",
    "ResponsibleUserId",
    "OwningBusinessUnitId",
    "Inactive",
    "CreatedBy",
    "CreatedOn",
    "ModifiedBy",
    "ModifiedOn",
    "VersionStamp",
];

const KEY: &str = "0F0F0F0F-0000-4000-8000-00000000000";

impl Exports {
    fn new(ledger: String) -> Self {
        let place = Workplace::new();
        symlink(Workplace::mappings(), place.path("mappings")).unwrap();
        place.run("synth base --people 40 --seed 3").ended(0);
        for (name, bytes) in files(&place.path("base")) {
            for copy in ["more", "again", "other"] {
                place.write(&format!("{copy}/{name}"), &bytes);
            }
        }
        let exports = Self { place, ledger };
        for (export, day) in [("base", "2026-07-07"), ("other", "2026-07-08"), ("again", "2026-07-09")] {
            exports.edit(&format!("{export}/ControlTotals.csv"), |text| text.replace("2026-06-30", day));
        }
        exports.add(("more", 1), ("55555555", ""));
        exports.add(("more", 2), ("", "1"));
        exports.add(("again", 1), ("55555555", "1"));
        exports.add(("again", 2), ("55555556", "1"));
        exports
    }

    fn edit(&self, name: &str, edit: impl FnOnce(String) -> String) {
        let path = self.place.path(name);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, edit(text)).unwrap();
    }

    /// Adds somebody of whom little is known.
    fn add(&self, (export, place): (&str, usize), (number, gender): (&str, &str)) {
        let mut rows = 0;
        self.edit(&format!("{export}/Person.csv"), |text| {
            let lines = records(&text);
            rows = lines.len();
            let header = cells(lines[0]);
            let mut row: BTreeMap<_, _> = header.iter().cloned().zip(cells(lines[1])).collect();
            for (_, cell) in row.iter_mut().filter(|(column, _)| !KNOWN.contains(&column.as_str())) {
                cell.clear();
            }
            row.insert("PersonId".to_owned(), format!("{KEY}{place}"));
            row.insert("PersonNumber".to_owned(), number.to_owned());
            row.insert("GenderId".to_owned(), gender.to_owned());
            let cells: Vec<&str> = header.iter().map(|name| row[name].as_str()).collect();
            text.clone() + &cells.join(",") + "\r\n"
        });
        self.edit(&format!("{export}/ControlTotals.csv"), |text| {
            let (before, now) = (format!("Person,{},", rows - 1), format!("Person,{rows},"));
            assert!(text.contains(&before), "{text}");
            text.replace(&before, &now)
        });
    }

    /// A command, with the ledger named where one is.
    fn run(&self, line: &str, code: i32) -> String {
        self.place.run(&format!("{line}{}", self.ledger)).ended(code).stdout
    }

    fn json(&self, line: &str, code: i32) -> Value {
        serde_json::from_str(&self.run(line, code)).unwrap()
    }

    /// What `changed.csv` lists, a line each.
    fn listed(&self) -> Vec<String> {
        let lines = list(&self.place.path("out/exceptions/changed.csv")).into_iter();
        lines.map(|line| format!("{},{},{}", line["CASE_FILE"], line["ENTITY"], line["RECORDS"])).collect()
    }

    /// List, report, and status tell of both.
    fn assert_told(&self) {
        assert_eq!(self.listed(), [",Person,1", "55555555,Person,1"]);
        let report = self.json("report out --format json", 0);
        let retry = &report["retry"];
        let counts = ["gone_held", "gone_unnumbered", "changed_case_files", "changed_shared"];
        assert_eq!(counts.map(|key| retry[key].as_u64()), [Some(1), Some(1), Some(0), Some(0)], "{retry}");
        assert_eq!(report["verdict"], "reconciled-with-exceptions");
        let words = "2 case files that were held are no longer in the export";
        for line in ["report out --format text", "report out --format html", "status out"] {
            let text = self.run(line, 0);
            assert!(text.contains(words) && text.contains("changed.csv"), "{line}: {text}");
        }
        let status = self.json("status out --json", 0);
        let counts = ["gone_held", "gone_unnumbered", "changed_case_files", "changed_shared"];
        assert_eq!(counts.map(|key| status[key].as_u64()), [Some(1), Some(1), Some(0), Some(0)], "{status}");
    }
}

/// Nobody vanishes: whoever was held stands in a list, or a run says that they are gone.
fn who_was_held_and_is_gone_is_told(exports: &Exports) {
    exports.run("migrate more --out out --mappings mappings", 5);
    assert_eq!(list(&exports.place.path("out/exceptions/held.csv")).len(), 2);
    exports.run("retry out --source base --mappings mappings", 5);
    exports.assert_told();
    let history = exports.run("status out --history", 0);
    let (_, gone) = history.split_once("No longer in the export\n").expect(&history);
    let line = |reason: &str| {
        let line = gone.lines().find(|line| line.split_whitespace().next() == Some(reason));
        line.map(|line| line.split_whitespace().skip(1).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(line("held-before").as_deref(), Some("- 1"), "{history}");
    assert_eq!(line("held-before-without-number").as_deref(), Some("- 1"), "{history}");

    // The proof and the same command say the same, and so does an export after it that lacks them.
    exports.run("reconcile out --source more --source base", 5);
    exports.assert_told();
    exports.run("verify out --source more --source base", 0);
    exports.run("retry out --source base --mappings mappings", 5);
    exports.run("retry out --source other --mappings mappings", 5);
    exports.assert_told();
    let list = exports.place.path("out/exceptions/changed.csv");
    let told = std::fs::read(&list).unwrap();
    std::fs::write(&list, "CASE_FILE,ENTITY,RECORDS\r\n").unwrap();
    let found = exports.run("verify out", 3);
    assert!(found.contains("changed.csv"), "{found}");
    std::fs::write(&list, told).unwrap();
    exports.run("verify out", 0);

    // They are back, put right.
    exports.run("retry out --source again --mappings mappings", 0);
    assert_eq!(exports.listed(), [""; 0]);
    let status = exports.json("status out --json", 0);
    assert_eq!((status["gone_held"].as_u64(), status["case_files"]["held"].as_u64()), (Some(0), None));
}

/// Of two who had one number, one is gone: the other's number tells of nobody.
#[test]
fn one_of_two_with_one_number_who_is_gone_is_told() {
    let exports = Exports::new(String::new());
    exports.add(("more", 3), ("66666666", "1"));
    exports.add(("more", 4), ("66666666", "1"));
    exports.add(("base", 3), ("66666666", "1"));
    exports.run("migrate more --out out --mappings mappings", 5);
    assert_eq!(list(&exports.place.path("out/exceptions/held.csv")).len(), 4);
    exports.run("retry out --source base --mappings mappings", 5);
    assert_eq!(exports.listed(), [",Person,2", "55555555,Person,1"]);
    let status = exports.json("status out --json", 0);
    let counts = ["gone_held", "gone_unnumbered", "changed_shared"].map(|key| status[key].as_u64());
    assert_eq!(counts, [Some(1), Some(2), Some(0)], "{status}");
}

#[test]
fn who_was_held_and_is_gone_from_a_later_export_is_told() {
    who_was_held_and_is_gone_is_told(&Exports::new(String::new()));
}

#[test]
fn who_was_held_and_is_gone_is_told_with_a_server_too() {
    let Some(database) = Postgres::database("who_was_held_and_is_gone") else { return };
    who_was_held_and_is_gone_is_told(&Exports::new(format!(" --ledger {}", database.url())));
}
