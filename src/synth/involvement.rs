//! Who works with a child, in which role, from when to when.

use jiff::civil::Date;

use super::clock::{day_between, plus};
use super::maker::Maker;
use super::prose;
use super::work::Work;

impl Maker<'_> {
    /// Allocations to a case: one leading worker after the other where `leading`, and others beside them.
    pub(super) fn involvements(&mut self, work: &Work, leading: bool, others: &[&str]) {
        if leading {
            self.leading(work);
        }
        for role in others {
            let start = day_between(&mut self.rng, work.start, work.last());
            let end = work
                .end
                .or_else(|| self.rng.percent(30).then(|| day_between(&mut self.rng, start, work.last())));
            self.involvement(work, role, start, end, "New case");
        }
    }

    /// Leading workers follow each other, so that one at most is open.
    fn leading(&mut self, work: &Work) {
        let mut start = work.start;
        let mut reason = "New case";
        for _ in 0..self.rng.weighted(&[(5, 1), (3, 2), (2, 4)]) {
            let next = plus(start, self.rng.between(30, 500));
            if next >= work.last() {
                break;
            }
            self.involvement(work, "Allocated social worker", start, Some(next), reason);
            start = next;
            reason = self.rng.pick(&["Change of worker", "Transfer between teams", "Cover"]);
        }
        self.involvement(work, "Allocated social worker", start, work.end, reason);
    }

    fn involvement(&mut self, work: &Work, role: &str, start: Date, end: Option<Date>, reason: &str) {
        let team = match role {
            "Independent reviewing officer" | "Child protection chair" => 12,
            "Personal adviser" => 8,
            _ => work.team,
        };
        let worker = self.worker_at(team, start);
        let mut row = self.draft("CaseInvolvement");
        let key = self.rng.guid();
        self.guid(&mut row, "CaseInvolvementId", key);
        self.guid(&mut row, "CaseId", work.case);
        self.guid(&mut row, "PersonId", work.person);
        row.text("caseid_cwname", &*work.title).text("personid_cwname", &*work.name);
        self.guid(&mut row, "InvolvementMemberId", self.council.workers()[worker].guid);
        self.code(&mut row, "InvolvementRoleId", "InvolvementRole", role);
        if self.rng.percent(85) {
            self.code(&mut row, "InvolvementReasonId", "InvolvementReason", reason);
        }
        self.any_code(&mut row, "InvolvementPriorityId", "InvolvementPriority", 25);
        self.code(
            &mut row,
            "InvolvementStatusId",
            "InvolvementStatus",
            if end.is_some() { "Ended" } else { "Active" },
        );
        if end.is_some() {
            self.any_code(&mut row, "InvolvementEndReasonId", "InvolvementEndReason", 85);
            self.any_code(&mut row, "SocialWorkerChangeReasonId", "SocialWorkerChangeReason", 40);
        }
        row.day("StartDate", start).day("EndDate", end);
        let called = work.called.clone();
        self.maybe(&mut row, "Description", 6, |rng| prose::line(rng, &called));
        let stamp = self.recorded(team, start).inactive(end.is_some());
        self.stamp(&mut row, &stamp, Some(&work.name));
        self.push(row);
    }
}
