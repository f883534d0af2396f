//! Retries and proofs of folders that hold sealed batches, disturbed as runs are: killed at any time, on a full disk, with a ledger
//! that is locked.

use super::disturbances::{SmallDisk, assert_batches_whole, while_locked, with_whole};
use super::kill::{Work, kill_work};
use super::outcome::{MIGRATE, assert_same};
use super::retry::{CORRECTED, FAILED_AGAIN, whole};
use crate::support::{Workplace, copy_folder, files, say};

/// A place with an output folder that nobody proved, and the same proved.
fn unproven() -> Workplace {
    let place = with_whole();
    place.run(&format!("{MIGRATE} unproven --no-reconcile")).ended(5);
    place
}

fn retry_failed(out: &str) -> String {
    format!("{FAILED_AGAIN} {out}")
}

fn retry_corrected(out: &str) -> String {
    format!("{CORRECTED} {out}")
}

fn reconcile(out: &str) -> String {
    format!("reconcile {out} --source drop --threads 1")
}

/// Every such command, each with what it begins with and what it comes to.
fn each(mut disturb: impl FnMut(&Work<'_>)) {
    let retried = whole();
    disturb(&Work { place: retried, line: &retry_failed, begin: Some("failed"), whole: "whole" });
    let (line, begin) = (&retry_corrected, Some("whole"));
    disturb(&Work { place: retried, line, begin, whole: "corrected-whole" });
    disturb(&Work { place: &unproven(), line: &reconcile, begin: Some("unproven"), whole: "whole" });
}

#[test]
fn retries_and_proofs_killed_at_random_go_on_to_the_same_bytes() {
    each(|work| drop(kill_work(work, 3, 5)));
}

#[test]
#[ignore = "takes long: cargo test retries_and_proofs_killed_two_hundred_times -- --ignored"]
fn retries_and_proofs_killed_two_hundred_times_go_on_to_the_same_bytes() {
    each(|work| say(&format!("{}: {:?}", (work.line)("OUT"), kill_work(work, 67, 11))));
}

#[test]
fn a_ledger_that_is_locked_is_left_alone_by_retries_and_proofs() {
    each(|work| {
        let (place, name) = (work.place, format!("locked-{}", work.whole));
        copy_folder(&place.path(work.begin.unwrap()), &place.path(&name));
        let line = (work.line)(&name);
        let before = files(&place.path(&name).join("data"));
        let run = while_locked(&place.path(&name), || place.run(&line)).ended(7);
        assert!(run.stderr.contains("is locked by another program"), "{run}");
        assert!(before == files(&place.path(&name).join("data")), "{line}");
        place.run(&line).ended(5);
        assert_same(&place.path(work.whole), &place.path(&name), &line);
    });
}

#[test]
fn a_full_disk_stops_retries_and_proofs_until_there_is_room() {
    each(|work| {
        let (place, name) = (work.place, format!("full-{}", work.whole));
        let begin = place.path(work.begin.unwrap());
        // In whole pages, each of 4 KiB.
        let used: usize = files(&begin).values().map(|bytes| bytes.len().div_ceil(4096) * 4).sum();
        let Some(disk) = SmallDisk::mount(&place.path(&name), "100m") else {
            return say("not run, for want of the right to mount a small disk: what a full disk does");
        };
        copy_folder(&begin, &place.path(&name));
        let mut full = 0;
        for more in [100, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 4_000, 6_000] {
            disk.grow(&format!("{}k", used + more));
            let run = place.run(&(work.line)(&name));
            assert_batches_whole(&place.path(&name));
            if run.code == Some(5) {
                break;
            }
            let run = run.ended(1);
            let said = &run.stderr;
            assert!(said.contains("space") || said.contains("run the same command again"), "{run}");
            full += 1;
        }
        assert!(full > 0, "the disk was never full");
        disk.grow("100m");
        place.run(&(work.line)(&name)).ended(5);
        assert_same(&place.path(work.whole), &place.path(&name), &name);
    });
}
