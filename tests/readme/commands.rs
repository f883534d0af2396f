//! The README's commands are run as written.

use std::os::unix::fs::symlink;
use std::process::Command;

use crate::support::Workplace;

const README: &str = include_str!("../../README.md");

/// The lines of the README's shell blocks, without their comments.
fn lines() -> impl Iterator<Item = &'static str> {
    let blocks = README.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).map(|line| line.split(" # ").next().unwrap_or(line).trim())
}

/// What of a line our program is to be called with.
fn arguments(line: &str) -> Option<&str> {
    let program = ["cargo run --release -- ", "care2mosaic "];
    program.into_iter().find_map(|program| line.strip_prefix(program))
}

#[test]
fn the_main_job_ends_reconciled() {
    let workplace = Workplace::new();
    for name in ["mappings", "sample-exports"] {
        symlink(Workplace::package(name), workplace.path(name)).unwrap();
    }
    let line = lines().find(|line| line.starts_with("cargo run")).and_then(arguments).unwrap();
    let run = workplace.run(line).ended(0);
    assert!(run.stdout.starts_with("Reconciled. "), "{run}");
    assert!(workplace.path("out/reconciliation/report.html").is_file());
}

#[test]
fn the_way_to_a_real_export_can_be_typed() {
    let workplace = Workplace::new();
    let mut folder = workplace.path("");
    for line in lines().filter(|line| !line.starts_with("cargo")) {
        if let Some(next) = line.strip_prefix("cd ") {
            folder = folder.join(next);
            continue;
        }
        if line.starts_with("ssh-keygen ") {
            let status = Command::new("sh").args(["-c", line]).current_dir(&folder).status().unwrap();
            assert!(status.success(), "{line}");
            continue;
        }
        let (line, file) = line.split_once(" > ").unwrap_or((line, ""));
        let line = arguments(line).unwrap_or_else(|| panic!("{line}"));
        let output = workplace.command(line).current_dir(&folder).output().unwrap();
        if !file.is_empty() {
            std::fs::write(folder.join(file), &output.stdout).unwrap();
        }
        workplace.told(&output).ended(0);
    }
}
