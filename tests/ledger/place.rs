//! A ledger is of one output folder.

use crate::support::{Postgres, Workplace, copy_folder};

/// A place with a run whose ledger is at that address.
fn migrated(address: &str) -> Workplace {
    let place = Workplace::new();
    std::os::unix::fs::symlink(Workplace::mappings(), place.path("mappings")).unwrap();
    place.run("synth export --people 20 --seed 5").ended(0);
    let line = format!("migrate export --out out --no-reconcile --ledger {}", at(&place, address));
    place.run(&line).ended(0);
    place
}

fn at(place: &Workplace, address: &str) -> String {
    address.replace("PLACE", &place.path("").display().to_string())
}

fn refuses_another_folder(address: &str) {
    let place = migrated(address);
    let ledger = at(&place, address);
    for line in [
        "migrate export --out other",
        "migrate export --out other --dry-run",
        "status other",
        "status other --history",
        "retry other",
        "reconcile other --source export",
    ] {
        if !line.starts_with("migrate") {
            std::fs::create_dir_all(place.path("other")).unwrap();
        }
        let run = place.run(&format!("{line} --ledger {ledger}")).ended(7);
        assert!(
            run.stderr.contains("is of [folder]") && run.stderr.contains("out, and not of other"),
            "{run}"
        );
        assert!(!place.path("other/data").exists() && !place.path("other/dry-runs").exists());
    }
    place.run(&format!("reconcile out --source export --ledger {ledger}")).ended(0);
    // A copy beside it is another folder, whatever it took along.
    copy_folder(&place.path("out"), &place.path("copy"));
    for line in ["status copy", "retry copy", "migrate export --out copy"] {
        let run = place.run(&format!("{line} --ledger {ledger}")).ended(7);
        assert!(run.stderr.contains("out, and not of copy"), "{run}");
    }
    place.run(&format!("verify out --ledger {ledger}")).ended(0);
    std::fs::remove_dir_all(place.path("copy")).unwrap();
    // The folder is known wherever it is mounted, and by what it holds.
    std::fs::rename(place.path("out"), place.path("moved")).unwrap();
    place.run(&format!("verify moved --ledger {ledger}")).ended(0);
    std::fs::remove_file(place.path("moved/.lock")).unwrap();
    place.run(&format!("status moved --ledger {ledger}")).ended(0);
    place.run(&format!("retry moved --ledger {ledger}")).ended(0);
    place.run(&format!("migrate export --out other --ledger {ledger}")).ended(7);
}

#[test]
fn a_file_elsewhere_is_of_one_folder() {
    refuses_another_folder("sqlite://PLACE/runs.sqlite");
}

#[test]
fn a_database_is_of_one_folder() {
    let Some(database) = Postgres::database("a_database_is_of_one_folder") else { return };
    refuses_another_folder(&database.url());
}
