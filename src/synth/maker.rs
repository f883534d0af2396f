//! The bench at which a household is made.

use jiff::civil::Date;

use super::clock::{Moment, plus, uk_form};
use super::draft::Draft;
use super::form::MadeForm;
use super::note::SharedNote;
use super::{Council, Household, Rng, Worker};
use crate::record::Guid;

/// Makes the rows of one household.
#[derive(Debug)]
pub(super) struct Maker<'a> {
    /// The council it lives in.
    pub(super) council: &'a Council,
    /// The household's own chance.
    pub(super) rng: Rng,
    /// What has been made.
    pub(super) household: Household,
    /// The grown-ups of the household, with their names.
    pub(super) adults: Vec<(Guid, String)>,
    /// Its children, with their names.
    pub(super) children: Vec<(Guid, String)>,
    /// Notes that may be copied to brothers and sisters.
    pub(super) shared: Vec<SharedNote>,
    /// Children's first forms, which may be copied to brothers and sisters.
    pub(super) family_forms: Vec<(Guid, MadeForm)>,
    /// The family's first case.
    pub(super) first_case: Option<Guid>,
    /// Whether the child in hand has a pathway case.
    pub(super) pathway: bool,
}

/// Who recorded a row and when: what nearly every casework table has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stamp {
    /// The place of the responsible team.
    pub(super) team: usize,
    /// The place of the responsible worker.
    pub(super) worker: Option<usize>,
    /// The place of who recorded the row.
    pub(super) recorder: usize,
    /// When the row was recorded.
    pub(super) created: Moment,
    /// When it was last changed.
    pub(super) modified: Moment,
    /// Whether the row is switched off.
    pub(super) inactive: bool,
}

impl Stamp {
    /// The same, switched off or not.
    pub(super) fn inactive(self, inactive: bool) -> Self {
        Self { inactive, ..self }
    }
}

impl<'a> Maker<'a> {
    /// An empty bench for the household of that number.
    pub(super) fn new(council: &'a Council, number: u64) -> Self {
        let rng = Rng::new(council.seed(), number);
        let household = Household { number, ..Household::default() };
        Self {
            council,
            rng,
            household,
            adults: Vec::new(),
            children: Vec::new(),
            shared: Vec::new(),
            family_forms: Vec::new(),
            first_case: None,
            pathway: false,
        }
    }

    /// An empty row of a table.
    pub(super) fn draft(&self, table: &str) -> Draft<'a> {
        Draft::new(self.council.schema(), table)
    }

    /// Sets a column to an identifier.
    pub(super) fn guid(&mut self, row: &mut Draft<'_>, column: &str, value: impl Into<Option<Guid>>) {
        row.guid(&mut self.rng, column, value);
    }

    /// Sets a column to the row of a code table that has that name.
    pub(super) fn code(&mut self, row: &mut Draft<'_>, column: &str, list: &str, name: &str) {
        let guid = self.council.named(list, name).guid;
        row.guid(&mut self.rng, column, guid);
    }

    /// Sets a column to any row of a code table still in use, in so many of a hundred cases; else it stays null.
    pub(super) fn any_code(&mut self, row: &mut Draft<'_>, column: &str, list: &str, share: u64) {
        if self.rng.percent(share) {
            let guid = self.any_of(list);
            row.guid(&mut self.rng, column, guid);
        }
    }

    /// Any value of a code table that is still in use.
    pub(super) fn any_of(&mut self, list: &str) -> Guid {
        let codes = self.council.codes(list);
        let place = self.rng.index(codes.len());
        let used = codes[place..].iter().chain(codes).find(|code| !code.retired());
        used.map_or(codes[place].guid, |code| code.guid)
    }

    /// Sets a text column in so many of a hundred cases; else it is null, or now and then an empty string.
    pub(super) fn maybe(
        &mut self,
        row: &mut Draft<'_>,
        column: &str,
        share: u64,
        text: impl FnOnce(&mut Rng) -> String,
    ) {
        if self.rng.percent(share) {
            let text = text(&mut self.rng);
            row.text(column, text);
        } else if self.rng.percent(6) {
            row.text(column, "");
        }
    }

    /// Fills the columns that say who recorded the row; `owner` is the full name that a Title begins with, where the table
    /// composes one.
    pub(super) fn stamp(&mut self, row: &mut Draft<'_>, stamp: &Stamp, owner: Option<&str>) {
        let council = self.council;
        let team = &council.teams()[stamp.team];
        let guid_of = |place: usize| council.workers()[place].guid;
        if let Some(owner) = owner {
            row.text("Title", format!("{owner} - {} ({})", row.table(), uk_form(stamp.created.uk_day())));
        }
        if row.has("OwnerId") {
            row.text("ownerid_cwname", team.name);
            self.guid(row, "OwnerId", team.guid);
            self.guid(row, "ResponsibleUserId", stamp.worker.map(guid_of));
            self.guid(row, "OwningBusinessUnitId", council.units()[team.unit].guid);
            self.import_numbers(row, stamp);
        }
        row.flag("Inactive", stamp.inactive);
        let changer =
            if self.rng.percent(70) { stamp.recorder } else { stamp.worker.unwrap_or(stamp.recorder) };
        self.guid(row, "CreatedBy", guid_of(stamp.recorder));
        self.guid(row, "ModifiedBy", guid_of(changer));
        row.time("CreatedOn", stamp.created).time("ModifiedOn", stamp.modified).version(&mut self.rng);
    }

    /// Rows that an earlier system gave: an id of it, and the number of the import.
    fn import_numbers(&mut self, row: &mut Draft<'_>, stamp: &Stamp) {
        let imported = stamp.created.uk_day() < plus(super::council::FIRST_DAY, 700) || self.rng.percent(1);
        if !imported {
            return;
        }
        row.number("ImportCreateSequence", self.rng.between(1, 40));
        if self.rng.percent(30) {
            row.number("ImportUpdateSequence", self.rng.between(41, 60));
        }
        if row.table() != "Person" && self.rng.percent(40) {
            row.text("LegacyId", format!("ISIS-{}", self.rng.below(10_000_000)));
        }
    }

    /// Any grown-up of the household.
    pub(super) fn relative(&mut self) -> Option<(Guid, String)> {
        let place = self.rng.index(self.adults.len().max(1));
        self.adults.get(place).cloned()
    }

    /// Any child of the household.
    pub(super) fn child(&mut self) -> Option<(Guid, String)> {
        let place = self.rng.index(self.children.len().max(1));
        self.children.get(place).cloned()
    }

    /// Adds the finished row.
    pub(super) fn push(&mut self, row: Draft<'_>) {
        self.household.rows.push(row.done());
    }

    /// What stamps a row recorded on that day by a worker of that team.
    pub(super) fn recorded(&mut self, team: usize, day: Date) -> Stamp {
        let worker = self.worker_at(team, day);
        let imported = day < plus(super::council::FIRST_DAY, 700) && self.rng.percent(40);
        let recorder = match self.rng.below(100) {
            _ if imported => self.council.workers().len() - 1,
            0..75 => worker,
            _ => self.worker_at(team, day),
        };
        let created = Moment::on(day, &mut self.rng);
        let minutes =
            if self.rng.percent(60) { self.rng.between(0, 90) } else { self.rng.between(90, 120_000) };
        Stamp {
            team,
            worker: Some(worker),
            recorder,
            created,
            modified: created.later(minutes),
            inactive: false,
        }
    }

    /// The place of a worker of that team who is there on that day.
    pub(super) fn worker_at(&mut self, team: usize, day: Date) -> usize {
        let places = self.council.teams()[team].workers.clone();
        for _ in 0..4 {
            let place = places.start + self.rng.index(places.len());
            if present(&self.council.workers()[place], day) {
                return place;
            }
        }
        places.start
    }
}

fn present(worker: &Worker, day: Date) -> bool {
    worker.from <= day && worker.until.is_none_or(|until| day <= until) && !worker.role.contains("support")
}
