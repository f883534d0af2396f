//! What a case was asked to do, which status it had, what its forms led to and whom else they are about.

use super::super::clock::{Moment, YESTERDAY, day_between, plus};
use super::super::maker::Maker;
use super::super::prose;
use super::Anchor;
use super::anchor::day;

/// What forms lead to; most lead nowhere else.
const OUTCOMES: [(u64, &str); 6] = [
    (20, "Child in need plan"),
    (10, "Progress to section 47 enquiry"),
    (10, "Progress to initial conference"),
    (5, "Step down to early help"),
    (30, "No further action"),
    (25, "Close case"),
];

impl Maker<'_> {
    /// Actions and statuses of a case; outcomes and further subjects of a form.
    pub(super) fn steps(&mut self, about: &Anchor<'_>, anchors: &[Anchor<'_>]) {
        match about.table {
            "Case" => {
                while self.seldom(about, 10, 25) {
                    self.action(about);
                    if self.rng.percent(60) {
                        break;
                    }
                }
                self.status_history(about);
            }
            "CaseForm" => {
                if self.seldom(about, 11, 20) {
                    self.outcome(about);
                }
                if self.seldom(about, 12, 3) {
                    self.form_member(about, anchors);
                }
            }
            _ => {}
        }
    }

    fn action(&mut self, about: &Anchor<'_>) {
        let work = &about.work;
        let asked = day_between(&mut self.rng, work.start, work.last());
        let stamp = self.recorded(work.team, asked);
        let mut row = self.draft("CaseAction");
        let key = self.rng.guid();
        self.guid(&mut row, "CaseActionId", key);
        self.guid(&mut row, "CaseId", work.case);
        self.any_code(&mut row, "CaseActionTypeId", "CaseActionType", 100);
        row.day("DueDate", self.rng.percent(70).then(|| plus(asked, 14)));
        row.day("TargetDate", self.rng.percent(40).then(|| plus(asked, 10)));
        let called = work.called.clone();
        self.maybe(&mut row, "ActionDetails", 80, |rng| prose::text(rng, &called, 1));
        let open = work.open() && asked > plus(YESTERDAY, -40);
        let status = match self.rng.below(10) {
            0..5 if open => "Open",
            _ if open => "In Progress",
            0 => "Cancelled",
            _ => "Completed",
        };
        self.code(&mut row, "CaseActionStatusId", "CaseActionStatus", status);
        // Now and then it is typed the day after it was done.
        let early = i64::from(self.rng.percent(10) && asked > work.start);
        let done = plus(asked, if early == 1 { -1 } else { self.rng.between(0, 14) }).min(work.last());
        row.day("CompletionDate", (!open).then_some(done));
        self.stamp(&mut row, &stamp.inactive(!open), Some(&work.name));
        self.push(row);
    }

    /// The statuses that a case had before the one it has.
    fn status_history(&mut self, about: &Anchor<'_>) {
        if !self.seldom(about, 13, 30) {
            return;
        }
        let (schema, work) = (self.council.schema(), about.work.clone());
        let begun = self.household.rows[about.place].get(schema, "StartDateTime").and_then(day);
        let mut from = begun.unwrap_or(work.start).min(work.last());
        for status in ["Allocate to Team", "Allocate to Worker", "Open"] {
            let until = plus(from, self.rng.between(0, 9)).min(work.last());
            let mut row = self.draft("CaseStatusHistory");
            let key = self.rng.guid();
            self.guid(&mut row, "CaseStatusHistoryId", key);
            self.guid(&mut row, "CaseId", work.case);
            self.code(&mut row, "CaseStatusId", "CaseStatus", status);
            row.time("StartDateTime", Moment::at(from, 9, 0, 0, 0));
            let over = status != "Open" || !work.open();
            let end = if status == "Open" { work.last() } else { until };
            row.time("EndDateTime", over.then(|| Moment::at(end, 17, 0, 0, 0)));
            let stamp = self.recorded(work.team, from);
            let worker = stamp.worker.map(|place| self.council.workers()[place].guid);
            let known = self.rng.percent(90);
            self.guid(&mut row, "ChangedById", worker.filter(|_| known));
            self.stamp(&mut row, &stamp.inactive(over), Some(&work.name));
            self.push(row);
            from = until;
        }
    }

    /// What a completed form led to.
    fn outcome(&mut self, about: &Anchor<'_>) {
        let completed = self.household.rows[about.place].get(self.council.schema(), "CompletionDate");
        let Some(done) = completed.and_then(day) else { return };
        let stamp = self.recorded(about.work.team, done);
        let mut row = self.draft("CaseFormOutcome");
        let key = self.rng.guid();
        self.guid(&mut row, "CaseFormOutcomeId", key);
        self.guid(&mut row, "CaseFormId", about.key);
        let kind = self.rng.weighted(&OUTCOMES);
        self.code(&mut row, "CaseFormOutcomeTypeId", "CaseFormOutcomeType", kind);
        row.day("OutcomeDate", self.rng.percent(95).then_some(done));
        let called = about.work.called.clone();
        self.maybe(&mut row, "Comments", 30, |rng| prose::line(rng, &called));
        self.stamp(&mut row, &stamp, Some(&about.work.name));
        self.push(row);
    }

    /// A brother or sister whom the form is about as well.
    fn form_member(&mut self, about: &Anchor<'_>, anchors: &[Anchor<'_>]) {
        let known = |child: &jiff::civil::Date, of: &Anchor<'_>| of.work.start <= *child;
        let sibling = anchors.iter().find(|other| {
            other.table == "Person"
                && other.key != about.work.person
                && self.children.iter().any(|(child, _)| *child == other.key)
                && known(&about.work.last(), other)
        });
        let Some(sibling) = sibling.map(|other| other.key) else { return };
        let stamp = self.recorded(about.work.team, about.work.start);
        let mut row = self.draft("CaseFormMember");
        let key = self.rng.guid();
        self.guid(&mut row, "CaseFormMemberId", key);
        self.guid(&mut row, "CaseFormId", about.key);
        self.guid(&mut row, "PersonId", sibling);
        let called = about.work.called.clone();
        self.maybe(&mut row, "Comments", 20, |rng| prose::line(rng, &called));
        self.stamp(&mut row, &stamp, Some(&about.work.name));
        self.push(row);
    }
}
