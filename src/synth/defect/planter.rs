//! Which hard case is planted where.

use super::kind::{Kind, Room, kinds};
use super::tables::TablePlanter;
use super::{Planted, Site, Subject};
use crate::synth::{Council, DropWriter, Household, Rng, Row, SynthError};

/// How many kinds are planted in one household where they do not disturb each other.
const IN_CASE_FILES: usize = 2;
const IN_ROWS: usize = 8;

/// How many households may wait for one that has a place for a kind never planted yet.
const PATIENCE: f64 = 5.0;

/// The stream of chance of what is left at the end.
const LAST: u64 = u64::MAX - 1;

/// How often a kind was planted, and how many households had a place for it when it was tried.
struct Planting {
    kind: Kind,
    times: u64,
    places: u64,
}

/// Plants hard cases in as many households as the rate says of the number of people, each kind as often as another, and in as
/// many again a flaw that any table can have, one table after the other. Two hard cases in
/// one household are in the case files of two people, but for those that stand on rows of their own and change nothing else.
pub struct Planter {
    rate: f64,
    due: f64,
    due_in_tables: f64,
    tables: TablePlanter,
    kinds: Vec<Planting>,
    waiting: Option<Subject>,
    additions: Vec<Row>,
    planted: Vec<Planted>,
}

impl Planter {
    /// Plants at that rate: planted households a person, from 0.0 to 1.0.
    pub fn new(rate: f64) -> Self {
        let kinds = kinds().into_iter().map(|kind| Planting { kind, times: 0, places: 0 }).collect();
        Self {
            rate,
            due: 0.0,
            due_in_tables: 0.0,
            tables: TablePlanter::default(),
            kinds,
            waiting: None,
            additions: Vec::new(),
            planted: Vec::new(),
        }
    }

    /// Plants in a household, if one is due.
    pub fn household(&mut self, household: &mut Household, council: &Council, rng: &mut Rng) {
        let people = household.of(council.schema().table("Person")).count();
        self.due += self.rate * f64::from(u32::try_from(people).unwrap_or(u32::MAX));
        self.due_in_tables += self.rate * f64::from(u32::try_from(people).unwrap_or(u32::MAX));
        let mut site = Site::new(council, household, rng.clone(), self.waiting);
        let room = if self.due < 1.0 { None } else { self.cases(&mut site) };
        // What concerns several people leaves no case file of the household to itself.
        let in_tables =
            self.due_in_tables >= 1.0 && room != Some(Room::Household) && self.tables.plant(&mut site);
        self.due_in_tables -= f64::from(u8::from(in_tables));
        if room.is_none() && !in_tables {
            return;
        }
        site.expect_consequences();
        *household = site.household;
        self.waiting = site.waiting;
        self.additions.append(&mut site.additions);
        self.planted.append(&mut site.planted);
    }

    /// Plants hard cases in a household that is due; none where it has no place for one.
    fn cases(&mut self, site: &mut Site<'_>) -> Option<Room> {
        let unseen = self.kinds.iter().any(|kind| kind.times == 0);
        let patient = unseen && self.due < PATIENCE;
        let room = self.plant(site, patient, |_| true)?;
        let more = match room {
            Room::Household => 0,
            Room::CaseFile => IN_CASE_FILES - 1,
            Room::Rows => IN_ROWS - 1,
        };
        for _ in 0..more {
            self.plant(site, false, |kind| kind.room == room);
        }
        self.due -= 1.0;
        Some(room)
    }

    /// Plants the kind that was planted least so far, of those for which the household has a place. As long as some were never
    /// planted, the one goes first for which the fewest households had a place; where only something `new` will do, nothing
    /// is planted a second time.
    fn plant(&mut self, site: &mut Site<'_>, new: bool, wanted: impl Fn(&Kind) -> bool) -> Option<Room> {
        let mut order: Vec<usize> =
            (0..self.kinds.len()).filter(|place| wanted(&self.kinds[*place].kind)).collect();
        let mut found: Option<(usize, Site<'_>)> = None;
        order.sort_by_key(|place| self.kinds[*place].times);
        for place in order {
            let planting = &mut self.kinds[place];
            if (new || found.is_some()) && planting.times > 0 {
                break;
            }
            let mut trial = site.clone();
            if (planting.kind.plant)(&mut trial).is_none() {
                continue;
            }
            planting.places += 1;
            let rarer =
                found.as_ref().is_none_or(|(best, _)| self.kinds[place].places < self.kinds[*best].places);
            if rarer {
                found = Some((place, trial));
            }
        }
        let (place, trial) = found?;
        *site = trial;
        self.kinds[place].times += 1;
        let room = self.kinds[place].kind.room;
        if room == Room::Rows {
            site.taken.clear();
        }
        Some(room)
    }

    /// Plants what is wrong with a file as a whole, each once.
    pub fn files(&mut self, writer: &mut DropWriter<'_>, council: &Council) -> Result<(), SynthError> {
        if self.rate > 0.0 {
            self.planted.extend(super::files::plant(writer, council)?);
        }
        Ok(())
    }

    /// Adds what the hard cases need of control tables and codes.
    pub fn council(&mut self, rows: &mut Vec<Row>, council: &Council) {
        let schema = council.schema();
        if let Some(before) = self.waiting.take() {
            // The other identity is not in the extract.
            let mut site = Site::new(council, &Household::default(), Rng::new(council.seed(), LAST), None);
            let gone = site.rng.guid();
            self.additions.push(super::adoption::link(&mut site, before.guid, gone));
        }
        let mut additions = std::mem::take(&mut self.additions);
        additions.sort_by_key(|row| (row.table, row.key(schema)));
        additions.dedup_by(|one, other| one.table == other.table && one.key(schema) == other.key(schema));
        rows.append(&mut additions);
        if self.rate > 0.0 {
            self.planted.push(super::files::blank_column(rows, council));
        }
    }

    /// Everything that a migration must find, in order of code.
    pub fn finish(mut self) -> Vec<Planted> {
        self.planted.sort();
        self.planted.dedup();
        self.planted
    }
}
