//! In whatever state a folder is, the command that is suggested can be typed as it is printed.

use std::process::Command;

use crate::support::{Run, Workplace, files, today};

const MIGRATE: &str = "-q migrate export --out out --batch-size 10 --threads 1 --no-progress";

/// A place with an export and mappings, and no run yet.
fn place() -> Workplace {
    let place = Workplace::in_memory();
    place.run("-q synth export --people 30 --seed 7 --defects 0.3").ended(0);
    for (name, bytes) in files(&Workplace::mappings()) {
        place.write(&format!("mappings/{name}"), bytes);
    }
    place
}

/// Runs until the program ends itself.
fn killed(place: &Workplace, line: &str, at: &str) {
    let ended = place.command(line).env("CARE2MOSAIC_ABORT_AT", at).status().unwrap();
    assert_eq!(ended.code(), None, "{line} at {at}");
}

fn edit(place: &Workplace, name: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(place.path(name)).unwrap();
    assert!(text.contains(from), "{name}: {from}");
    place.write(name, text.replacen(from, to, 1));
}

/// Types a line into a shell that knows the program; words that stand for something are given.
fn typed(place: &Workplace, line: &str) -> Run {
    let line = line.replace("FOLDER", "late").replace("EXPORT", "export");
    let program = env!("CARGO_BIN_EXE_care2mosaic");
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("care2mosaic() {{ '{program}' \"$@\"; }}\n{line}")]);
    shell.current_dir(place.path("")).env("CARE2MOSAIC_LOG", "warn").env("CARE2MOSAIC_ABORT_AT", "");
    place.told(&shell.output().unwrap())
}

/// The command that `status` suggests, if any, and all that it says.
fn status(place: &Workplace) -> (Option<String>, String) {
    let status = place.run("status out").ended(0);
    let next = status.stdout.split("Next:\n").nth(1).map(|next| next.trim().to_owned());
    (next, status.stdout)
}

/// Types what `status` suggests; it is not refused. Gives the command and what came of it.
fn next(place: &Workplace) -> (String, Run) {
    let (next, said) = status(place);
    let command = next.unwrap_or_else(|| panic!("{said}"));
    let run = typed(place, &command);
    assert!(![Some(1), Some(2), Some(7)].contains(&run.code), "{command}\n{run}\n{said}");
    (command, run)
}

/// The commands that a refusal names.
fn named(run: &Run) -> Vec<String> {
    let quoted = run.stderr.split('`').skip(1).step_by(2);
    quoted.filter(|text| text.starts_with("care2mosaic ")).map(str::to_owned).collect()
}

/// The files of the export that a batch was made of, where it was worked on.
fn attached(place: &Workplace, batch: &str) -> Vec<String> {
    let digests = std::fs::read_to_string(place.path("out/digests").join(batch)).unwrap();
    let keys = digests.lines().filter(|line| line.contains(",DocumentFile,"));
    let keys = keys.map(|line| line.split(',').nth(3).unwrap().to_uppercase());
    let mut paths: Vec<String> = files(&place.path("export/files")).into_keys().collect();
    let keys: Vec<String> = keys.collect();
    paths.retain(|path| keys.contains(&path.to_uppercase()));
    paths
}

/// Makes a batch fail: nothing can be written where its digests go.
fn block(place: &Workplace, batch: &str) {
    place.write(&format!("out/digests/{batch}.csv/x"), "");
}

fn unblock(place: &Workplace, batch: &str) {
    std::fs::remove_dir_all(place.path("out/digests").join(format!("{batch}.csv"))).unwrap();
}

#[test]
fn of_runs_that_were_killed_or_failed() {
    for at in ["run-begun", "batch-sealed:2", "ledger-told"] {
        let place = place();
        killed(&place, MIGRATE, at);
        let refused = place.run("reconcile out --source export").ended(7);
        let (command, run) = next(&place);
        assert_eq!(named(&refused), [command], "{refused}");
        run.ended(5);
        next(&place).1.ended(5);
    }
    let place = place();
    killed(&place, MIGRATE, "batch-sealed:2");
    block(&place, "0002");
    place.run(MIGRATE).ended(1);
    unblock(&place, "0002");
    assert!(status(&place).1.contains("1 batch(es) could not be written"));
    let (command, run) = next(&place);
    assert_eq!(command, "care2mosaic retry out");
    run.ended(5);
    place.run("verify out").ended(0);
}

/// A dry run before it makes nothing of it a finished one.
#[test]
fn of_a_run_with_batches_that_failed_after_a_dry_run() {
    let place = place();
    place.run(&format!("{MIGRATE} --dry-run")).ended(5);
    killed(&place, MIGRATE, "batch-sealed:2");
    block(&place, "0002");
    place.run(MIGRATE).ended(1);
    unblock(&place, "0002");
    for line in ["sample out --size 3", "sample out --results list.csv", "verify out", "report out"] {
        let refused = place.run(line).ended(7);
        assert_eq!(named(&refused), ["care2mosaic retry out"], "{line}: {refused}");
        assert!(!refused.stderr.contains("dry run"), "{refused}");
    }
    place.run("-q retry out").ended(5);
    place.run("verify out").ended(0);
    assert!(!place.run("report out").ended(0).stderr.contains("dry run"));
}

#[test]
fn of_dry_runs_that_came_to_their_end_or_were_refused() {
    let place = place();
    std::fs::rename(place.path("export/PersonAddress.csv"), place.path("away.csv")).unwrap();
    place.run(&format!("{MIGRATE} --dry-run")).ended(4);
    let (command, run) = next(&place);
    assert!(command.ends_with(" --dry-run"), "{command}");
    let run = run.ended(4);
    assert!(run.stdout.contains("  care2mosaic migrate export --out out --batch-size 10 --dry-run"), "{run}");
    assert!(
        status(&place).1.contains("out/dry-runs/0002/exceptions/stops.csv names"),
        "{}",
        status(&place).1
    );
    std::fs::rename(place.path("away.csv"), place.path("export/PersonAddress.csv")).unwrap();
    next(&place).1.ended(5);
    let (command, _) = next(&place);
    assert!(!command.contains("--dry-run"), "{command}");
}

/// A retry of a later export with stops is told where they all stand, and what to type again.
#[test]
fn of_a_retry_whose_export_has_stops() {
    let place = place();
    place.run(MIGRATE).ended(5);
    for (name, bytes) in files(&place.path("export")) {
        let gone = ["PersonAddress", "Contact", "Case", "CaseForm", "PhoneCall", "Email", "Letter", "Task"];
        if !gone.iter().any(|table| name == format!("{table}.csv")) {
            place.write(&format!("late/{name}"), bytes);
        }
    }
    let again = "care2mosaic retry out --source late";
    let refused = place.run("-q retry out --source late").ended(4);
    assert!(refused.stdout.contains(&format!("     {again}\n")), "{refused}");
    assert!(!refused.stdout.contains("care2mosaic migrate"), "{refused}");
    let list = "out/dry-runs/0001/exceptions/stops.csv";
    assert!(place.path(list).is_file(), "{refused}");
    if refused.stdout.contains(" more in ") {
        assert!(refused.stdout.contains(list), "{refused}");
    }
    let page = place.path("out/dry-runs/0001/reconciliation/report.html");
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("care2mosaic retry OUT --source EXPORT"), "{page}");
    assert!(status(&place).1.contains(list), "{}", status(&place).1);
    let (command, run) = next(&place);
    assert_eq!(command, again);
    run.ended(4);
    for (name, bytes) in files(&place.path("export")) {
        place.write(&format!("late/{name}"), bytes);
    }
    next(&place).1.ended(5);
}

#[test]
fn of_a_retry_whose_mappings_would_change_what_is_sealed() {
    let place = place();
    place.run(MIGRATE).ended(5);
    edit(&place, "mappings/policy.toml", "rejected_values = \"remainder\"", "rejected_values = \"list\"");
    edit(&place, "mappings/policy.toml", "on_reject = \"hold-case-file\"", "on_reject = \"drop-record\"");
    let refused = place.run("-q retry out").ended(7);
    assert!(refused.stderr.contains("policy.toml: on_reject; rejected_values)"), "{refused}");
    assert!(status(&place).1.contains("would have changed sealed case files"), "{}", status(&place).1);
    let (command, _) = status(&place);
    let command = command.unwrap();
    assert_eq!(command, "care2mosaic retry out --accept-changes REASON");
    // What stands for the reason is none.
    let literal = place.run(command.trim_start_matches("care2mosaic ")).ended(2);
    assert!(literal.stderr.contains("write the real one"), "{literal}");
    let command = command.replace("REASON", "ticket-482");
    // What was accepted is known to whoever goes on.
    for at in ["run-begun", "ledger-told"] {
        killed(&place, command.trim_start_matches("care2mosaic "), at);
        let (goes_on, _) = status(&place);
        assert_eq!(goes_on.unwrap(), "care2mosaic retry out");
    }
    let (_, run) = next(&place);
    assert!(run.ended(5).stdout.contains("ticket-482"));
    next(&place);
    place.run("verify out").ended(0);
}

#[test]
fn of_a_run_whose_attached_files_are_gone() {
    let place = place();
    killed(&place, MIGRATE, "batch-sealed:3");
    block(&place, "0003");
    place.run(MIGRATE).ended(1);
    unblock(&place, "0003");
    // Of a batch that could not be written.
    let open: Vec<String> = {
        let sealed: Vec<String> = ["0001.csv", "0002.csv", "0004.csv"]
            .iter()
            .filter(|name| place.path("out/digests").join(name).is_file())
            .flat_map(|name| attached(&place, name))
            .collect();
        let all = files(&place.path("export/files")).into_keys();
        all.filter(|name| !sealed.contains(name)).collect()
    };
    let sealed = attached(&place, "0001.csv").into_iter().next();
    let gone = open.first().expect("an attached file of the batch that failed");
    std::fs::remove_file(place.path("export/files").join(gone)).unwrap();
    named_next_is(&place, MIGRATE, "--lost-files REASON");
    named_next_is(&place, "retry out", "--lost-files REASON");
    let (command, said) = status(&place);
    assert_eq!(command.unwrap(), "care2mosaic retry out", "bringing them back harms nobody");
    assert!(
        said.contains("bring them back first")
            && said.contains("`care2mosaic retry out --lost-files REASON`"),
        "{said}"
    );
    if let Some(sealed) = &sealed {
        std::fs::rename(place.path("export/files").join(sealed), place.path("away")).unwrap();
    }
    assert!(place.run("retry out --lost-files REASON").ended(2).stderr.contains("write the real one"));
    let run = place.run("retry out --lost-files ticket-481").ended(5);
    let Some(sealed) = sealed else { return };
    assert!(run.stdout.contains("could not be proved yet") && run.stdout.contains(&sealed), "{run}");
    let (none, said) = status(&place);
    assert!(none.is_none() && said.contains(&sealed) && said.contains("`care2mosaic reconcile"), "{said}");
    std::fs::rename(place.path("away"), place.path("export/files").join(sealed)).unwrap();
    next(&place).1.ended(5);
    place.run("verify out").ended(0);
}

fn named_next_is(place: &Workplace, refused: &str, ending: &str) {
    let refused = place.run(refused).ended(7);
    assert!(named(&refused).iter().any(|command| command.ends_with(ending)), "{refused}");
}

#[test]
fn of_a_run_whose_tables_are_gone() {
    let place = place();
    killed(&place, MIGRATE, "batch-sealed:2");
    std::fs::rename(place.path("export/Contact.csv"), place.path("away.csv")).unwrap();
    let (none, said) = status(&place);
    assert!(
        none.is_none() && said.contains("(Contact.csv), then type `care2mosaic migrate export"),
        "{said}"
    );
    std::fs::rename(place.path("away.csv"), place.path("export/Contact.csv")).unwrap();
    next(&place).1.ended(5);
}

#[test]
fn of_an_audit_that_failed_and_of_a_sealed_folder() {
    let place = place();
    let ledger = format!("--ledger sqlite://{}", place.path("runs.sqlite").display());
    place.run(&format!("{MIGRATE} {ledger}")).ended(5);
    place.run(&format!("-q sample out --size 5 {ledger}")).ended(0);
    let list = std::fs::read_to_string(place.path("out-audit/sample.csv")).unwrap();
    let right = format!(".html,right,A. Auditor,{}", today());
    let list = list.replace(".html,,,", &right).replacen(",right,", ",wrong,", 1);
    place.write("list.csv", list);
    place.run(&format!("-q sample out --results list.csv {ledger}")).ended(3);
    let status = place.run(&format!("status out {ledger}")).ended(0);
    let next = status.stdout.split("Next:\n").nth(1).unwrap().trim().to_owned();
    let next = next.replace("[folder]", &place.path("").display().to_string());
    assert!(next.contains(" --ledger "), "{next}");
    typed(&place, &next).ended(0);
    let place = self::place();
    place.run(MIGRATE).ended(5);
    let keygen = "ssh-keygen -q -t ed25519 -N '' -f key";
    typed(&place, keygen).ended(0);
    place.run("seal out --sign-key key").ended(0);
    self::next(&place).1.ended(5);
    place.run("verify out").ended(0);
}
