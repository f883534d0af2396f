//! Things to do.

use super::super::clock::{YESTERDAY, plus};
use super::super::maker::Maker;
use super::Anchor;
use super::correspondence::regarded;

impl Maker<'_> {
    /// Tasks about a record; the latest of an open case may still be open.
    pub(super) fn tasks(&mut self, about: &Anchor<'_>) {
        let share = if about.table == "Case" { 18 } else { 2 };
        if !regarded(about) || !self.seldom(about, 6, share) {
            return;
        }
        let mut task = self.begin("Task", about);
        task.row.day("DueDate", self.rng.percent(80).then(|| plus(task.day, self.rng.between(1, 28))));
        let open = task.day > plus(YESTERDAY, -60) && about.work.open();
        let status = if open { 1 } else { self.rng.weighted(&[(9, 2), (1, 3)]) };
        task.become_status(status);
        self.finish(task);
    }
}
