//! Schools and work.

use super::somebody::Somebody;
use crate::synth::clock::{day_between, plus, years};
use crate::synth::maker::Maker;
use crate::synth::member::birthday;

/// Types of providers that teach, by the age at which children go there.
const SCHOOLS: [(&str, i16, i16); 3] =
    [("Nursery", 3, 4), ("Primary school", 4, 11), ("Secondary school", 11, 16)];

impl Maker<'_> {
    /// Schools of children, work of those who left school.
    pub(super) fn education(&mut self, person: &Somebody) {
        if person.child && self.rng.percent(40) {
            self.schools(person);
        }
        let grown = person.age().is_some_and(|age| age >= 17);
        if grown && self.rng.percent(7) {
            self.employment(person);
        }
    }

    /// The schools since the child was known; now and then two at a time.
    fn schools(&mut self, person: &Somebody) {
        let Some(born) = person.born else { return };
        for (kind, from, to) in SCHOOLS {
            let (Some(first), Some(left)) = (birthday(born, from), birthday(born, to)) else { continue };
            let (start, left) = (first.max(plus(person.from, -900)), plus(left, -30));
            if start >= person.last || start >= left || (left < person.from && self.rng.percent(60)) {
                continue;
            }
            let end = Some(left).filter(|left| *left <= person.last);
            self.school(person, kind, start, end);
            if self.rng.percent(6) {
                let second = plus(start, 40);
                self.school(person, "Special school", second, end.filter(|end| *end > second));
            }
        }
    }

    fn school(
        &mut self,
        person: &Somebody,
        kind: &str,
        start: jiff::civil::Date,
        end: Option<jiff::civil::Date>,
    ) {
        let schools: Vec<_> = self
            .council
            .providers()
            .iter()
            .filter(|school| school.kind == kind)
            .map(|school| school.guid)
            .collect();
        if schools.is_empty() || start > person.last {
            return;
        }
        let mut row = self.detail("PersonAttendedEducationEstablishment", person);
        let school = self.rng.pick(&schools);
        self.guid(&mut row, "ProviderId", school);
        row.day("StartDate", start).day("EndDate", end);
        let age = person.born.map(|born| years(born, end.unwrap_or(person.last)));
        let year = age.map(|age| age - 5).filter(|year| (0..=13).contains(year));
        row.put("CurrentYear", year.map(|year| year.to_string()));
        if end.is_some() {
            self.any_code(&mut row, "EducationEndReasonId", "EducationEndReason", 80);
        }
        for (column, profession) in [("HeadTeacherId", "Head teacher"), ("SENCOId", "SENCO")] {
            let known = self.council.professionals().iter().find(|one| one.profession == profession);
            let known = known.map(|one| one.guid).filter(|_| self.rng.percent(30));
            self.guid(&mut row, column, known);
        }
        self.any_code(&mut row, "SENStatusId", "SENStatus", 70);
        self.remark(&mut row, "Comments", 12, person);
        self.record(row, person, 2, start, end.is_some());
    }

    fn employment(&mut self, person: &Somebody) {
        let start = day_between(&mut self.rng, person.from, person.last);
        let end = self.rng.percent(30).then(|| day_between(&mut self.rng, start, person.last));
        let mut row = self.detail("PersonEmployment", person);
        self.any_code(&mut row, "EmploymentStatusId", "EmploymentStatus", 100);
        let employers = ["Harbour Joinery", "Siop y Pentref", "Northfield Care Ltd", "Café Zürich"];
        self.maybe(&mut row, "EmployerName", 75, |rng| rng.pick(&employers).to_owned());
        let trades = ["Joiner", "Shop assistant", "Care assistant", "Cook"];
        self.maybe(&mut row, "Occupation", 75, |rng| rng.pick(&trades).to_owned());
        if self.rng.percent(50) {
            let (hours, half) = (self.rng.between(8, 40), self.rng.pick(&[0, 5]));
            row.text("WeeklyHours", format!("{hours}.{half}0"));
        }
        row.day("StartDate", start).day("EndDate", end);
        self.remark(&mut row, "Comments", 15, person);
        self.record(row, person, 8, start, end.is_some());
    }
}
