//! `kill -9` at times that nobody chose.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::outcome::{MIGRATE, assert_same, ledger_in, place};
use crate::support::{Workplace, say};

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

/// Kills runs until so many were killed; each folder must end as one that nobody disturbed.
fn kill(times: u32, seed: u64) {
    let place = place();
    let begun = Instant::now();
    place.run(&format!("{MIGRATE} whole")).ended(5);
    let took = u64::try_from(begun.elapsed().as_millis()).unwrap();
    let (mut dice, mut killed, mut folder) = (Dice::new(seed), 0, 0);
    while killed < times {
        folder += 1;
        let line = format!("{MIGRATE} out{folder}");
        for _ in 0..=dice.below(3) {
            killed += u32::from(was_killed_after(&place, &line, dice.below(took)));
        }
        place.run(&line).ended(5);
        let out = place.path(&format!("out{folder}"));
        let what = format!("seed {seed}, folder {folder}");
        assert_same(&place.path("whole"), &out, &what);
        assert_eq!(ledger_in(&place.path("whole")), ledger_in(&out), "{what}");
        std::fs::remove_dir_all(out).unwrap();
        if times > 20 {
            say(&format!("killed {killed} times, {folder} folders without a difference"));
        }
    }
}

fn was_killed_after(place: &Workplace, line: &str, milliseconds: u64) -> bool {
    let mut child = quiet(place.command(line));
    std::thread::sleep(Duration::from_millis(milliseconds));
    child.kill().unwrap();
    child.wait().unwrap().code().is_none()
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
    kill(u32::try_from(variable("KILLS", 200)).unwrap(), variable("SEED", 42));
}
