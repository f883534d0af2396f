//! Work that several children share is folded to the same bytes by several processes, and after a crash.

use care2mosaic::ledger::LedgerAddress;
use care2mosaic::synth::{Hooks, SynthOptions, copy_for_siblings, synth_with};

use super::kill::quiet;
use super::outcome::{assert_same, ledger, ledger_in, run_until, was_killed};
use crate::support::{Postgres, Workplace, files};

/// Siblings share a batch, so that these are more than one.
const MIGRATE: &str = "migrate drop --mappings mappings --batch-size 3 --threads 1 --proof-key key --out";

/// A place with a drop in which forms were copied for brothers and sisters, and a policy that folds them.
fn place() -> Workplace {
    let place = Workplace::in_memory();
    let household = |household: &mut _, council: &_, rng: &mut _| copy_for_siblings(household, council, rng);
    let hooks = Hooks { household: Box::new(household), ..Hooks::default() };
    let options = SynthOptions { people: 60, seed: 7, defects: None };
    synth_with(&place.path("drop"), &options, hooks).unwrap();
    for (name, bytes) in files(&Workplace::mappings()) {
        place.write(&format!("mappings/{name}"), bytes);
    }
    let policy = std::fs::read_to_string(place.path("mappings/policy.toml")).unwrap();
    place.write("mappings/policy.toml", policy.replace("\"fan-out\"\n", "\"fold\"\n"));
    place.write("key", [7; 32]);
    place.run(&format!("{MIGRATE} whole")).ended(0);
    let report = std::fs::read_to_string(place.path("whole/reconciliation/report.json")).unwrap();
    assert!(report.contains("sibling-fold"), "nothing was folded");
    place
}

#[test]
fn three_processes_fold_what_one_folds() {
    let Some(database) = Postgres::database("three_processes_fold_what_one_folds") else { return };
    let place = place();
    let line = format!("{MIGRATE} out --lease 2 --ledger {}", database.url_of("ann", ""));
    let worker = || {
        let mut command = place.command(&line);
        command.env("PGPASSWORD", "secret");
        quiet(command)
    };
    let mut workers: Vec<_> = (0..3).map(|_| worker()).collect();
    for worker in &mut workers {
        assert_eq!(worker.wait().unwrap().code(), Some(0));
    }
    assert_same(&place.path("whole"), &place.path("out"), "three processes");
    let address: LedgerAddress = database.url().parse().unwrap();
    assert_eq!(ledger_in(&place.path("whole")), ledger(&address));
}

#[test]
fn a_run_that_folds_goes_on_after_a_crash_to_the_same_bytes() {
    let place = place();
    for point in ["batch-begun:2", "batch-complete:2", "batch-named:3", "all-batches-sealed", "lists-written"]
    {
        let line = format!("{MIGRATE} out");
        assert!(was_killed(&run_until(&place, &line, point)), "{point}");
        place.run(&line).ended(0);
        assert_same(&place.path("whole"), &place.path("out"), point);
        assert_eq!(ledger_in(&place.path("whole")), ledger_in(&place.path("out")), "{point}");
        std::fs::remove_dir_all(place.path("out")).unwrap();
    }
}
