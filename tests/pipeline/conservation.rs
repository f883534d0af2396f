//! Every source row has exactly one outcome.

use care2mosaic::report::model::Balance;

use super::council::{Council, list, records};

#[test]
fn rows_are_conserved_for_every_entity_and_case_file() {
    let council = Council::of(90);
    super::lists::spoil(&council);
    let report = council.migrate("out").report;
    for line in &report.balance {
        assert!(line.adds_up(), "{}", line.entity);
        let text = std::fs::read_to_string(council.path(&format!("drop/{}.csv", line.entity))).unwrap();
        assert_eq!(line.read, records(&text).len() as u64 - 1, "{}", line.entity);
    }
    let lines = list(&council.path("out/reconciliation/case-files.csv"));
    assert_eq!(lines.len() as u64, report.case_files.read);
    let sum = |column: &str| lines.iter().map(|line| line[column].parse::<u64>().unwrap()).sum::<u64>();
    for line in &lines {
        let number = |column: &str| line[column].parse::<u64>().unwrap();
        let parts = ["MIGRATED", "MERGED", "EXCLUDED", "REJECTED", "HELD"];
        assert_eq!(number("READ"), parts.into_iter().map(number).sum::<u64>());
        assert_eq!(line["BATCH"].is_empty(), matches!(line["STATE"].as_str(), "held" | "excluded"));
    }
    let casework = report.balance.iter().filter(|line| !is_shared(&line.entity));
    let total = Balance::total("all", casework);
    assert_eq!(sum("HELD"), total.held);
    // One row has no owner, and so no case file.
    assert_eq!((sum("READ") + 1, sum("REJECTED") + 1), (total.read, total.rejected));
    let numbers: Vec<u64> = lines.iter().map(|line| line["CASE_FILE"].parse().unwrap()).collect();
    assert!(numbers.is_sorted());
}

fn is_shared(entity: &str) -> bool {
    ["BusinessUnit", "Team", "SystemUser", "TeamMember", "Provider", "Professional"].contains(&entity)
}
