//! What is recorded beside the work itself: calls, e-mails, letters, tasks, meetings, notes on other records, forms outside
//! cases, actions, attachments.
//!
//! It is made last, from a stream of chance of its own: what was generated before does not depend on it.

mod anchor;
mod correspondence;
mod form;
mod meeting;
mod paper;
mod somebody;
mod step;
mod task;

use jiff::civil::Date;

pub(super) use self::anchor::Anchor;
use super::Rng;
use super::clock::{YESTERDAY, day_between, plus};
use super::draft::Draft;
use super::maker::{Maker, Stamp};
use crate::record::Guid;

/// Parts the chance of this from that of the rest.
const STREAM: u64 = 0x61C8_8646_80B5_83EB;

/// Of so many households one has a record of the rarest kinds for certain, so that a small drop shows them too.
const ROUND: u64 = 17;

/// An activity while it is made.
#[derive(Debug)]
struct Activity<'a> {
    row: Draft<'a>,
    key: Guid,
    /// What it is shown by.
    subject: Option<String>,
    day: Date,
    status: i64,
    stamp: Stamp,
}

impl Activity<'_> {
    /// Gives it another status than it began with; what is open or planned is not switched off.
    fn become_status(&mut self, status: i64) {
        self.status = status;
        self.stamp = self.stamp.inactive(self.stamp.inactive && is_over(status));
    }
}

/// Whether an activity of that status is done or given up.
fn is_over(status: i64) -> bool {
    status != 1 && status != 4
}

impl<'a> Maker<'a> {
    /// Makes what is recorded beside the work with a family whose other rows are made.
    pub(super) fn activities(&mut self) {
        self.rng = Rng::new(self.council.seed() ^ STREAM, self.household.number);
        let mut anchors = anchor::anchors(self.council, &self.household);
        anchors.extend(self.forms_elsewhere(&anchors));
        for about in &anchors {
            self.notes_on(about);
            self.correspondence(about);
            self.meetings(about);
            self.tasks(about);
            self.papers(about);
            self.steps(about, &anchors);
        }
    }

    /// True in so many of a hundred cases, and once in every household of that place in the round. Places below seven are those
    /// of activities, of which a person has the one that is certain.
    fn seldom(&mut self, about: &Anchor<'_>, place: u64, share: u64) -> bool {
        let home = about.table == "Person" || place >= 7;
        let sure = home && about.first && self.household.number % ROUND == place;
        sure || self.rng.percent(share)
    }

    /// Begins an activity: what it is about, on which day, what was written.
    fn begin(&mut self, table: &str, about: &Anchor<'_>) -> Activity<'a> {
        let mut row = self.draft(table);
        let key = self.rng.guid();
        self.guid(&mut row, &format!("{table}Id"), key);
        self.triple(&mut row, "RegardingId", (about.table, about.key, about.shown.clone()));
        let (subject, text) = self.written(&about.work.called);
        row.put("Subject", subject.clone()).put("Notes", text);
        let day = day_between(&mut self.rng, about.work.start, about.work.last());
        let status = self.status(day);
        let over = is_over(status) && self.rng.percent(50);
        let stamp = self.recorded(about.work.team, day).inactive(over);
        Activity { row, key, subject, day, status, stamp }
    }

    /// Fills what all activities have and adds the row.
    fn finish(&mut self, activity: Activity<'a>) {
        let Activity { mut row, status, stamp, .. } = activity;
        row.number("StatusId", status);
        for (column, list, share) in [
            ("ActivityCategoryId", "ActivityCategory", 50),
            ("ActivityReasonId", "ActivityReason", 25),
            ("ActivityOutcomeId", "ActivityOutcome", 25),
            ("ActivityPriorityId", "ActivityPriority", 10),
        ] {
            self.any_code(&mut row, column, list, share);
        }
        row.flag("IsCaseNote", self.rng.percent(30));
        if row.guid_is_null("ClonedFromId") {
            row.flag("IsCloned", false);
        }
        self.stamp(&mut row, &stamp, None);
        self.push(row);
    }

    /// Most activities are done; a few were given up, the latest may be open.
    fn status(&mut self, day: Date) -> i64 {
        match self.rng.below(100) {
            0..4 => 3,
            4..30 if day > plus(YESTERDAY, -30) => 1,
            _ => 2,
        }
    }

    /// Sets a lookup that may point into several tables.
    fn triple(&mut self, row: &mut Draft<'_>, column: &str, (table, key, shown): (&str, Guid, String)) {
        self.guid(row, column, key);
        row.text(&format!("{column}TableName"), table).text(&format!("{column}Name"), shown);
    }
}
