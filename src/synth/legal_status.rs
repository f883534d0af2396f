//! Periods of care: episodes, and the legal statuses and placements that follow each other within them.

use jiff::civil::Date;

use super::clock::{YESTERDAY, plus};
use super::draft::Draft;
use super::maker::Maker;
use super::member::{Member, birthday};
use super::work::Work;
use crate::record::Guid;

/// What holds on one row: status and placement by national codes, and where the child lives.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Situation {
    status: &'static str,
    placement: &'static str,
    carer: usize,
}

/// The first legal status of an episode.
const FIRST: [(u64, &str); 5] = [(60, "V2"), (18, "C1"), (10, "L1"), (8, "L2"), (4, "J1")];

/// Placements with a carer.
const PLACEMENTS: [(u64, &str); 9] =
    [(40, "U6"), (18, "U4"), (14, "U3"), (8, "U1"), (8, "K2"), (5, "K3"), (3, "R3"), (2, "S1"), (2, "P1")];

impl<'a> Maker<'a> {
    /// A child's periods of care within a case; tells whether one is open.
    pub(super) fn care(&mut self, member: &mut Member, work: &Work) {
        let mut start = plus(work.start, self.rng.between(0, 60)).min(work.last());
        if self.rng.percent(22) {
            self.not_looked_after(work, "Pre-proceedings – not looked after", work.start, Some(start));
        }
        while start < work.last() {
            let long = self.rng.weighted(&[(30, 120), (40, 700), (30, 3000)]);
            let end = plus(start, self.rng.between(2, long));
            let open = work.open() && (end >= YESTERDAY || self.rng.percent(20));
            let end = (!open).then(|| end.min(work.last()));
            self.episode(member, work, start, end);
            let Some(end) = end else { break };
            start = plus(end, self.rng.between(40, 700));
            if start >= work.last() || self.rng.percent(65) {
                if self.rng.percent(25) {
                    let kind = self.rng.pick(&[
                        "Special guardianship order – not looked after",
                        "Child arrangements order – not looked after",
                    ]);
                    self.not_looked_after(work, kind, end, None);
                }
                break;
            }
        }
    }

    /// An episode with its rows, each beginning on the day on which the one before ended.
    fn episode(&mut self, member: &mut Member, work: &Work, start: Date, end: Option<Date>) {
        let stamp = self.recorded(7, start);
        let guid = self.rng.guid();
        let mut row = self.draft("LACEpisode");
        self.guid(&mut row, "LACEpisodeId", guid);
        self.guid(&mut row, "CaseId", work.case);
        self.guid(&mut row, "PersonId", work.person);
        row.text("caseid_cwname", &*work.title).text("personid_cwname", &*work.name);
        row.day("StartDate", start).day("EndDate", end);
        self.stamp(&mut row, &stamp.inactive(end.is_some()), Some(&work.name));
        self.push(row);
        member.flags.looked_after |= end.is_none();
        let sixteenth = member.born.and_then(|born| birthday(born, 16));
        member.flags.leaving_care |= sixteenth.is_some_and(|day| end.unwrap_or(YESTERDAY) >= day);
        let mut situation = self.first_situation();
        let mut starts = vec![start];
        while self.rng.percent(62) && starts.len() < 9 {
            let latest = starts[starts.len() - 1];
            let next = plus(latest, self.rng.between(5, 400));
            if next >= end.unwrap_or(YESTERDAY) {
                break;
            }
            starts.push(next);
        }
        let mut reason = "Started to be looked after";
        for (place, start) in starts.iter().enumerate() {
            let next = starts.get(place + 1).copied();
            self.status_row(work, guid, &situation, (*start, next.or(end)), reason, next.is_some());
            self.care_address(member, &situation, *start, next.or(end));
            (situation, reason) = self.change(&situation);
        }
    }

    fn first_situation(&mut self) -> Situation {
        Situation {
            status: self.rng.weighted(&FIRST),
            placement: self.rng.weighted(&PLACEMENTS),
            carer: self.carer(),
        }
    }

    /// The place among the providers of somebody who cares for children.
    fn carer(&mut self) -> usize {
        let kinds = ["Foster carer household", "Children’s home", "Supported accommodation"];
        let providers = self.council.providers();
        let start = self.rng.index(providers.len());
        let order = (start..providers.len()).chain(0..start);
        order.into_iter().find(|place| kinds.contains(&providers[*place].kind)).unwrap_or(start)
    }

    /// What comes next, and the name of the reason that says what changed.
    fn change(&mut self, now: &Situation) -> (Situation, &'static str) {
        let (status, placement, carer) =
            (self.other_status(now), self.other_placement(now), self.other_carer(now));
        let kind = self.rng.weighted(&[(30, 'L'), (40, 'P'), (8, 'T'), (14, 'B'), (8, 'U')]);
        let same_kind = self.rng.percent(50);
        let moved = if same_kind { now.placement } else { placement };
        match kind {
            'L' => (Situation { status, ..now.clone() }, "Change of legal status only"),
            'P' => {
                (Situation { placement: moved, carer, ..now.clone() }, "Change of placement and carer only")
            }
            'T' => (Situation { placement, ..now.clone() }, "Change of placement – same carer"),
            'U' => {
                let next = Situation { status, placement, carer: now.carer };
                (next, "Change of legal status and placement – same carer")
            }
            _ => {
                let names =
                    ["Change of legal status, placement and carer", "Change of status with planned move"];
                (Situation { status, placement: moved, carer }, self.rng.pick(&names))
            }
        }
    }

    fn other_status(&mut self, now: &Situation) -> &'static str {
        let next = ["C1", "C2", "V2"];
        let place = self.rng.index(next.len());
        if next[place] == now.status { next[(place + 1) % next.len()] } else { next[place] }
    }

    fn other_placement(&mut self, now: &Situation) -> &'static str {
        let placement = self.rng.weighted(&PLACEMENTS);
        if placement == now.placement { if placement == "U6" { "U4" } else { "U6" } } else { placement }
    }

    /// Another carer, who lives elsewhere.
    fn other_carer(&mut self, now: &Situation) -> usize {
        let providers = self.council.providers();
        for _ in 0..20 {
            let carer = self.carer();
            if providers[carer].place.postcode != providers[now.carer].place.postcode {
                return carer;
            }
        }
        (now.carer + 1) % providers.len()
    }

    fn status_row(
        &mut self,
        work: &Work,
        episode: Guid,
        situation: &Situation,
        (start, end): (Date, Option<Date>),
        reason: &str,
        another: bool,
    ) {
        let stamp = self.recorded(7, start);
        let status = self.council.by_gov_code("LACLegalStatus", situation.status).guid;
        let mut row = self.status_draft(work, status, start, end);
        self.guid(&mut row, "LACEpisodeId", episode);
        self.code(&mut row, "LACLegalStatusReasonId", "LACLegalStatusReason", reason);
        let placement = self.council.by_gov_code("LACPlacement", situation.placement).guid;
        self.guid(&mut row, "LACPlacementId", placement);
        let providers = [("P1", "PR0"), ("K2", "PR4"), ("U3", "PR1"), ("U1", "PR1")];
        let own =
            providers.iter().find(|(code, _)| *code == situation.placement).map(|(_, provider)| *provider);
        let provider = own.unwrap_or_else(|| self.rng.pick(&["PR1", "PR1", "PR4", "PR5"]));
        let provider = self.council.by_gov_code("LACPlacementProvider", provider).guid;
        self.guid(&mut row, "LACPlacementProviderId", provider);
        self.any_code(&mut row, "LACLocationCodeId", "LACLocationCode", 85);
        row.text("PlacementPostcode", &*self.council.providers()[situation.carer].place.postcode);
        if another {
            self.code(&mut row, "LACLegalStatusEndReasonId", "LACLegalStatusEndReason", CONTINUES);
        } else if end.is_some() {
            let ended = self.rng.weighted(&ENDED);
            let ended = self.council.by_gov_code("LACLegalStatusEndReason", ended).guid;
            self.guid(&mut row, "LACLegalStatusEndReasonId", ended);
        }
        self.stamp(&mut row, &stamp.inactive(end.is_some()), Some(&work.name));
        self.push(row);
    }

    /// A status under which the child is not looked after; it may overlap the others.
    fn not_looked_after(&mut self, work: &Work, status: &str, start: Date, end: Option<Date>) {
        let status = self.council.named("LACLegalStatus", status).guid;
        let stamp = self.recorded(7, start);
        let mut row = self.status_draft(work, status, start, end);
        self.stamp(&mut row, &stamp.inactive(end.is_some()), Some(&work.name));
        self.push(row);
    }

    /// A row with the columns that every status has.
    fn status_draft(&mut self, work: &Work, status: Guid, start: Date, end: Option<Date>) -> Draft<'a> {
        let mut row = self.draft("PersonLACLegalStatus");
        let key = self.rng.guid();
        self.guid(&mut row, "PersonLACLegalStatusId", key);
        self.guid(&mut row, "CaseId", work.case);
        self.guid(&mut row, "PersonId", work.person);
        row.text("personid_cwname", &*work.name);
        self.guid(&mut row, "LACLegalStatusId", status);
        row.day("StartDate", start).day("EndDate", end);
        row
    }

    /// The carer's address while the child lives there.
    fn care_address(&mut self, member: &Member, situation: &Situation, start: Date, end: Option<Date>) {
        if self.rng.percent(75) {
            let place = self.council.providers()[situation.carer].place.clone();
            self.address(member, &place, 3, start, end);
        }
    }
}

/// The reason of every row that another follows.
const CONTINUES: &str = "Episode ends – another begins the same day";

/// Reasons why a period of care ended, by national code.
const ENDED: [(u64, &str); 8] =
    [(40, "E4A"), (12, "E4B"), (14, "E8"), (8, "E45"), (8, "E47"), (6, "E5"), (6, "E41"), (6, "E3")];
