//! Processes that stand still at a crash point until they get a signal.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Starts a command that stands still at a crash point.
pub(crate) fn about_to_stand(mut command: Command, point: &str) -> Child {
    command.env("CARE2MOSAIC_STAND_AT", point).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Waits until a process stands still.
pub(crate) fn wait_until_stopped(process: &mut Child) {
    while !is_stopped(process) {
        if process.try_wait().unwrap().is_some() {
            let mut said = String::new();
            process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            panic!("ended before it could stand still: {said}");
        }
        sleep(Duration::from_millis(5));
    }
}

/// Whether a signal stopped a process, and every thread of it.
fn is_stopped(process: &Child) -> bool {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", process.id())).unwrap();
    let stat = |task: std::io::Result<std::fs::DirEntry>| {
        std::fs::read_to_string(task.ok()?.path().join("stat")).ok()
    };
    let state =
        |stat: String| stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with('T'));
    tasks.filter_map(stat).all(state)
}

/// Sends a signal.
pub(crate) fn signal(name: &str, process: &Child) {
    let sent = Command::new("kill").args([format!("-{name}"), process.id().to_string()]).status();
    assert!(sent.unwrap().success());
}
