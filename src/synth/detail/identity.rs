//! Former names, languages, reasons for support.

use super::somebody::Somebody;
use crate::synth::clock::{day_between, plus};
use crate::synth::maker::Maker;
use crate::synth::names;

/// Numbers of the types of name.
const FORMER: i64 = 1;
const ALIAS: i64 = 2;
const BIRTH: i64 = 3;

impl Maker<'_> {
    /// Names, languages and reasons for support.
    pub(super) fn identity_details(&mut self, person: &Somebody) {
        let Some(born) = person.born else { return };
        if self.rng.percent(if person.mother { 18 } else { 5 }) {
            let until = day_between(&mut self.rng, born, person.last);
            let kind = self.rng.pick(&[FORMER, BIRTH]);
            self.former_name(person, kind, born, Some(until));
        }
        if self.rng.percent(2) {
            let start = day_between(&mut self.rng, person.from, person.last);
            self.former_name(person, ALIAS, start, None);
        }
        if self.rng.percent(9) {
            self.languages(person);
        }
        if self.rare(1, 20) {
            self.support_reason(person);
        }
    }

    fn former_name(
        &mut self,
        person: &Somebody,
        kind: i64,
        start: jiff::civil::Date,
        end: Option<jiff::civil::Date>,
    ) {
        let mut row = self.detail("PersonNameHistory", person);
        row.number("NameTypeId", kind);
        if self.rng.percent(15) {
            let title = if person.female { "Miss" } else { "Mr" };
            row.text("NameTitle", title);
        }
        row.put("FirstName", person.names.0.clone());
        let surname = self.rng.pick(&names::SURNAMES);
        row.text("LastName", if surname == person.names.1 { names::SURNAMES[0] } else { surname });
        row.day("StartDate", start).day("EndDate", end);
        self.record(row, person, 0, end.unwrap_or(start), end.is_some());
    }

    /// A first language, and English beside it.
    fn languages(&mut self, person: &Somebody) {
        let first = self.rng.pick(&["Welsh – Cymraeg", "Polish", "Arabic", "British Sign Language"]);
        for (language, fluency) in [(first, None), ("English", Some(["Fluent", "Good", "Some", "None"]))] {
            let mut row = self.detail("PersonLanguage", person);
            self.code(&mut row, "LanguageId", "Language", language);
            match fluency {
                Some(fluency) => {
                    let fluency = self.rng.pick(&fluency);
                    self.code(&mut row, "LanguageFluencyId", "LanguageFluency", fluency);
                }
                None => self.any_code(&mut row, "LanguageFluencyId", "LanguageFluency", 50),
            }
            row.flag("IsPreferredLanguage", fluency.is_none());
            let start = self.rng.percent(40).then_some(person.from);
            row.day("StartDate", start);
            self.record(row, person, 1, person.from, false);
        }
    }

    fn support_reason(&mut self, person: &Somebody) {
        let start = day_between(&mut self.rng, person.from, person.last);
        let end = Some(plus(start, self.rng.between(100, 900))).filter(|end| *end <= person.last);
        let mut row = self.detail("PersonPrimarySupportReason", person);
        self.any_code(&mut row, "PrimarySupportReasonTypeId", "PrimarySupportReasonType", 100);
        row.day("StartDate", start).day("EndDate", end);
        self.record(row, person, 5, start, end.is_some());
    }
}
