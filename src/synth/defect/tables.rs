//! Flaws that any table can have, planted in one table after the other, so that each is reached.

use std::collections::{BTreeMap, BTreeSet};

use super::{Site, Subject};
use crate::record::{Guid, Reason};
use crate::synth::TableId;

/// A flaw of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Flaw {
    /// A worker who is not in the extract.
    Worker,
    /// A day that no calendar has.
    Day,
    /// A character that no text has.
    Character,
    /// A second row of it.
    Twice,
    /// An owner who is not in the extract.
    Orphan,
    /// Nobody says who recorded it.
    Unsigned,
}

const FLAWS: [Flaw; 6] =
    [Flaw::Worker, Flaw::Day, Flaw::Character, Flaw::Twice, Flaw::Orphan, Flaw::Unsigned];

/// Tables of what is no social care of children, or made of other records, whose rows are left out before they are looked at;
/// that of files, which are known by their bytes; and that which has no row where hard cases are planted.
const LEFT_OUT: [&str; 8] = [
    "CPIS",
    "DocumentFile",
    "HealthAppointment",
    "InpatientLeave",
    "MHA",
    "Mha",
    "PersonImmunisation",
    "PersonMHA",
];

/// Tables whose rows have a note each, signed by who recorded them, and nothing that hangs on them.
const SIGNED: [&str; 7] = [
    "CaseAction",
    "LACReview",
    "MissingPerson",
    "PersonAlertAndHazardReview",
    "PersonGestationPeriod",
    "PersonHealthDetail",
    "ServicePackage",
];

/// Tables on whose rows nothing hangs, and without which nothing else is amiss.
const LEAVES: [&str; 5] = ["EmailTo", "EmailCC", "RequiredAttendee", "OptionalAttendee", "PersonLanguage"];

/// How far an owner is looked for.
const DEPTH: usize = 5;

/// Plants flaws table by table.
#[derive(Debug, Default)]
pub(super) struct TablePlanter {
    times: BTreeMap<(TableId, Flaw), u64>,
}

impl TablePlanter {
    /// Plants the flaw that was planted least so far, of those for which the household has a row; whether it has one.
    pub(super) fn plant(&mut self, site: &mut Site<'_>) -> bool {
        let mut places: BTreeMap<(TableId, Flaw), (usize, Subject)> = BTreeMap::new();
        for (place, subject) in site.open_rows() {
            let table = site.household.rows[place].table;
            for flaw in FLAWS.into_iter().filter(|flaw| site.can_have(place, *flaw)) {
                places.entry((table, flaw)).or_insert((place, subject));
            }
        }
        let times = |kind: &(TableId, Flaw)| self.times.get(kind).copied().unwrap_or_default();
        let of_table = |table: TableId| -> u64 { FLAWS.iter().map(|flaw| times(&(table, *flaw))).sum() };
        let least = places.keys().copied().min_by_key(|kind| (of_table(kind.0), times(kind), *kind));
        let Some(kind) = least else { return false };
        let (place, subject) = places[&kind];
        site.flaw(place, subject, kind.1);
        *self.times.entry(kind).or_default() += 1;
        true
    }
}

impl Site<'_> {
    /// The rows, but those of people themselves, whose case file has no hard case; each with whose it is.
    fn open_rows(&self) -> Vec<(usize, Subject)> {
        let planted: BTreeSet<u64> = self.planted.iter().filter_map(|line| line.case_file).collect();
        let mut open = self.people();
        open.retain(|person| !planted.contains(&person.number));
        let rows = &self.household.rows;
        let keys: BTreeMap<Guid, usize> =
            rows.iter().zip(0..).filter_map(|(row, place)| Some((row.key(self.schema())?, place))).collect();
        let owned = |place: usize| Some((place, self.subject_of(place, &keys, &open, DEPTH)?));
        (0..rows.len()).filter_map(owned).collect()
    }

    /// Whether a row is in the case file of a person.
    pub(super) fn is_of(&self, place: usize, person: Subject) -> bool {
        let mut key = self.owner_of(place);
        for _ in 0..DEPTH {
            if key == Some(person.guid) {
                return true;
            }
            let rows = &self.household.rows;
            let parent = rows.iter().position(|row| key.is_some() && row.key(self.schema()) == key);
            key = parent.and_then(|parent| self.owner_of(parent));
        }
        false
    }

    fn owner_of(&self, place: usize) -> Option<Guid> {
        self.guid_at(place, &self.owner_column(place)?)
    }

    /// Whose a row is; nobody's where it or what it hangs on is left out, restricted, merged or a shell.
    fn subject_of(
        &self,
        place: usize,
        keys: &BTreeMap<Guid, usize>,
        open: &[Subject],
        depth: usize,
    ) -> Option<Subject> {
        let own = self.owner_column(place).filter(|_| depth > 0)?;
        let plain =
            ["MasterId", "DataRestrictionId"].iter().all(|column| self.value(place, column).is_none());
        let shell = self.value(place, "AnswersInitialized") == Some("0");
        let care = self.council.named("DataForm", "SocialCareCase").guid;
        let other = self.guid_at(place, "DataFormId").is_some_and(|form| form != care);
        if !plain || shell || other {
            return None;
        }
        let owner = self.guid_at(place, &own)?;
        match open.iter().find(|person| person.guid == owner) {
            Some(person) => self.parents_stand(place, keys).then_some(*person),
            None => self.subject_of(*keys.get(&owner)?, keys, open, depth - 1),
        }
    }

    /// Whether whatever else of the household a row names gives rows itself.
    fn parents_stand(&self, place: usize, keys: &BTreeMap<Guid, usize>) -> bool {
        ["CaseId", "CaseFormId", "ContactId", "PersonFormId"].iter().all(|column| {
            let parent = self.guid_at(place, column).and_then(|key| keys.get(&key).copied());
            parent.is_none_or(|parent| {
                parent == place
                    || (self.value(parent, "MasterId").is_none()
                        && self.value(parent, "DataRestrictionId").is_none()
                        && self.value(parent, "AnswersInitialized") != Some("0"))
            })
        })
    }

    /// The column that leads to the owner, as the data dictionary says.
    fn owner_column(&self, place: usize) -> Option<String> {
        let entity = self.schema().dictionary().entity(self.household.rows[place].table);
        let note = &entity.field(entity.key?).note;
        note.split("; ").find_map(|part| part.strip_prefix("owner: ")).map(str::to_owned)
    }

    fn can_have(&self, place: usize, flaw: Flaw) -> bool {
        let table = self.schema().name(self.household.rows[place].table);
        let left_out = LEFT_OUT.iter().any(|name| table.starts_with(name));
        let filled = |column| self.value(place, column).is_some();
        let stamped = !left_out && filled("ModifiedOn") && self.has_column(place, "ResponsibleUserId");
        match flaw {
            Flaw::Worker | Flaw::Day | Flaw::Character => stamped,
            Flaw::Twice => !left_out,
            // Whose a row is, is asked before anything else.
            Flaw::Orphan => LEAVES.contains(&table) || (left_out && table.ends_with("CaseNote")),
            Flaw::Unsigned => SIGNED.contains(&table),
        }
    }

    fn has_column(&self, place: usize, column: &str) -> bool {
        self.schema().column(self.household.rows[place].table, column).is_some()
    }

    fn flaw(&mut self, place: usize, subject: Subject, flaw: Flaw) {
        match flaw {
            Flaw::Worker => {
                let gone = self.rng.guid();
                self.put_guid(place, "ResponsibleUserId", gone);
                self.expect(Reason::DanglingLookup, subject, place, Some("ResponsibleUserId"));
            }
            Flaw::Day => {
                self.put(place, "ModifiedOn", Some("2024-02-31 09:00:00.000"));
                self.expect(Reason::BadDate, subject, place, Some("ModifiedOn"));
            }
            Flaw::Character => {
                self.put(place, "LegacyId", Some("A\u{0B}17"));
                self.expect(Reason::ControlCharacter, subject, place, Some("LegacyId"));
            }
            Flaw::Twice => {
                self.add(self.household.rows[place].clone());
                self.expect(Reason::DuplicateRow, subject, place, None);
            }
            Flaw::Orphan => {
                let gone = self.rng.guid();
                let column = self.owner_column(place).unwrap_or_default();
                self.put_guid(place, &column, gone);
                let field = LEAF_OWNERS.into_iter().find(|name| *name == column).unwrap_or_default();
                self.expect_ownerless(Reason::OrphanParent, place, field);
            }
            Flaw::Unsigned => {
                self.put(place, "CreatedBy", None);
                self.expect(Reason::MissingMandatory, subject, place, Some("CreatedBy"));
            }
        }
    }
}

/// The columns that lead from the leaves to their owners.
const LEAF_OWNERS: [&str; 3] = ["EmailId", "AppointmentId", "PersonId"];
