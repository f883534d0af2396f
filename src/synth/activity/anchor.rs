//! The records of a household that something else can be about.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::record::Guid;
use crate::synth::clock::{YESTERDAY, plus};
use crate::synth::work::Work;
use crate::synth::{Council, Household, Row};

/// The tables whose records something can be about; each after those that lead to its person.
const TABLES: [&str; 21] = [
    "Person",
    "Case",
    "Contact",
    "CaseForm",
    "LACEpisode",
    "ChildProtection",
    "PrivateFosteringArrangement",
    "MashEpisode",
    "HealthAppointment",
    "PersonCarePlan",
    "FinancialAssessment",
    "PersonHeightAndWeight",
    "PersonPhysicalObservation",
    "PersonClinicalRiskStatus",
    "InpatientLeaveAwol",
    "PersonMHALegalStatus",
    "MhaRecordOfAppeal",
    "MHARightsAndRequests",
    "MHACourtDateOutcome",
    "MHAAftercareEntitlement",
    "CaseFormOutcome",
];

/// The columns that lead to a record's person, in the order tried.
const OWNERS: [&str; 5] = ["PersonId", "CaseId", "PersonMHALegalStatusId", "RegardingId", "CaseFormId"];

/// The columns that hold the first day of a record, in the order tried.
const STARTS: [&str; 4] = ["StartDateTime", "StartDate", "ContactReceivedDateTime", "CreatedOn"];

/// A record that something else can be about.
#[derive(Clone, Debug)]
pub(in crate::synth) struct Anchor<'a> {
    pub(in crate::synth) table: &'a str,
    pub(in crate::synth) key: Guid,
    /// What it is shown by.
    pub(in crate::synth) shown: String,
    /// Whether it is the household's first of its table.
    pub(in crate::synth) first: bool,
    /// Its place among the rows of the household.
    pub(in crate::synth) place: usize,
    /// The person, the days and the team.
    pub(in crate::synth) work: Work,
}

/// The people of a household by the records that lead to them.
struct People<'h> {
    /// Full name and forename.
    names: HashMap<Guid, (&'h str, Option<&'h str>)>,
    /// The person of a record.
    of: HashMap<Guid, Guid>,
}

/// The records of a household, those of one table together.
pub(in crate::synth) fn anchors<'a>(council: &'a Council, household: &Household) -> Vec<Anchor<'a>> {
    let schema = council.schema();
    let mut people = People { names: HashMap::new(), of: HashMap::new() };
    let mut anchors: Vec<Anchor<'a>> = Vec::new();
    let mut seen = HashSet::new();
    for name in TABLES {
        let table = schema.table(name);
        for place in household.places(table) {
            let row = &household.rows[place];
            let Some(key) = row.key(schema) else { continue };
            let Some(work) = people.work(council, row, key) else { continue };
            let shown = ["FullName", "Title"].iter().find_map(|column| row.get(schema, column));
            let shown = shown.unwrap_or_default().to_owned();
            let first = seen.insert(name);
            anchors.push(Anchor { table: schema.name(table), key, shown, first, place, work });
        }
    }
    anchors
}

impl<'h> People<'h> {
    /// Whose a record is, in which days and with which team; none for records that were merged, for people of other
    /// councils, for forms that nobody opened, and for what is nobody's here.
    fn work(&mut self, council: &Council, row: &'h Row, key: Guid) -> Option<Work> {
        let schema = council.schema();
        let is = |column: &str, value: &str| row.get(schema, column) == Some(value);
        let apart = is("IsExternalPerson", "1") || is("AnswersInitialized", "0");
        if apart || row.get(schema, "MasterId").is_some() {
            return None;
        }
        let mut owners = OWNERS.iter().filter_map(|column| row.guid(schema, column));
        let person = owners.find_map(|owner| self.of.get(&owner)).copied();
        let person = if let Some(full) = row.get(schema, "FullName") {
            self.names.insert(key, (full, row.get(schema, "FirstName")));
            key
        } else {
            person?
        };
        self.of.insert(key, person);
        let (name, first) = self.names.get(&person)?;
        let start = STARTS.iter().find_map(|column| day(row.get(schema, column)?))?.min(YESTERDAY);
        let end = row.get(schema, "EndDateTime").and_then(day);
        let is_case = schema.name(row.table) == "Case";
        let end = if is_case { end } else { Some(end.unwrap_or(plus(start, 120))) };
        let team = row.guid(schema, "OwnerId");
        Some(Work {
            case: if is_case { key } else { row.guid(schema, "CaseId").unwrap_or_default() },
            title: row.get(schema, "Title").unwrap_or_default().to_owned(),
            person,
            name: (*name).to_owned(),
            called: first.filter(|first| !first.is_empty()).unwrap_or("the baby").to_owned(),
            start,
            end: end.map(|end| end.min(YESTERDAY)),
            team: council.teams().iter().position(|own| Some(own.guid) == team).unwrap_or_default(),
        })
    }
}

/// The day of a date or time as the drop writes it.
pub(in crate::synth) fn day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}
