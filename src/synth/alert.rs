//! Alerts and hazards that somebody represents.

use super::clock::{YESTERDAY, day_between, plus};
use super::maker::Maker;
use super::member::{Member, Part};
use super::prose;
use super::work::called;

impl Maker<'_> {
    /// An alert, now and then two, on a few people.
    pub(super) fn alerts(&mut self, member: &mut Member, share: u64) {
        while self.rng.percent(share) && self.rng.percent(60) {
            self.alert(member);
        }
    }

    fn alert(&mut self, member: &mut Member) {
        let last = member.died.unwrap_or(YESTERDAY);
        let start = day_between(&mut self.rng, member.from().min(last), last);
        let end = self.rng.percent(35).then(|| day_between(&mut self.rng, start, last));
        member.flags.alert |= end.is_none();
        let kinds: &[&str] = if member.part == Part::Child {
            &["Risk of going missing", "Risk of child sexual exploitation", "No-contact order"]
        } else {
            &[
                "Aggressive dog",
                "Risk of violence to staff",
                "Do not visit alone",
                "Confidential address – do not disclose",
                "Person posing a risk to children",
                "Weapon known to be held",
                "Needles or drug waste",
            ]
        };
        let kind = self.rng.pick(kinds);
        let mut row = self.draft("PersonAlertAndHazard");
        let key = self.rng.guid();
        self.guid(&mut row, "PersonAlertAndHazardId", key);
        self.guid(&mut row, "PersonId", member.guid);
        row.text("personid_cwname", member.full_name());
        self.code(&mut row, "AlertAndHazardTypeId", "AlertAndHazardType", kind);
        row.number("RoleId", 1).text("roleid_cwname", self.council.option("AlertRole", 1));
        let name = called(member);
        self.maybe(&mut row, "Details", 70, |rng| prose::text(rng, &name, 1));
        row.day("StartDate", start).day("EndDate", end);
        if end.is_some() {
            self.any_code(&mut row, "AlertAndHazardEndReasonId", "AlertAndHazardEndReason", 90);
        } else if self.rng.percent(60) {
            row.number("ReviewFrequencyTypeId", self.rng.between(1, 4));
            row.day("ReviewDate", plus(YESTERDAY, self.rng.between(5, 300)));
        }
        let team = self.rng.index(6);
        let stamp = self.recorded(team, start).inactive(end.is_some());
        self.stamp(&mut row, &stamp, Some(&member.full_name()));
        self.push(row);
    }
}
