//! Attached files under the names that people gave them, lost while a run is not finished.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use care2mosaic::pipeline::{LEASE, MigrateRequest};
use care2mosaic::target::hex;
use sha2::{Digest, Sha256};

use crate::support::{Run, Workplace, files, migrate_with_failed};

/// Views of the screens, `drop`, of which `whole` holds all and `out` all but the second batch.
fn with_failed_batch() -> Workplace {
    let place = Workplace::new();
    place.run("synth drop --people 60 --seed 9 --shape screen").ended(0);
    let mappings = Workplace::mappings();
    let whole =
        format!("migrate drop --out whole --batch-size 20 --no-reconcile --mappings {}", mappings.display());
    place.run(&whole);
    let request = MigrateRequest {
        export: place.path("drop"),
        corrections: Vec::new(),
        out: place.path("out"),
        mappings,
        profile: None,
        dry_run: false,
        reconcile: false,
        proof_key: None,
        ledger: None,
        lease: LEASE,
        batch_size: 20,
        threads: 1,
        typed_in: None,
    };
    migrate_with_failed(&request, &[2]);
    place
}

/// Takes away an attached file that is alone in its folder, of a sealed batch or of the one that failed: its name, and the path
/// by which it is told.
fn lose(place: &Workplace, sealed: bool) -> (String, String, PathBuf) {
    let written = files(&place.path("out/data/batches"));
    let copied: BTreeSet<&str> =
        written.keys().filter_map(|path| path.split_once("/documents/")).map(|two| two.1).collect();
    let wanted = files(&place.path("whole/data/batches"));
    let wanted = wanted.keys().filter_map(|path| path.split_once("/documents/")).map(|two| two.1);
    let wanted: BTreeSet<&str> = wanted.filter(|digest| copied.contains(digest) == sealed).collect();
    let attached = files(&place.path("drop/files"));
    let is_alone =
        |folder: &str| attached.keys().filter(|path| path.starts_with(&format!("{folder}/"))).count() == 1;
    let mut lost = attached.iter().filter_map(|(path, bytes)| {
        let (folder, name) = path.split_once('/')?;
        let digest = hex(&Sha256::digest(bytes));
        (is_alone(folder) && wanted.contains(digest.as_str())).then_some((path, folder, name))
    });
    let (path, folder, name) = lost.next().unwrap();
    let ending = name.rsplit_once('.').unwrap().1.to_lowercase();
    fs::rename(place.path(&format!("drop/files/{path}")), place.path("away")).unwrap();
    (name.to_owned(), format!("files/{folder}/1.{ending}"), place.path(&format!("drop/files/{path}")))
}

fn run(place: &Workplace, line: &str) -> Run {
    place.run(&format!("{line} --mappings {}", Workplace::mappings().display()))
}

#[test]
fn a_file_of_the_failed_batch_is_given_up_by_its_place() {
    let place = with_failed_batch();
    let (name, told, file) = lose(&place, false);
    let refused = run(&place, "retry out").ended(7);
    assert!(refused.stderr.contains(&told) && refused.stderr.contains("--lost-files REASON"), "{refused}");
    assert!(!refused.stderr.contains(&name), "{refused}");
    let status = place.run("status out");
    assert!(status.stdout.contains(&told) && !status.stdout.contains(&name), "{status}");
    run(&place, "retry out --lost-files burnt").ended(5);
    let report = fs::read_to_string(place.path("out/reconciliation/report.json")).unwrap();
    assert!(report.contains(&told) && !report.contains(&name));
    place.run("verify out --source drop").ended(0);
    fs::rename(place.path("away"), file).unwrap();
    assert!(run(&place, "retry out").ended(7).stderr.contains(&format!("1 new ({told})")));
}

#[test]
fn a_file_of_a_sealed_batch_stands_in_nobodys_way() {
    let place = with_failed_batch();
    let (name, told, file) = lose(&place, true);
    let again = run(&place, "retry out");
    assert!(again.code.is_some_and(|code| [0, 5].contains(&code)), "{again}");
    assert!(!format!("{again}").contains(&name), "{again}");
    let data = |out: &str| files(&place.path(&format!("{out}/data")));
    assert!(data("out") == data("whole"), "{told} was copied");
    fs::rename(place.path("away"), file).unwrap();
    place.run("reconcile out --source drop");
    place.run("verify out --source drop").ended(0);
}
