//! Information gathered by several agencies, and the log of uploads to the national system.

use jiff::civil::Date;

use super::past::Past;
use super::somebody::Somebody;
use crate::record::Guid;
use crate::synth::clock::{Moment, YESTERDAY, plus};
use crate::synth::maker::Maker;

/// What a MASH episode is about.
struct Regarding<'p> {
    key: Guid,
    table: &'static str,
    shown: &'p str,
}

impl Maker<'_> {
    /// MASH episodes and the log of uploads.
    pub(super) fn front_door(&mut self, person: &Somebody) {
        if !person.child {
            return;
        }
        let contacts = self.past("Contact", person, "ContactReceivedDateTime", "ContactAcceptedDateTime");
        for contact in contacts.iter().filter(|contact| !contact.title.is_empty()) {
            if self.rng.percent(9) {
                let about = Regarding { key: contact.key, table: "Contact", shown: &contact.title };
                self.mash(person, &about, contact.start);
            }
        }
        if let Some(case) = self.cases(person).first()
            && self.rng.percent(4)
        {
            self.mash(person, &Regarding { key: case.key, table: "Case", shown: &case.title }, case.start);
        }
        if self.rare(8, 15) {
            let about = Regarding { key: person.guid, table: "Person", shown: &person.name };
            self.mash(person, &about, person.from);
        }
        self.uploads(person);
    }

    fn mash(&mut self, person: &Somebody, about: &Regarding<'_>, day: Date) {
        let received = Moment::on(day, &mut self.rng);
        let open = day > plus(YESTERDAY, -10) && self.rng.percent(60);
        let status = if open { self.rng.pick(&["New", "Information gathering"]) } else { "Completed" };
        let minutes = self.rng.between(60, 4000);
        let mut row = self.detail("MashEpisode", person);
        self.guid(&mut row, "RegardingId", about.key);
        row.text("RegardingIdTableName", about.table).text("RegardingIdName", about.shown);
        self.code(&mut row, "MashStatusId", "MashStatus", status);
        row.time("ContactReceivedDateTime", received);
        row.time("ContactMashRatingDateTime", (!open).then(|| received.later(minutes)));
        self.any_code(&mut row, "InitialMashRatingId", "MashRating", 90);
        if !open {
            self.any_code(&mut row, "FinalMashRatingId", "MashRating", 90);
        }
        self.remark(&mut row, "Summary", 70, person);
        self.record(row, person, 0, day, !open);
    }

    /// One line for every plan and every period of care.
    fn uploads(&mut self, person: &Somebody) {
        let plans = self.past("ChildProtection", person, "StartDate", "EndDate");
        let episodes = self.episodes(person);
        let uploads = plans.iter().map(|plan| (1, plan)).chain(episodes.iter().map(|episode| (3, episode)));
        for (kind, period) in uploads.collect::<Vec<_>>() {
            self.upload(person, kind, period);
        }
    }

    fn upload(&mut self, person: &Somebody, kind: i64, period: &Past) {
        let mut row = self.detail("CPIS", person);
        row.number("RecordTypeId", kind).number("StatusId", 2);
        row.text("BatchId", format!("CPIS-{}", self.rng.below(100_000)));
        row.day("StartDate", period.start).day("EndDate", period.end);
        self.record(row, person, 0, period.start, period.end.is_some());
    }
}
