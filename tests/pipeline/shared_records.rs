//! Shared records that contradict each other are held, and whoever refers to them finds nobody there.

use care2mosaic::pipeline::{Exit, Finished, MigrateRequest, RetryRequest, status};
use care2mosaic::report::model::Verdict;

use super::council::{Council, bytes_of, list, run};
use super::later_joining::{copy_as, without_row};
use super::retry::{again, assert_unchanged, request, retry_from};
use crate::support::edit_ledger;

fn proven(council: &Council) -> Finished {
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap()
}

/// Adds a second row with the key of the `nth` row of a table, one column changed; gives the key.
fn contradict(council: &Council, table: &str, nth: usize, column: &str) -> String {
    let key = format!("{table}Id");
    let mut found = String::new();
    council.add_row(table, nth, |row| {
        found.clone_from(&row[&key]);
        row.insert(column.to_owned(), "Another".to_owned());
    });
    found
}

fn conflict(table: &str, column: &str) {
    let council = Council::of(40);
    let key = contradict(&council, table, 3, column);
    let finished = proven(&council);
    let failed: Vec<_> = finished.report.checks.iter().filter(|check| check.findings > 0).collect();
    assert!(failed.is_empty(), "{table}: {failed:?}");
    assert_eq!(
        (finished.exit, finished.report.verdict),
        (Exit::Exceptions, Verdict::ReconciledWithExceptions),
        "{table}"
    );
    let holds = list(&council.path("out/exceptions/holds.csv"));
    let both: Vec<_> = holds.iter().filter(|line| line["SOURCE_ID"].eq_ignore_ascii_case(&key)).collect();
    assert_eq!(both.len(), 2, "{table}: both versions are named");
    assert!(both.iter().all(|line| line["REASON"] == "conflicting-duplicate"));
    for (name, bytes) in super::council::bytes_of(&council.path("out/data/batches/0000")) {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains(&key.to_lowercase()), "{table}: {name} names a record that is not written");
    }
}

#[test]
fn a_worker_with_two_contents_is_held() {
    conflict("SystemUser", "LastName");
}

#[test]
fn a_team_with_two_contents_is_held() {
    conflict("Team", "Name");
}

#[test]
fn a_provider_with_two_contents_is_held() {
    conflict("Provider", "Name");
}

#[test]
fn who_needs_a_held_team_is_held_with_it_and_who_may_do_without_goes_without() {
    let council = Council::of(40);
    let key = contradict(&council, "Team", 3, "Name").to_lowercase();
    proven(&council);
    let holds = list(&council.path("out/exceptions/holds.csv"));
    let of = |entity: &str, reason: &str| {
        holds.iter().filter(|line| line["ENTITY"] == entity && line["REASON"] == reason).count()
    };
    let naming = |table: &str, column: &str| {
        let rows = list(&council.path(&format!("drop/{table}.csv")));
        rows.iter().filter(|row| row[column].to_lowercase() == key).count()
    };
    assert!(naming("TeamMember", "TeamId") > 0);
    assert_eq!(of("TeamMember", "parent-held"), naming("TeamMember", "TeamId"));
    assert_eq!(of("Person", "parent-held"), naming("Person", "OwnerId"));
    assert!(holds.iter().all(|line| line["REASON"] != "orphan-parent"), "the team is in the export");
    let values = list(&council.path("out/exceptions/values.csv"));
    let without =
        values.iter().filter(|line| line["ENTITY"] == "SystemUser" && line["FIELD"] == "DefaultTeamId");
    assert_eq!(without.count(), naming("SystemUser", "DefaultTeamId"));
}

#[test]
fn a_hold_of_a_shared_record_must_be_borne_out_by_the_export() {
    let council = Council::of(40);
    let key = contradict(&council, "Team", 3, "Name");
    proven(&council);
    let path = council.path("out/exceptions/holds.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let worker = list(&council.path("drop/SystemUser.csv"))[0]["SystemUserId"].to_lowercase();
    assert_ne!(key, worker);
    let line = format!("SystemUser,{worker},,SystemUser.csv,2,,conflicting-duplicate\r\n");
    std::fs::write(&path, text + &line).unwrap();
    crate::support::note_files(&council.path("out"));
    let request = care2mosaic::pipeline::ReconcileRequest {
        out: council.path("out"),
        sources: vec![council.path("drop")],
        mosaic: None,
        ledger: None,
        threads: 1,
    };
    let finished = care2mosaic::pipeline::reconcile(
        &request,
        &care2mosaic::pipeline::Silent,
        &care2mosaic::pipeline::Cancel::default(),
    )
    .unwrap();
    assert_eq!(finished.exit, Exit::Integrity);
    let differences = list(&council.path("out/reconciliation/differences.csv"));
    let named = |line: &&std::collections::BTreeMap<String, String>| {
        line["CHECK"] == "not-accounted-for" && line["SOURCE_ID"] == worker
    };
    assert_eq!(differences.iter().filter(named).count(), 1);
}

/// What is sealed of a role stands, and is proven against the export that it was written from, although a later one has no such
/// worker.
#[test]
fn a_role_that_a_later_export_turns_away_stands_where_it_was_sealed() {
    let council = Council::of(30);
    council.migrate("out");
    copy_as(&council, "late", "2026-07-07");
    let worker = list(&council.path("drop/TeamMember.csv"))[0]["SystemUserId"].to_lowercase();
    without_row(&council, "late", "SystemUser", &worker);
    let before = bytes_of(&council.path("out/data/batches"));
    let finished = retry_from(&council, "late");
    assert_eq!(finished.exit, Exit::Exceptions);
    let rejects = list(&council.path("out/exceptions/rejects.csv"));
    assert!(rejects.iter().any(|line| line["ENTITY"] == "TeamMember"), "{rejects:?}");
    assert_eq!(lost_shared(&finished, &council), [("SystemUser".to_owned(), "1".to_owned())]);
    assert!(bytes_of(&council.path("out/data/batches")) == before, "nothing is written");
    assert_unchanged(&council, "out");
}

/// Shared records that a later export has no more, by table, as list and report tell them.
fn lost_shared(finished: &Finished, council: &Council) -> Vec<(String, String)> {
    let changed = list(&council.path("out/exceptions/changed.csv"));
    let shared = changed.iter().filter(|line| line["CASE_FILE"].is_empty());
    let shared: Vec<_> = shared.map(|line| (line["ENTITY"].clone(), line["RECORDS"].clone())).collect();
    let count: u64 = shared.iter().map(|(_, records)| records.parse::<u64>().unwrap()).sum();
    assert_eq!(finished.report.retry.as_ref().unwrap().changed_shared, count);
    shared
}

/// An early version of this program kept no digests of shared records: what stands is known by the cross-reference then. Where
/// digests were kept and are gone, nothing is guessed.
#[test]
fn a_folder_without_digests_of_shared_records_goes_on() {
    let council = Council::of(30);
    council.migrate("out");
    let out = council.path("out");
    copy_as(&council, "late", "2026-07-07");
    let worker = list(&council.path("drop/TeamMember.csv"))[0]["SystemUserId"].to_lowercase();
    without_row(&council, "late", "SystemUser", &worker);
    let kept = std::fs::read(out.join("digests/0000.csv")).unwrap();
    std::fs::remove_file(out.join("digests/0000.csv")).unwrap();
    let late = RetryRequest { source: Some(council.path("late")), ..request(&council, "out") };
    let error = again(&late).unwrap_err();
    assert_eq!(error.exit(), Exit::Integrity, "{error}");
    assert!(error.to_string().contains("digests/0000.csv of"), "{error}");
    edit_ledger(&out, "DELETE FROM output_file WHERE path = 'digests/0000.csv'");
    assert_unchanged(&council, "out");
    let before = bytes_of(&council.path("out/data/batches"));
    let finished = retry_from(&council, "late");
    assert_eq!(lost_shared(&finished, &council), [("SystemUser".to_owned(), "1".to_owned())]);
    assert!(bytes_of(&council.path("out/data/batches")) == before, "nothing is written");
    assert!(!kept.is_empty() && !out.join("digests/0000.csv").exists());
    assert_unchanged(&council, "out");
    assert!(status(&out, None).unwrap().advice.contains("1 sealed shared record"), "told");
}

/// Where a sealed team stands among others is told by one row: a later export that says otherwise gives no second one.
#[test]
fn a_sealed_team_that_moved_is_told_and_keeps_its_place() {
    let council = Council::of(30);
    council.migrate("out");
    copy_as(&council, "late", "2026-07-07");
    let teams: Vec<String> =
        list(&council.path("drop/Team.csv")).iter().map(|row| row["TeamId"].clone()).collect();
    let mut moved = false;
    council.edit_rows_in("late", "Team", |row| {
        let own = teams.iter().position(|team| *team == row["TeamId"]).unwrap();
        let other = teams.iter().take(own).find(|team| !team.eq_ignore_ascii_case(&row["ParentTeamId"]));
        if let (false, Some(other)) = (moved || row["ParentTeamId"].is_empty(), other) {
            row.insert("ParentTeamId".to_owned(), other.clone());
            moved = true;
        }
    });
    assert!(moved, "a team below another");
    let before = bytes_of(&council.path("out/data/batches"));
    let finished = retry_from(&council, "late");
    let retry = finished.report.retry.unwrap();
    assert_eq!((retry.changed_case_files, retry.changed_shared), (0, 1));
    assert_eq!(finished.exit, Exit::Exceptions, "what has to be entered by hand is told");
    let status = status(&council.path("out"), None).unwrap();
    assert!(
        status.advice.contains("1 sealed shared record is another in the last export; "),
        "{}",
        status.advice
    );
    assert!(bytes_of(&council.path("out/data/batches")) == before, "nothing is written");
    let changed = list(&council.path("out/exceptions/changed.csv"));
    assert_eq!(changed.iter().filter(|line| line["ENTITY"] == "Team").count(), 1, "{changed:?}");
    assert_unchanged(&council, "out");
}

/// What is sealed of a team stands, and of the workers who name it, although a later export turns the team away.
#[test]
fn a_team_that_a_later_export_turns_away_stands_where_it_was_sealed() {
    let council = Council::of(30);
    council.migrate("out");
    copy_as(&council, "late", "2026-07-07");
    let mut blanked = false;
    council.edit_rows_in("late", "Team", |row| {
        if !std::mem::replace(&mut blanked, true) {
            row.insert("Name".to_owned(), String::new());
        }
    });
    stands(&council, "rejects.csv");
}

#[test]
fn a_team_of_which_a_later_export_has_two_versions_stands_where_it_was_sealed() {
    let council = Council::of(30);
    let files = ["drop/Team.csv", "drop/ControlTotals.csv"].map(|name| council.path(name));
    let own = files.each_ref().map(|file| std::fs::read(file).unwrap());
    contradict(&council, "Team", 1, "Name");
    copy_as(&council, "late", "2026-07-07");
    files.iter().zip(&own).for_each(|(file, bytes)| std::fs::write(file, bytes).unwrap());
    council.migrate("out");
    stands(&council, "holds.csv");
}

/// A retry with the later export names a team in a list, writes nothing, and is proven.
fn stands(council: &Council, name: &str) {
    let before = bytes_of(&council.path("out/data/batches"));
    assert_eq!(retry_from(council, "late").exit, Exit::Exceptions);
    let listed = list(&council.path("out/exceptions").join(name));
    assert!(listed.iter().any(|line| line["ENTITY"] == "Team"), "{listed:?}");
    let values = list(&council.path("out/exceptions/values.csv"));
    assert!(values.iter().any(|line| line["FIELD"] == "DefaultTeamId"), "somebody names it: {values:?}");
    assert!(bytes_of(&council.path("out/data/batches")) == before, "nothing is written");
    assert_unchanged(council, "out");
}

/// What tells a role from others is sealed with it: a later export that says otherwise gives no second one.
#[test]
fn a_sealed_role_that_is_another_is_told_and_keeps_its_row() {
    for column in ["TeamId", "StartDate"] {
        let council = Council::of(30);
        council.migrate("out");
        copy_as(&council, "late", "2026-07-07");
        let roles = list(&council.path("drop/TeamMember.csv"));
        let own = &roles[0];
        let team =
            roles.iter().map(|role| &role["TeamId"]).find(|team| !team.eq_ignore_ascii_case(&own["TeamId"]));
        let other = if column == "StartDate" { "1999-01-04" } else { team.unwrap().as_str() };
        council.edit_rows_in("late", "TeamMember", |row| {
            if row["TeamMemberId"] == own["TeamMemberId"] {
                row.insert(column.to_owned(), other.to_owned());
            }
        });
        let before = bytes_of(&council.path("out/data/batches"));
        assert_eq!(retry_from(&council, "late").exit, Exit::Exceptions, "{column}");
        assert!(bytes_of(&council.path("out/data/batches")) == before, "nothing is written");
        let changed = list(&council.path("out/exceptions/changed.csv"));
        let told: Vec<_> =
            changed.iter().map(|line| [&*line["CASE_FILE"], &*line["ENTITY"], &*line["RECORDS"]]).collect();
        assert_eq!(told, [["", "TeamMember", "1"]], "{column}");
        assert_unchanged(&council, "out");
    }
}
