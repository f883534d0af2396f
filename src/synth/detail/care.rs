//! Reviews of children in care, and children who live with others by their parents' arrangement.

use jiff::civil::Date;

use super::past::Past;
use super::somebody::Somebody;
use crate::synth::clock::{YESTERDAY, day_between, plus};
use crate::synth::maker::Maker;

/// The place of the team of reviewing officers.
const REVIEWING: usize = 12;

/// Reviews of one period of care that are written at most.
const MOST: usize = 9;

impl Maker<'_> {
    /// Reviews and private fostering.
    pub(super) fn care_details(&mut self, person: &Somebody) {
        for episode in self.episodes(person) {
            self.reviews_of(person, &episode);
        }
        if person.child && self.rare(7, 6) {
            self.private_fostering(person);
        }
    }

    /// The first after 20 working days, the second after three months, then one every six; the next is planned.
    fn reviews_of(&mut self, person: &Somebody, episode: &Past) {
        let mut planned = plus(episode.start, 27);
        for place in 0..MOST {
            if episode.end.is_some_and(|end| planned >= end) {
                return;
            }
            let kind = ["First review", "Second review"].get(place).copied().unwrap_or("Subsequent review");
            let held = Some(plus(planned, self.rng.between(-3, 9))).filter(|day| *day <= YESTERDAY);
            let held = held.map(|day| episode.end.map_or(day, |end| day.min(end)));
            self.review(person, episode, kind, planned, held);
            if held.is_none() {
                return;
            }
            planned = plus(planned, if place == 0 { 90 } else { 180 });
        }
    }

    fn review(&mut self, person: &Somebody, episode: &Past, kind: &str, planned: Date, held: Option<Date>) {
        let chair = self.worker_at(REVIEWING, person.recorded_on(planned));
        let mut row = self.detail("LACReview", person);
        self.guid(&mut row, "LACEpisodeId", episode.key);
        self.code(&mut row, "LACReviewTypeId", "LACReviewType", kind);
        row.day("PlannedDate", planned).day("ActualDate", held);
        if let Some(held) = held {
            let small = person.born.is_some_and(|born| crate::synth::clock::years(born, held) < 4);
            let took_part = if small { "PN0" } else { self.rng.pick(&["PN1", "PN2", "PN3", "PN6", "PN7"]) };
            let took_part = self.council.by_gov_code("LACReviewParticipation", took_part).guid;
            self.guid(&mut row, "LACReviewParticipationId", took_part);
            self.guid(&mut row, "ChairedById", self.council.workers()[chair].guid);
            self.remark(&mut row, "Comments", 30, person);
        }
        self.record(row, person, REVIEWING, held.unwrap_or(episode.start), held.is_some());
    }

    /// A child who lives with somebody who is no close relative.
    fn private_fostering(&mut self, person: &Somebody) {
        let Some(case) = self.cases(person).into_iter().next() else { return };
        let last = case.end.unwrap_or(YESTERDAY);
        let start = day_between(&mut self.rng, case.start, last);
        let end = case.end.or_else(|| self.rng.percent(50).then(|| day_between(&mut self.rng, start, last)));
        let mut row = self.detail("PrivateFosteringArrangement", person);
        self.guid(&mut row, "CaseId", case.key);
        row.day("NotificationDate", plus(start, self.rng.between(-10, 10)).min(YESTERDAY));
        let carer = self.relative().map(|(carer, _)| carer);
        self.guid(&mut row, "CarerId", carer);
        row.day("StartDate", start).day("EndDate", end);
        if end.is_some() {
            self.any_code(&mut row, "PrivateFosteringEndReasonId", "PrivateFosteringEndReason", 90);
        }
        row.put("ParentalAgreementId", self.rng.percent(80).then(|| self.rng.between(1, 3).to_string()));
        self.remark(&mut row, "Comments", 40, person);
        self.record(row, person, 7, start, end.is_some());
    }
}
