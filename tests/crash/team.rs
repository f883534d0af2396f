//! Several processes at work on one run, over a PostgreSQL ledger.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use care2mosaic::ledger::{Ledger, LedgerAddress};

use super::kill::{Dice, quiet};
use super::outcome::{MIGRATE, assert_same, ledger, ledger_in, place, run_until, was_killed};
use crate::support::{
    Postgres, TestDatabase, Workplace, about_to_stand, copy_folder, files, signal, wait_until_stopped,
};

/// How long a worker of these tests may be silent.
const LEASE: Duration = Duration::from_secs(2);

/// A place with a whole run of one process, and a database for a team.
struct Team {
    place: Workplace,
    database: TestDatabase,
}

impl Team {
    /// None where there is no server.
    fn new(test: &str) -> Option<Self> {
        Postgres::database(test).map(Self::with)
    }

    fn with(database: TestDatabase) -> Self {
        let place = place();
        place.run(&format!("{} whole", small_batches(MIGRATE))).ended(5);
        Self { place, database }
    }

    fn line(&self) -> String {
        format!("{} out --lease 2 --ledger {}", small_batches(MIGRATE), self.database.url_of("ann", ""))
    }

    fn command(&self) -> Command {
        let mut command = self.place.command(&self.line());
        command.env("PGPASSWORD", "secret");
        command
    }

    fn worker(&self) -> Child {
        quiet(self.command())
    }

    /// A worker that stands still at a crash point until it gets a signal.
    fn standing_at(&self, point: &str) -> Child {
        let mut child = self.about_to_stand_at(point);
        wait_until_stopped(&mut child);
        child
    }

    fn about_to_stand_at(&self, point: &str) -> Child {
        about_to_stand(self.command(), point)
    }

    /// The folder and the ledger are what one process leaves that nobody disturbed.
    fn assert_whole(&self) {
        let (whole, out) = (self.place.path("whole"), self.place.path("out"));
        assert_same(&whole, &out, "several processes");
        let address: LedgerAddress = self.database.url().parse().unwrap();
        assert_eq!(ledger_in(&whole), ledger(&address));
        assert!(Ledger::connect(&address).unwrap().workers().unwrap().is_empty());
        assert!(!out.join(".workers").exists());
    }
}

/// More batches than processes.
fn small_batches(line: &str) -> String {
    line.replace("--batch-size 6", "--batch-size 2")
}

#[test]
fn three_processes_write_what_one_writes() {
    let Some(team) = Team::new("three_processes_write_what_one_writes") else { return };
    let mut workers: Vec<_> = (0..3).map(|_| team.worker()).collect();
    for worker in &mut workers {
        assert_eq!(worker.wait().unwrap().code(), Some(5));
    }
    team.assert_whole();
    assert_eq!(team.database.sql("SELECT COUNT(*) FROM run"), "1");
    assert_eq!(team.database.sql("SELECT COUNT(*) FROM batch WHERE worker IS NULL"), "0");
    // Who comes later finds it finished.
    let late = team.place.told(&team.command().output().unwrap()).ended(5);
    assert!(late.stderr.contains("nothing was changed"), "{late}");
}

#[test]
fn processes_killed_at_random_are_made_up_for() {
    let Some(team) = Team::new("processes_killed_at_random_are_made_up_for") else { return };
    let mut dice = Dice::new(3);
    let mut workers: Vec<_> = (0..3).map(|_| team.worker()).collect();
    for _ in 0..6 {
        sleep(Duration::from_millis(dice.below(1_200)));
        let at = usize::try_from(dice.below(3)).unwrap();
        workers[at].kill().unwrap();
        workers[at].wait().unwrap();
        workers[at] = team.worker();
    }
    for worker in &mut workers {
        assert_eq!(worker.wait().unwrap().code(), Some(5));
    }
    team.assert_whole();
}

/// Whoever dies, and wherever: another process that is at work finishes without anybody's help.
#[test]
fn a_process_that_dies_is_replaced_by_those_at_work() {
    let points = [
        "batch-begun:2",
        "batch-file-written=xref.csv:2",
        "batch-complete:2",
        "batch-named:2",
        "all-batches-sealed",
        "file-named=report.json",
    ];
    for point in points {
        let Some(team) = Team::new("a_process_that_dies_is_replaced_by_those_at_work") else { return };
        let line = team.line().replace("ann@", "ann:secret@");
        let killed = std::thread::scope(|scope| {
            let first = scope.spawn(|| run_until(&team.place, &line, point));
            sleep(Duration::from_millis(100));
            let mut second = team.worker();
            let killed = first.join().unwrap();
            assert_eq!(second.wait().unwrap().code(), Some(5), "{point}");
            killed
        });
        assert!(was_killed(&killed) || killed.status.code() == Some(5), "{point}");
        team.assert_whole();
    }
}

#[test]
fn one_process_alone_goes_on_after_a_crash_at_every_step() {
    let Some(team) = Team::new("one_process_alone_goes_on_after_a_crash_at_every_step") else { return };
    let line = team.line().replace("ann@", "ann:secret@");
    for point in [
        "folder-cleared",
        "run-begun",
        "batches-numbered",
        "batch-complete:2",
        "batch-named:3",
        "lists-written",
        "digests-noted",
    ] {
        assert!(was_killed(&run_until(&team.place, &line, point)), "{point}");
    }
    let run = team.place.told(&team.command().output().unwrap()).ended(5);
    assert!(!run.stderr.contains("secret"), "{run}");
    team.assert_whole();
}

/// One that stands still while it finishes the run, for longer than its lease, writes nothing over what another made.
#[test]
fn one_that_stood_still_leaves_what_another_finished() {
    let Some(team) = Team::new("one_that_stood_still_leaves_what_another_finished") else { return };
    let mut command = team.command();
    command.env("CARE2MOSAIC_LOG", "info").stdout(Stdio::null()).stderr(Stdio::piped());
    let mut still = command.spawn().unwrap();
    let mut said = BufReader::new(still.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(said.any(|line| line.contains("finished") && line.contains("map and write")));
    signal("STOP", &still);
    assert_eq!(team.worker().wait().unwrap().code(), Some(5));
    signal("CONT", &still);
    let said: Vec<String> = said.collect();
    assert_eq!(still.wait().unwrap().code(), Some(5), "{said:?}");
    team.assert_whole();
    let verified = format!("verify out --ledger {}", team.database.url());
    team.place.run(&verified).ended(0);
}

/// Suspended before anything was sealed and taken for dead: it goes on beside whoever went on with the run.
#[test]
fn one_that_stood_still_before_anything_was_sealed_goes_on_beside_another() {
    let name = "one_that_stood_still_before_anything_was_sealed";
    for point in ["batch-begun", "batch-complete", "batch-named"] {
        let Some(team) = Team::new(name) else { return };
        let mut still = team.standing_at(point);
        sleep(2 * LEASE);
        assert_eq!(team.worker().wait().unwrap().code(), Some(5), "{point}");
        signal("CONT", &still);
        assert_eq!(still.wait().unwrap().code(), Some(5), "{point}");
        team.assert_whole();
        assert_eq!(team.database.sql("SELECT COUNT(*) FROM run"), "1");
    }
}

/// Both write the same batch, and whoever was taken for dead is the faster one.
#[test]
fn a_batch_that_another_was_faster_with_is_taken_as_it_is() {
    let Some(team) = Team::new("a_batch_that_another_was_faster_with") else { return };
    let mut first = team.standing_at("batch-complete");
    sleep(2 * LEASE);
    let mut second = team.standing_at("batch-complete");
    signal("CONT", &first);
    let batch = team.place.path("out/data/batches/0000");
    while !batch.exists() {
        sleep(Duration::from_millis(5));
    }
    signal("CONT", &second);
    assert_eq!(first.wait().unwrap().code(), Some(5));
    assert_eq!(second.wait().unwrap().code(), Some(5));
    team.assert_whole();
}

/// Others may begin another run where nothing was sealed and nobody seems to be at work.
#[test]
fn one_that_stood_still_leaves_a_run_alone_that_was_begun_in_place_of_its_own() {
    for point in ["batches-numbered", "batch-begun", "batch-complete", "batch-named"] {
        let Some(team) = Team::new("one_that_stood_still_leaves_a_run_alone") else { return };
        let mut still = team.standing_at(point);
        sleep(2 * LEASE);
        let other = |line: &str| line.replace("--batch-size 2", "--batch-size 5");
        let line = other(&team.line()).replace("ann@", "ann:secret@");
        team.place.run(&line).ended(5);
        signal("CONT", &still);
        assert_eq!(still.wait().unwrap().code(), Some(7), "{point}");
        team.place.run(&other(&format!("{} other", small_batches(MIGRATE)))).ended(5);
        let (whole, out) = (team.place.path("other"), team.place.path("out"));
        assert_same(&whole, &out, point);
        team.place.run(&format!("verify out --ledger {}", team.database.url())).ended(0);
    }
}

/// Whatever is left to write of a run is left to whoever took it over, file by file.
#[test]
fn one_that_stood_still_among_the_last_files_writes_none_of_them_again() {
    let points = [
        ("file-named=datapackage.json", ["bagit.txt", "manifest-sha256.txt"]),
        ("file-complete=manifest-sha256.txt", ["manifest-sha256.txt", "tagmanifest-sha256.txt"]),
        ("file-named=differences.csv", ["reconciliation/joining.csv", "reconciliation/root.json"]),
        ("file-named=report.json", ["reconciliation/report.html", "reconciliation/case-files.csv"]),
    ];
    for (point, names) in points {
        let Some(team) = Team::new("one_that_stood_still_among_the_last_files") else { return };
        let mut still = team.standing_at(point);
        sleep(2 * LEASE);
        assert_eq!(team.worker().wait().unwrap().code(), Some(5), "{point}");
        team.assert_whole();
        // As if another run had written here since.
        let paths = names.map(|name| team.place.path(&format!("out/{name}")));
        for path in &paths {
            std::fs::write(path, "of a later run").unwrap();
        }
        signal("CONT", &still);
        assert_eq!(still.wait().unwrap().code(), Some(5), "{point}");
        for path in paths {
            let found = std::fs::read_to_string(&path).unwrap();
            assert!(found == "of a later run", "{point}: {} is written again", path.display());
        }
    }
}

#[test]
fn a_folder_that_is_shared_is_not_proved_or_migrated_otherwise() {
    let Some(team) = Team::new("a_folder_that_is_shared_is_not_proved_or_migrated_otherwise") else { return };
    let line = team.line().replace("ann@", "ann:secret@");
    assert!(was_killed(&run_until(&team.place, &line, "all-batches-sealed")));
    let address: LedgerAddress = team.database.url().parse().unwrap();
    let ledger = Ledger::connect(&address).unwrap();
    ledger.enlist("somebody", Duration::from_mins(10)).unwrap();
    ledger.join_run("somebody", 1).unwrap();
    let other = line.replace("--batch-size 2", "--batch-size 5");
    let refused = team.place.run(&other).ended(7);
    assert!(refused.stderr.contains("another batch size") && !refused.stderr.contains("secret"), "{refused}");
    let proof = format!("reconcile out --source drop --ledger {}", team.database.url());
    let refused = team.place.run(&proof).ended(7);
    assert!(refused.stderr.contains("another run holds"), "{refused}");
}

/// A copy on another machine has the identifier of the folder that it was made of, and not those who are at work there.
#[test]
fn a_copy_of_a_folder_is_not_worked_on_with_the_folder() {
    let Some(team) = Team::new("a_copy_of_a_folder_is_not_worked_on_with_the_folder") else { return };
    let line = team.line().replace("ann@", "ann:secret@");
    assert!(was_killed(&run_until(&team.place, &line, "batch-sealed:2")));
    let out = team.place.path("out");
    let workers = out.join(".workers");
    let dead = std::fs::read_dir(&workers).unwrap().map(|entry| entry.unwrap().path());
    dead.for_each(|folder| std::fs::remove_dir_all(folder).unwrap());
    // Where the other machine sees it; there is nothing at the path that the ledger knows.
    copy_folder(&out, &team.place.path("copy"));
    std::fs::rename(&out, team.place.path("elsewhere")).unwrap();
    let address: LedgerAddress = team.database.url().parse().unwrap();
    let ledger = Ledger::connect(&address).unwrap();
    ledger.enlist("somebody", Duration::from_mins(10)).unwrap();
    ledger.join_run("somebody", 1).unwrap();
    let before = files(&team.place.path("copy/data"));
    let refused = team.place.run(&line.replace("--out out", "--out copy")).ended(7);
    let said = "copy is not the folder in which other processes are at work";
    assert!(refused.stderr.contains(said) && !refused.stderr.contains("secret"), "{refused}");
    assert!(before == files(&team.place.path("copy/data")));
    // Whoever sees the same folder goes on with it, wherever it is mounted.
    ledger.leave_run("somebody").unwrap();
    team.place.run(&line.replace("--out out", "--out elsewhere")).ended(5);
}

/// Whoever ends a run in place of another writes the same bytes: should that one go on at the wrong moment, it does no harm.
#[test]
fn a_report_is_the_same_whoever_ends_the_run() {
    let Some(team) = Team::new("a_report_is_the_same_whoever_ends_the_run") else { return };
    let line = team.line().replace("ann@", "ann:secret@");
    assert!(was_killed(&run_until(&team.place, &line, "file-named=report.json")));
    let written = |name: &str| std::fs::read(team.place.path(&format!("out/reconciliation/{name}"))).unwrap();
    let names = ["report.json", "root.json", "case-files.csv", "differences.csv"];
    let before = names.map(written);
    sleep(Duration::from_millis(1_100));
    team.place.told(&team.command().output().unwrap()).ended(5);
    assert!(before == names.map(written));
    team.assert_whole();
}

/// An attached file that vanishes when all have read it fails its batch: each of those at work says so with the same code.
#[test]
fn a_file_that_vanishes_from_a_shared_run_ends_it_with_the_code_of_the_export() {
    let Some(team) = Team::new("a_file_that_vanishes_from_a_shared_run") else { return };
    // All stand still when they know the file, and go on without it.
    let mut workers: Vec<Child> = (0..3).map(|_| team.about_to_stand_at("attachments-read")).collect();
    workers.iter_mut().for_each(wait_until_stopped);
    let index = team.place.path("whole/data/batches");
    let last = std::fs::read_dir(index).unwrap().map(|entry| entry.unwrap().path().join("documents"));
    let last = last.filter(|folder| folder.is_dir()).max().unwrap();
    let copy = files(&last).into_values().next().unwrap();
    let drop = files(&team.place.path("drop/files"));
    let (name, bytes) = drop.iter().find(|(_, bytes)| **bytes == copy).unwrap();
    let file = team.place.path(&format!("drop/files/{name}"));
    std::fs::remove_file(&file).unwrap();
    for worker in &workers {
        signal("CONT", worker);
    }
    for worker in workers {
        let ended = worker.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(4), "{}", String::from_utf8_lossy(&ended.stderr));
    }
    let status = team.place.run(&format!("status out --ledger {}", team.database.url())).ended(0);
    assert!(status.stdout.contains("1 batch(es) could not be written, all others are sealed"), "{status}");
    // Once it is back, the run goes on.
    std::fs::write(&file, bytes).unwrap();
    team.place.told(&team.command().output().unwrap()).ended(5);
    team.assert_whole();
}

/// A server that goes away at any time ends a run, which says what to do; once the server is back, the same command goes on.
#[test]
fn a_server_that_goes_away_ends_a_run_that_goes_on_once_it_is_back() {
    let Some(database) = Postgres::alone("a_server_that_goes_away_ends_a_run") else { return };
    let team = Team::with(database);
    for point in ["drop-staged", "batch-complete:2", "lists-written"] {
        let mut worker = team.standing_at(point);
        team.database.stop_server();
        signal("CONT", &worker);
        assert_eq!(worker.wait().unwrap().code(), Some(7), "{point}");
        let mut said = String::new();
        worker.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        let told = "Once it answers, run the same command again: a run that was begun goes on";
        assert!(said.contains("the server cannot be reached") && said.contains(told), "{point}: {said}");
        // Nor does a command that is typed too early do any harm.
        let early = team.place.told(&team.command().output().unwrap()).ended(7);
        assert!(early.stderr.contains("cannot be reached"), "{early}");
        team.database.start_server();
    }
    team.place.told(&team.command().output().unwrap()).ended(5);
    team.assert_whole();
}

/// Whether a run of several processes is proved is not left to whoever happens to finish it: one that was told to is enough.
#[test]
fn a_run_is_proved_where_one_of_the_processes_was_told_to() {
    for others_prove in [true, false] {
        let Some(team) = Team::new("a_run_is_proved_where_one_of_the_processes_was_told_to") else { return };
        let patient = |line: &str| line.replace("--lease 2", "--lease 600") + " --no-reconcile";
        let mut command = team.place.command(&patient(&team.line()));
        command.env("PGPASSWORD", "secret");
        let mut finisher = about_to_stand(command, "all-batches-sealed");
        wait_until_stopped(&mut finisher);
        let mut other = team.place.command(&if others_prove { team.line() } else { patient(&team.line()) });
        let mut other = quiet({
            other.env("PGPASSWORD", "secret");
            other
        });
        while team.database.sql("SELECT COUNT(*) FROM worker WHERE run IS NOT NULL") != "2" {
            assert!(other.try_wait().unwrap().is_none(), "it ended before it joined");
            sleep(Duration::from_millis(20));
        }
        signal("CONT", &finisher);
        for process in [&mut finisher, &mut other] {
            assert_eq!(process.wait().unwrap().code(), Some(5));
        }
        if others_prove {
            team.assert_whole();
            continue;
        }
        let status = team.place.run(&format!("status out --ledger {}", team.database.url())).ended(0);
        assert!(status.stdout.contains("care2mosaic reconcile out --source drop --ledger"), "{status}");
    }
}
