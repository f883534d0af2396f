//! Records of health services, which share the database and are left out.

use jiff::civil::Date;

use super::somebody::Somebody;
use crate::record::Guid;
use crate::synth::clock::{Moment, YESTERDAY, day_between, plus};
use crate::synth::draft::Draft;
use crate::synth::maker::Maker;

impl Maker<'_> {
    /// Appointments, stays on a ward, and the Mental Health Act: a few of each.
    pub(super) fn other_services(&mut self, person: &Somebody) {
        if let Some(case) = self.cases(person).first() {
            let last = case.end.unwrap_or(YESTERDAY);
            let day = day_between(&mut self.rng, case.start.min(last), last);
            if self.rare(10, 12) {
                self.health_appointment(person, case.key, day);
            }
            if self.rare(10, 4) {
                self.ward_leave(person, case.key, day);
            }
        }
        let grown = person.age().is_some_and(|age| age >= 16);
        if grown && self.rare(11, 5) {
            self.section(person);
        }
    }

    fn health_appointment(&mut self, person: &Somebody, case: Guid, day: Date) {
        let start = Moment::on(day, &mut self.rng);
        let mut row = self.detail("HealthAppointment", person);
        self.guid(&mut row, "CaseId", case);
        self.any_code(&mut row, "HealthAppointmentTypeId", "HealthAppointmentType", 100);
        row.time("StartDateTime", start).time("EndDateTime", start.later(30));
        let professional = self.council.professionals()[0].guid;
        self.guid(&mut row, "ProfessionalId", professional);
        self.any_code(&mut row, "HealthAppointmentOutcomeId", "HealthAppointmentOutcome", 90);
        self.remark(&mut row, "Comments", 40, person);
        self.record(row, person, 1, day, true);
    }

    fn ward_leave(&mut self, person: &Somebody, case: Guid, day: Date) {
        let left = Moment::on(day, &mut self.rng);
        let mut row = self.detail("InpatientLeaveAwol", person);
        self.guid(&mut row, "CaseId", case);
        self.any_code(&mut row, "InpatientLeaveTypeId", "InpatientLeaveType", 100);
        row.time("LeaveDateTime", left).time("ReturnDateTime", left.later(300));
        self.remark(&mut row, "Comments", 40, person);
        self.record(row, person, 1, day, true);
    }

    /// A section of the Mental Health Act with everything that can hang on it.
    fn section(&mut self, person: &Somebody) {
        let day = day_between(&mut self.rng, person.from, person.last);
        let start = Moment::on(day, &mut self.rng);
        let key = self.rng.guid();
        let mut row = self.draft("PersonMHALegalStatus");
        self.guid(&mut row, "PersonMHALegalStatusId", key);
        self.guid(&mut row, "PersonId", person.guid);
        self.any_code(&mut row, "MHASectionId", "MHASection", 100);
        row.time("StartDateTime", start).time("EndDateTime", start.later(28 * 24 * 60));
        self.remark(&mut row, "Comments", 40, person);
        self.record(row, person, 1, day, true);
        let of_section = [
            ("MhaRecordOfAppeal", "AppealDate", 7, Some(("MHAAppealOutcomeId", "MHAAppealOutcome"))),
            ("MHARightsAndRequests", "RightsGivenDate", 0, None),
            ("MHACourtDateOutcome", "CourtDate", 20, Some(("MHACourtOutcomeId", "MHACourtOutcome"))),
            ("MHAAftercareEntitlement", "StartDate", 28, None),
        ];
        for (table, column, later, outcome) in of_section {
            let on = plus(day, later).min(YESTERDAY);
            let mut row = self.detail(table, person);
            self.guid(&mut row, "PersonMHALegalStatusId", key);
            row.day(column, on);
            if let Some((column, list)) = outcome {
                self.any_code(&mut row, column, list, 80);
            }
            self.of_section(row, person, on);
        }
    }

    fn of_section(&mut self, mut row: Draft<'_>, person: &Somebody, day: Date) {
        self.remark(&mut row, "Comments", 40, person);
        self.record(row, person, 1, day, false);
    }
}
