//! The definitions of staging tables.

use std::path::Path;

use care2mosaic::load::{Dialect, definitions, script};
use care2mosaic::target::contract::Contract;
use insta::assert_snapshot;

use crate::support::Workplace;

fn small() -> Contract {
    Contract::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/load/contract")).unwrap()
}

#[test]
fn every_demand_of_the_contract_has_its_sql() {
    for (name, dialect) in
        [("sqlite", Dialect::Sqlite), ("postgres", Dialect::Postgres), ("mssql", Dialect::Mssql)]
    {
        let script = script(dialect, &small(), &[]);
        let script: Vec<_> = script.lines().filter(|line| !line.starts_with("-- Contract")).collect();
        assert_snapshot!(format!("script_for_{name}"), script.join("\n"));
    }
}

/// The type of a column in a script, up to what it is held to.
fn type_in<'a>(script: &'a str, table: &str, column: &str) -> &'a str {
    let (_, table) = script.split_once(&format!("CREATE TABLE {table} (\n")).unwrap();
    let line = table.lines().find_map(|line| line.trim().strip_prefix(&format!("{column} "))).unwrap();
    let ends = [" NOT NULL", " CHECK", ","].into_iter().filter_map(|end| line.find(end));
    &line[..ends.min().unwrap_or(line.len())]
}

#[test]
fn foreign_keys_of_sql_server_are_of_one_type_and_none_is_longer_than_the_contract_says() {
    let contract = Contract::load(&Workplace::mappings().join("contract")).unwrap();
    let script = script(Dialect::Mssql, &contract, &[]);
    let mut keys = 0;
    for table in contract.tables() {
        for column in &table.columns {
            let [reference] = column.references[..] else { continue };
            let other = contract.table(reference.table);
            let other = type_in(&script, &other.name, &other.columns[usize::from(reference.column.0)].name);
            assert_eq!(type_in(&script, &table.name, &column.name), other, "{} {}", table.name, column.name);
            keys += 1;
        }
    }
    assert!(keys > 50, "{keys}");
    assert!(script.contains("CHECK (DATALENGTH(CREATED_BY) <= 60)"), "30 characters, of 64");
}

/// What holds among rows and an index can hold, an index holds.
#[test]
fn one_name_is_shown_one_group_is_primary_and_one_period_goes_on() {
    let contract = Contract::load(&Workplace::mappings().join("contract")).unwrap();
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mssql] {
        let text =
            |text: &str| if dialect == Dialect::Mssql { format!("N'{text}'") } else { format!("'{text}'") };
        let script = script(dialect, &contract, &[]);
        for (table, filter) in [
            ("MO_PERSON_NAMES", format!("END_DATE IS NULL AND NAME_TYPE_ID IN ({})", text("DISPLAY"))),
            ("SERVICE_USER_GROUPS", format!("END_DATE IS NULL AND IS_PRIMARY IN ({})", text("Y"))),
            ("PERSON_LEGAL_STATUSES", "END_DATE IS NULL".to_owned()),
            ("LOOKED_AFTER_PLACEMENTS", "END_DATE IS NULL".to_owned()),
            ("MO_PERSON_REGISTRATIONS", "DEREGISTRATION_DATE IS NULL".to_owned()),
        ] {
            let index = format!("UX1_{table} ON {table} (PERSON_LEGACY_ID) WHERE {filter};");
            assert!(script.contains(&index), "{index}");
        }
    }
}

#[test]
fn a_table_comes_after_those_it_refers_to() {
    let contract = Contract::load(&Workplace::mappings().join("contract")).unwrap();
    for contract in [small(), contract] {
        let order = contract.load_order();
        assert_eq!(order.len(), contract.tables().len());
        for (place, table) in order.iter().enumerate() {
            let references = contract.table(*table).columns.iter().flat_map(|column| &column.references);
            for reference in references.filter(|reference| reference.table != *table) {
                let other = order.iter().position(|other| *other == reference.table).unwrap();
                assert!(other < place, "{}", contract.table(*table).name);
            }
        }
    }
}

#[test]
fn the_command_prints_every_table_of_the_contract() {
    let workplace = Workplace::new();
    let contract = Contract::load(&Workplace::mappings().join("contract")).unwrap();
    for (name, dialect) in
        [("sqlite", Dialect::Sqlite), ("postgres", Dialect::Postgres), ("mssql", Dialect::Mssql)]
    {
        let line = format!("ddl --dialect {name} --mappings {}", Workplace::mappings().display());
        let run = workplace.run(&line).ended(0);
        for table in contract.tables() {
            assert!(run.stdout.contains(&format!("CREATE TABLE {} (", table.name)), "{}", table.name);
        }
        let statements = definitions(dialect, &contract).len();
        assert!(statements > contract.tables().len(), "keys that may be empty have an index, or names have");
    }
}

#[test]
fn a_contract_with_mistakes_gives_no_tables() {
    let workplace = Workplace::new();
    workplace.run("init project").ended(0);
    let path = workplace.path("project/mappings/contract/09-mo-subject-references.toml");
    let text = std::fs::read_to_string(&path).unwrap().replace("MO_PERSONS", "MO_PERSON");
    std::fs::write(&path, text).unwrap();
    let run = workplace.run("ddl --dialect sqlite --mappings project/mappings").ended(6);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("no such table"), "{run}");
}

/// What no definition can hold stands beside its table, in words.
#[test]
fn what_holds_among_rows_is_said_beside_their_table() {
    let workplace = Workplace::new();
    let mappings = Workplace::mappings();
    for dialect in ["sqlite", "postgres", "mssql"] {
        let run =
            workplace.run(&format!("ddl --dialect {dialect} --mappings {}", mappings.display())).ended(0);
        for line in [
            "-- Rows of one PERSON_LEGACY_ID do not overlap from START_DATE to END_DATE; one may start on the day on which another ends.",
            "-- The same PERSON_LEGACY_ID and PERSON_RELATED_TO_LEGACY_ID, whichever is named first, do not stand in two rows at one time.",
            "-- Rows that lead from SOURCE_STEP_LEGACY_ID to TARGET_STEP_LEGACY_ID never lead back.",
            "-- Every LEGACY_ID stands in exactly 1 of MO_PERSON_NAMES.PERSON_LEGACY_ID where END_DATE is empty and NAME_TYPE_ID is DISPLAY.",
            "-- Every SUBGROUP_LEGACY_ID stands in at least 1 of MO_SUBGROUP_SUBJECTS.SUBGROUP_LEGACY_ID.",
        ] {
            assert!(run.stdout.lines().any(|own| own == line), "{line}\n{run}");
        }
        assert!(run.stdout.contains("follow each other without a gap."), "{run}");
    }
}
