//! `sample --results`: what auditors found, held against what was drawn.

use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

use crate::support::{Run, Workplace, copy_folder, day_month_year, edit_ledger, today, tomorrow, yesterday};

/// A migrated sample export, of which 12 case files are drawn at random, and some besides.
fn drawn() -> Workplace {
    static ONE: OnceLock<Workplace> = OnceLock::new();
    let one = ONE.get_or_init(|| {
        let workplace = Workplace::in_memory();
        let export = Workplace::package("sample-exports/v6-sql");
        let mappings = Workplace::package("mappings");
        let line = format!("-q migrate {} --mappings {} --out out", export.display(), mappings.display());
        workplace.run(&line).ended(0);
        workplace.run("-q sample out --size 12 --seed 3").ended(0);
        workplace
    });
    let workplace = Workplace::in_memory();
    for folder in ["out", "out-audit"] {
        copy_folder(&one.path(folder), &workplace.path(folder));
    }
    workplace
}

/// The list as it was drawn, with every case file found right.
fn right(workplace: &Workplace) -> String {
    let list = std::fs::read_to_string(workplace.path("out-audit/sample.csv")).unwrap();
    list.replace(".html,,,", &format!(".html,right,A. Auditor,{}", today()))
}

/// The same with the first of them wrong.
fn wrong(workplace: &Workplace) -> String {
    right(workplace).replacen(",right,", ",wrong,", 1)
}

fn first(workplace: &Workplace) -> String {
    let list = right(workplace);
    list.lines().nth(1).unwrap().split(',').next().unwrap().to_owned()
}

fn give(workplace: &Workplace, list: impl AsRef<[u8]>) -> Run {
    workplace.write("list.csv", list);
    workplace.run("-q sample out --results list.csv")
}

fn give_with_reason(workplace: &Workplace, list: &str, reason: &str) -> Run {
    workplace.write("list.csv", list);
    let mut command = workplace.command("-q sample out --results list.csv --reason");
    workplace.told(&command.arg(reason).output().unwrap())
}

fn report(workplace: &Workplace) -> Value {
    serde_json::from_slice(&std::fs::read(workplace.path("out/reconciliation/report.json")).unwrap()).unwrap()
}

fn page(workplace: &Workplace) -> String {
    std::fs::read_to_string(workplace.path("out/reconciliation/report.html")).unwrap()
}

#[test]
fn a_list_holds_exactly_what_was_drawn() {
    let workplace = drawn();
    let (list, number) = (right(&workplace), first(&workplace));
    let line = |place: usize| list.lines().nth(place).unwrap().to_owned();
    let without = |place: usize| list.replacen(&format!("{}\r\n", line(place)), "", 1);
    let with = |from: &str, to: &str| list.replacen(from, to, 1);
    let group = line(1).split(',').nth(1).unwrap().to_owned();
    for (given, expected) in [
        (without(1), format!("case file {number}, missing")),
        (
            format!("{list}{}\r\n", line(1)),
            format!("line {}, case file {number}, stands on line 2 already", list.lines().count() + 1),
        ),
        (with(&number, "999"), "line 2, case file 999, not drawn in draw 1".to_owned()),
        (with(&number, "999"), format!("case file {number}, missing")),
        (
            with(&format!(",{group},"), ",,"),
            format!("line 2, case file {number}, STRATUM: expected the group"),
        ),
        (with(&format!(",{group},"), ",others too,"), "STRATUM: expected the group".to_owned()),
        (with(",A. Auditor,", ",,"), format!("line 2, case file {number}, CHECKED_BY: expected who")),
        (
            with(&format!(",{}", today()), ","),
            format!("line 2, case file {number}, CHECKED_ON: expected the day"),
        ),
        (
            with(&today(), &yesterday()),
            format!(
                "line 2, case file {number}, CHECKED_ON: expected the day on which it was looked at, which is not before {}",
                today()
            ),
        ),
        (
            with(&today(), &tomorrow()),
            format!(
                "line 2, case file {number}, CHECKED_ON: expected the day on which it was looked at, which is not after today"
            ),
        ),
        (with(",right,", ",perhaps,"), "RESULT: expected right, wrong, or nothing".to_owned()),
        (with(&number, "number one"), "line 2, CASE_FILE: expected a person number".to_owned()),
    ] {
        let run = give(&workplace, given).ended(2);
        let line = run.stderr.lines().find(|line| line.contains(&expected));
        assert!(line.is_some_and(|line| line.starts_with("  ")), "one a line, {expected}: {run}");
        // Neither a group nor a name is repeated: a message may be sent anywhere.
        assert!(!run.stderr.contains(&group) && !run.stderr.contains("Auditor"), "{run}");
    }
    assert_eq!(report(&workplace)["audit"]["lists"], serde_json::json!([]), "nothing was taken in");
    give(&workplace, list).ended(0);
    let audit = report(&workplace)["audit"].clone();
    let drawn = right(&workplace).lines().count() - 1;
    assert_eq!((&audit["right"], &audit["open"]), (&Value::from(drawn), &Value::from(0)));
    let draw = &audit["draws"][0];
    assert_eq!((&draw["seed"], &draw["size"]), (&Value::from(3), &Value::from(drawn)));
    assert_eq!(draw["size"].as_u64().unwrap() - draw["besides"].as_u64().unwrap(), 12);
    workplace.run("-q verify out").ended(0);
}

/// Nobody who reads the report is to think that nobody looks.
#[test]
fn a_sample_is_told_of_before_anything_comes_back() {
    let workplace = drawn();
    let told = report(&workplace)["audit"].clone();
    assert_eq!(
        (&told["draws"][0]["number"], &told["right"], &told["wrong"]),
        (&1.into(), &0.into(), &0.into())
    );
    let checks = report(&workplace)["checks"].to_string();
    assert!(!checks.contains("sample-check-failed"), "nothing was checked: {checks}");
    assert!(page(&workplace).contains("No result has come back yet"));
    let page_of_draw = page(&workplace);
    assert!(
        page_of_draw
            .contains("Nothing has come back of draw 1 yet. If all 12 that were drawn at random are found")
    );
    assert!(
        page_of_draw.contains("nothing looked at yet") && !page_of_draw.contains("100.00 %"),
        "no bound of nothing"
    );
    workplace.run("-q verify out").ended(0);
    let text = workplace.run("report out").ended(0).stdout;
    assert!(
        text.contains("no result has come back yet") && text.contains("compared with both systems"),
        "{text}"
    );
    let status = workplace.run("status out").ended(0).stdout;
    assert!(status.contains("Next:\n  care2mosaic sample out --results LIST\n"), "{status}");
    assert!(status.contains("draw 1, ") && status.contains(" not looked at\n"), "{status}");

    // A later one does not hide what came back, and is not hidden by it.
    give(&workplace, right(&workplace)).ended(0);
    workplace.run("-q sample out --size 7 --seed 9 --to second").ended(0);
    let audit = report(&workplace)["audit"].clone();
    assert_eq!((audit["draws"].as_array().unwrap().len(), &audit["open"]), (2, &0.into()));
    assert!(page(&workplace).contains("Nothing has come back of draw 2 yet"));
    assert!(page(&workplace).contains("a case file counts in the first of these that fits it"));
    let text = workplace.run("report out").ended(0).stdout;
    assert!(text.contains("of draw 2 compared with both systems"), "{text}");
    let json: Value = serde_json::from_str(&workplace.run("status out --json").ended(0).stdout).unwrap();
    assert_eq!(json["audit"]["draws"][1]["number"], 2);
    workplace.run("-q verify out").ended(0);
}

/// Whoever was looked at for one draw need not be looked at for another.
#[test]
fn a_draw_of_nobody_new_awaits_nothing() {
    let workplace = drawn();
    give(&workplace, right(&workplace)).ended(0);
    workplace.run("-q sample out --size 3 --seed 3 --to second").ended(0);
    let draw = report(&workplace)["audit"]["draws"][1].clone();
    assert_eq!((&draw["open"], &draw["number"]), (&0.into(), &2.into()), "{draw}");
    for told in [page(&workplace), workplace.run("report out").ended(0).stdout] {
        assert!(!told.contains("Nothing has come back of draw 2"), "{told}");
    }
}

#[test]
fn no_later_list_wipes_out_what_was_found_wrong() {
    let workplace = drawn();
    let number = first(&workplace);
    give(&workplace, wrong(&workplace)).ended(3);
    let page_of_failed = page(&workplace);
    assert!(page_of_failed.contains("An audit found case files wrong"), "the verdict speaks of the audit");
    assert!(page_of_failed.contains(&format!("1 case file was found wrong ({number})")));
    assert!(page_of_failed.contains(&format!("care2mosaic trace OUT {number}")), "what to do next");
    assert!(!page_of_failed.contains("differences.csv"), "nothing differs");
    assert!(page_of_failed.contains("Not for signature:</strong> an audit found case files wrong."));
    let refused = give(&workplace, right(&workplace)).ended(7);
    assert!(refused.stderr.contains(&number) && refused.stderr.contains("--reason"), "{refused}");
    let emptied = wrong(&workplace).replacen(&format!(",wrong,A. Auditor,{}", today()), ",,,", 1);
    give(&workplace, emptied).ended(7);
    give_with_reason(&workplace, &right(&workplace), " ").ended(7);
    assert_eq!(report(&workplace)["verdict"], "not-reconciled");
    // A second sample in which the case file stands as well wipes nothing out either.
    workplace.run("-q sample out --size 118 --to all").ended(0);
    let known = "Of the 118 that were drawn at random, 1 was found wrong for another draw; if all others are found right, then";
    assert!(page(&workplace).contains(known), "what is known to be wrong is not told as right some day");
    let all = std::fs::read_to_string(workplace.path("all/sample.csv")).unwrap();
    give(&workplace, all.replace(".html,,,", &format!(".html,right,B,{}", day_month_year(&today()))))
        .ended(7);
    give(&workplace, &all).ended(3);

    give_with_reason(&workplace, &right(&workplace), "the auditor took the wrong sheet").ended(0);
    let audit = report(&workplace)["audit"].clone();
    assert_eq!(audit["lists"].as_array().unwrap().len(), 3);
    assert_eq!(audit["lists"][0]["verdict"], "not-reconciled");
    assert_eq!(audit["taken_back"][0]["was"], "wrong");
    let page = page(&workplace);
    assert!(
        page.contains("the auditor took the wrong sheet") && page.contains("<td>wrong</td><td>right</td>")
    );
    assert!(!page.contains("A. Auditor"), "who looked stays in the ledger");
    // The same list once more is no other list, and a later proof keeps them all.
    workplace.run("-q sample out --results list.csv").ended(0);
    let export = Workplace::package("sample-exports/v6-sql");
    workplace.run(&format!("-q reconcile out --source {}", export.display())).ended(0);
    assert_eq!(report(&workplace)["audit"], audit);
    workplace.run("-q verify out").ended(0);
}

#[test]
fn a_report_without_its_failed_audit_is_found() {
    let workplace = drawn();
    give(&workplace, wrong(&workplace)).ended(3);
    edit_ledger(&workplace.path("out"), "DELETE FROM audit_result WHERE result = 'wrong'");
    let run = workplace.run("verify out").ended(3);
    assert!(run.stdout.contains("list 1 of the audit does not say what was taken in"), "{run}");
}

/// What the ledger keeps of audits is not changed by hand and then taken for true by whatever writes a report from it.
#[test]
fn audits_changed_in_the_ledger_are_found_and_not_built_upon() {
    let export = Workplace::package("sample-exports/v6-sql");
    let reconcile = format!("-q reconcile out --source {}", export.display());
    let right_now = "UPDATE audit_result SET result = 'right' WHERE result = 'wrong'";
    let gone =
        "DELETE FROM audit_result; DELETE FROM audit_list; DELETE FROM audit_digest WHERE kind = 'list'";
    for (edit, said) in [
        (right_now, "list 1 of the audit does not say what was taken in"),
        ("UPDATE audit_result SET checked_by = 'B'", "list 1 of the audit"),
        ("UPDATE audit_result SET checked_on = '2026-01-01'", "list 1 of the audit"),
        ("UPDATE audit_list SET reason = 'misread'", "list 1 of the audit"),
        ("DELETE FROM audit_result; DELETE FROM audit_list", "list 1 of the audit"),
        ("UPDATE audit_draw SET seed = '4'", "draw 1 of the audit is not what was drawn"),
        ("UPDATE audit_case_file SET besides = 1 - besides", "draw 1 of the audit"),
        ("UPDATE audit_stratum SET case_files = case_files + 1", "draw 1 of the audit"),
        ("DELETE FROM audit_digest WHERE kind = 'draw'", "draw 1 of the audit"),
        (gone, "no longer has every sample, and every list of results"),
    ] {
        let workplace = drawn();
        give(&workplace, wrong(&workplace)).ended(3);
        edit_ledger(&workplace.path("out"), edit);
        let before = std::fs::read(workplace.path("out/reconciliation/report.json")).unwrap();
        for line in [&reconcile, "-q sample out --results list.csv"] {
            let refused = workplace.run(line).ended(3);
            assert!(refused.stderr.contains(said), "{edit}: {refused}");
        }
        assert_eq!(
            std::fs::read(workplace.path("out/reconciliation/report.json")).unwrap(),
            before,
            "{edit}"
        );
        let found = workplace.run("verify out").ended(3).stdout;
        assert!(found.contains("of the audit") || found.contains("audits of samples"), "{edit}: {found}");
    }
}

#[test]
fn a_sealed_folder_takes_no_more_results() {
    let workplace = drawn();
    give(&workplace, right(&workplace)).ended(0);
    let key = workplace.path("key");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
    assert!(made.unwrap().success());
    workplace.run("-q seal out --sign-key key").ended(0);
    let before = std::fs::read(workplace.path("out/reconciliation/report.json")).unwrap();
    let refused = give(&workplace, wrong(&workplace)).ended(7);
    assert!(refused.stderr.contains("is sealed") && refused.stderr.contains("withdraw"), "{refused}");
    for to in ["more", "out-audit"] {
        let refused = workplace.run(&format!("-q sample out --size 5 --to {to}")).ended(7);
        assert!(refused.stderr.contains("is sealed") && !workplace.path("more").exists(), "{refused}");
    }
    assert_eq!(std::fs::read(workplace.path("out/reconciliation/report.json")).unwrap(), before);
    std::fs::remove_file(workplace.path("out/reconciliation/root.json.sig")).unwrap();
    give(&workplace, wrong(&workplace)).ended(3);
}

#[test]
fn lists_are_read_as_spreadsheets_save_them() {
    let workplace = drawn();
    let list = right(&workplace);
    let utf16 = |text: &str, order: fn(u16) -> [u8; 2]| {
        format!("\u{feff}{text}").encode_utf16().flat_map(order).collect::<Vec<u8>>()
    };
    let header = list.lines().next().unwrap().to_owned();
    let semicolons = list.replace(',', ";");
    let tabs = list.replace(',', "\t");
    let moved = list.replace("\r\n", "\r\nx,");
    let moved = format!("x,{}", moved.trim_end_matches("x,"));
    for (what, given) in [
        ("semicolons", semicolons.clone().into_bytes()),
        ("a line for Excel", format!("sep=;\r\n{semicolons}").into_bytes()),
        ("tabs in UTF-16", utf16(&tabs, u16::to_le_bytes)),
        ("tabs in UTF-16, the other way round", utf16(&tabs, u16::to_be_bytes)),
        ("a mark", format!("\u{feff}{list}").into_bytes()),
        ("lower case", list.replace(&header, &header.to_lowercase()).into_bytes()),
        ("blank lines", format!("\r\n{}{}\r\n\r\n", semicolons, ";".repeat(5)).into_bytes()),
        (
            "Windows-1252",
            list.replace("A. Auditor", "Zo?").bytes().map(|b| if b == b'?' { 0xEB } else { b }).collect(),
        ),
        ("days of a spreadsheet", list.replace(&today(), &day_month_year(&today())).into_bytes()),
        ("a column before", moved.into_bytes()),
    ] {
        let run = give(&workplace, given);
        assert!(run.code == Some(0), "{what}: {run}");
        assert_eq!(report(&workplace)["audit"]["right"], list.lines().count() - 1, "{what}");
    }
    for (what, given, expected) in [
        ("a workbook", b"PK\x03\x04\x00\x00".to_vec(), "save the sheet as CSV UTF-8"),
        ("bars", list.replace(',', "|").into_bytes(), "comma, semicolon or tab"),
        (
            "no header",
            list.replace(&header, "").into_bytes(),
            "CASE_FILE, STRATUM, RESULT, CHECKED_BY, CHECKED_ON",
        ),
        ("nothing", Vec::new(), "expected a header"),
    ] {
        let run = give(&workplace, given);
        assert!(run.code == Some(2) && run.stderr.contains(expected), "{what}: {run}");
    }
}

#[test]
fn a_bound_is_of_as_many_case_files_as_there_are() {
    let workplace = drawn();
    workplace.run("-q sample out --confidence 95 --tolerable 3 --to three").ended(0);
    let said = workplace.run("-q sample out --confidence 99.999 --tolerable 3 --to again").ended(2);
    assert!(said.stderr.contains("at most two decimal places"), "{said}");
    let said = workplace.run("-q sample out --confidence 95 --tolerable 3 --to again --json").ended(0);
    // Three of 118 are 2.542 %: less is not what was shown.
    let said: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(
        (&said["draw"], &said["upper_bound_if_right"]),
        (&Value::from(2), &Value::from("2.55")),
        "{said}"
    );
    assert!(said["method"].as_str().unwrap().contains("hypergeometric"), "{said}");
    let list = std::fs::read_to_string(workplace.path("three/sample.csv")).unwrap();
    let list = list.replace(".html,,,", &format!(".html,right,A,{}", today()));
    assert_eq!(list.lines().count() as u64, 1 + 62 + said["besides"].as_u64().unwrap());
    let said = give(&workplace, &list).ended(0).stdout;
    assert!(
        said.contains("at most 2.55 % of these 118 are wrong") && said.contains("hypergeometric"),
        "{said}"
    );
    assert!(page(&workplace).contains("hypergeometric"));
    let sheet = list.lines().nth(1).unwrap().split(',').nth(2).unwrap().to_owned();
    let sheet = std::fs::read_to_string(workplace.path(&format!("three/{sheet}"))).unwrap();
    assert!(
        sheet.contains("Draw 2 with seed 1: 62 drawn at random of the 118")
            && sheet.contains("hypergeometric")
    );
    workplace.run("-q sample out --size 200 --to all").ended(0);
    let list = std::fs::read_to_string(workplace.path("all/sample.csv")).unwrap();
    give(&workplace, list.replace(".html,,,", &format!(".html,right,A,{}", today()))).ended(0);
    assert_eq!(report(&workplace)["audit"]["upper_bound"], "0.00");
}
