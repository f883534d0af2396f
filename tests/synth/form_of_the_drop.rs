//! Files, columns, forms of values, keys, references, labels, control totals.

use std::collections::HashSet;

use super::council_drop::{Column, CouncilDrop, Line, drops};

#[test]
fn every_table_has_a_file_and_nothing_else_lies_there() {
    for drop in drops() {
        let mut names: Vec<_> = std::fs::read_dir(&drop.folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort_unstable();
        let mut expected: Vec<_> = drop.tables.keys().map(|table| format!("{table}.csv")).collect();
        expected.push("files".to_owned());
        expected.sort_unstable();
        assert_eq!(names, expected);
    }
}

#[test]
fn every_table_of_the_dictionary_has_rows() {
    for name in drops()[0].tables.keys() {
        let table = &drops()[0].tables[name];
        if table.role == "reference" || table.role == "control" {
            continue;
        }
        let rows: usize = drops().iter().map(|drop| drop.tables[name].rows.len()).sum();
        assert!(rows > 0, "{name}");
    }
    for drop in drops() {
        assert!(drop.tables["AdoptionLink"].rows.is_empty());
        assert!(
            drop.tables
                .values()
                .filter(|table| table.role == "reference")
                .all(|table| !table.rows.is_empty())
        );
    }
}

#[test]
fn values_have_the_form_of_their_column() {
    for line in lines() {
        for (column, value) in line.table.columns.iter().zip(&line.table.rows[line.place]) {
            match value {
                None => assert!(column.nullable, "{}.{} is null", line.table.name, column.name),
                Some(value) => {
                    assert!(has_form(column, value), "{}.{}: {value}", line.table.name, column.name);
                    assert!(
                        column.nullable || !value.is_empty(),
                        "{}.{} is empty",
                        line.table.name,
                        column.name
                    );
                    let lines = value.contains(['\r', '\n']);
                    assert!(!lines || (column.form.starts_with("text(") && line.table.name != "Person"));
                    assert!(value.trim() == value || column.form.starts_with("text("), "{}", column.name);
                }
            }
        }
    }
}

fn has_form(column: &Column, value: &str) -> bool {
    let shape: String = value.chars().map(|one| if one.is_ascii_digit() { '9' } else { one }).collect();
    match &*column.form {
        "guid" => uuid::Uuid::parse_str(value).is_ok() && value.len() == 36,
        "int" => value.parse::<i32>().is_ok() || ["PersonNumber", "LegacyId"].contains(&&*column.name),
        "bit" => value == "0" || value == "1",
        "date" => shape == "9999-99-99" && value.parse::<jiff::civil::Date>().is_ok(),
        "datetime" => shape == "9999-99-99 99:99:99.999" && value.parse::<jiff::civil::DateTime>().is_ok(),
        "binary" => value.starts_with("0x") && value[2..].bytes().all(|byte| byte.is_ascii_hexdigit()),
        "text(max)" => true,
        form if form.starts_with("decimal") => {
            value.split_once('.').is_some_and(|(_, places)| places.len() == 2)
        }
        form => {
            let width: usize =
                form.strip_prefix("text(").unwrap().strip_suffix(')').unwrap().parse().unwrap();
            let exact = ["NHSNumber", "EstablishmentNumber"].contains(&&*column.name);
            let length = value.encode_utf16().count();
            length < width || (exact && length == width)
        }
    }
}

#[test]
fn identifiers_are_unique_across_tables_and_written_in_both_cases() {
    for drop in drops() {
        let (mut seen, mut upper, mut lower, mut differing) = (HashSet::new(), 0, 0, 0);
        for table in drop.tables.values() {
            let Some(key) = table.key() else { continue };
            for row in &table.rows {
                let guid = row[key].clone().unwrap();
                assert!(seen.insert(guid.to_lowercase()), "{} {guid}", table.name);
                upper += usize::from(guid == guid.to_uppercase());
                lower += usize::from(guid == guid.to_lowercase());
            }
        }
        for line in drop.rows("CaseForm") {
            let case = drop.pointed(line, "CaseId").unwrap();
            differing += usize::from(case.text("CaseId") != line.text("CaseId"));
        }
        assert!(upper > 100 && lower > 100 && differing > 10);
    }
}

#[test]
fn numbers_and_names_are_unique() {
    for drop in drops() {
        for (table, column) in
            [("Person", "PersonNumber"), ("Case", "CaseNumber"), ("SystemUser", "UserName")]
        {
            let values: HashSet<_> = drop.rows(table).map(|line| line.text(column).to_lowercase()).collect();
            assert_eq!(values.len(), drop.tables[table].rows.len(), "{column}");
        }
        assert!(drop.rows("SystemUser").all(|worker| worker.text("UserName").len() <= 30));
        assert_eq!(drop.tables["Person"].rows.len(), 500);
    }
}

#[test]
fn whatever_is_named_is_there() {
    for drop in drops() {
        for line in all(drop) {
            for column in &line.table.columns {
                let Some(value) = line.get(&column.name) else { continue };
                let there = match &*column.kind {
                    "option" => drop.option(&column.refers_to, value).is_some(),
                    "reference" | "lookup" | "file" => drop.find(&column.refers_to, value).is_some(),
                    "polymorphic" if column.form == "guid" => {
                        target(drop, line, column).is_some() || gone(line)
                    }
                    _ => true,
                };
                assert!(there, "{}.{} {value}", line.table.name, column.name);
            }
        }
    }
}

/// Whether what the row names may be gone: a completed destruction.
fn gone(line: Line<'_>) -> bool {
    line.table.name == "FileDestruction" && line.text("FileDestructionStatusId") == "4"
}

/// The row that a polymorphic column points at, by the table that stands beside it.
fn target<'a>(drop: &'a CouncilDrop, line: Line<'a>, column: &Column) -> Option<Line<'a>> {
    let beside = [
        format!("{}TableName", column.name),
        "LookupObjectTypeName".to_owned(),
        "BusinessObjectTableName".to_owned(),
    ];
    let named = beside.iter().find(|name| line.table.has(name));
    let table = match named {
        Some(name) => line.text(name).to_owned(),
        None => drop.code(line, "BusinessObjectId")?,
    };
    assert!(column.refers_to.split('|').any(|allowed| allowed == table), "{} {table}", column.name);
    drop.find(&table, line.get(&column.name)?)
}

#[test]
fn labels_show_what_is_pointed_at() {
    let mut labels = 0;
    for drop in drops() {
        for line in all(drop) {
            for column in line.table.columns.iter().filter(|column| column.kind == "label") {
                let of = column.note.split("; ").find_map(|part| part.strip_prefix("label of ")).unwrap();
                let subject = line.table.column(of);
                let shown = line.get(of).and_then(|value| match &*subject.kind {
                    "option" => drop.option(&subject.refers_to, value),
                    "polymorphic" => shown(target(drop, line, subject).unwrap()),
                    _ => shown(drop.pointed(line, of).unwrap()),
                });
                assert_eq!(
                    line.get(&column.name).map(str::to_owned),
                    shown,
                    "{}.{}",
                    line.table.name,
                    column.name
                );
                labels += usize::from(shown.is_some());
            }
        }
    }
    assert!(labels > 10_000);
}

/// How a row is shown where another points at it.
fn shown(line: Line<'_>) -> Option<String> {
    let column = match &*line.table.name {
        "Person" | "SystemUser" => "FullName",
        "DocumentFile" => "FileName",
        "Professional" => {
            let first = line.filled("FirstName").map(|first| format!(", {first}")).unwrap_or_default();
            return Some(format!("{}{first}", line.text("LastName")));
        }
        name if name.ends_with("CaseNote") => "Subject",
        _ => {
            let columns = ["Title", "Name", "Subject"];
            columns.into_iter().find(|column| line.table.has(column)).unwrap()
        }
    };
    line.get(column).map(str::to_owned)
}

#[test]
fn control_totals_count_every_other_table() {
    for drop in drops() {
        assert_eq!(drop.tables["ControlTotals"].rows.len(), drop.tables.len() - 1);
        let mut latest = String::new();
        for total in drop.rows("ControlTotals") {
            let table = &drop.tables[total.text("ENTITY")];
            assert_eq!(total.text("ROWS"), table.rows.len().to_string(), "{}", table.name);
            let inactive = drop
                .rows(&table.name)
                .filter(|line| table.has("Inactive") && line.get("Inactive") == Some("1"));
            let counted = table.has("Inactive").then(|| inactive.count().to_string());
            assert_eq!(total.get("INACTIVE_ROWS").map(str::to_owned), counted, "{}", table.name);
            latest = latest.max(total.text("TAKEN_ON").to_owned());
            assert_eq!(drop.summary.rows(&table.name), table.rows.len() as u64);
        }
        assert!(latest.starts_with("2026-06-30 23:"), "after midnight in London: {latest}");
    }
}

#[test]
fn nothing_is_restricted_or_linked_by_adoption() {
    for line in
        lines().filter(|line| line.table.has("DataRestrictionId") && line.table.name != "DataRestriction")
    {
        assert_eq!(line.get("DataRestrictionId"), None, "{}", line.table.name);
    }
}

fn all(drop: &CouncilDrop) -> impl Iterator<Item = Line<'_>> {
    drop.tables.values().flat_map(|table| drop.rows(&table.name))
}

fn lines() -> impl Iterator<Item = Line<'static>> {
    drops().iter().flat_map(all)
}
