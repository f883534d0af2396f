//! Disks, permissions, sources and ledgers that fail while a run is at work.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use care2mosaic::ledger::Ledger;
use care2mosaic::target::hex;
use sha2::{Digest, Sha256};

use super::outcome::{MIGRATE, assert_same, place, run_until, was_killed};
use crate::support::{Run, Workplace, files, say};

/// A user who is not root, to be refused by permissions.
const NOBODY: &str = "nobody";

/// A place with a whole run, to compare with.
pub(super) fn with_whole() -> Workplace {
    let place = place();
    place.run(&format!("{MIGRATE} whole")).ended(5);
    place
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

/// Runs the program as somebody to whom permissions apply.
pub(super) fn run_as_user(place: &Workplace, copy: &Workplace, line: &str) -> Run {
    if !is_root() {
        return place.run(line);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", NOBODY, "--"]).arg(copy.path("program")).args(line.split_whitespace());
    place.told(&command.current_dir(place.path("")).env("CARE2MOSAIC_LOG", "warn").output().unwrap())
}

/// Hands the whole place over to that user, and gives a copy of the program that they may run: its own folder may be
/// closed to others.
pub(super) fn hand_over(place: &Workplace) -> Workplace {
    let copy = Workplace::new();
    if is_root() {
        mode(&copy.path(""), 0o755);
        std::fs::copy(env!("CARGO_BIN_EXE_care2mosaic"), copy.path("program")).unwrap();
        let owned = Command::new("chown").args(["-R", NOBODY]).arg(place.path("")).status();
        assert!(owned.unwrap().success());
    }
    copy
}

pub(super) fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Every batch under its final name is whole: all that its manifest names is there, byte for byte.
pub(super) fn assert_batches_whole(out: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(out.join("data/batches")) else { return 0 };
    let names = |path: &PathBuf| !path.file_name().unwrap().to_string_lossy().starts_with('.');
    let folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(names).collect();
    for folder in &folders {
        let manifest = std::fs::read(folder.join("manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
        for file in manifest["files"].as_array().unwrap() {
            let bytes = std::fs::read(folder.join(file["path"].as_str().unwrap())).unwrap();
            let sha256 = hex(&Sha256::digest(bytes));
            assert_eq!(file["sha256"], sha256, "{}", folder.display());
        }
    }
    folders.len()
}

/// A small disk, unmounted with the test.
pub(super) struct SmallDisk(PathBuf);

impl SmallDisk {
    pub(super) fn mount(path: &Path, size: &str) -> Option<Self> {
        std::fs::create_dir(path).unwrap();
        let options = format!("size={size},mode=0700");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(path).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(path.to_path_buf()))
    }

    pub(super) fn grow(&self, size: &str) {
        let options = format!("remount,size={size}");
        let grown = Command::new("mount").args(["-o", &options]).arg(&self.0).status().unwrap();
        assert!(grown.success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_nothing_half_written_and_room_lets_it_go_on() {
    let place = with_whole();
    let Some(disk) = SmallDisk::mount(&place.path("out"), "100k") else {
        return say("not run, for want of the right to mount a small disk: what a full disk does");
    };
    let mut full = 0;
    for size in ["500k", "1m", "1500k", "2m", "2500k", "3m", "3500k", "4m", "5m", "6m"] {
        let run = place.run(&format!("{MIGRATE} out"));
        assert_batches_whole(&place.path("out"));
        disk.grow(size);
        if run.code == Some(5) {
            break;
        }
        let run = run.ended(1);
        let said = &run.stderr;
        assert!(said.contains("space") || said.contains("run the same command again"), "{run}");
        full += 1;
    }
    assert!(full > 2, "the disk was full {full} times");
    disk.grow("100m");
    place.run(&format!("{MIGRATE} out")).ended(5);
    assert_same(&place.path("whole"), &place.path("out"), "a full disk");
}

/// A ledger is not damaged that nobody came to finish.
#[test]
fn a_disk_that_is_full_while_the_ledger_is_made_is_told_as_such() {
    let place = with_whole();
    let Some(disk) = SmallDisk::mount(&place.path("out"), "48k") else {
        return say(
            "not run, for want of the right to mount a small disk: what a full disk does to a ledger",
        );
    };
    let mut unfinished = 0;
    for size in ["64k", "80k", "128k", "160k", "192k"] {
        disk.grow(size);
        let run = place.run(&format!("{MIGRATE} out")).ended(1);
        assert!(run.stderr.contains("disk") && run.stderr.contains("free space"), "{run}");
        let status = place.run("status out").ended(7);
        let told = "out holds no run yet: its ledger sqlite://out/ledger.sqlite was begun and not finished";
        let next = "`care2mosaic migrate EXPORT --out out`";
        unfinished += u32::from(status.stderr.contains(told) && status.stderr.contains(next));
        assert!(!status.stderr.contains("damaged") && !status.stderr.contains("earlier version"), "{status}");
    }
    assert!(unfinished > 2, "{unfinished}");
    disk.grow("100m");
    place.run(&format!("{MIGRATE} out")).ended(5);
    assert_same(&place.path("whole"), &place.path("out"), "a full disk");
}

#[test]
fn folders_that_may_not_be_written_are_named_and_mended() {
    let place = with_whole();
    let copy = hand_over(&place);
    std::fs::create_dir(place.path("closed")).unwrap();
    mode(&place.path("closed"), 0o555);
    let line = format!("{MIGRATE} closed/out");
    let run = run_as_user(&place, &copy, &line).ended(1);
    assert!(run.stderr.contains("closed/out") && run.stderr.contains("mend permissions"), "{run}");
    mode(&place.path("closed"), 0o777);
    run_as_user(&place, &copy, &line).ended(5);
    assert_same(&place.path("whole"), &place.path("closed/out"), "a closed folder");
}

/// The database keeps files beside the ledger, and its own words about them name neither the folder nor what to do.
#[test]
fn a_ledger_in_a_folder_that_may_not_be_written_is_named_and_mended() {
    let place = with_whole();
    let copy = hand_over(&place);
    let whole = place.path("whole");
    for (path, closed, open) in [(whole.clone(), 0o500, 0o700), (whole.join("ledger.sqlite"), 0o400, 0o600)] {
        mode(&path, closed);
        let run = run_as_user(&place, &copy, "reconcile whole --source drop").ended(1);
        assert!(run.stderr.contains("whole") && run.stderr.contains("mend"), "{run}");
        assert!(run.stderr.contains("permissions") && !run.stderr.contains("database"), "{run}");
        mode(&path, open);
        run_as_user(&place, &copy, "reconcile whole --source drop").ended(5);
    }
}

#[test]
fn permissions_lost_on_the_way_fail_batches_that_are_written_later() {
    let place = with_whole();
    assert!(was_killed(&run_until(&place, &format!("{MIGRATE} out"), "batch-sealed:2")));
    let copy = hand_over(&place);
    let batches = place.path("out/data/batches");
    mode(&batches, 0o500);
    let line = format!("{MIGRATE} out");
    let run = run_as_user(&place, &copy, &line).ended(1);
    assert!(run.stderr.contains("could not be written (0002: "), "{run}");
    assert_eq!(assert_batches_whole(&place.path("out")), 2);
    let status = run_as_user(&place, &copy, "status out").ended(0);
    assert!(status.stdout.contains("batch 0002 failed"), "{status}");
    mode(&batches, 0o700);
    run_as_user(&place, &copy, &line).ended(5);
    assert_same(&place.path("whole"), &place.path("out"), "lost permissions");
}

#[test]
fn a_source_that_may_not_be_read_is_named() {
    let place = with_whole();
    let copy = hand_over(&place);
    mode(&place.path("drop/Case.csv"), 0o000);
    let line = format!("{MIGRATE} out");
    let run = run_as_user(&place, &copy, &line).ended(4);
    assert!(run.stdout.contains("object-absent: Case.csv"), "{run}");
    assert!(!place.path("out/data").exists());
    mode(&place.path("drop/Case.csv"), 0o644);
    run_as_user(&place, &copy, &line).ended(5);
    assert_same(&place.path("whole"), &place.path("out"), "a closed source");
}

#[test]
fn a_source_that_differs_from_the_interrupted_run_is_refused() {
    let place = with_whole();
    let line = format!("{MIGRATE} out");
    assert!(was_killed(&run_until(&place, &line, "batch-sealed:2")));
    let table = place.path("drop/Contact.csv");
    let text = std::fs::read(&table).unwrap();
    std::fs::write(&table, [text.clone(), b"\r\n".to_vec()].concat()).unwrap();
    let run = place.run(&line).ended(7);
    assert!(run.stderr.contains("another drop"), "{run}");
    std::fs::remove_file(&table).unwrap();
    place.run(&line).ended(7);
    std::fs::write(&table, text).unwrap();
    place.run(&line).ended(5);
    assert_same(&place.path("whole"), &place.path("out"), "a source that changed");
}

#[test]
fn a_ledger_that_is_locked_is_left_alone() {
    let place = with_whole();
    let line = format!("{MIGRATE} out");
    assert!(was_killed(&run_until(&place, &line, "batch-sealed:2")));
    let run = while_locked(&place.path("out"), || place.run(&line)).ended(7);
    assert!(run.stderr.contains("is locked by another program"), "{run}");
    place.run(&line).ended(5);
    assert_same(&place.path("whole"), &place.path("out"), "a locked ledger");
}

/// Does something while another program writes to the ledger of a folder.
pub(super) fn while_locked<T>(out: &Path, work: impl FnOnce() -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let file = format!("sqlite://{}", out.join("ledger.sqlite").display());
    let held = runtime.block_on(async {
        let pool = sqlx::SqlitePool::connect(&file).await.unwrap();
        let mut held = pool.acquire().await.unwrap().detach();
        sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut held).await.unwrap();
        held
    });
    let done = work();
    runtime.block_on(async { sqlx::Connection::close(held).await.unwrap() });
    done
}

#[test]
fn a_ledger_that_is_damaged_ends_the_run_until_it_is_brought_back() {
    let place = with_whole();
    let line = format!("{MIGRATE} out");
    assert!(was_killed(&run_until(&place, &line, "batch-sealed:2")));
    let file = place.path("out/ledger.sqlite");
    // What stands in the journal beside it comes into the file when somebody closes it in good order.
    drop(Ledger::open(&file).unwrap());
    let copy = std::fs::read(&file).unwrap();
    let mut damaged = copy.clone();
    damaged[4096..].fill(0x5a);
    for damage in [damaged, b"no database at all, but long enough to be one".repeat(30)] {
        std::fs::write(&file, damage).unwrap();
        for command in [line.as_str(), "status out"] {
            let run = place.run(command).ended(3);
            assert!(run.stderr.contains("damaged") && run.stderr.contains("from a copy"), "{run}");
        }
        assert_eq!(assert_batches_whole(&place.path("out")), 2);
    }
    std::fs::write(&file, copy).unwrap();
    place.run(&line).ended(5);
    assert_same(&place.path("whole"), &place.path("out"), "a damaged ledger");
}

/// The row of a run is taken out of a ledger: what that run sealed is nobody's by then, and must not be written over.
#[test]
fn a_ledger_without_the_run_of_its_batches_is_told_as_damaged() {
    let place = with_whole();
    let file = place.path("whole/ledger.sqlite");
    let before = files(&place.path("whole/data"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file).foreign_keys(false);
        let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
        sqlx::raw_sql("DELETE FROM run").execute(&pool).await.unwrap();
        pool.close().await;
    });
    let retry = "retry whole --mappings mappings";
    for command in [format!("{MIGRATE} whole"), "status whole".to_owned(), retry.to_owned()] {
        let run = place.run(&command).ended(3);
        assert!(run.stderr.contains("ledger.sqlite is damaged"), "{run}");
    }
    assert!(before == files(&place.path("whole/data")));
}

/// One page in the middle of a ledger that was in order: every command names the ledger, and nothing else as changed.
#[test]
fn a_damaged_page_of_a_finished_ledger_is_told_as_such() {
    let place = with_whole();
    let file = place.path("whole/ledger.sqlite");
    let sound = std::fs::read(&file).unwrap();
    let before = files(&place.path("whole/data"));
    let mut bytes = sound.clone();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 64].fill(0x5a);
    std::fs::write(&file, bytes).unwrap();
    let options = "--mappings mappings";
    let commands = [
        format!("{MIGRATE} whole"),
        "status whole".to_owned(),
        "reconcile whole --source drop".to_owned(),
        format!("retry whole {options}"),
        format!("retry whole {options} --source drop"),
        "load whole --to sqlite://staging.sqlite".to_owned(),
        "report whole --compare 1 1".to_owned(),
    ];
    for command in &commands {
        let run = place.run(command).ended(3);
        assert!(run.stderr.contains("ledger.sqlite is damaged"), "{run}");
        assert!(run.stderr.contains("from a copy of the output folder"), "{run}");
        assert!(!run.stderr.contains("was changed"), "{run}");
    }
    let verified = place.run("verify whole").ended(3);
    assert!(
        verified.stdout.contains("found a damaged one") && verified.stdout.contains("from a copy"),
        "{verified}"
    );
    assert!(verified.stdout.contains("1 finding"), "{verified}");
    assert!(before == files(&place.path("whole/data")));
    std::fs::write(&file, sound).unwrap();
    place.run("verify whole").ended(0);
}
