//! `kill -9` at times that nobody chose.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use care2mosaic::ledger::Ledger;

use super::outcome::{MIGRATE, assert_same, last_run, place};
use crate::support::{Workplace, copy_folder, say};

/// Numbers that look random, always the same for a seed.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `sides`.
    pub(super) fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// Starts a command that says nothing.
pub(super) fn quiet(mut command: Command) -> std::process::Child {
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// How long a run takes. A machine is not always as fast, so every run that has something to do says it anew.
#[derive(Default)]
struct Clock {
    whole: Duration,
}

impl Clock {
    /// Runs a command to its end, and takes its time.
    fn run_whole(&mut self, place: &Workplace, line: &str) {
        let begun = Instant::now();
        place.run(line).ended(5);
        self.whole = begun.elapsed();
    }

    /// Kills a run at some time before it should end, mostly not before it reads anything; gives what it was at, or
    /// nothing where it was faster.
    fn kill(&mut self, place: &Workplace, line: &str, dice: &mut Dice) -> Option<String> {
        let mut command = place.command(line);
        command.env("CARE2MOSAIC_LOG", "info").stdout(Stdio::null()).stderr(Stdio::piped());
        let begun = Instant::now();
        let mut child = command.spawn().unwrap();
        let said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let (tell, told) = channel();
        let listener = std::thread::spawn(move || {
            said.filter_map(|line| phase(&line)).for_each(|at| drop(tell.send(at)));
        });
        let (mut at, mut rest) = (None, self.whole);
        if dice.below(8) > 0 {
            at = told.recv().ok();
            rest = self.whole.saturating_sub(begun.elapsed());
        }
        let until =
            Instant::now() + Duration::from_millis(dice.below(1 + u64::try_from(rest.as_millis()).unwrap()));
        while Instant::now() < until && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        if child.try_wait().unwrap().is_some() {
            self.whole = begun.elapsed();
        }
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        listener.join().unwrap();
        assert!(matches!(ended.code(), None | Some(5)), "{ended}");
        let at = told.try_iter().last().or(at).unwrap_or_else(|| "before anything is read".to_owned());
        ended.code().is_none().then_some(at)
    }
}

/// What a run is at by a line of its log, if the line says it.
fn phase(line: &str) -> Option<String> {
    let name = line.split("phase=\"").nth(1)?.split('"').next()?;
    Some(if line.contains("finished") { format!("after: {name}") } else { name.to_owned() })
}

/// What is killed: a command that is given an output folder, what that holds before, and the folder that it comes to when nobody
/// disturbs it.
pub(super) struct Work<'p> {
    pub(super) place: &'p Workplace,
    pub(super) line: &'p dyn Fn(&str) -> String,
    pub(super) begin: Option<&'p str>,
    pub(super) whole: &'p str,
}

impl Work<'_> {
    /// The command for a new folder, and where that is.
    fn begin(&self, name: &str) -> (String, PathBuf) {
        if let Some(begin) = self.begin {
            copy_folder(&self.place.path(begin), &self.place.path(name));
        }
        ((self.line)(name), self.place.path(name))
    }
}

/// Kills runs until so many were killed; each folder must end as one that nobody disturbed. Gives what they were at.
fn kill(times: u64, seed: u64) -> BTreeMap<String, u64> {
    let place = place();
    place.run(&format!("{MIGRATE} whole")).ended(5);
    let line = |out: &str| format!("{MIGRATE} {out}");
    kill_work(&Work { place: &place, line: &line, begin: None, whole: "whole" }, times, seed)
}

/// The same of any command.
pub(super) fn kill_work(work: &Work<'_>, times: u64, seed: u64) -> BTreeMap<String, u64> {
    let (place, whole) = (work.place, work.place.path(work.whole));
    let mut clock = Clock::default();
    let (line, out) = work.begin("timed");
    clock.run_whole(place, &line);
    std::fs::remove_dir_all(out).unwrap();
    let (mut dice, mut killed, mut folder) = (Dice::new(seed), BTreeMap::new(), 0);
    while killed.values().sum::<u64>() < times {
        folder += 1;
        let (line, out) = work.begin(&format!("killed-{}{folder}", work.whole));
        let kills = 1 + dice.below(3);
        let at: Vec<String> = (0..kills).map_while(|_| clock.kill(place, &line, &mut dice)).collect();
        if at.len() as u64 == kills {
            clock.run_whole(place, &line);
        }
        for at in at {
            *killed.entry(at).or_default() += 1;
        }
        let what = format!("seed {seed}, folder {folder}");
        assert_same(&whole, &out, &what);
        let ledger = |out: &Path| last_run(&Ledger::open(&out.join("ledger.sqlite")).unwrap());
        assert_eq!(ledger(&whole), ledger(&out), "{what}");
        std::fs::remove_dir_all(out).unwrap();
        if times > 20 {
            say(&format!(
                "{folder} folders without a difference, runs killed by what they were at: {killed:?}"
            ));
        }
    }
    killed
}

#[test]
fn runs_killed_at_random_go_on_to_the_same_bytes() {
    kill(6, 1);
}

#[test]
#[ignore = "takes long: cargo test runs_killed_two_hundred_times -- --ignored"]
fn runs_killed_two_hundred_times_go_on_to_the_same_bytes() {
    let variable =
        |name, otherwise: u64| std::env::var(name).map_or(otherwise, |text: String| text.parse().unwrap());
    let killed = kill(variable("KILLS", 200), variable("SEED", 42));
    let middle: u64 =
        ["map and write", "after: map and write", "prove"].iter().filter_map(|at| killed.get(*at)).sum();
    let all: u64 = killed.values().sum();
    assert!(
        middle * 4 > all,
        "a quarter of the runs at least is killed while it writes or proves: {killed:?}"
    );
}
