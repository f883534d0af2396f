//! Retries that are killed: of batches that could not be written, and with corrected rows.

use std::path::Path;
use std::sync::OnceLock;

use care2mosaic::ledger::Ledger;
use care2mosaic::pipeline::{LEASE, MigrateRequest, RunError};

use super::outcome::{assert_same, last_run, reached, run_until, was_killed};
use super::points::{assert_rows_have, points_of};
use crate::support::{Workplace, copy_folder, files, migrate_with_failed};

/// The batch that cannot be written at first.
const FAILED: u32 = 2;

pub(super) const FAILED_AGAIN: &str = "retry --mappings mappings --threads 1";
pub(super) const CORRECTED: &str = "retry --mappings mappings --threads 1 --source corrected";

/// A drop with folders of it: `failed` has a batch that could not be written, `whole` is the same after an undisturbed
/// retry, `corrected-whole` after another one that lays a corrected row over the drop and releases a case file.
pub(super) fn whole() -> &'static Workplace {
    static WHOLE: OnceLock<Workplace> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let place = Workplace::in_memory();
        place.run("synth drop --people 16 --seed 3 --defects 0.3").ended(0);
        for (name, bytes) in files(&Workplace::mappings()) {
            place.write(&format!("mappings/{name}"), bytes);
        }
        let date = set_date(&place.path("drop/PersonCaseNote.csv"), "");
        let error = migrate_with_failed(&request(&place), &[FAILED]);
        assert!(
            matches!(&error, RunError::Batches { failed, .. } if failed.len() == 1 && failed[0].0 == FAILED)
        );
        copy_folder(&place.path("failed"), &place.path("whole"));
        place.run(&format!("{FAILED_AGAIN} whole")).ended(5);
        let rows = std::fs::read(place.path("whole/exceptions/rows/PersonCaseNote.csv")).unwrap();
        set_date(&place.write("corrected/PersonCaseNote.csv", rows), &date);
        copy_folder(&place.path("whole"), &place.path("corrected-whole"));
        place.run(&format!("{CORRECTED} corrected-whole")).ended(5);
        assert!(numbers(&place.path("corrected-whole")).len() > numbers(&place.path("whole")).len());
        place
    })
}

fn request(place: &Workplace) -> MigrateRequest {
    MigrateRequest {
        export: place.path("drop"),
        corrections: Vec::new(),
        out: place.path("failed"),
        mappings: place.path("mappings"),
        profile: None,
        dry_run: false,
        reconcile: true,
        proof_key: None,
        ledger: None,
        lease: LEASE,
        batch_size: 6,
        threads: 1,
        typed_in: None,
    }
}

/// Sets the date of the first note of a table: none is a value that the target must have. Gives what it was.
fn set_date(path: &Path, date: &str) -> String {
    let text = std::fs::read(path).unwrap();
    let mut rows: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(&text[..])
        .records()
        .map(Result::unwrap)
        .collect();
    let column = rows[0].iter().position(|name| name == "CaseNoteDate").unwrap();
    let before = rows[1][column].to_owned();
    rows[1] = rows[1].iter().enumerate().map(|(at, cell)| if at == column { date } else { cell }).collect();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_path(path).unwrap();
    for row in &rows {
        writer.write_record(row).unwrap();
    }
    writer.flush().unwrap();
    before
}

fn ledger(out: &Path) -> Ledger {
    Ledger::open(&out.join("ledger.sqlite")).unwrap()
}

fn numbers(out: &Path) -> Vec<u32> {
    ledger(out).batches().unwrap().iter().map(|batch| batch.number).collect()
}

/// Kills a retry of a folder at each point of its rows in the table; the same command again must end as `end` did.
fn retry_again(row: &str, (command, begin, end): (&str, &str, &str), part: usize) {
    let place = whole();
    for (at, point) in points_of(row).into_iter().enumerate() {
        if at % 2 != part {
            continue;
        }
        let room = Workplace::in_memory();
        let out = room.path("out");
        copy_folder(&place.path(begin), &out);
        let line = format!("{command} {}", out.display());
        assert!(was_killed(&run_until(place, &line, point)), "{point} was never reached");
        place.run(&line).ended(5);
        assert_same(&place.path(end), &out, point);
        assert_eq!(last_run(&ledger(&place.path(end))), last_run(&ledger(&out)), "{point}");
    }
}

#[test]
fn a_killed_retry_of_failed_batches_goes_on_to_the_same_bytes_first_half() {
    retry_again("retry", (FAILED_AGAIN, "failed", "whole"), 0);
}

#[test]
fn a_killed_retry_of_failed_batches_goes_on_to_the_same_bytes_second_half() {
    retry_again("retry", (FAILED_AGAIN, "failed", "whole"), 1);
}

#[test]
fn a_killed_retry_with_corrected_rows_goes_on_to_the_same_bytes_first_half() {
    retry_again("retry --source", (CORRECTED, "whole", "corrected-whole"), 0);
}

#[test]
fn a_killed_retry_with_corrected_rows_goes_on_to_the_same_bytes_second_half() {
    retry_again("retry --source", (CORRECTED, "whole", "corrected-whole"), 1);
}

#[test]
fn the_rows_of_a_retry_have_every_point_that_it_comes_by() {
    let place = whole();
    for (row, command, begin) in [("retry", FAILED_AGAIN, "failed"), ("retry --source", CORRECTED, "whole")] {
        let room = Workplace::in_memory();
        copy_folder(&place.path(begin), &room.path("out"));
        let line = format!("{command} {}", room.path("out").display());
        assert_rows_have(row, &reached(place, &line, 5));
    }
}

/// What `status` tells to type next goes on with a killed retry.
#[test]
fn status_tells_the_command_that_goes_on_with_a_killed_retry() {
    let place = whole();
    for (command, begin, end, point) in [
        (FAILED_AGAIN, "failed", "whole", "batch-named"),
        (FAILED_AGAIN, "failed", "whole", "digests-noted:2"),
        (CORRECTED, "whole", "corrected-whole", "batch-sealed"),
    ] {
        let room = Workplace::in_memory();
        let out = room.path("out");
        copy_folder(&place.path(begin), &out);
        assert!(was_killed(&run_until(place, &format!("{command} {}", out.display()), point)));
        let status = place.run(&format!("status {}", out.display())).ended(0).stdout;
        let next = status.split("care2mosaic ").nth(1).unwrap().trim();
        let next = next.replace("[folder]", &place.path("").display().to_string());
        place.run(&format!("{next} --threads 1")).ended(5);
        assert_same(&place.path(end), &out, point);
    }
}

/// A copy of an undisturbed folder, for a retry that is going to be disturbed.
fn undisturbed(room: &Workplace) -> String {
    let out = room.path("out");
    copy_folder(&whole().path("whole"), &out);
    out.display().to_string()
}

/// Every command but the one that goes on with an open retry names that one, and says nothing else of the folder.
fn assert_others_name(next: &str, out: &str) {
    let place = whole();
    let status = place.run(&format!("status {out}")).ended(0);
    assert!(status.stdout.contains(next), "{status}");
    for line in [
        format!("verify {out}"),
        format!("reconcile {out} --source drop --source corrected"),
        format!("migrate drop --mappings mappings --batch-size 6 --out {out}"),
        format!("retry --mappings mappings {out} --source drop"),
    ] {
        let refused = place.run(&line).ended(7);
        assert!(
            refused.stderr.contains(next) && !refused.stderr.contains("was changed"),
            "{line}\n{refused}"
        );
    }
}

#[test]
fn until_a_killed_retry_came_to_its_end_other_commands_name_the_one_that_goes_on() {
    let place = whole();
    for point in ["run-begun", "mappings-complete", "batch-named"] {
        let room = Workplace::in_memory();
        let out = undisturbed(&room);
        assert!(was_killed(&run_until(place, &format!("{CORRECTED} {out}"), point)), "{point}");
        assert_others_name(&format!("care2mosaic retry {out} --source corrected"), &out);
        place.run(&format!("retry --mappings mappings --threads 1 {out}")).ended(5);
        assert_same(&place.path("corrected-whole"), Path::new(&out), point);
    }
}

#[test]
fn until_a_failed_retry_came_to_its_end_other_commands_name_the_one_that_goes_on() {
    let (place, room) = (whole(), Workplace::in_memory());
    let out = undisturbed(&room);
    let next = numbers(Path::new(&out)).into_iter().max().unwrap() + 1;
    let blocked = room.path(&format!("out/digests/{next:04}.csv"));
    std::fs::create_dir_all(blocked.join("x")).unwrap();
    place.run(&format!("{CORRECTED} {out}")).ended(1);
    assert_others_name(&format!("care2mosaic retry {out} --source corrected"), &out);
    std::fs::remove_dir_all(blocked).unwrap();
    place.run(&format!("retry {out} --threads 1")).ended(5);
    assert_same(&place.path("corrected-whole"), Path::new(&out), "a retry that failed");
}

/// Corrected rows that are gone bind nobody, as long as nothing was sealed of them.
#[test]
fn a_retry_that_sealed_nothing_of_what_is_gone_is_begun_anew() {
    let (place, room) = (whole(), Workplace::in_memory());
    let out = undisturbed(&room);
    copy_folder(&place.path("corrected"), &room.path("gone"));
    let line = CORRECTED.replace("corrected", &room.path("gone").display().to_string());
    assert!(was_killed(&run_until(place, &format!("{line} {out}"), "batch-named")));
    std::fs::remove_dir_all(room.path("gone")).unwrap();
    place.run(&format!("{CORRECTED} {out}")).ended(5);
    place.run(&format!("verify {out}")).ended(0);
    let batches = |out: &Path| files(&out.join("data/batches"));
    assert!(batches(&place.path("corrected-whole")) == batches(Path::new(&out)));
}
