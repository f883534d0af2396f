//! Significant events and chapters of the chronology.

use super::somebody::Somebody;
use crate::synth::clock::{YESTERDAY, day_between};
use crate::synth::maker::Maker;
use crate::synth::{markup, prose};

/// Kinds of events.
const EVENTS: [(&str, &str); 6] = [
    ("Safeguarding", "Strategy discussion"),
    ("Looked after", "Placement move"),
    ("Education", "Exclusion"),
    ("Health", "Hospital admission"),
    ("Family", "Birth"),
    ("Offending", "Arrest"),
];

/// Titles of chapters; the last is longer than a note's title may be.
const CHAPTERS: [&str; 4] = [
    "Early years",
    "Cyn symud i’r ardal",
    "Time with grandmother",
    "The years in which the family moved between the hostel, friends and relatives and was known to three councils at once",
];

impl Maker<'_> {
    /// Events and chapters of children with a case.
    pub(super) fn chronology(&mut self, person: &Somebody) {
        let cases = self.cases(person);
        let Some(case) = cases.first().filter(|_| person.child) else { return };
        let last = case.end.unwrap_or(YESTERDAY).min(person.last);
        if self.rng.percent(25) {
            for _ in 0..self.rng.weighted(&[(50, 1), (30, 2), (20, 4)]) {
                let (category, sub_category) = self.rng.pick(&EVENTS);
                let day = day_between(&mut self.rng, case.start.min(last), last);
                let mut row = self.detail("PersonSignificantEvent", person);
                row.day("EventDate", day);
                self.code(&mut row, "SignificantEventCategoryId", "SignificantEventCategory", category);
                if self.rng.percent(70) {
                    let names = "SignificantEventSubCategory";
                    self.code(&mut row, "SignificantEventSubCategoryId", names, sub_category);
                }
                if self.rng.percent(90) {
                    row.text("EventDetails", markup::note(&mut self.rng, &person.called, 1));
                }
                row.flag("IsCloned", false);
                self.record(row, person, 1, day, false);
            }
        }
        if self.rng.percent(8) {
            self.chapter(person);
        }
    }

    fn chapter(&mut self, person: &Somebody) {
        let start = day_between(&mut self.rng, person.from, person.last);
        let mut row = self.detail("PersonChronology", person);
        row.text("ChronologyTitle", self.rng.pick(&CHAPTERS));
        row.day("StartDate", start);
        row.day("EndDate", self.rng.percent(60).then(|| day_between(&mut self.rng, start, person.last)));
        let called = &person.called;
        let text = if self.rng.percent(80) {
            Some(markup::note(&mut self.rng, called, 2))
        } else {
            self.rng.percent(50).then(|| prose::line(&mut self.rng, called))
        };
        row.put("Notes", text);
        self.record(row, person, 1, person.last, false);
    }
}
