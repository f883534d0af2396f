//! Files that were left unfinished.

use std::fs::File;
use std::time::Duration;

use care2mosaic::target::{remove_parts, time_in};

/// Whoever took over while a process stood still may be writing by now: what it has begun is left to it.
#[test]
fn what_somebody_began_after_a_time_is_left_to_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let part = |name: &str| File::create(path(name)).unwrap();
    let (dead, named) = (part(".part-dead"), part("report.json"));
    let until = time_in(folder.path()).unwrap();
    dead.set_modified(until).unwrap();
    named.set_modified(until - Duration::from_mins(1)).unwrap();
    part(".part-alive").set_modified(until + Duration::from_millis(10)).unwrap();
    remove_parts(folder.path(), Some(until)).unwrap();
    let found = [".part-dead", "report.json", ".part-alive"].map(|name| path(name).exists());
    assert_eq!(found, [false, true, true]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "asking for the time leaves nothing");
    remove_parts(folder.path(), None).unwrap();
    assert!(!path(".part-alive").exists());
}
