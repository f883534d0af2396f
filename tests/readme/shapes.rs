//! The README's table of shapes names tests that there are, and every profile.

use std::fs;

use crate::support::Workplace;

/// The lines of the table: the cells of each.
fn table() -> Vec<Vec<String>> {
    let text = fs::read_to_string(Workplace::package("README.md")).unwrap();
    let section = text.split("\n## ").find(|section| section.starts_with("Shapes of export")).unwrap();
    let lines = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    lines
        .map(|line| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

#[test]
fn every_quirk_has_a_test() {
    let table = table();
    assert!(table.len() > 8);
    for row in &table {
        let named: Vec<_> = row[2].split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "{row:?}");
        for test in named {
            let (module, name) = test.rsplit_once("::").unwrap();
            let path = Workplace::package(&format!("tests/{}.rs", module.replace("::", "/")));
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains(&format!("fn {name}(")), "{test}");
        }
    }
}

#[test]
fn every_profile_has_a_line() {
    let table = table();
    for entry in fs::read_dir(Workplace::mappings().join("profiles")).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("`{}`", path.file_stem().unwrap().to_str().unwrap());
        assert!(table.iter().any(|row| row[0].contains(&name)), "{name}");
    }
}
