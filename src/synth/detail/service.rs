//! Services: placements as they are bought, support, packages, the search for them, and what families pay.

use jiff::civil::Date;

use super::past::Past;
use super::somebody::Somebody;
use crate::record::Guid;
use crate::synth::clock::{Moment, YESTERDAY, day_between, plus};
use crate::synth::maker::Maker;

/// Services that are given to children at home, with their second element.
const SUPPORT: [&str; 2] = ["Family support", "Short breaks"];

/// What a service is.
struct Service {
    element: &'static str,
    provider: Option<Guid>,
    start: Date,
    end: Option<Date>,
    /// Whether it has begun.
    begun: bool,
}

impl Maker<'_> {
    /// What was bought or given.
    pub(super) fn services(&mut self, person: &Somebody) {
        let cases = self.cases(person);
        let Some(case) = cases.last().filter(|_| person.child) else { return };
        let stays = self.stays(person);
        for stay in &stays {
            self.placement_service(person, stay);
        }
        if stays.is_empty() && self.rng.percent(9) {
            self.support_service(person, case);
        }
        if let Some(stay) = stays.first() {
            self.around_a_placement(person, case, stay);
        }
        if self.rare(5, 8) {
            self.financial_assessment(person, case.start);
        }
        if self.rare(6, 12) {
            self.care_plan(person, case.start);
        }
    }

    /// The places where a child lived one after the other, each with its first and last day.
    fn stays(&self, person: &Somebody) -> Vec<Past> {
        let mut stays: Vec<Past> = Vec::new();
        for row in self.past("PersonLACLegalStatus", person, "StartDate", "EndDate") {
            if row.postcode.is_none() {
                continue;
            }
            match stays.last_mut() {
                Some(stay) if stay.postcode == row.postcode && stay.end == Some(row.start) => {
                    stay.end = row.end;
                }
                _ => stays.push(row),
            }
        }
        stays
    }

    fn placement_service(&mut self, person: &Somebody, stay: &Past) {
        let lives =
            |provider: &&crate::synth::Provider| Some(&provider.place.postcode) == stay.postcode.as_ref();
        let Some(carer) = self.council.providers().iter().find(lives).filter(|_| self.rng.percent(80)) else {
            return;
        };
        let element = match carer.kind {
            "Foster carer household" => "Fostering",
            "Children’s home" => "Residential",
            _ => "Supported accommodation",
        };
        let provider = Some(carer.guid);
        self.service(person, &Service { element, provider, start: stay.start, end: stay.end, begun: true });
    }

    /// Support at home; the latest may only be planned.
    fn support_service(&mut self, person: &Somebody, case: &Past) {
        let element = self.rng.pick(&SUPPORT);
        let agencies = self.council.providers().iter().filter(|provider| provider.kind == "Fostering agency");
        let agencies: Vec<_> = agencies.map(|agency| agency.guid).collect();
        let known = !agencies.is_empty() && self.rng.percent(70);
        let provider = known.then(|| self.rng.pick(&agencies));
        let begun = self.rng.percent(70);
        let start = case.start;
        let end = Some(plus(start, self.rng.between(30, 300))).filter(|end| begun && *end <= YESTERDAY);
        self.service(person, &Service { element, provider, start, end, begun });
    }

    fn service(&mut self, person: &Somebody, service: &Service) {
        let mut row = self.detail("ServiceProvision", person);
        let status = match (service.begun, service.end) {
            (false, _) => self.rng.pick(&["Draft", "Ready for authorisation", "Cancelled"]),
            (true, None) => "Authorised",
            (true, Some(_)) => "Ended",
        };
        self.code(&mut row, "ServiceProvisionStatusId", "ServiceProvisionStatus", status);
        self.code(&mut row, "ServiceElement1Id", "ServiceElement1", service.element);
        self.any_code(&mut row, "ServiceElement2Id", "ServiceElement2", 60);
        self.any_code(&mut row, "ServiceElement3Id", "ServiceElement3", 30);
        row.day("PlannedStartDate", service.start);
        row.day("PlannedEndDate", self.rng.percent(30).then(|| plus(service.start, 180)));
        row.day("ActualStartDate", service.begun.then_some(service.start)).day("ActualEndDate", service.end);
        self.guid(&mut row, "ProviderId", service.provider);
        self.maybe(&mut row, "GLCode", 40, |rng| format!("CS{:04}-{:03}", rng.below(9000), rng.below(900)));
        self.remark(&mut row, "Comments", 15, person);
        self.record(row, person, 7, service.start, service.end.is_some());
    }

    /// The search for the placement, and the package it is part of.
    fn around_a_placement(&mut self, person: &Somebody, case: &Past, stay: &Past) {
        if self.rng.percent(45) {
            let asked = plus(stay.start, -self.rng.between(1, 6)).max(person.from);
            let received = Moment::on(asked, &mut self.rng);
            let mut row = self.detail("BrokerageEpisode", person);
            self.guid(&mut row, "CaseId", case.key);
            self.code(&mut row, "BrokerageEpisodeStatusId", "BrokerageEpisodeStatus", "Placed");
            row.time("RequestReceivedDateTime", received);
            let hours = self.rng.between(2, 90);
            row.time("EndDateTime", received.later(hours * 60));
            self.remark(&mut row, "Comments", 30, person);
            self.record(row, person, 7, asked, true);
        }
        if self.rng.percent(45) {
            let mut row = self.detail("ServicePackage", person);
            self.code(&mut row, "ServicePackageTypeId", "ServicePackageType", "Placement package");
            row.day("StartDate", stay.start).day("EndDate", stay.end);
            self.remark(&mut row, "Comments", 20, person);
            self.record(row, person, 7, stay.start, stay.end.is_some());
        }
    }

    fn financial_assessment(&mut self, person: &Somebody, start: Date) {
        let end = Some(plus(start, 365)).filter(|end| *end <= person.last);
        let mut row = self.detail("FinancialAssessment", person);
        self.any_code(&mut row, "FinancialAssessmentTypeId", "FinancialAssessmentType", 100);
        self.any_code(&mut row, "FinancialAssessmentStatusId", "FinancialAssessmentStatus", 90);
        row.day("StartDate", start).day("EndDate", end);
        if self.rng.percent(70) {
            row.text("WeeklyContribution", format!("{}.50", self.rng.between(0, 120)));
        }
        self.remark(&mut row, "Comments", 30, person);
        self.record(row, person, 7, start, end.is_some());
    }

    fn care_plan(&mut self, person: &Somebody, from: Date) {
        let start = day_between(&mut self.rng, from, person.last);
        let end = Some(plus(start, 300)).filter(|end| *end <= person.last);
        let mut row = self.detail("PersonCarePlan", person);
        self.any_code(&mut row, "CarePlanTypeId", "CarePlanType", 100);
        row.day("StartDate", start).day("ReviewDate", plus(start, 180)).day("EndDate", end);
        self.remark(&mut row, "Details", 90, person);
        self.record(row, person, 7, start, end.is_some());
    }
}
