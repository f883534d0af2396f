//! Height and weight, the weeks before birth, and what a clinic measured.

use jiff::civil::Date;

use super::somebody::Somebody;
use crate::synth::clock::{Moment, day_between, plus};
use crate::synth::maker::Maker;

impl Maker<'_> {
    /// What was measured of somebody.
    pub(super) fn measurements(&mut self, person: &Somebody) {
        let Some(born) = person.born.filter(|_| person.child) else { return };
        if self.rng.percent(7) {
            self.height_and_weight(person, born);
        }
        if self.rare(2, 15) {
            self.gestation(person, born);
        }
        if self.rare(3, 8) {
            self.observation(person);
        }
        if self.rare(4, 8) {
            self.clinical_risk(person);
        }
    }

    fn height_and_weight(&mut self, person: &Somebody, born: Date) {
        let mut day = day_between(&mut self.rng, person.from, person.last);
        for _ in 0..self.rng.weighted(&[(60, 1), (40, 3)]) {
            if day > person.last {
                return;
            }
            let age = crate::synth::clock::years(born, day).clamp(0, 17);
            let height = 60 + age * 7 + self.rng.between(-4, 6);
            let weight = 600 + age * 310 + self.rng.between(-150, 400);
            let mut row = self.detail("PersonHeightAndWeight", person);
            row.time("DateTaken", Moment::on(day, &mut self.rng));
            row.text("HeightMetres", hundredths(height)).text("WeightKilograms", hundredths(weight));
            row.text("BMI", hundredths(body_mass_index(height, weight)));
            self.remark(&mut row, "AdditionalComments", 15, person);
            self.record(row, person, 7, day, false);
            day = plus(day, self.rng.between(60, 200));
        }
    }

    fn gestation(&mut self, person: &Somebody, born: Date) {
        let mut row = self.detail("PersonGestationPeriod", person);
        let weeks = self.rng.between(31, 41);
        row.number("GestationWeeks", weeks).number("GestationDays", self.rng.between(0, 6));
        row.number("BirthWeightGrams", 1500 + (weeks - 30) * 160 + self.rng.between(0, 300));
        row.day("ExpectedDeliveryDate", plus(born, (40 - weeks) * 7));
        self.remark(&mut row, "Comments", 30, person);
        self.record(row, person, 1, born, false);
    }

    fn observation(&mut self, person: &Somebody) {
        let day = day_between(&mut self.rng, person.from, person.last);
        let mut row = self.detail("PersonPhysicalObservation", person);
        row.time("ObservationDateTime", Moment::on(day, &mut self.rng));
        row.text("Temperature", hundredths(3600 + self.rng.between(0, 250)));
        row.number("PulseRate", self.rng.between(60, 130));
        row.text("BloodPressure", format!("{}/{}", self.rng.between(90, 130), self.rng.between(50, 85)));
        self.remark(&mut row, "Comments", 40, person);
        self.record(row, person, 5, day, false);
    }

    fn clinical_risk(&mut self, person: &Somebody) {
        let start = day_between(&mut self.rng, person.from, person.last);
        let end = Some(plus(start, self.rng.between(20, 400))).filter(|end| *end <= person.last);
        let mut row = self.detail("PersonClinicalRiskStatus", person);
        self.any_code(&mut row, "ClinicalRiskStatusTypeId", "ClinicalRiskStatusType", 100);
        row.day("StartDate", start).day("EndDate", end);
        self.remark(&mut row, "Reason", 80, person);
        self.record(row, person, 5, start, end.is_some());
    }
}

/// A number of hundredths with a point.
fn hundredths(number: i64) -> String {
    format!("{}.{:02}", number / 100, number % 100)
}

/// Weight by the square of height, in hundredths, half up; height in centimetres, weight in tens of grams.
fn body_mass_index(height: i64, weight: i64) -> i64 {
    let square = height * height;
    (2 * weight * 10_000 + square) / (2 * square)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_up() {
        assert_eq!(hundredths(body_mass_index(100, 1900)), "19.00");
        assert_eq!(hundredths(body_mass_index(112, 1940)), "15.47");
        assert_eq!(hundredths(105), "1.05");
    }
}
