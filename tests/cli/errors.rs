//! What is said when a command cannot be done.

use std::process::Stdio;

use insta::assert_snapshot;

use crate::support::{Workplace, files};

#[test]
fn an_unknown_command_names_the_nearest() {
    assert_snapshot!(Workplace::new().run("migrat export"), @r"
    ------- standard error -------
    error: unrecognized subcommand 'migrat'

      tip: a similar subcommand exists: 'migrate'

    Usage: care2mosaic [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ------- exit 2 -------
    ");
}

#[test]
fn an_output_folder_must_be_named() {
    assert_snapshot!(Workplace::new().run("migrate export"), @r"
    ------- standard error -------
    error: the following required arguments were not provided:
      --out <DIR>

    Usage: care2mosaic migrate --out <DIR> <EXPORT>

    For more information, try '--help'.
    ------- exit 2 -------
    ");
}

#[test]
fn a_folder_without_a_run_has_no_status() {
    assert_snapshot!(Workplace::new().run("status out"), @r"
    ------- standard error -------
    error: out holds no finished run; `care2mosaic migrate EXPORT --out out` writes one
    ------- exit 7 -------
    ");
}

#[test]
fn a_folder_without_a_run_has_no_report() {
    assert_snapshot!(Workplace::new().run("report out"), @r"
    ------- standard error -------
    error: out/reconciliation/report.json cannot be read; `care2mosaic status` of the output folder says what it holds, and what to type
    ------- exit 7 -------
    ");
}

#[test]
fn errors_in_the_log_are_json_when_asked_for() {
    let run = Workplace::new().run("status out --log-format json").ended(7);
    let line: serde_json::Value = serde_json::from_str(&run.stderr).unwrap();
    assert_eq!((&line["level"], &line["exit"]), (&"ERROR".into(), &7.into()));
    assert!(line["message"].as_str().unwrap().contains("out holds no finished run"));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let workplace = Workplace::new();
    let mut child = workplace.command("completions bash").stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn nothing_is_coloured_where_no_terminal_is() {
    let run = Workplace::new().run("status out");
    assert!(!run.stderr.contains('\u{1b}'));
}

#[test]
fn a_file_is_no_output_folder_whatever_the_command() {
    let workplace = Workplace::new();
    workplace.write("file", "");
    for line in [
        "status file",
        "report file",
        "retry file",
        "reconcile file --source export",
        "verify file",
        "prove file 1",
        "trace file 1",
        "sample file --size 3",
        "seal file --sign-key key",
        "load file --to sqlite://staging.sqlite",
    ] {
        let run = workplace.run(line).ended(2);
        assert!(run.stderr.contains("it is a file; name the output folder of a run"), "{line}: {run}");
    }
    let run = workplace.run("migrate export --out file").ended(2);
    assert!(run.stderr.contains("file is a file; name an output folder with --out"), "{run}");
    let run = workplace.run("migrate export --out out --proof-key absent").ended(2);
    assert!(run.stderr.contains("absent is no file; --proof-key names a file of 32 bytes"), "{run}");
}

#[test]
fn a_profile_that_is_not_there_is_no_reason_to_begin_anew() {
    let workplace = Workplace::new();
    workplace.run("init project").ended(0);
    let line = "check project/sample-export --mappings project/mappings --profile nope";
    let run = workplace.run(line).ended(6);
    assert!(run.stderr.contains("mappings/profiles has annotations, "), "{run}");
    let near = workplace.run(&line.replace("nope", "v6-sq")).ended(6);
    assert!(near.stderr.contains("did you mean `v6-sql`?"), "{near}");
    assert!(!run.stderr.contains("care2mosaic init"), "{run}");
}

/// A folder with a project and a proven output.
fn proven() -> Workplace {
    let workplace = Workplace::new();
    workplace.run("init .").ended(0);
    workplace.run("-q migrate sample-export --out out").ended(0);
    workplace
}

#[test]
fn a_number_that_is_none_says_where_numbers_stand() {
    let workplace = Workplace::new();
    for line in ["trace out abc", "prove out 12-3", "verify out --case-file 1.5"] {
        let run = workplace.run(line).ended(2);
        let says = "expected a person number, digits alone; reconciliation/case-files.csv of the output folder lists them";
        assert!(run.stderr.contains(says), "{run}");
    }
}

#[test]
fn a_case_file_that_is_none_may_be_of_somebody_merged() {
    let workplace = proven();
    for line in ["prove out 5", "verify out --case-file 5"] {
        let run = workplace.run(line).ended(2);
        assert!(run.stderr.contains("out has no case file 5; out/reconciliation/case-files.csv"), "{run}");
        assert!(run.stderr.contains("`care2mosaic trace out 5`"), "{run}");
    }
}

#[test]
fn a_key_that_is_not_there_is_made_by_ssh_keygen() {
    let run = Workplace::new().run("seal out --sign-key nowhere").ended(2);
    assert!(
        run.stderr.contains("nowhere cannot be read") && run.stderr.contains("`ssh-keygen -t ed25519"),
        "{run}"
    );
}

/// What leaves least stands first, a line each.
#[test]
fn an_export_of_no_profile_has_a_line_a_profile() {
    let workplace = Workplace::new();
    workplace.run("init .").ended(0);
    workplace.write("unknown/one.doc", "1");
    workplace.write("unknown/two.doc", "2");
    let run = workplace.run("profile unknown").ended(6);
    let lines: Vec<&str> = run.stderr.lines().filter(|line| line.contains("  leaves ")).collect();
    assert!(lines.len() > 5, "{run}");
    assert!(lines.iter().all(|line| line.starts_with("  ") && line.ends_with(" one.doc")), "{run}");
}

#[test]
fn mappings_with_an_open_choice_are_refused_by_every_command_that_reads_them() {
    let workplace = proven();
    workplace.write("mappings/codes/more.csv", "CODE\n<choose a code: 1, or 2>\n");
    for line in ["ddl --dialect sqlite", "sample out --size 5 --mappings mappings", "check sample-export"] {
        let run = workplace.run(line).ended(6);
        assert!(run.stderr.contains("to be chosen: a code") && run.stdout.is_empty(), "{line}: {run}");
    }
    assert!(!workplace.path("out-audit").exists());
}

#[test]
fn a_code_table_that_a_spreadsheet_saved_in_its_own_encoding_is_told_as_such() {
    let workplace = Workplace::new();
    workplace.run("init project").ended(0);
    let table = workplace.path("project/mappings/codes/gender.csv");
    let (text, lines) =
        (std::fs::read(&table).unwrap(), std::fs::read_to_string(&table).unwrap().lines().count());
    std::fs::write(&table, [text, b"9,Caf\xe9,U,\r\n".to_vec()].concat()).unwrap();
    let run = workplace.run("check --mappings project/mappings").ended(6);
    assert!(run.stderr.contains("not UTF-8: byte ") && run.stderr.contains("CSV UTF-8"), "{run}");
    assert!(
        run.stderr.contains(&format!(" on line {} ", lines + 1)) && run.stderr.contains("1 mistake\n"),
        "{run}"
    );
}

/// The folder of a project holds its mappings, and a first run clears what it writes.
#[test]
fn a_run_writes_into_no_folder_that_holds_what_no_run_wrote() {
    let workplace = Workplace::new();
    workplace.run("init project").ended(0);
    workplace.run("synth other --people 5").ended(0);
    let mappings = files(&workplace.path("project/mappings"));
    let into = |out: &str, export: &str| {
        workplace.run(&format!("migrate {export} --mappings project/mappings --out {out}"))
    };
    let said = into("project", "project/sample-export").ended(2);
    assert!(
        said.stderr.contains("the mappings that the run reads lie in project, which it would write to"),
        "{said}"
    );
    let said = workplace.run("migrate project/sample-export --mappings project/mappings --out .").ended(2);
    assert!(said.stderr.contains("name an output folder of its own with --out"), "{said}");
    let said = into("other", "project/sample-export").ended(7);
    assert!(said.stderr.contains("files or folders that no run wrote"), "{said}");
    assert!(files(&workplace.path("project/mappings")) == mappings);
    assert!(!workplace.path("other/.lock").exists() && !workplace.path("project/.lock").exists());
    let said = into("other/Person.csv/out", "project/sample-export").ended(2);
    assert!(said.stderr.contains("other/Person.csv is a file"), "{said}");
    // A key given beforehand, and what a disk keeps for itself, are nobody else's.
    std::fs::create_dir_all(workplace.path("out/lost+found")).unwrap();
    workplace.write("out/proof.key", [5; 32]);
    into("out", "project/sample-export --no-reconcile").ended(0);
}
