//! Contacts: somebody got in touch about a child.

use jiff::civil::Date;

use super::clock::{Moment, YESTERDAY, plus};
use super::maker::Maker;
use super::member::Member;
use super::prose;
use super::work::called;
use crate::record::Guid;

/// A contact that a case may follow.
#[derive(Clone, Debug)]
pub(super) struct MadeContact {
    /// Its identifier.
    pub(super) guid: Guid,
    /// Its title.
    pub(super) title: String,
    /// When it was received.
    pub(super) received: Moment,
    /// The name of who got in touch.
    pub(super) source: &'static str,
}

/// The places of the teams that take contacts.
const FRONT_DOOR: usize = 0;
const EMERGENCY_DUTY: usize = 6;

/// What came of a contact: status, outcome, and how often.
const NO_CASE: [(u64, (&str, Option<&str>)); 6] = [
    (30, ("Closed – No Further Action", Some("No further action"))),
    (22, ("Closed & Logged As Enquiry", Some("Advice and information"))),
    (16, ("Closed – No Further Action", Some("Early help"))),
    (6, ("Rejected", None)),
    (4, ("Accepted", Some("Advice and information"))),
    (2, ("Closed & Logged As Enquiry", None)),
];

/// Outcomes after which a case follows.
const CASE: [(u64, Option<&str>); 5] = [
    (50, Some("Progress to referral")),
    (34, Some("Progress to assessment")),
    (6, Some("Strategy discussion")),
    (4, Some("Link to open case")),
    (6, None),
];

/// Who gets in touch.
const SOURCES: [(u64, &str); 12] = [
    (30, "POLICE"),
    (18, "SCHOOLS"),
    (7, "Academy or free school"),
    (6, "HEALTH SERVICES – A&E"),
    (6, "HEALTH SERVICES – health visitor"),
    (3, "Hospital – maternity"),
    (9, "INDIVIDUAL – family member, relative or carer"),
    (3, "INDIVIDUAL – self"),
    (6, "LA SERVICES – other internal"),
    (4, "HOUSING - local authority housing or housing association"),
    (4, "ANONYMOUS"),
    (4, "OTHER"),
];

impl Maker<'_> {
    /// Adds a contact received on a day; `case` tells whether a case follows.
    pub(super) fn contact(
        &mut self,
        member: &Member,
        day: Date,
        case: bool,
        before: Option<&MadeContact>,
    ) -> MadeContact {
        let team = self.rng.weighted(&[(9, FRONT_DOOR), (1, EMERGENCY_DUTY)]);
        let stamp = self.recorded(team, day);
        let received = Moment::on(day, &mut self.rng).min(stamp.created);
        let (status, outcome) = self.decision(case, day);
        let decided = !["New", "In Progress"].contains(&status);
        let guid = self.rng.guid();
        let mut row = self.draft("Contact");
        self.guid(&mut row, "ContactId", guid);
        self.guid(&mut row, "PersonId", member.guid);
        row.text("personid_cwname", member.full_name());
        self.regarding(&mut row, member, before);
        let source = self.asked(&mut row, team);
        self.code(&mut row, "ContactStatusId", "ContactStatus", status);
        if let Some(outcome) = outcome {
            self.code(&mut row, "ContactOutcomeId", "ContactOutcome", outcome);
        }
        row.time("ContactReceivedDateTime", received);
        let minutes = self.rng.between(20, 1400);
        row.time("ContactAcceptedDateTime", decided.then(|| received.later(minutes)));
        let name = called(member);
        self.maybe(&mut row, "PresentingNeed", 80, |rng| prose::text(rng, &name, 1));
        self.maybe(&mut row, "ContactSummary", 60, |rng| prose::text(rng, &name, 2));
        self.stamp(&mut row, &stamp.inactive(decided), Some(&member.full_name()));
        let title =
            format!("{} - Contact ({})", member.full_name(), super::clock::uk_form(stamp.created.uk_day()));
        self.push(row);
        MadeContact { guid, title, received, source }
    }

    /// Kind, reason and source of the contact; tells the source.
    fn asked(&mut self, row: &mut super::draft::Draft<'_>, team: usize) -> &'static str {
        let kind = self.rng.weighted(&[(6, "Contact"), (3, "Referral"), (1, "Request for information")]);
        let kind = if team == EMERGENCY_DUTY { "Out-of-hours contact" } else { kind };
        self.code(row, "ContactTypeId", "ContactType", kind);
        self.any_code(row, "ContactReasonId", "ContactReason", 85);
        let source = self.rng.weighted(&SOURCES);
        self.code(row, "ContactSourceId", "ContactSource", source);
        self.any_code(row, "ContactPresentingPriorityId", "PresentingPriority", 60);
        source
    }

    /// Status and outcome; the last days' contacts may not be decided yet.
    fn decision(&mut self, case: bool, day: Date) -> (&'static str, Option<&'static str>) {
        if case {
            return ("Accepted", self.rng.weighted(&CASE));
        }
        if day > plus(YESTERDAY, -12) && self.rng.percent(70) {
            return (self.rng.weighted(&[(1, "New"), (2, "In Progress")]), None);
        }
        self.rng.weighted(&NO_CASE)
    }

    /// What the contact is about: the child, an earlier contact, or nothing said.
    fn regarding(
        &mut self,
        row: &mut super::draft::Draft<'_>,
        member: &Member,
        before: Option<&MadeContact>,
    ) {
        let (guid, table, name) = match (self.rng.below(10), before) {
            (0..3, _) => (member.guid, "Person", member.full_name()),
            (3..5, Some(before)) => (before.guid, "Contact", before.title.clone()),
            _ => return,
        };
        self.guid(row, "RegardingId", guid);
        row.text("RegardingIdTableName", table).text("RegardingIdName", name);
    }
}
