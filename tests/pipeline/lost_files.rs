//! Attached files that are lost for good while a run is not finished.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU32;

use care2mosaic::ledger::BatchState;
use care2mosaic::pipeline::{
    Cancel, Event, Exit, MigrateRequest, Observer, RetryRequest, RunError, Silent, migrate, retry, status,
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
    let stop = StopAfter(AtomicU32::new(1), cancel.clone());
    assert_eq!(retry(&giving_up(&council), &stop, &cancel).unwrap_err().exit(), Exit::Interrupted);
    std::fs::copy(council.path("found/files").join(file.file_name().unwrap()), &file).unwrap();
    for error in [
        again(&request(&council, "out")).unwrap_err(),
        migrate(&council.request("out"), &Silent, &Cancel::default()).unwrap_err(),
    ] {
        assert!(matches!(&error, RunError::FilesBack { files, .. } if files.len() == 1), "{error}");
        assert_eq!(error.exit(), Exit::Refused);
    }
    std::fs::remove_file(&file).unwrap();
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
    assert!(matches!(&error, RunError::LostButSealed { files, .. } if files.len() == 1), "{error}");
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
    assert!(matches!(&error, RunError::LostButSealed { files, .. } if files.len() == 1), "{error}");
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
