//! No table of CareDirector or Mosaic is compiled in: names come from the mappings.

use std::collections::BTreeSet;
use std::path::Path;

use super::code::Code;

/// These generate a council, so they name its tables.
const GENERATOR: &str = "synth";

fn package(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Tables of the source's dictionary, but for those whose name is a plain word, and tables of the contract.
fn tables() -> BTreeSet<String> {
    let mut tables = BTreeSet::new();
    for line in csv::Reader::from_path(package("mappings/dictionary.csv")).unwrap().records() {
        tables.insert(line.unwrap()[0].to_owned());
    }
    for entry in std::fs::read_dir(package("mappings/contract")).unwrap() {
        let path = entry.unwrap().path();
        if let Ok(text) = std::fs::read_to_string(&path) {
            let name = text.lines().find_map(|line| line.strip_prefix("table")?.split('"').nth(1));
            tables.extend(name.map(String::from));
        }
    }
    tables
}

/// The texts between quotes on a line.
fn literals(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

#[test]
fn no_table_is_compiled_in() {
    let tables = tables();
    assert!(tables.contains("Person") && tables.contains("MO_PERSONS"), "the lists are read");
    let mut found = Vec::new();
    for code in Code::under("src").iter().filter(|code| code.room() != GENERATOR) {
        for (number, line) in code.lines() {
            let named = literals(line).filter(|literal| tables.contains(*literal));
            found.extend(named.map(|name| format!("{}:{number}: {name}", code.path)));
        }
    }
    assert_eq!(found, [""; 0]);
}
