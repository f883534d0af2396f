//! Business units, teams and workers.

mod rows;

use std::ops::Range;

use jiff::civil::{Date, date};

use crate::record::Guid;
use crate::synth::clock::{TODAY, day_between, plus};
use crate::synth::{Rng, names};

pub(super) use rows::{rows, stamped};

/// A part of the council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessUnit {
    /// Its identifier.
    pub guid: Guid,
    /// Its name.
    pub name: &'static str,
    /// The place of the unit above it.
    pub parent: Option<usize>,
}

/// A team, which owns records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its identifier.
    pub guid: Guid,
    /// Its name.
    pub name: &'static str,
    /// The place of its business unit.
    pub unit: usize,
    /// The place of the team above it.
    pub parent: Option<usize>,
    /// Whether it was closed.
    pub inactive: bool,
    /// The places of its workers; the first manages it as long as it exists.
    pub workers: Range<usize>,
}

/// A worker, or the account of an interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// The identifier.
    pub guid: Guid,
    /// The name signed in with, at most 30 characters.
    pub user_name: String,
    /// Forename.
    pub first_name: String,
    /// Surname.
    pub last_name: String,
    /// The place of the team.
    pub team: usize,
    /// The role in the team.
    pub role: &'static str,
    /// First day.
    pub from: Date,
    /// Last day of a leaver.
    pub until: Option<Date>,
    /// Whether it is the account of an interface.
    pub service: bool,
}

impl Worker {
    /// As labels show the worker.
    pub fn full_name(&self) -> String {
        [&*self.first_name, &self.last_name]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Name, and the place of the unit above.
const UNITS: [(&str, Option<usize>); 5] = [
    ("Children’s Services", None),
    ("Help and Protection", Some(0)),
    ("Corporate Parenting", Some(0)),
    ("Early Help", Some(0)),
    ("Quality Assurance", Some(0)),
];

/// Name, business unit, the team above, and the share of the workers in hundredths.
const TEAMS: [(&str, usize, Option<usize>, usize); 15] = [
    ("Front Door", 1, None, 8),
    ("Assessment North", 1, None, 12),
    ("Assessment South", 1, None, 12),
    ("Safeguarding Harbour", 1, None, 10),
    ("Safeguarding Riverside", 1, None, 10),
    ("Children with Disabilities", 1, None, 7),
    ("Emergency Duty", 1, Some(0), 3),
    ("Children Looked After", 2, None, 12),
    ("Leaving Care – Gadael Gofal", 2, Some(7), 6),
    ("Fostering", 2, None, 6),
    ("Family Support", 3, None, 6),
    ("Early Help Hub", 3, Some(10), 4),
    ("Independent Reviewing", 4, None, 3),
    ("Assessment East (closed 2019)", 1, None, 1),
    ("Interfaces", 0, None, 0),
];

/// The team that was closed, and that of the accounts of interfaces.
pub(in crate::synth) const CLOSED_TEAM: usize = 13;
const INTERFACES: usize = 14;

/// The first day of the record system.
pub(in crate::synth) const FIRST_DAY: Date = date(2004, 4, 1);

/// Makes units, teams and workers; a larger council has more workers.
pub(super) fn workforce(people: u64, rng: &mut Rng) -> (Vec<BusinessUnit>, Vec<Team>, Vec<Worker>) {
    let units = UNITS.map(|(name, parent)| BusinessUnit { guid: rng.guid(), name, parent }).to_vec();
    let mut teams = TEAMS
        .map(|(name, unit, parent, _)| Team {
            guid: rng.guid(),
            name,
            unit,
            parent,
            inactive: false,
            workers: 0..0,
        })
        .to_vec();
    teams[CLOSED_TEAM].inactive = true;
    let total = usize::try_from((people / 25).clamp(60, 6000)).unwrap_or(60);
    let mut workers = Vec::new();
    for (team, (.., share)) in TEAMS.iter().enumerate() {
        let first = workers.len();
        for place in 0..(total * share / 100).max(2) {
            workers.push(worker(team, place, workers.len(), rng));
        }
        teams[team].workers = first..workers.len();
    }
    (units, teams, workers)
}

/// The first of each team manages it from the first day on, so that there is somebody at any time.
fn worker(team: usize, place: usize, number: usize, rng: &mut Rng) -> Worker {
    let service = team == INTERFACES;
    let (first, last) = if service { (String::new(), SERVICES[place % 2].to_owned()) } else { person(rng) };
    let long = place == 0 || service;
    let from = if long { FIRST_DAY } else { day_between(rng, FIRST_DAY, plus(TODAY, -90)) };
    let stays = long && team != CLOSED_TEAM;
    let last_day = if team == CLOSED_TEAM { date(2019, 3, 31) } else { plus(TODAY, -1) };
    let from = from.min(plus(last_day, -30));
    let leaves = team == CLOSED_TEAM || (!stays && rng.percent(45));
    let until = leaves
        .then(|| if team == CLOSED_TEAM { last_day } else { day_between(rng, plus(from, 30), last_day) });
    let plain: String =
        format!("{}.{}", names::plain(&first), names::plain(&last)).chars().take(22).collect();
    let user_name =
        if service { format!("svc_{}", names::plain(&last)) } else { format!("{plain}{}", number + 1) };
    let role = role(team, place, service, rng);
    Worker {
        guid: rng.guid(),
        user_name,
        first_name: first,
        last_name: last,
        team,
        role,
        from,
        until,
        service,
    }
}

/// Accounts of interfaces.
const SERVICES: [&str; 2] = ["Integration Service", "Data Import"];

fn person(rng: &mut Rng) -> (String, String) {
    let first = if rng.percent(78) { rng.pick(&names::FEMALE) } else { rng.pick(&names::MALE) };
    (first.to_owned(), rng.pick(&names::SURNAMES).to_owned())
}

fn role(team: usize, place: usize, service: bool, rng: &mut Rng) -> &'static str {
    match (team, place) {
        _ if service => "Interface account",
        (12, _) => "Independent reviewing officer",
        (_, 0) => "Team manager",
        (8, _) => "Personal adviser",
        (10 | 11, _) => "Family support worker",
        _ => rng.weighted(&[(70, "Social worker"), (18, "Senior social worker"), (12, "Business support")]),
    }
}
