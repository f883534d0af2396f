//! A period of care for a scene.

use super::{Site, Subject};
use crate::synth::clock::plus;

/// One row of legal status and placement, in days from the day on which care began.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// First day.
    pub(super) from: i64,
    /// Last day; none while it lasts.
    pub(super) to: Option<i64>,
    /// National code of the legal status.
    pub(super) status: &'static str,
    /// Name of the placement.
    pub(super) placement: &'static str,
    /// Postcode of the placement.
    pub(super) postcode: &'static str,
    /// National code of the reason for the row.
    pub(super) reason: &'static str,
    /// National code of the reason why it ended.
    pub(super) ended: Option<&'static str>,
}

/// With a foster carer.
const FOSTERED: &str = "Foster carer – other fostering";

impl Span {
    /// The first row, under an interim care order.
    pub(super) const fn first(to: Option<i64>) -> Self {
        let ended = if to.is_some() { Some("X1") } else { None };
        Self { from: 0, to, status: "C1", placement: FOSTERED, postcode: "QX4 7HT", reason: "S", ended }
    }

    /// A following row under a full care order, at the same place.
    pub(super) const fn then(from: i64, to: Option<i64>) -> Self {
        let ended = if to.is_some() { Some("E4A") } else { None };
        Self { from, to, status: "C2", placement: FOSTERED, postcode: "QX4 7HT", reason: "L", ended }
    }
}

impl Site<'_> {
    /// A child who was never in care, in whom a period of care is set: the child, the case, and the rows' places, that of
    /// the period first.
    pub(super) fn care(&mut self, end: Option<i64>, spans: &[Span]) -> Option<(Subject, usize, Vec<usize>)> {
        let (child, case) = self.child_at_home()?;
        let start = self.after(case, 12);
        let mut row = self.draft("LACEpisode", child, start);
        self.put_in_case(&mut row, case);
        row.day("StartDate", start)
            .day("EndDate", end.map(|days| plus(start, days)))
            .flag("Inactive", end.is_some());
        let episode = self.add(row.done());
        let mut places = vec![episode];
        for span in spans {
            places.push(self.span(child, case, episode, span));
        }
        let person = self.person(child);
        self.put(person, "IsLookedAfterChild", Some(if end.is_none() { "1" } else { "0" }));
        Some((child, case, places))
    }

    fn span(&mut self, child: Subject, case: usize, episode: usize, span: &Span) -> usize {
        let council = self.council;
        let start = self.after(case, 12);
        let episode = self.key(episode);
        let mut row = self.draft("PersonLACLegalStatus", child, plus(start, span.from));
        self.put_in_case(&mut row, case);
        let columns = [
            ("LACEpisodeId", Some(episode)),
            ("LACLegalStatusId", Some(council.by_gov_code("LACLegalStatus", span.status).guid)),
            ("LACLegalStatusReasonId", Some(council.by_gov_code("LACLegalStatusReason", span.reason).guid)),
            ("LACPlacementId", Some(council.named("LACPlacement", span.placement).guid)),
            ("LACPlacementProviderId", Some(council.by_gov_code("LACPlacementProvider", "PR1").guid)),
            (
                "LACLegalStatusEndReasonId",
                span.ended.map(|code| council.by_gov_code("LACLegalStatusEndReason", code).guid),
            ),
        ];
        for (column, guid) in columns {
            row.guid(&mut self.rng, column, guid);
        }
        row.text("PlacementPostcode", span.postcode).day("StartDate", plus(start, span.from));
        row.day("EndDate", span.to.map(|days| plus(start, days))).flag("Inactive", span.to.is_some());
        self.add(row.done())
    }
}
