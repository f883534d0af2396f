//! The private folder beside an export, after a process was killed and while one lives.

use std::fs;
use std::io::Write;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use super::kill::quiet;
use crate::support::{Workplace, files};

const MIGRATE: &str = "--no-reconcile --quiet --no-progress";

/// A council as a zip, `drop.zip`.
fn zipped() -> Workplace {
    let workplace = Workplace::in_memory();
    workplace.run("synth standard --people 40 --seed 4").ended(0);
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files(&workplace.path("standard")) {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(&bytes).unwrap();
    }
    workplace.write("drop.zip", archive.finish().unwrap().into_inner());
    workplace
}

fn line(out: &str) -> String {
    format!("migrate drop.zip --out {out} --mappings {} {MIGRATE}", Workplace::mappings().display())
}

/// What private folders and their locks are called that stand beside the zip.
fn private(workplace: &Workplace) -> Vec<String> {
    let entries = fs::read_dir(workplace.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.retain(|name| name.starts_with(".care2mosaic-"));
    names.sort();
    names
}

/// Starts a run and waits until its private folder has what the zip has of people.
fn unpacking(workplace: &Workplace, out: &str) -> Child {
    let before = private(workplace);
    let mut child = quiet(workplace.command(&line(out)));
    let until = Instant::now() + Duration::from_mins(1);
    let is_there = |name: &String| !before.contains(name) && workplace.path(name).join("Person.csv").exists();
    while !private(workplace).iter().any(is_there) {
        assert!(Instant::now() < until && child.try_wait().unwrap().is_none(), "no folder was seen");
        std::thread::sleep(Duration::from_millis(2));
    }
    child
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn what_a_killed_process_left_is_removed_by_the_next_run() {
    let workplace = zipped();
    let mut child = unpacking(&workplace, "killed");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(private(&workplace).len(), 2, "the folder and its lock stayed: {:?}", private(&workplace));
    workplace.run(&line("next")).ended(0);
    assert!(private(&workplace).is_empty(), "{:?}", private(&workplace));
}

#[test]
fn the_folder_of_a_living_process_is_left_alone() {
    let workplace = zipped();
    let mut child = unpacking(&workplace, "slow");
    signal(&child, "-STOP");
    let own = private(&workplace);
    workplace.run(&line("fast")).ended(0);
    assert_eq!(private(&workplace), own, "the other run removed its own alone");
    signal(&child, "-CONT");
    assert_eq!(child.wait().unwrap().code(), Some(0), "it found everything that it had unpacked");
    assert!(private(&workplace).is_empty());
    let data = |out: &str| files(&workplace.path(&format!("{out}/data")));
    assert!(data("slow") == data("fast"));
}
