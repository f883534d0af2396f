//! The README's table of what the next run does, row by row.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::outcome::{MIGRATE, assert_same, ledger_in, place, reached, run_until, was_killed};
use crate::support::Workplace;

const README: &str = include_str!("../../README.md");

/// A row of the table: the command that is killed, and the crash points that the row speaks of.
struct Row {
    command: &'static str,
    points: Vec<&'static str>,
}

/// The rows of the table under its heading.
fn rows() -> Vec<Row> {
    let (_, rest) = README.split_once("| Command | Killed here |").expect("the table stands in the README");
    let lines = rest.lines().skip(2).take_while(|line| line.starts_with('|'));
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        Row { command: cells[1].trim_matches('`'), points: cells[4].split('`').skip(1).step_by(2).collect() }
    };
    lines.map(row).collect()
}

/// A whole run that nobody disturbed, made once.
fn whole() -> &'static Workplace {
    static WHOLE: OnceLock<Workplace> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let place = place();
        place.run(&format!("{MIGRATE} out")).ended(5);
        place.run(&format!("{MIGRATE} dry --dry-run")).ended(5);
        place
    })
}

/// Kills a migration at a point; the same command again must end as if nothing had happened.
fn migrate_again(point: &str) -> bool {
    let (whole, out) = (whole(), Workplace::in_memory());
    let out = out.path("out");
    let line = format!("{MIGRATE} {}", out.display());
    let killed = was_killed(&run_until(whole, &line, point));
    whole.run(&line).ended(5);
    assert_same(&whole.path("out"), &out, point);
    assert_eq!(ledger_in(&whole.path("out")), ledger_in(&out), "{point}");
    killed
}

pub(super) fn points_of(command: &str) -> Vec<&'static str> {
    let points: Vec<_> =
        rows().into_iter().filter(|row| row.command == command).flat_map(|row| row.points).collect();
    assert!(!points.is_empty(), "{command}");
    points
}

/// Every `part`th of three parts of the table: tests run side by side.
fn third(part: usize) {
    for (at, point) in points_of("migrate").into_iter().enumerate() {
        if at % 3 == part {
            assert!(migrate_again(point), "{point} was never reached");
        }
    }
}

#[test]
fn a_killed_migration_goes_on_to_the_same_bytes_first_third() {
    third(0);
}

#[test]
fn a_killed_migration_goes_on_to_the_same_bytes_second_third() {
    third(1);
}

#[test]
fn a_killed_migration_goes_on_to_the_same_bytes_third_third() {
    third(2);
}

#[test]
fn a_killed_dry_run_is_run_again_to_the_same_bytes() {
    for point in points_of("migrate --dry-run") {
        let (whole, out) = (whole(), Workplace::in_memory());
        let out = out.path("out");
        let line = format!("{MIGRATE} {} --dry-run", out.display());
        assert!(was_killed(&run_until(whole, &line, point)), "{point} was never reached");
        let there = out.join("dry-runs/0001").is_dir();
        whole.run(&line).ended(5);
        let again = out.join(if there { "dry-runs/0002" } else { "dry-runs/0001" });
        assert_same(&whole.path("dry/dry-runs/0001"), &again, point);
        assert!(!out.join("data").exists() && !out.join(".stage").exists(), "{point}");
    }
}

#[test]
fn a_killed_proof_is_made_again_to_the_same_bytes() {
    let place = place();
    place.run(&format!("{MIGRATE} out --no-reconcile")).ended(5);
    let line = "reconcile out --source drop --threads 1";
    for point in points_of("reconcile") {
        assert!(was_killed(&run_until(&place, line, point)), "{point} was never reached");
        place.run(line).ended(5);
        assert_same(&whole().path("out"), &place.path("out"), point);
        assert_eq!(ledger_in(&whole().path("out")), ledger_in(&place.path("out")), "{point}");
    }
}

#[test]
fn a_finished_folder_whose_proof_was_killed_names_the_command_that_puts_it_in_order() {
    let place = place();
    place.run(&format!("{MIGRATE} out")).ended(5);
    for point in
        ["file-complete=root.json", "file-named=report.next.json", "digests-noted", "file-named=report.json"]
    {
        let line = "reconcile out --source drop --threads 1";
        assert!(was_killed(&run_until(&place, line, point)), "{point} was never reached");
        let said = place.run("status out").ended(0).stdout;
        let next = said.split("Next:\n  care2mosaic ").nth(1).unwrap_or_else(|| panic!("{said}")).trim();
        assert!(next.starts_with("reconcile out"), "{point}: {said}");
        let refused = place.run(&format!("{MIGRATE} out")).ended(7);
        assert!(refused.stderr.contains(&format!("care2mosaic {next}")), "{refused}");
        place.run(next).ended(5);
        place.run(&format!("{MIGRATE} out")).ended(5);
    }
}

/// The name of a point, without what tells it from others of that name.
fn name(point: &str) -> String {
    point.split(['=', ':']).next().unwrap().to_owned()
}

/// The rows of a command have every point that it comes by, and no other.
pub(super) fn assert_rows_have(command: &str, reached: &BTreeSet<String>) {
    let listed: BTreeSet<_> = points_of(command).into_iter().map(name).collect();
    assert_eq!(listed, *reached, "{command}");
}

#[test]
fn the_rows_of_a_command_have_every_point_that_it_comes_by() {
    let place = place();
    assert_rows_have("migrate --dry-run", &reached(&place, &format!("{MIGRATE} dry --dry-run"), 5));
    assert_rows_have("migrate", &reached(&place, &format!("{MIGRATE} out"), 5));
    place.run(&format!("{MIGRATE} unproven --no-reconcile")).ended(5);
    assert_rows_have("reconcile", &reached(&place, "reconcile unproven --source drop --threads 1", 5));
}

/// Every crash point of the code stands in the table, and nothing else does.
#[test]
fn the_table_has_every_point() {
    let mut code = BTreeSet::new();
    let mut open = vec![Workplace::package("src")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            for rest in text.split("crash_point(\"").skip(1) {
                code.insert(rest.split('"').next().unwrap().to_owned());
            }
        }
    }
    let table: BTreeSet<_> = rows().iter().flat_map(|row| row.points.clone()).map(name).collect();
    assert_eq!(code, table);
}
