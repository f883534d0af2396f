//! Workers and roles that a later export brings, beside those that are sealed and stay as they are.

use std::collections::BTreeMap;

use care2mosaic::pipeline::{Exit, Finished, RetryRequest};

use super::council::{Council, bytes_of, list};
use super::later_joining::copy_as;
use super::retry::{again, assert_unchanged, request, retry_from};

const WORKER: &str = "0d0d0d0d-0000-4000-8000-000000000001";
const ROLE: &str = "0d0d0d0d-0000-4000-8000-000000000002";

type Row = BTreeMap<String, String>;

/// A folder, and a later export of the same.
fn with_later() -> Council {
    let council = Council::of(30);
    council.migrate("out");
    copy_as(&council, "late", "2026-07-07");
    council
}

fn sealed(council: &Council, table: &str) -> Vec<Row> {
    list(&council.path(&format!("drop/{table}.csv")))
}

/// Adds a worker to the later export.
fn add_worker(council: &Council, change: impl FnOnce(&mut Row)) {
    council.add_row_in("late", "SystemUser", 1, |row| {
        row.insert("SystemUserId".to_owned(), WORKER.to_owned());
        row.insert("UserName".to_owned(), "new.worker".to_owned());
        change(row);
    });
}

/// Changes the row of that key in the later export.
fn change(council: &Council, table: &str, key: &str, change: impl Fn(&mut Row)) {
    council.edit_rows_in("late", table, |row| {
        if row[&format!("{table}Id")].eq_ignore_ascii_case(key) {
            change(row);
        }
    });
}

fn put(column: &str, value: &str) -> impl Fn(&mut Row) {
    move |row| drop(row.insert(column.to_owned(), value.to_owned()))
}

/// A role of a worker whose own team it is in.
fn marked_role(council: &Council) -> Row {
    let workers = sealed(council, "SystemUser");
    let is_own = |role: &Row, worker: &Row| {
        worker["SystemUserId"].eq_ignore_ascii_case(&role["SystemUserId"])
            && worker["DefaultTeamId"].eq_ignore_ascii_case(&role["TeamId"])
    };
    let mut roles = sealed(council, "TeamMember").into_iter();
    roles.find(|role| workers.iter().any(|worker| is_own(role, worker))).unwrap()
}

/// Tries to go on with the later export: it is refused for one worker, and nothing is written.
fn is_refused(council: &Council) -> Finished {
    let before = bytes_of(&council.path("out/data"));
    let late = RetryRequest { source: Some(council.path("late")), ..request(council, "out") };
    let finished = again(&late).unwrap();
    assert_eq!(finished.exit, Exit::Source, "{:?}", finished.report.checks);
    assert!(bytes_of(&council.path("out/data")) == before, "nothing is written");
    assert_unchanged(council, "out");
    finished
}

fn stops(finished: &Finished) -> Vec<(String, String, Option<u64>, String)> {
    let stops = finished.report.stops.iter();
    stops.map(|stop| (stop.code.clone(), stop.file.clone(), stop.line, stop.field.clone())).collect()
}

/// The place of the added worker: at the end of the file.
fn last_line(council: &Council) -> [(String, String, Option<u64>, String); 1] {
    let line = list(&council.path("late/SystemUser.csv")).len() as u64 + 1;
    [("duplicate-system-user".to_owned(), "SystemUser.csv".to_owned(), Some(line), "UserName".to_owned())]
}

/// Mosaic takes each user name once: a further worker with one that a sealed row has cannot be written beside it.
#[test]
fn a_new_worker_with_the_user_name_of_a_sealed_one_is_refused_before_anything_is_written() {
    let council = with_later();
    let workers = sealed(&council, "SystemUser");
    let name = workers[1]["UserName"].to_uppercase();
    // The account was made again, and the old one is gone from the export, or goes by another name there.
    add_worker(&council, put("UserName", &format!(" {name} ")));
    change(&council, "SystemUser", &workers[1]["SystemUserId"], put("UserName", "left.since"));
    let finished = is_refused(&council);
    assert_eq!(stops(&finished), last_line(&council));
    let message = &finished.report.stops[0].message;
    assert!(message.contains("sealed") && !message.to_uppercase().contains(&name), "{message}");
    // With a name of their own they are written, and the old one is told as changed.
    change(&council, "SystemUser", WORKER, put("UserName", "new.worker"));
    change(&council, "SystemUser", WORKER, put("DefaultTeamId", ""));
    let finished = retry_from(&council, "late");
    assert_eq!(finished.report.retry.as_ref().unwrap().changed_shared, 1);
    assert!(written(&council, "WORKERS").iter().any(|row| row["LEGACY_ID"] == WORKER));
    assert_unchanged(&council, "out");
}

/// A sealed worker who goes by another name in the later export is no new one.
#[test]
fn a_sealed_worker_with_another_user_name_is_told_and_refuses_nothing() {
    let council = with_later();
    let worker = &sealed(&council, "SystemUser")[1];
    change(&council, "SystemUser", &worker["SystemUserId"], put("UserName", "another.name"));
    assert_eq!(retry_from(&council, "late").report.retry.unwrap().changed_shared, 1);
    assert_unchanged(&council, "out");
}

/// All rows of a table in the sealed batches.
fn written(council: &Council, table: &str) -> Vec<Row> {
    let files = bytes_of(&council.path("out/data/batches"));
    let own = files.into_keys().filter(|name| name.ends_with(&format!("_{table}.csv")));
    own.flat_map(|name| list(&council.path("out/data/batches").join(name))).collect()
}

fn rejected_teams(council: &Council) -> Vec<String> {
    let values = list(&council.path("out/exceptions/values.csv")).into_iter();
    let own = values.filter(|line| line["ENTITY"] == "SystemUser" && line["FIELD"] == "DefaultTeamId");
    own.filter(|line| line["REASON"] == "dangling-lookup").map(|line| line["SOURCE_ID"].clone()).collect()
}

/// A sealed role stays that of the worker with whom it was written, so that it tells nothing of a new one.
#[test]
fn the_own_team_of_a_new_worker_that_only_a_sealed_role_would_tell_is_turned_away() {
    let council = with_later();
    let role = marked_role(&council);
    add_worker(&council, put("DefaultTeamId", &role["TeamId"]));
    change(&council, "TeamMember", &role["TeamMemberId"], put("SystemUserId", WORKER));
    let roles = written(&council, "WORKER_ROLES");
    let finished = retry_from(&council, "late");
    assert_eq!(finished.exit, Exit::Exceptions);
    assert_eq!(finished.report.retry.unwrap().changed_shared, 1);
    assert!(rejected_teams(&council).contains(&WORKER.to_owned()));
    assert_eq!(written(&council, "WORKER_ROLES"), roles);
    assert_unchanged(&council, "out");
}

/// A role of their own tells it.
#[test]
fn the_own_team_of_a_new_worker_with_a_new_role_is_written() {
    let council = with_later();
    let role = marked_role(&council);
    add_worker(&council, put("DefaultTeamId", &role["TeamId"]));
    add_role(&council, &role, put("SystemUserId", WORKER));
    retry_from(&council, "late");
    assert!(!rejected_teams(&council).contains(&WORKER.to_owned()));
    let roles = written(&council, "WORKER_ROLES");
    let own = roles.iter().find(|row| row["WORKER_LEGACY_ID"] == WORKER).unwrap();
    assert_eq!(own["PRIMARY_JOB"], "Y");
    assert_unchanged(&council, "out");
}

/// Adds a role like another one to the later export.
fn add_role(council: &Council, like: &Row, change: impl FnOnce(&mut Row)) {
    let nth = sealed(council, "TeamMember").iter().position(|row| row == like).unwrap() + 1;
    council.add_row_in("late", "TeamMember", nth, |row| {
        row.insert("TeamMemberId".to_owned(), ROLE.to_owned());
        change(row);
    });
}

/// A worker who went to another team has a further role there, and their own team changed with it.
#[test]
fn a_sealed_worker_who_went_to_another_team_gets_the_new_role_and_is_told() {
    let council = with_later();
    let role = marked_role(&council);
    let teams = sealed(&council, "Team");
    let other = teams.iter().find(|team| !team["TeamId"].eq_ignore_ascii_case(&role["TeamId"])).unwrap();
    change(&council, "SystemUser", &role["SystemUserId"], put("DefaultTeamId", &other["TeamId"]));
    add_role(&council, &role, put("TeamId", &other["TeamId"]));
    let roles = written(&council, "WORKER_ROLES").len();
    assert!(retry_from(&council, "late").report.retry.unwrap().changed_shared > 0);
    assert_eq!(written(&council, "WORKER_ROLES").len(), roles + 1);
    assert_unchanged(&council, "out");
}

/// What was turned away of a sealed worker stays listed by the run that wrote them, although a later role would tell it.
#[test]
fn a_new_role_in_the_own_team_of_a_sealed_worker_who_had_none_there_is_written() {
    let council = Council::of(30);
    let role = marked_role(&council);
    let worker = role["SystemUserId"].clone();
    let teams = sealed(&council, "Team");
    let free = |team: &&Row| {
        sealed(&council, "TeamMember").iter().all(|role| {
            !(role["TeamId"].eq_ignore_ascii_case(&team["TeamId"])
                && role["SystemUserId"].eq_ignore_ascii_case(&worker))
        })
    };
    let team = teams.iter().find(free).unwrap()["TeamId"].clone();
    council.edit_rows("SystemUser", |row| {
        if row["SystemUserId"].eq_ignore_ascii_case(&worker) {
            row.insert("DefaultTeamId".to_owned(), team.clone());
        }
    });
    council.migrate("out");
    assert!(rejected_teams(&council).contains(&worker.to_lowercase()));
    copy_as(&council, "late", "2026-07-07");
    add_role(&council, &role, put("TeamId", &team));
    let roles = written(&council, "WORKER_ROLES").len();
    retry_from(&council, "late");
    assert_eq!(written(&council, "WORKER_ROLES").len(), roles + 1);
    assert_unchanged(&council, "out");
}

/// Worker, team, role and day tell a role from others: where a sealed row has them, a role that was made again gives no second one,
/// whether or not it says the same.
#[test]
fn a_role_that_was_made_again_gives_no_second_row() {
    for (column, value) in [("EndDate", "2026-07-01"), ("EndDate", "")] {
        let council = with_later();
        let roles = sealed(&council, "TeamMember");
        let role = roles.iter().find(|role| role["EndDate"].is_empty()).unwrap();
        change(&council, "TeamMember", &role["TeamMemberId"], |row| {
            put(column, value)(row);
            put("TeamMemberId", ROLE)(row);
        });
        let before = bytes_of(&council.path("out/data/batches"));
        let finished = retry_from(&council, "late");
        assert_eq!(finished.report.retry.unwrap().changed_shared, 1, "the old one is gone");
        assert!(bytes_of(&council.path("out/data/batches")) == before, "nothing is written");
        let holds = list(&council.path("out/exceptions/holds.csv"));
        let held: Vec<_> = holds.iter().filter(|line| line["SOURCE_ID"] == ROLE).collect();
        let reasons: Vec<_> = held.iter().map(|line| line["REASON"].as_str()).collect();
        assert_eq!(reasons, ["conflicting-duplicate"], "{column}");
        assert_unchanged(&council, "out");
    }
}

/// Both stand in the later export and say the same, which is not what is sealed.
#[test]
fn a_second_role_that_says_what_a_sealed_one_says_by_now_is_held() {
    let council = with_later();
    let roles = sealed(&council, "TeamMember");
    let role = roles.iter().find(|role| role["EndDate"].is_empty()).unwrap();
    change(&council, "TeamMember", &role["TeamMemberId"], put("EndDate", "2026-07-01"));
    add_role(&council, role, put("EndDate", "2026-07-01"));
    let before = bytes_of(&council.path("out/data/batches"));
    assert_eq!(retry_from(&council, "late").exit, Exit::Exceptions);
    let holds = list(&council.path("out/exceptions/holds.csv"));
    assert!(holds.iter().any(|line| line["SOURCE_ID"] == ROLE && line["REASON"] == "conflicting-duplicate"));
    assert!(bytes_of(&council.path("out/data/batches")) == before, "nothing is written");
    assert_unchanged(&council, "out");
}
