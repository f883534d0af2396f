//! Times during which a child was missing.

use jiff::civil::Date;

use super::past::Past;
use super::somebody::Somebody;
use crate::synth::clock::{Moment, YESTERDAY, day_between, plus};
use crate::synth::maker::Maker;
use crate::synth::member::birthday;

impl Maker<'_> {
    /// Older children with a case go missing now and then, those in care more often.
    pub(super) fn missing_episodes(&mut self, person: &Somebody) {
        let Some(ten) = person.born.filter(|_| person.child).and_then(|born| birthday(born, 10)) else {
            return;
        };
        let in_care = !self.episodes(person).is_empty();
        for case in self.cases(person) {
            let (from, to) = (case.start.max(ten), case.end.unwrap_or(YESTERDAY).min(person.last));
            if from > to || !self.rng.percent(if in_care { 45 } else { 5 }) {
                continue;
            }
            for _ in 0..self.rng.weighted(&[(60, 1), (25, 2), (15, 5)]) {
                let day = day_between(&mut self.rng, from, to);
                self.missing(person, &case, day);
            }
        }
    }

    /// One time away; of the last week somebody may still be away.
    fn missing(&mut self, person: &Somebody, case: &Past, day: Date) {
        let away = Moment::on(day, &mut self.rng);
        let still = day > plus(YESTERDAY, -7) && self.rng.percent(50);
        let minutes = self.rng.weighted(&[(70, 600), (25, 3000), (5, 20_000)]);
        let minutes = self.rng.between(30, minutes);
        let found = (!still).then(|| away.later(minutes));
        let mut row = self.detail("MissingPerson", person);
        self.guid(&mut row, "CaseId", case.key);
        row.time("MissingDateTime", away).time("FoundDateTime", found);
        let kind = self.rng.weighted(&[(80, "M"), (20, "A")]);
        let kind = self.council.by_gov_code("PersonAbsenceType", kind).guid;
        self.guid(&mut row, "PersonAbsenceTypeId", kind);
        if found.is_some() {
            let offered = self.rng.weighted(&[(85, 1), (10, 2), (5, 3)]);
            row.number("ReturnInterviewOfferedId", offered);
            let accepted = (offered == 1).then(|| self.rng.weighted(&[(60, 1), (40, 2)]));
            row.put("ReturnInterviewAcceptedId", accepted.map(|accepted| accepted.to_string()));
        }
        self.maybe(&mut row, "PoliceReference", 50, |rng| format!("MP{:07}", rng.below(9_000_000)));
        self.remark(&mut row, "Comments", 60, person);
        let recorded = found.map_or(day, Moment::uk_day);
        self.record(row, person, 7, recorded, found.is_some());
    }
}
