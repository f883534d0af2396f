//! The person in whose case file a hard case is planted.

use super::Site;
use crate::record::Guid;
use crate::synth::{Row, Schema};

/// A person of the household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    /// The identifier.
    pub(super) guid: Guid,
    /// The person number.
    pub(super) number: u64,
}

impl Subject {
    /// The person of that row.
    pub(super) fn of(schema: &Schema, row: &Row) -> Option<Self> {
        Some(Self { guid: row.key(schema)?, number: row.get(schema, "PersonNumber")?.parse().ok()? })
    }
}

/// A case that began after this day is too young for a scene to be set in it.
const SETTLED: &str = "2025-09-01";

impl Site<'_> {
    /// Everybody who is neither merged nor has others merged into them, is in no list of those left out, and has no hard
    /// case yet.
    pub(super) fn people(&self) -> Vec<Subject> {
        let schema = self.schema();
        let rows: Vec<_> = self.household.of(schema.table("Person")).collect();
        let masters: Vec<_> = rows.iter().filter_map(|row| row.guid(schema, "MasterId")).collect();
        let plain = |row: &&&Row| {
            row.get(schema, "MasterId").is_none()
                && row.key(schema).is_some_and(|key| !masters.contains(&key))
                && row.get(schema, "RecordedInError") == Some("0")
                && row.get(schema, "IsExternalPerson") == Some("0")
        };
        let people = rows.iter().filter(plain).filter_map(|row| Subject::of(schema, row));
        people.filter(|person| !self.taken.contains(&person.guid)).collect()
    }

    /// Somebody of the household.
    pub(super) fn anyone(&mut self) -> Option<Subject> {
        let people = self.people();
        (!people.is_empty()).then(|| people[self.rng.index(people.len())])
    }

    /// Two people of the household.
    pub(super) fn two(&mut self) -> Option<(Subject, Subject)> {
        let people = self.people();
        let first = (people.len() > 1).then(|| self.rng.index(people.len()))?;
        Some((people[first], people[(first + 1) % people.len()]))
    }

    /// Everybody of the household who is related to both of two others, but those recorded in error.
    pub(super) fn relatives_of(&self, one: Subject, other: Subject) -> Vec<Subject> {
        let schema = self.schema();
        let pairs: Vec<_> = self
            .household
            .of(schema.table("PersonRelationship"))
            .filter_map(|row| Some([row.guid(schema, "PersonId")?, row.guid(schema, "RelatedPersonId")?]))
            .collect();
        let related = |person: &Subject, to: Subject| {
            person.guid != to.guid
                && pairs.iter().any(|pair| pair.contains(&person.guid) && pair.contains(&to.guid))
        };
        let people = self.household.of(schema.table("Person"));
        let people = people.filter(|row| row.get(schema, "RecordedInError") == Some("0"));
        let people = people.filter_map(|row| Subject::of(schema, row));
        people.filter(|person| related(person, one) && related(person, other)).collect()
    }

    /// The place of a person's row.
    pub(super) fn person(&self, subject: Subject) -> usize {
        let place = self.rows_of("Person", subject).first().copied();
        place.expect("a subject is a person of the household")
    }

    /// Somebody born, with a day of birth.
    pub(super) fn born(&mut self) -> Option<(Subject, usize)> {
        let people: Vec<_> = self.people().into_iter().map(|person| (person, self.person(person))).collect();
        let born: Vec<_> =
            people.into_iter().filter(|(_, place)| self.value(*place, "DateOfBirth").is_some()).collect();
        (!born.is_empty()).then(|| born[self.rng.index(born.len())])
    }

    /// Somebody whose column is filled.
    pub(super) fn with(&mut self, column: &str) -> Option<(Subject, usize)> {
        let people: Vec<_> = self.people().into_iter().map(|person| (person, self.person(person))).collect();
        people
            .into_iter()
            .find(|(_, place)| self.value(*place, column).is_some_and(|value| !value.is_empty()))
    }

    /// A child with a case of some standing, and the place of the case.
    pub(super) fn child(&mut self) -> Option<(Subject, usize)> {
        self.children().first().copied()
    }

    /// Every child with a case of some standing, each with one.
    pub(super) fn children(&self) -> Vec<(Subject, usize)> {
        let case = |subject: Subject| {
            let cases = self.rows_of("Case", subject);
            cases.into_iter().find(|place| self.stands(*place)).map(|place| (subject, place))
        };
        self.people().into_iter().filter_map(case).collect()
    }

    /// A child who was never looked after nor under a plan, and the place of the case.
    pub(super) fn child_at_home(&mut self) -> Option<(Subject, usize)> {
        let tables = ["LACEpisode", "PersonLACLegalStatus", "ChildProtection"];
        let children = self.children();
        children
            .into_iter()
            .find(|(child, _)| tables.iter().all(|table| self.rows_of(table, *child).is_empty()))
    }

    fn stands(&self, case: usize) -> bool {
        let kind = self.council.named("DataForm", "SocialCareCase").guid;
        self.guid_at(case, "DataFormId") == Some(kind)
            && self.value(case, "MasterId").is_none()
            && self.value(case, "DataRestrictionId").is_none()
            && self.value(case, "StartDateTime").is_some_and(|start| start < SETTLED)
    }
}
