//! Teams, workers, providers and roles that are rejected: the proof finds why, and why whatever needs them is withheld.

use std::collections::{BTreeMap, BTreeSet};

use care2mosaic::pipeline::{Cancel, CheckRequest, Exit, MigrateRequest, RunError, Silent, check_drop};

use super::council::{Council, assert_proved, list, run};

const GONE: &str = "00000000-0000-4000-8000-0000000000ff";

type Row = BTreeMap<String, String>;

/// Rows of a table of the drop.
fn rows(council: &Council, table: &str) -> Vec<Row> {
    list(&council.path(&format!("drop/{table}.csv")))
}

/// Puts a text into a column of the row with a key.
fn put(council: &Council, (table, key): (&str, &str), column: &str, text: &str) {
    let mut done = false;
    council.edit_rows(table, |row| {
        if row[&format!("{table}Id")].eq_ignore_ascii_case(key) {
            row.insert(column.to_owned(), text.to_owned());
            done = true;
        }
    });
    assert!(done, "{table} has the row");
}

/// So many different values of a column, in the order of the rows.
fn some(rows: &[Row], column: &str, wanted: usize) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let values = rows.iter().map(|row| row[column].to_lowercase());
    let different: Vec<_> =
        values.filter(|value| !value.is_empty() && seen.insert(value.clone())).take(wanted).collect();
    assert_eq!(different.len(), wanted, "{column}");
    different
}

/// The run ends with exceptions, and its proof finds nothing wrong.
fn proven(council: &Council) {
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(finished.exit, Exit::Exceptions);
}

/// The codes and columns of a record in a list.
fn listed(council: &Council, name: &str, key: &str) -> Vec<(String, String)> {
    let lines = list(&council.path(&format!("out/exceptions/{name}.csv"))).into_iter();
    let lines = lines.filter(|line| line["SOURCE_ID"].eq_ignore_ascii_case(key));
    lines.map(|line| (line["REASON"].clone(), line["FIELD"].clone())).collect()
}

/// How many lines of the two lists have a code at a column of a table.
fn lines_at(council: &Council, (table, field): (&str, &str), reason: &str) -> usize {
    let lists = ["holds", "rejects"].map(|name| list(&council.path(&format!("out/exceptions/{name}.csv"))));
    let of = |line: &&Row| line["ENTITY"] == table && line["FIELD"] == field && line["REASON"] == reason;
    lists.iter().flatten().filter(of).count()
}

#[test]
fn what_needs_a_rejected_shared_record_is_withheld_for_that() {
    let council = Council::of(120);
    let workers = some(&rows(&council, "CaseInvolvement"), "InvolvementMemberId", 2);
    put(&council, ("SystemUser", &workers[0]), "LastName", &"x".repeat(31));
    put(&council, ("SystemUser", &workers[1]), "UserName", "");
    let teams = some(&rows(&council, "Person"), "OwnerId", 3);
    put(&council, ("Team", &teams[0]), "Name", "");
    put(&council, ("Team", &teams[1]), "OwningBusinessUnitId", "");
    put(&council, ("Team", &teams[2]), "ParentTeamId", "none");
    let attended = rows(&council, "PersonAttendedEducationEstablishment");
    let provider = &some(&attended, "ProviderId", 1)[0];
    put(&council, ("Provider", provider), "Name", "");
    let needed = [
        ("CaseInvolvement", "InvolvementMemberId"),
        ("Person", "OwnerId"),
        ("PersonAttendedEducationEstablishment", "ProviderId"),
    ];
    proven(&council);
    for key in workers.iter().chain(&teams).chain([provider]) {
        assert!(!listed(&council, "rejects", key).is_empty(), "each is rejected itself");
    }
    for column in needed {
        assert!(lines_at(&council, column, "parent-rejected") > 0, "{column:?}");
    }
}

#[test]
fn work_whose_worker_is_no_key_is_rejected() {
    let council = Council::of(120);
    for table in ["Case", "CaseAction", "CaseForm", "Contact"] {
        let key = &some(&rows(&council, table), &format!("{table}Id"), 1)[0];
        put(&council, (table, key), "ResponsibleUserId", "nobody");
    }
    proven(&council);
    for table in ["Case", "CaseAction", "CaseForm", "Contact"] {
        assert!(lines_at(&council, (table, "ResponsibleUserId"), "bad-key") > 0, "{table}");
    }
}

/// The team of a worker is told by the role in it: without that role it stands nowhere, and is listed.
#[test]
fn a_workers_own_team_is_listed_where_the_role_in_it_is_rejected() {
    let council = Council::of(40);
    let workers = rows(&council, "SystemUser");
    let own = |role: &&Row| {
        let worker = workers.iter().find(|worker| worker["SystemUserId"] == role["SystemUserId"]);
        worker.is_some_and(|worker| worker["DefaultTeamId"] == role["TeamId"])
    };
    let roles: Vec<Row> = rows(&council, "TeamMember").iter().filter(own).take(4).cloned().collect();
    let broken =
        [("StartDate", ""), ("StartDate", "2020-02-31"), ("TeamId", GONE), ("TeamMemberId", "broken")];
    for (role, (column, text)) in roles.iter().zip(broken) {
        put(&council, ("TeamMember", &role["TeamMemberId"]), column, text);
    }
    proven(&council);
    assert_eq!(roles.len(), broken.len());
    for role in &roles {
        let told = [("dangling-lookup".to_owned(), "DefaultTeamId".to_owned())];
        assert_eq!(listed(&council, "values", &role["SystemUserId"]), told);
    }
}

#[test]
fn a_policy_that_names_nobody_to_sign_is_refused_before_anything_is_written() {
    for setting in ["migration_worker", "substitute_author"] {
        let council = Council::of(20);
        council.edit("mappings/policy.toml", |text| {
            text.replace(&format!("{setting} = \"\""), &format!("{setting} = \"nobody.here\""))
        });
        let error = run(&council.request("out")).unwrap_err();
        refuses(&error, setting);
        assert!(!council.path("out/data/batches/0000").exists());
        let request = CheckRequest {
            export: council.path("drop"),
            mappings: council.path("mappings"),
            profile: None,
            temporary: council.path("checked"),
        };
        let plan = care2mosaic::map::compile(&request.mappings).unwrap();
        refuses(&check_drop(&plan, &request, &Silent, &Cancel::default()).unwrap_err(), setting);
        let name = rows(&council, "SystemUser")[0]["UserName"].clone();
        council.edit("mappings/policy.toml", |text| text.replace("nobody.here", &name));
        council.migrate("out");
    }
}

#[test]
fn a_policy_that_names_a_rejected_worker_to_sign_is_refused_before_anything_is_written() {
    for setting in ["migration_worker", "substitute_author"] {
        let council = Council::of(20);
        let worker = rows(&council, "SystemUser")[0].clone();
        put(&council, ("SystemUser", &worker["SystemUserId"]), "LastName", "");
        council.edit("mappings/policy.toml", |text| {
            text.replace(&format!("{setting} = \"\""), &format!("{setting} = \"{}\"", worker["UserName"]))
        });
        for dry_run in [false, true] {
            let error = run(&MigrateRequest { dry_run, ..council.request("out") }).unwrap_err();
            refuses(&error, setting);
            assert!(error.diagnostics()[0].title.contains("who is not written"), "{error}");
            assert!(!council.path("out/data/batches/0000").exists());
        }
        council.edit("mappings/policy.toml", |text| text.replace(&worker["UserName"], ""));
        let exit = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap().exit;
        assert_eq!(exit, Exit::Exceptions, "the run is free to begin, and the worker is rejected");
    }
}

/// The mistake is at the setting in the policy.
fn refuses(error: &RunError, setting: &str) {
    assert_eq!(error.exit(), Exit::Mappings);
    let [mistake] = error.diagnostics() else { panic!("{error}") };
    assert_eq!(mistake.file.to_str(), Some("policy.toml"));
    assert!(mistake.title.contains(setting) && !mistake.title.contains("nobody.here"));
}
