//! What the council decides is in the report, every setting of it.

use std::fs;

use crate::support::Workplace;

/// The names of all settings of a table, dotted.
fn names(table: &toml::Table, under: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (name, value) in table {
        let name = if under.is_empty() { name.clone() } else { format!("{under}.{name}") };
        match value {
            toml::Value::Table(inner) => all.extend(names(inner, &name)),
            _ => all.push(name),
        }
    }
    all
}

#[test]
fn the_report_names_every_policy_in_force() {
    let workplace = Workplace::new();
    workplace.run("synth export --people 20 --seed 5").ended(0);
    workplace.run("init project").ended(0);
    let policy = fs::read_to_string(workplace.path("project/mappings/policy.toml")).unwrap();
    let settings = names(&policy.parse().unwrap(), "");
    assert!(settings.len() > 15);
    workplace.run("migrate export --out out --mappings project/mappings").ended(0);
    let report = fs::read_to_string(workplace.path("out/reconciliation/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let page = fs::read_to_string(workplace.path("out/reconciliation/report.html")).unwrap();
    for name in &settings {
        assert!(report["policies"].get(name).is_some(), "{name} in report.json");
        assert!(page.contains(name.as_str()), "{name} on the page");
    }
}

#[test]
fn every_setting_is_explained_where_it_stands() {
    let policy = fs::read_to_string(Workplace::mappings().join("policy.toml")).unwrap();
    let mut explained = false;
    for line in policy.lines() {
        if line.starts_with('#') {
            explained = true;
        } else if line.is_empty() {
            explained = false;
        } else {
            assert!(explained || line.contains('#'), "{line}");
        }
    }
}
