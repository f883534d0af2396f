//! `sample`: the audit of a sample, from drawing to the report.

use std::os::unix::fs::PermissionsExt;

use care2mosaic::record::Guid;
use serde_json::Value;

use crate::support::{Workplace, today};

fn proven() -> Workplace {
    let workplace = Workplace::new();
    let export = Workplace::package("sample-exports/v6-sql");
    let mappings = Workplace::package("mappings");
    let line = format!("-q migrate {} --mappings {} --out out", export.display(), mappings.display());
    workplace.run(&line).ended(0);
    workplace
}

fn list(workplace: &Workplace, folder: &str) -> String {
    std::fs::read_to_string(workplace.path(&format!("{folder}/sample.csv"))).unwrap()
}

fn report(workplace: &Workplace) -> Value {
    serde_json::from_slice(&std::fs::read(workplace.path("out/reconciliation/report.json")).unwrap()).unwrap()
}

#[test]
fn a_seed_draws_the_same_and_somebody_of_every_group() {
    let workplace = proven();
    workplace.run("-q sample out --size 12 --seed 3 --to one").ended(0);
    workplace.run("-q sample out --size 12 --seed 3 --to two").ended(0);
    workplace.run("-q sample out --size 12 --seed 4 --to three").ended(0);
    assert_eq!(list(&workplace, "one"), list(&workplace, "two"));
    assert_ne!(list(&workplace, "one"), list(&workplace, "three"));
    for group in ["looked after", "child protection plan in force", "under 5", "others"] {
        assert!(list(&workplace, "one").contains(group), "{group}");
    }
    for line in list(&workplace, "one").lines().skip(1) {
        let sheet = workplace.path(&format!("one/{}", line.split(',').nth(2).unwrap()));
        let text = std::fs::read_to_string(&sheet).unwrap();
        assert!(text.contains("Date of birth") && text.contains("Gender"), "{line}");
        // Codes of both systems as the screens show them.
        assert!(text.contains("<dd>Male</dd>") || text.contains("<dd>Female</dd>"), "{line}");
        assert!(text.contains("<dd>Male [M]</dd>") || text.contains("<dd>Female [F]</dd>"), "{line}");
        // Words in place of identifiers and of the database's names.
        let said = |tag: &str| {
            text.split(&format!("<{tag}>"))
                .skip(1)
                .filter_map(|rest| rest.split('<').next())
                .collect::<Vec<_>>()
        };
        assert!(
            said("dt").iter().all(|label| !label.contains("cwname") && !label.ends_with(" type id")),
            "{line}"
        );
        assert!(said("dd").iter().all(|value| Guid::parse(value.trim()).is_err()), "{line}");
        let recorded = text.split("<dt>Created by</dt><dd>").nth(1).unwrap();
        assert!(recorded.split('<').next().unwrap().contains(' '), "a worker has a name: {line}");
        assert_eq!(std::fs::metadata(&sheet).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let mode = std::fs::metadata(workplace.path("one")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    workplace.run("-q sample out --size 12 --to one").ended(2);
    // Sheets hold what no loader may see, and a share of one is no percentage.
    let refused = workplace.run("-q sample out --size 12 --to out/audit").ended(2);
    assert!(refused.stderr.contains("lies in the output folder"), "{refused}");
    let refused = workplace.run("-q sample out --confidence 0.95 --tolerable 0.03 --to four").ended(2);
    assert!(refused.stderr.contains("percentage of 50 or more"), "{refused}");
}

#[test]
fn a_sheet_says_of_a_case_file_what_the_list_says() {
    let place = Workplace::new();
    place.run("init .").ended(0);
    place.run("-q synth drop --people 60 --seed 7 --defects 0.2").ended(0);
    place.run("-q migrate drop --out out").ended(5);
    place.run("-q sample out --size 20 --to sheets").ended(0);
    let states = std::fs::read_to_string(place.path("out/reconciliation/case-files.csv")).unwrap();
    let mut incomplete = 0;
    for line in list(&place, "sheets").lines().skip(1) {
        let number = line.split(',').next().unwrap();
        let state = states.lines().find_map(|line| line.strip_prefix(&format!("{number},"))).unwrap();
        let state = state.split(',').next().unwrap();
        let text = std::fs::read_to_string(place.path(&format!("sheets/{number}.html"))).unwrap();
        assert!(text.contains(&format!("Migrated {state}.")), "{number}: {state}");
        incomplete += usize::from(state == "incomplete");
    }
    assert!(incomplete > 0);
}

#[test]
fn what_auditors_found_stands_in_the_report() {
    let workplace = proven();
    workplace.run("-q sample out --confidence 95 --tolerable 20").ended(0);
    let drawn = list(&workplace, "out-audit");
    let found = |what: &str| drawn.replace(".html,,,", &format!(".html,{what},A,{}", today()));
    workplace.write("right.csv", found("right"));
    let said = workplace.run("-q sample out --results right.csv").ended(0).stdout;
    assert!(
        said.contains(" drawn at random of the 118 case files that were written when the sample was drawn: ")
            && said.contains(" 0 wrong, 0 not looked at; with 95.00 %"),
        "{said}"
    );
    let audit = &report(&workplace)["audit"];
    assert_eq!((&audit["wrong"], &audit["open"]), (&Value::from(0), &Value::from(0)));
    assert!(audit["upper_bound"].as_str().unwrap().parse::<f64>().unwrap() < 21.0);
    assert_eq!(report(&workplace)["verdict"], "reconciled");
    workplace.run("-q verify out").ended(0);

    workplace.write("wrong.csv", found("right").replacen("right", "wrong", 1));
    workplace.run("-q sample out --results wrong.csv").ended(3);
    assert_eq!(report(&workplace)["verdict"], "not-reconciled");
    let checks = report(&workplace)["checks"].as_array().unwrap().clone();
    let audited = checks.iter().find(|check| check["id"] == "sample-check-failed").unwrap();
    assert_eq!((&audited["status"], &audited["findings"]), (&Value::from("failed"), &Value::from(1)));
    let html = std::fs::read_to_string(workplace.path("out/reconciliation/report.html")).unwrap();
    assert!(html.contains("Audit of a sample") && html.contains("1 wrong"));
    // Nothing that was found wrong is loaded, and nobody is said to have changed it.
    workplace.run("-q load out --to sqlite://staging.sqlite").ended(7);
    let status = workplace.run("status out").stdout;
    assert!(status.starts_with("Not reconciled: an audit found 1 case file wrong"), "{status}");
    assert!(workplace.run("verify out").ended(3).stdout.starts_with("Not reconciled, and not changed"));

    workplace.run("-q sample out --results right.csv").ended(7);
    workplace.run("-q sample out --results right.csv --reason mistaken").ended(0);
    assert_eq!(report(&workplace)["verdict"], "reconciled");
    workplace.run("-q verify out").ended(0);
    workplace.run("-q load out --to sqlite://staging.sqlite").ended(0);
}

/// Most case files are in the group of the others, and few of a small sample were drawn from it when groups shared the size out.
#[test]
fn the_bound_rests_on_what_is_drawn_at_random_out_of_all() {
    let workplace = proven();
    let mut of_others = 0;
    for seed in 1..=12 {
        let line = format!("-q sample out --size 8 --seed {seed} --to drawn --json");
        let said: Value = serde_json::from_str(&workplace.run(&line).ended(0).stdout).unwrap();
        let lines = list(&workplace, "drawn").lines().skip(1).count() as u64;
        std::fs::remove_dir_all(workplace.path("drawn")).unwrap();
        let count = |of: &Value, key: &str| of[key].as_u64().unwrap();
        assert_eq!((count(&said, "at_random"), count(&said, "population")), (8, 118), "{said}");
        assert_eq!(count(&said, "at_random") + count(&said, "besides"), lines, "{said}");
        // Of 118 with 36 wrong, eight are all right with 0.0496; with 35 wrong, 0.0546.
        assert_eq!(said["upper_bound_if_right"], "29.67");
        for stratum in said["strata"].as_array().unwrap() {
            assert_eq!(count(stratum, "drawn") > 0, count(stratum, "case_files") > 0, "{stratum}");
            assert!(count(stratum, "besides") == 0 || count(stratum, "drawn") == 1, "{stratum}");
        }
        let others = said["strata"].as_array().unwrap().last().unwrap();
        of_others += count(others, "drawn") - count(others, "besides");
    }
    // 96 were drawn, and 69 of 118 are others: 56 are to be expected, with a standard deviation of less than five.
    assert!((36..=76).contains(&of_others), "{of_others}");
}

/// A wrong one of those drawn besides fails the audit, and the bound does not count on them.
#[test]
fn what_is_drawn_besides_is_checked_and_counts_for_no_bound() {
    let workplace = proven();
    let said = workplace.run("-q sample out --size 8").ended(0).stdout;
    assert!(said.contains(": 8 at random of all 118 written,\nand "), "{said}");
    assert!(said.contains("drawn at random are found right") && said.contains("does not count on them"));
    let (drawn, mut besides) = (list(&workplace, "out-audit"), Vec::new());
    for line in drawn.lines().skip(1) {
        let sheet = format!("out-audit/{}", line.split(',').nth(2).unwrap());
        let sheet = std::fs::read_to_string(workplace.path(&sheet)).unwrap();
        assert!(sheet.contains("8 drawn at random of the 118 case files"), "{line}");
        if sheet.contains(". Drawn besides, so that every group is looked at. Migrated") {
            besides.push(line);
        } else {
            assert!(sheet.contains(". Drawn at random. Migrated"), "{line}");
        }
    }
    assert_eq!(besides.len() + 8, drawn.lines().count() - 1);
    let right = drawn.replace(".html,,,", &format!(".html,right,A,{}", today()));
    let wrong = besides[0].replace(".html,,,", &format!(".html,wrong,A,{}", today()));
    let list = right.replace(&besides[0].replace(".html,,,", &format!(".html,right,A,{}", today())), &wrong);
    workplace.write("wrong.csv", list);
    let said = workplace.run("-q sample out --results wrong.csv").ended(3).stdout;
    assert!(said.contains(": 8 right, 0 wrong, 0 not looked at; with 95.00 %"), "{said}");
    assert!(said.contains(" drawn besides, so that every group is looked at: "), "{said}");
    let audit = &report(&workplace)["audit"];
    assert_eq!((&audit["upper_bound"], &audit["wrong"]), (&Value::from("29.67"), &Value::from(1)), "{audit}");
    assert_eq!((&audit["besides"], &audit["besides_wrong"]), (&Value::from(besides.len()), &Value::from(1)));
    let html = std::fs::read_to_string(workplace.path("out/reconciliation/report.html")).unwrap();
    assert!(html.contains("8 were drawn at random") && html.contains("the bound does not count on them"));
}

#[test]
fn groups_may_go_by_code_and_a_code_that_is_none_is_refused() {
    let workplace = proven();
    let rules = |codes: &str| {
        format!(
            "[[stratum]]\nname = \"by order\"\ntable = \"PERSON_LEGAL_STATUSES\"\nperson = \"PERSON_LEGACY_ID\"\n\
             open = \"END_DATE\"\ncolumn = \"LEGAL_STATUS\"\ncodes = {codes}\n"
        )
    };
    let drawn = |codes: &str| {
        workplace.write("own/audit.toml", rules(codes));
        let said = workplace.run("-q sample out --size 3 --mappings own --to one --json").ended(0);
        std::fs::remove_dir_all(workplace.path("one")).unwrap();
        let said: Value = serde_json::from_str(&said.stdout).unwrap();
        said["strata"][0]["case_files"].as_u64().unwrap()
    };
    let (care, others) = (drawn("[\"C1\", \"C2\"]"), drawn("[\"E1\", \"V2\"]"));
    let all = drawn(
        "[\"C1\", \"C2\", \"D1\", \"E1\", \"V2\", \"V3\", \"V4\", \"L1\", \"L2\", \"L3\", \"J1\", \"J2\", \"J3\"]",
    );
    assert!(care > 0 && care + others <= all, "{care} {others} {all}");
    workplace.write("own/audit.toml", rules("[\"C1\", \"CARE\"]"));
    let refused = workplace.run("-q sample out --size 3 --mappings own --to one").ended(6);
    assert!(refused.stderr.contains("no such code") && refused.stderr.contains("CARE"), "{refused}");
}
