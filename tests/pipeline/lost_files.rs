//! Attached files that are lost for good while a run is not finished.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU32;

use care2mosaic::ledger::BatchState;
use care2mosaic::pipeline::{
    Cancel, Event, Exit, LostFilesRefusal, MigrateRequest, Observer, RetryRequest, RunError, Silent, migrate,
    reconcile, retry, status,
};
use care2mosaic::target::hex;
use sha2::{Digest, Sha256};

use super::council::{Council, bytes_of, list, run};
use super::retry::{StopAfter, again, assert_unchanged, request, with_failed, written};
use crate::support::copy_folder;

/// Takes a file away when everything was read and nothing is written yet.
struct Lose(PathBuf);

impl Observer for Lose {
    fn event(&self, event: Event) {
        if matches!(event, Event::PhaseStarted { name: "map and write", .. }) {
            std::fs::remove_file(&self.0).unwrap();
        }
    }
}

/// The attached files of a drop, in order of name.
fn attached(council: &Council) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(council.path("drop/files")).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn giving_up(council: &Council) -> RetryRequest {
    RetryRequest { lost_files: Some("the disk failed".to_owned()), ..request(council, "out") }
}

/// A run with a failed batch, of which a file is gone; a copy of the drop still has it.
fn with_lost_file() -> (Council, PathBuf) {
    let council = Council::of(100);
    copy_folder(&council.path("drop"), &council.path("found"));
    let file = attached(&council)[0].clone();
    let error = migrate(&council.request("out"), &Lose(file.clone()), &Cancel::default()).unwrap_err();
    assert_eq!(error.exit(), Exit::Source, "{error}");
    (council, file)
}

#[test]
fn what_is_lost_for_good_holds_its_case_file_and_nobody_else() {
    let (council, file) = with_lost_file();
    let name = format!("files/{}", file.file_name().unwrap().to_string_lossy());
    for error in [
        again(&request(&council, "out")).unwrap_err(),
        migrate(&council.request("out"), &Silent, &Cancel::default()).unwrap_err(),
    ] {
        assert_eq!(error.exit(), Exit::Refused, "{error}");
        let said = error.to_string();
        assert!(said.contains(&name) && said.contains("--lost-files REASON`"), "{said}");
    }
    let finished = again(&giving_up(&council)).unwrap();
    assert_eq!(finished.exit, Exit::Exceptions);
    assert!(finished.report.checks.iter().all(|check| check.findings == 0), "{:?}", finished.report.checks);
    let [lost] = &finished.report.lost_files[..] else { panic!("{:?}", finished.report.lost_files) };
    assert_eq!((lost.reason.as_str(), lost.files[0].path.as_str()), ("the disk failed", name.as_str()));
    let held = list(&council.path("out/exceptions/held.csv"));
    let reasons: Vec<_> = held.iter().map(|line| line["FIRST_REASON"].as_str()).collect();
    assert_eq!(reasons, ["document-file-missing"]);
    assert_unchanged(&council, "out");
    // It is what a run of the export comes to as it is now.
    council.migrate("whole");
    assert!(bytes_of(&council.path("whole/data")) == bytes_of(&council.path("out/data")));
    assert!(!again(&request(&council, "out")).unwrap().changed, "nothing is left to do");
}

/// The command that is named reads the export where it lies now.
#[test]
fn files_of_an_export_that_moved_are_given_up_where_it_lies_now() {
    let (council, _) = with_lost_file();
    let moved = council.path("moved");
    std::fs::rename(council.path("drop"), &moved).unwrap();
    let there = |request| RetryRequest { source: Some(moved.clone()), ..request };
    let migration = MigrateRequest { export: moved.clone(), ..council.request("out") };
    for error in [again(&there(request(&council, "out"))).unwrap_err(), run(&migration).unwrap_err()] {
        let next = format!(" --source {} --lost-files REASON`", moved.display());
        assert!(error.exit() == Exit::Refused && error.to_string().contains(&next), "{error}");
    }
    assert_eq!(again(&there(giving_up(&council))).unwrap().exit, Exit::Exceptions);
}

#[test]
fn what_is_found_again_waits_until_the_run_came_to_its_end() {
    let (council, file) = with_lost_file();
    let cancel = Cancel::default();
    // The four batches that are sealed come first, and show that nothing stands against giving up.
    let stop = StopAfter(AtomicU32::new(5), cancel.clone());
    assert_eq!(retry(&giving_up(&council), &stop, &cancel).unwrap_err().exit(), Exit::Interrupted);
    std::fs::copy(council.path("found/files").join(file.file_name().unwrap()), &file).unwrap();
    for error in [
        again(&request(&council, "out")).unwrap_err(),
        migrate(&council.request("out"), &Silent, &Cancel::default()).unwrap_err(),
    ] {
        assert!(
            matches!(&error, RunError::LostFiles(LostFilesRefusal::Back { files, .. }) if files.len() == 1),
            "{error}"
        );
        assert_eq!(error.exit(), Exit::Refused);
    }
    let seen = status(&council.path("out"), None).unwrap();
    assert_eq!(seen.next, None);
    assert!(seen.advice.contains("First take out of the export what the run gave up"), "{}", seen.advice);
    std::fs::remove_file(&file).unwrap();
    assert!(status(&council.path("out"), None).unwrap().next.is_some());
    assert_eq!(again(&request(&council, "out")).unwrap().exit, Exit::Exceptions);
}

#[test]
fn what_is_found_again_releases_its_case_file() {
    let (council, _) = with_lost_file();
    again(&giving_up(&council)).unwrap();
    let before = written(&council.path("out")).len();
    let late = RetryRequest { source: Some(council.path("found")), ..request(&council, "out") };
    let finished = again(&late).unwrap();
    assert_eq!(finished.exit, Exit::Done, "{:?}", finished.report.checks);
    assert!(written(&council.path("out")).len() > before);
}

/// An attached file of which the first batch has a copy.
fn sealed_in_the_first_batch(council: &Council) -> PathBuf {
    let copies = bytes_of(&council.path("out/data/batches/0001/documents"));
    let digests: Vec<_> = copies.values().map(|bytes| hex(&Sha256::digest(bytes))).collect();
    let is_sealed = |path: &Path| digests.contains(&hex(&Sha256::digest(std::fs::read(path).unwrap())));
    attached(council).into_iter().find(|path| is_sealed(path)).unwrap()
}

#[test]
fn a_file_of_a_sealed_case_file_is_not_given_up() {
    let council = Council::of(100);
    with_failed(&council, "out", &[2]);
    let file = sealed_in_the_first_batch(&council);
    std::fs::rename(&file, council.path("away")).unwrap();
    let error = again(&giving_up(&council)).unwrap_err();
    assert!(
        matches!(&error, RunError::LostFiles(LostFilesRefusal::Sealed { files, .. }) if files.len() == 1),
        "{error}"
    );
    assert!(error.to_string().contains("batch 0001"), "{error}");
    std::fs::rename(council.path("away"), &file).unwrap();
    assert_eq!(again(&request(&council, "out")).unwrap().exit, Exit::Done);
}

#[test]
fn nothing_but_attached_files_is_given_up() {
    let (council, file) = with_lost_file();
    let table = std::fs::read(council.path("drop/Contact.csv")).unwrap();
    council.edit("drop/Contact.csv", |text| text + "\r\n");
    let error = again(&giving_up(&council)).unwrap_err();
    assert!(matches!(error, RunError::Usage(_)), "{error}");
    std::fs::write(council.path("drop/Contact.csv"), table).unwrap();
    std::fs::copy(council.path("found/files").join(file.file_name().unwrap()), &file).unwrap();
    assert!(matches!(again(&giving_up(&council)).unwrap_err(), RunError::Usage(_)), "nothing is lost");
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
}

/// The proof needs the export as the run read it, without what it gave up.
#[test]
fn what_is_found_again_is_not_put_back_into_the_export_of_a_finished_run() {
    let (council, file) = with_lost_file();
    again(&giving_up(&council)).unwrap();
    let name = file.file_name().unwrap();
    std::fs::copy(council.path("found/files").join(name), &file).unwrap();
    let before = bytes_of(&council.path("out/data"));
    let error = again(&request(&council, "out")).unwrap_err();
    let said = error.to_string();
    assert_eq!(error.exit(), Exit::Refused, "{said}");
    assert!(said.contains(&format!("1 new (files/{})", name.to_string_lossy())), "{said}");
    assert!(said.contains(" --source FOLDER`"), "{said}");
    assert!(before == bytes_of(&council.path("out/data")));
    assert_unchanged(&council, "out");
    std::fs::remove_file(&file).unwrap();
    let late = RetryRequest { source: Some(council.path("found")), ..request(&council, "out") };
    assert_eq!(again(&late).unwrap().exit, Exit::Done);
}

/// What another run has sealed is sealed as well.
#[test]
fn a_file_of_a_case_file_that_an_earlier_run_sealed_is_not_given_up() {
    let council = Council::with_defects(140, 0.5);
    council.migrate("out");
    let sealed = written(&council.path("out"));
    let first: BTreeSet<String> = sealed.values().cloned().collect();
    let next = status(&council.path("out"), None).unwrap().batches.len();
    council.edit("mappings/policy.toml", |text| text.replace("\"hold-case-file\"", "\"drop-record\""));
    // The second supplementary batch cannot be written: the later run stays open, with one that is sealed.
    let block = council.path(&format!("out/digests/{:04}.csv", next + 1));
    std::fs::create_dir_all(block.join("x")).unwrap();
    assert!(matches!(again(&request(&council, "out")).unwrap_err(), RunError::Batches { .. }));
    let batches = status(&council.path("out"), None).unwrap().batches;
    assert!(batches.iter().any(|batch| batch.number as usize == next && batch.state == BatchState::Sealed));
    let file = sealed_in_the_first_batch(&council);
    std::fs::rename(&file, council.path("away")).unwrap();
    let error = again(&giving_up(&council)).unwrap_err();
    assert!(
        matches!(&error, RunError::LostFiles(LostFilesRefusal::Sealed { files, .. }) if files.len() == 1),
        "{error}"
    );
    assert!(first.contains("0001") && error.to_string().contains("batch 0001"), "{error}");
    std::fs::rename(council.path("away"), &file).unwrap();
    std::fs::remove_dir_all(block).unwrap();
    assert_eq!(again(&request(&council, "out")).unwrap().exit, Exit::Exceptions);
}

/// Where something else changed too, the refusal says what.
#[test]
fn what_changed_besides_a_file_that_is_gone_is_named() {
    let (council, file) = with_lost_file();
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let (number, ending) = name.split_at(name.len() - 1);
    let other = format!("{number}{}", if ending == "0" { "1" } else { "0" });
    std::fs::write(council.path(&format!("drop/files/{other}")), "another").unwrap();
    let told = format!("1 gone (files/{name}), 1 new (files/{other})");
    for error in [
        again(&giving_up(&council)).unwrap_err(),
        again(&request(&council, "out")).unwrap_err(),
        migrate(&council.request("out"), &Silent, &Cancel::default()).unwrap_err(),
    ] {
        assert!(error.to_string().contains(&told), "{error}");
    }
}

/// The attached files of the case files of a batch, by what was noted of them when it was worked on.
fn of_batch(council: &Council, number: u32) -> Vec<PathBuf> {
    let digests = std::fs::read_to_string(council.path(&format!("out/digests/{number:04}.csv"))).unwrap();
    let keys: BTreeSet<String> = digests
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>())
        .filter(|cells| cells[2] == "DocumentFile")
        .map(|cells| cells[3].to_uppercase())
        .collect();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().to_uppercase();
    attached(council).into_iter().filter(|path| keys.contains(&name(path))).collect()
}

/// A run of which two batches failed, the second of which has an attached file. No form that is sealed names somebody of them.
fn with_two_failed() -> (Council, u32, u32) {
    let council = Council::of(100);
    council.edit_rows("DocumentAnswer", |row| {
        for column in ["LookupObjectId", "LookupObjectTitle", "LookupObjectTypeName"] {
            row.insert(column.to_owned(), String::new());
        }
    });
    with_failed(&council, "out", &[2, 3, 4]);
    let has_files = |number: &u32| !of_batch(&council, *number).is_empty();
    let second = (2..=4).rev().find(has_files).expect("attached files");
    let first = (2..=4).find(|number| *number != second).unwrap();
    (council, first, second)
}

/// What no batch needs that is asked for stands in nobody's way, and is not given up by the way.
#[test]
fn a_batch_is_tried_alone_while_a_file_of_another_is_gone() {
    let (council, first, second) = with_two_failed();
    council.migrate("whole");
    let file = of_batch(&council, second)[0].clone();
    std::fs::rename(&file, council.path("away")).unwrap();
    let of = |batches: &[u32]| RetryRequest { batches: batches.to_vec(), ..request(&council, "out") };
    let giving_up_of = |batches: &[u32]| RetryRequest { batches: batches.to_vec(), ..giving_up(&council) };
    let error = again(&giving_up_of(&[first])).unwrap_err();
    assert!(matches!(error, RunError::Usage(_)), "{error}");
    let part = again(&of(&[first])).unwrap();
    assert_eq!(part.exit, Exit::Done);
    let left: Vec<u32> = part.report.failed_batches.iter().map(|batch| batch.batch).collect();
    assert!(left.contains(&second) && !left.contains(&first), "{left:?}");
    let error = again(&of(&[second])).unwrap_err();
    let told = format!(" --batch {second} --lost-files REASON`");
    assert!(error.exit() == Exit::Refused && error.to_string().contains(&told), "{error}");
    let seen = status(&council.path("out"), None).unwrap();
    assert!(seen.advice.contains(" --lost-files REASON`") && !seen.next.unwrap().contains("--lost-files"));
    std::fs::rename(council.path("away"), &file).unwrap();
    assert_eq!(again(&request(&council, "out")).unwrap().exit, Exit::Done);
    assert!(bytes_of(&council.path("whole/data")) == bytes_of(&council.path("out/data")));
    assert_unchanged(&council, "out");
}

#[test]
fn files_of_a_batch_that_is_not_named_are_not_given_up() {
    let (council, first, second) = with_two_failed();
    let gone: Vec<PathBuf> = [first, second].iter().flat_map(|batch| of_batch(&council, *batch)).collect();
    let own = of_batch(&council, second).len();
    for file in &gone {
        std::fs::remove_file(file).unwrap();
    }
    let named = RetryRequest { batches: vec![second], ..giving_up(&council) };
    let part = again(&named).unwrap();
    assert!(matches!(part.exit, Exit::Done | Exit::Exceptions), "{:?}", part.exit);
    let again_named = again(&named);
    assert!(matches!(again_named, Err(RunError::Usage(_))), "it is sealed");
    let finished = again(&giving_up(&council)).unwrap();
    let lost: Vec<usize> = finished.report.lost_files.iter().map(|lost| lost.files.len()).collect();
    let expected = if gone.len() == own { vec![own] } else { vec![own, gone.len() - own] };
    assert_eq!(lost, expected);
    assert!(finished.report.checks.iter().all(|check| check.findings == 0), "{:?}", finished.report.checks);
}

/// A sealed batch has a copy: what is left is written all the same, and the proof says what it needs.
#[test]
fn a_file_of_a_sealed_case_file_stands_in_nobodys_way() {
    let council = Council::of(100);
    council.migrate("whole");
    with_failed(&council, "out", &[2]);
    let file = sealed_in_the_first_batch(&council);
    std::fs::rename(&file, council.path("away")).unwrap();
    let error = migrate(&council.request("out"), &Silent, &Cancel::default()).unwrap_err();
    let said = error.to_string();
    assert!(said.contains("`care2mosaic retry ") && !said.contains("--lost-files"), "{said}");
    let finished = again(&request(&council, "out")).unwrap();
    let why = finished.unproven.expect("the export is not as it was");
    assert!(why.contains("1 gone (files/"), "{why}");
    assert!(bytes_of(&council.path("whole/data")) == bytes_of(&council.path("out/data")));
    std::fs::rename(council.path("away"), &file).unwrap();
    let request = council.proof_of("out");
    assert_eq!(reconcile(&request, &Silent, &Cancel::default()).unwrap().exit, Exit::Done);
    assert_unchanged(&council, "out");
}

/// Says in every answer about a person that it is the one whose attached file this is.
fn name_the_owner_of(council: &Council, file: &Path) {
    let key = file.file_name().unwrap().to_string_lossy().to_lowercase();
    let rows = list(&council.path("drop/DocumentFile.csv"));
    let attached = |row: &&BTreeMap<String, String>| row["DocumentFileId"].to_lowercase() == key;
    let own = rows.iter().find(attached).unwrap()["DocumentFileId"].clone();
    let digests = bytes_of(&council.path("out/digests")).into_values();
    let lines: Vec<String> = digests
        .flat_map(|bytes| String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let line = lines.iter().find(|line| line.contains(&own.to_lowercase())).unwrap();
    let person = line.split(',').nth(1).unwrap();
    council.edit_rows("DocumentAnswer", |row| {
        if row["LookupObjectTypeName"] == "Person" {
            row.insert("LookupObjectId".to_owned(), person.to_owned());
            row.insert("LookupObjectTitle".to_owned(), String::new());
        }
    });
}

/// What is sealed stands: where it would be another without the files, nothing is given up, and the run goes on once they are back.
#[test]
fn files_of_somebody_whom_a_sealed_form_names_are_not_given_up() {
    let council = Council::of(100);
    with_failed(&council, "out", &[2, 3, 4]);
    let file = (2..=4).flat_map(|batch| of_batch(&council, batch)).next().expect("an attached file");
    name_the_owner_of(&council, &file);
    std::fs::remove_dir_all(council.path("out")).unwrap();
    council.migrate("whole");
    with_failed(&council, "out", &[2, 3, 4]);
    std::fs::rename(&file, council.path("away")).unwrap();
    let before = bytes_of(&council.path("out/data/batches"));
    let error = again(&giving_up(&council)).unwrap_err();
    assert!(matches!(error, RunError::LostFiles(LostFilesRefusal::Named { number: 1, .. })), "{error}");
    assert_eq!(error.exit(), Exit::Refused);
    assert!(bytes_of(&council.path("out/data/batches")) == before, "nothing is written");
    let error = again(&request(&council, "out")).unwrap_err();
    assert!(matches!(error, RunError::LostFiles(LostFilesRefusal::Gone { .. })), "{error}");
    std::fs::rename(council.path("away"), &file).unwrap();
    assert_eq!(again(&request(&council, "out")).unwrap().exit, Exit::Done);
    assert!(bytes_of(&council.path("whole/data")) == bytes_of(&council.path("out/data")));
}
