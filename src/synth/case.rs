//! Cases.

mod columns;

use jiff::civil::Date;

use super::clock::{Moment, uk_form};
use super::contact::MadeContact;
use super::maker::Maker;
use super::member::Member;
use super::work::{Work, called};
use crate::record::Guid;

/// What a case is to be.
#[derive(Clone, Debug)]
pub(super) struct CasePlan {
    /// The first day.
    pub(super) start: Date,
    /// The last day, if it is closed.
    pub(super) end: Option<Date>,
    /// The place of the team.
    pub(super) team: usize,
    /// The contact that it follows.
    pub(super) contact: Option<MadeContact>,
    /// Whether it was turned away.
    pub(super) rejected: bool,
    /// Whether the child had a case before.
    pub(super) again: bool,
    /// The case that it was merged into.
    pub(super) master: Option<Guid>,
    /// A sibling's case that it was copied from.
    pub(super) copied_from: Option<Guid>,
}

impl Maker<'_> {
    /// Adds the `place`th case of a child.
    pub(super) fn case(&mut self, member: &Member, place: u64, plan: &CasePlan) -> Work {
        let stamp = self.recorded(plan.team, plan.start);
        let received = plan.contact.as_ref().map(|contact| contact.received);
        let start = Moment::on(plan.start, &mut self.rng).max(received.unwrap_or(stamp.created));
        let end = plan.end.map(|end| Moment::on(end, &mut self.rng).max(start));
        let status = self.case_status(plan);
        let number = format!("CAS-{:08}", member.index * 32 + place);
        let guid = self.rng.guid();
        let title = title(member, &number);
        let mut row = self.draft("Case");
        self.guid(&mut row, "CaseId", guid);
        row.text("CaseNumber", &*number).text("personid_cwname", member.full_name()).text("Title", &*title);
        self.guid(&mut row, "PersonId", member.guid);
        self.code(&mut row, "DataFormId", "DataForm", "SocialCareCase");
        self.guid(&mut row, "MasterId", plan.master);
        self.guid(&mut row, "ClonedFromCase", plan.copied_from);
        self.code(&mut row, "CaseStatusId", "CaseStatus", status);
        row.time("StartDateTime", start).time("EndDateTime", end);
        let received = received.or_else(|| self.rng.percent(60).then_some(start));
        row.time("ContactReceivedDateTime", received);
        let age = received.and_then(|received| member.age_on(received.uk_day()));
        row.put("PersonAge", age.map(|age| age.to_string()));
        self.referral(&mut row, plan, received);
        self.closure(&mut row, plan, status);
        self.case_texts(&mut row, member, plan);
        let inactive = plan.end.is_some();
        let modified = end.filter(|_| self.rng.percent(80)).unwrap_or(stamp.modified).max(stamp.modified);
        let stamp = super::maker::Stamp { modified, ..stamp.inactive(inactive) };
        self.stamp(&mut row, &stamp, None);
        self.push(row);
        Work {
            case: guid,
            title,
            person: member.guid,
            name: member.full_name(),
            called: called(member),
            start: plan.start,
            end: plan.end,
            team: plan.team,
        }
    }

    fn case_status(&mut self, plan: &CasePlan) -> &'static str {
        let old = plan.start.year() < 2018;
        match (plan.end, plan.rejected) {
            (Some(_), true) => "Rejected",
            (Some(_), false) => self.rng.weighted(&[
                (90, "Closed"),
                (6, "Closed & Logged As Enquiry"),
                (4, "Closed Under Review"),
            ]),
            (None, _) if plan.again && self.rng.percent(40) => "Re-opened",
            (None, _) if old && self.rng.percent(2) => "Allocate To Team",
            (None, _) => self.rng.weighted(&[
                (86, "Open"),
                (4, "Allocate to Team"),
                (4, "Allocate to Worker"),
                (3, "Awaiting Further Information"),
                (3, "Waiting List"),
            ]),
        }
    }
}

/// Surname, forename, day of birth (or the expected one) and the number.
fn title(member: &Member, number: &str) -> String {
    let first = member.first.as_deref().filter(|first| !first.is_empty());
    let name = first.map_or_else(|| member.last.clone(), |first| format!("{}, {first}", member.last));
    let day = member.born.or(member.expected).map(|day| format!(" - ({})", uk_form(day))).unwrap_or_default();
    format!("{name}{day} [{number}]")
}
