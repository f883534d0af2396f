//! Child protection: conferences and plans.

use jiff::civil::Date;

use super::clock::{YESTERDAY, plus};
use super::form::{FormState, MadeForm};
use super::maker::Maker;
use super::member::Member;
use super::work::Work;

/// Categories of abuse by weight; two categories together are one value that national code MUL stands for.
const CATEGORIES: [(u64, &str); 7] = [
    (42, "Neglect"),
    (34, "Emotional abuse"),
    (8, "Physical abuse"),
    (5, "Sexual abuse"),
    (6, "Neglect and emotional abuse"),
    (3, "Neglect and physical abuse"),
    (2, "Physical and emotional abuse"),
];

impl Maker<'_> {
    /// The way to a conference, the plan it makes, and what follows; the forms are added to the list.
    pub(super) fn protection(&mut self, member: &mut Member, work: &Work, forms: &mut Vec<MadeForm>) {
        let mut day = plus(work.start, self.rng.between(5, 60)).min(work.last());
        for _ in 0..self.rng.weighted(&[(85, 1), (15, 2)]) {
            let Some(plan_start) = self.conference(work, day, forms) else { return };
            let end = plus(plan_start, self.rng.between(80, 700));
            let open = work.open() && (end >= YESTERDAY || self.rng.percent(25));
            let end = (!open).then(|| end.min(work.last()));
            self.plan(member, work, plan_start, end);
            self.reviews(work, plan_start, end.unwrap_or(YESTERDAY), forms);
            let Some(end) = end else { return };
            let gap = if self.rng.percent(30) { 0 } else { self.rng.between(20, 400) };
            day = plus(end, gap);
        }
    }

    /// Strategy discussion, enquiry and initial conference; the day on which the plan starts, if there is time for one.
    fn conference(&mut self, work: &Work, day: Date, forms: &mut Vec<MadeForm>) -> Option<Date> {
        let enquiry = plus(day, self.rng.between(1, 3));
        let held = plus(day, self.rng.between(0, 15));
        if held > work.last() {
            return None;
        }
        forms.push(self.form(work, "STR", day, None));
        forms.push(self.form(work, "S47", enquiry, None));
        forms.push(self.form_in_state(work, "ICPC", day.min(held), FormState::Done(held), None));
        let later = if self.rng.percent(80) { 0 } else { self.rng.between(0, 5) };
        Some(plus(held, later)).filter(|start| *start < work.last())
    }

    fn plan(&mut self, member: &mut Member, work: &Work, start: Date, end: Option<Date>) {
        member.flags.child_protection |= end.is_none();
        let mut row = self.draft("ChildProtection");
        let key = self.rng.guid();
        self.guid(&mut row, "ChildProtectionId", key);
        self.guid(&mut row, "CaseId", work.case);
        self.guid(&mut row, "PersonId", work.person);
        row.text("caseid_cwname", &*work.title).text("personid_cwname", &*work.name);
        let category = self.rng.weighted(&CATEGORIES);
        self.code(&mut row, "ChildProtectionCategoryOfAbuseId", "ChildProtectionCategoryOfAbuse", category);
        let status = match (end, self.rng.percent(4)) {
            (Some(_), _) => "De-registered",
            (None, true) => "Registered – temporary, other authority’s plan",
            (None, false) => "Registered",
        };
        self.code(&mut row, "ChildProtectionStatusTypeId", "ChildProtectionStatusType", status);
        row.day("StartDate", start)
            .day("DateStatusChanged", self.rng.percent(60).then_some(start))
            .day("EndDate", end);
        if end.is_some() {
            let reasons =
                [(80, "No longer at risk"), (14, "Became looked after"), (6, "Moved to another authority")];
            let reason = self.rng.weighted(&reasons);
            self.code(&mut row, "ChildProtectionEndReasonTypeId", "ChildProtectionEndReasonType", reason);
        }
        let stamp = self.recorded(work.team, start).inactive(end.is_some());
        self.stamp(&mut row, &stamp, Some(&work.name));
        self.push(row);
    }

    /// The written plan, core groups and review conferences.
    fn reviews(&mut self, work: &Work, start: Date, end: Date, forms: &mut Vec<MadeForm>) {
        forms.push(self.form(work, "CPP", start, None));
        let (mut day, mut before) = (plus(start, 90), None);
        while day < end {
            if self.rng.percent(60) {
                forms.push(self.form(work, "CGM", plus(day, -45), None));
            }
            let review = self.form(work, "RCPC", day, before.as_ref());
            forms.push(review.clone());
            before = Some(review);
            day = plus(day, 180);
        }
    }
}
