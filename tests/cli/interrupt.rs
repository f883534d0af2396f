//! Ctrl-C.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::Workplace;

#[test]
fn an_interrupted_run_says_so_and_goes_on() {
    let workplace = Workplace::new();
    workplace.run("init .").ended(0);
    let mut command = workplace.command("migrate sample-export --out out --batch-size 10");
    let mut child = command.env("CARE2MOSAIC_LOG", "info").stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("map and write") && log.read_line(&mut line).unwrap() > 0 {}
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let mut rest = String::new();
    log.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{line}{rest}");
    assert!(rest.contains("press Ctrl-C again to stop at once"), "{rest}");
    assert!(rest.contains("run the same command again"), "{rest}");
    let status = workplace.run("status out").ended(0);
    assert!(status.stdout.contains("the same command goes on"), "{status}");
    workplace.run("migrate sample-export --out out --batch-size 10").ended(0);
}

/// What keeps a run waiting for ever, such as a pipe among the mappings, does not keep it from being stopped.
#[test]
fn a_run_that_waits_for_something_is_ended() {
    let workplace = Workplace::new();
    workplace.run("init .").ended(0);
    let pipe = workplace.path("mappings/policy.toml");
    std::fs::remove_file(&pipe).unwrap();
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut child =
        workplace.command("migrate sample-export --out out").stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_secs(2));
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let began = Instant::now();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(began.elapsed() < Duration::from_secs(40));
}
