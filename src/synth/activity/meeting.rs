//! Meetings, once or again and again, and who came.

use super::super::clock::{Moment, YESTERDAY, day_between, plus};
use super::super::maker::{Maker, Stamp};
use super::Anchor;
use super::correspondence::regarded;
use super::somebody::Named;
use crate::record::Guid;

const PLACES: [&str; 5] = ["Civic Centre, room 2", "School", "Family home", "Online", "Health centre"];

impl Maker<'_> {
    /// Meetings about a record.
    pub(super) fn meetings(&mut self, about: &Anchor<'_>) {
        if !regarded(about) {
            return;
        }
        let share = if about.table == "Case" { 20 } else { 2 };
        if self.seldom(about, 4, share) {
            self.appointment(about);
        }
        if self.seldom(about, 5, share / 8) {
            self.recurring(about);
        }
    }

    fn appointment(&mut self, about: &Anchor<'_>) {
        let mut meeting = self.begin("Appointment", about);
        let planned = about.work.open() && self.rng.percent(20);
        if planned {
            meeting.become_status(4);
        }
        let day = if planned { plus(YESTERDAY, self.rng.between(2, 30)) } else { meeting.day };
        let hour = i8::try_from(self.rng.between(8, 14)).unwrap_or(9);
        meeting.row.time("StartDateTime", Moment::at(day, hour, 0, 0, 0));
        meeting.row.time("EndDateTime", self.rng.percent(85).then(|| Moment::at(day, hour + 1, 30, 0, 0)));
        self.any_code(&mut meeting.row, "AppointmentTypeId", "AppointmentType", 85);
        self.place(&mut meeting.row);
        let (key, stamp) = (meeting.key, meeting.stamp);
        let worker = self.some_worker(about.work.team);
        self.attendee("RequiredAttendee", key, worker, &stamp);
        while self.rng.percent(45) {
            let other = self.somebody_else();
            self.attendee("RequiredAttendee", key, other, &stamp);
        }
        if self.seldom(about, 4, 30) {
            let other = self.somebody_else();
            self.attendee("OptionalAttendee", key, other, &stamp);
        }
        self.finish(meeting);
    }

    fn attendee(&mut self, table: &str, meeting: Guid, who: Named, stamp: &Stamp) {
        let mut row = self.draft(table);
        let key = self.rng.guid();
        self.guid(&mut row, &format!("{table}Id"), key);
        self.guid(&mut row, "AppointmentId", meeting);
        self.triple(&mut row, "AttendeeId", who);
        self.stamp(&mut row, stamp, None);
        self.push(row);
    }

    fn recurring(&mut self, about: &Anchor<'_>) {
        let mut series = self.begin("RecurringAppointment", about);
        let last = day_between(&mut self.rng, series.day, about.work.last());
        series.row.time("FirstStartDateTime", Moment::at(series.day, 10, 0, 0, 0));
        series.row.time("LastStartDateTime", self.rng.percent(80).then(|| Moment::at(last, 10, 0, 0, 0)));
        series.row.number("RecurrencePatternId", self.rng.between(1, 3));
        self.any_code(&mut series.row, "AppointmentTypeId", "AppointmentType", 85);
        self.place(&mut series.row);
        self.finish(series);
    }

    fn place(&mut self, row: &mut super::Draft<'_>) {
        if self.rng.percent(60) {
            row.text("Location", self.rng.pick(&PLACES));
        }
    }
}
