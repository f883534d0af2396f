//! A household in which a hard case is planted.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::{Planted, Subject};
use crate::record::{Action, Guid, Reason};
use crate::synth::{Council, Household, Rng, Row, Schema};

/// A household in which hard cases are planted: a copy, which is thrown away where the household has no place for one.
#[derive(Clone)]
pub(super) struct Site<'a> {
    /// The council it lives in.
    pub(super) council: &'a Council,
    /// The household.
    pub(super) household: Household,
    /// The planter's own chance.
    pub(super) rng: Rng,
    /// Rows of the council that the hard case needs: control tables, codes.
    pub(super) additions: Vec<Row>,
    /// What must be found.
    pub(super) planted: Vec<Planted>,
    /// A person of an earlier household who waits for a second identity.
    pub(super) waiting: Option<Subject>,
    /// People whose case files have a hard case already.
    pub(super) taken: BTreeSet<Guid>,
    held: BTreeSet<Guid>,
    excluded: BTreeSet<Guid>,
}

impl<'a> Site<'a> {
    /// A copy of a household to plant in.
    pub(super) fn new(
        council: &'a Council,
        household: &Household,
        rng: Rng,
        waiting: Option<Subject>,
    ) -> Self {
        Self {
            council,
            household: household.clone(),
            rng,
            additions: Vec::new(),
            planted: Vec::new(),
            waiting,
            taken: BTreeSet::new(),
            held: BTreeSet::new(),
            excluded: BTreeSet::new(),
        }
    }

    /// Tables and columns of the drop.
    pub(super) fn schema(&self) -> &'a Schema {
        self.council.schema()
    }

    /// The value of a column of the row at that place.
    pub(super) fn value(&self, place: usize, column: &str) -> Option<&str> {
        self.household.rows[place].get(self.schema(), column)
    }

    /// The identifier in a column of the row at that place.
    pub(super) fn guid_at(&self, place: usize, column: &str) -> Option<Guid> {
        self.household.rows[place].guid(self.schema(), column)
    }

    /// Sets a column of the row at that place; none makes it null.
    pub(super) fn put(&mut self, place: usize, column: &str, value: Option<&str>) {
        let schema = self.schema();
        let known = self.household.rows[place].set(schema, column, value.map(str::to_owned));
        debug_assert!(known, "the table has no column {column}");
    }

    /// Sets a column to an identifier, in upper or lower case.
    pub(super) fn put_guid(&mut self, place: usize, column: &str, guid: Guid) {
        let text = self.rng.guid_text(guid);
        self.put(place, column, Some(&text));
    }

    /// Adds a row and tells its place.
    pub(super) fn add(&mut self, row: Row) -> usize {
        self.household.rows.push(row);
        self.household.rows.len() - 1
    }

    /// The places of a table's rows of a person.
    pub(super) fn rows_of(&self, table: &str, subject: Subject) -> Vec<usize> {
        let places = self.household.places(self.schema().table(table));
        places.into_iter().filter(|place| self.guid_at(*place, "PersonId") == Some(subject.guid)).collect()
    }

    /// Says that a code must be found for the row at that place, in the case file of that person.
    pub(super) fn expect(
        &mut self,
        reason: Reason,
        subject: Subject,
        place: usize,
        field: Option<&'static str>,
    ) {
        self.list(reason, Some(subject.number), place, field);
        self.taken.insert(subject.guid);
        match reason.action() {
            Action::Hold | Action::RejectRow => drop(self.held.insert(subject.guid)),
            Action::Exclude
                if self.guid_at(place, "PersonId") == Some(subject.guid) && self.is_person(place) =>
            {
                self.excluded.insert(subject.guid);
            }
            _ => {}
        }
    }

    /// The same for a code that turns a value away in a column that must be filled: the row goes, and the case file is held.
    pub(super) fn expect_critical(
        &mut self,
        reason: Reason,
        subject: Subject,
        place: usize,
        field: &'static str,
    ) {
        self.expect(reason, subject, place, Some(field));
        self.held.insert(subject.guid);
    }

    /// The same for a code that turns a target row away while the record is written.
    pub(super) fn expect_apart(
        &mut self,
        reason: Reason,
        subject: Subject,
        place: usize,
        field: &'static str,
    ) {
        self.list(reason, Some(subject.number), place, Some(field));
        self.taken.insert(subject.guid);
    }

    /// Says that a code must be found for a row that belongs to nobody.
    pub(super) fn expect_ownerless(&mut self, reason: Reason, place: usize, field: &'static str) {
        self.list(reason, None, place, Some(field));
    }

    /// Says that a code must be found for a file that no row describes: it is known by its SHA-256.
    pub(super) fn expect_file(&mut self, reason: Reason, content: &[u8]) {
        let (code, source_id) = (reason.code(), hex(&Sha256::digest(content)));
        self.planted.push(Planted {
            code,
            entity: "DocumentFile".to_owned(),
            source_id,
            case_file: None,
            field: None,
        });
    }

    fn list(&mut self, reason: Reason, case_file: Option<u64>, place: usize, field: Option<&'static str>) {
        let row = &self.household.rows[place];
        let schema = self.schema();
        let source_id = row.key(schema).map(|key| key.to_string()).unwrap_or_default();
        let entity = schema.name(row.table).to_owned();
        self.planted.push(Planted { code: reason.code(), entity, source_id, case_file, field });
    }

    fn is_person(&self, place: usize) -> bool {
        self.household.rows[place].table == self.schema().table("Person")
    }

    /// What follows for records of others once it is known who of the household is withheld or left out.
    pub(super) fn expect_consequences(&mut self) {
        self.expect_of_relationships();
        self.expect_of_form_members();
        self.expect_of_answers();
    }

    /// An answer names nobody who is not written.
    fn expect_of_answers(&mut self) {
        for place in self.household.places(self.schema().table("DocumentAnswer")) {
            let named = self.owner(place, "LookupObjectId");
            let Some(owner) = self.answered(place) else { continue };
            let gone = named.is_some_and(|named| named != owner && self.is_apart(named));
            if self.is_silent(owner) || !gone {
                continue;
            }
            self.list(Reason::PersonRefUnresolved, Some(owner.number), place, Some("LookupObjectId"));
        }
    }

    /// The person whose form an answer is in.
    fn answered(&self, answer: usize) -> Option<Subject> {
        let key = self.guid_at(answer, "AssessmentId");
        let tables = FORMS.into_iter().map(|table| self.schema().table(table));
        let mut forms = tables.flat_map(|table| self.household.places(table));
        let form = forms.find(|form| self.household.rows[*form].key(self.schema()) == key)?;
        self.owner(form, "PersonId")
    }

    /// Whether nothing is told of the values of somebody's records: they are left out, or withheld for an adoption.
    fn is_silent(&self, person: Subject) -> bool {
        let adopted =
            |line: &Planted| line.case_file == Some(person.number) && line.code.starts_with("adoption-");
        self.excluded.contains(&person.guid) || self.planted.iter().any(adopted)
    }

    fn is_apart(&self, person: Subject) -> bool {
        self.held.contains(&person.guid) || self.excluded.contains(&person.guid)
    }

    /// A form's further subject is not written with it where that person is not.
    fn expect_of_form_members(&mut self) {
        for place in self.household.places(self.schema().table("CaseFormMember")) {
            let form = self.guid_at(place, "CaseFormId");
            let forms = self.household.places(self.schema().table("CaseForm"));
            let form = forms.into_iter().find(|of| self.household.rows[*of].key(self.schema()) == form);
            let owner = form.and_then(|form| self.owner(form, "PersonId"));
            let (Some(owner), Some(member)) = (owner, self.owner(place, "PersonId")) else { continue };
            if !self.is_apart(owner) && self.is_apart(member) {
                self.list(Reason::LinkEndpointMissing, Some(owner.number), place, Some("PersonId"));
            }
        }
    }

    /// Relationships of the household share the fate of the person that they name second.
    fn expect_of_relationships(&mut self) {
        for place in self.household.places(self.schema().table("PersonRelationship")) {
            let (Some(one), Some(other)) =
                (self.owner(place, "PersonId"), self.owner(place, "RelatedPersonId"))
            else {
                continue;
            };
            if self.held.contains(&one.guid) || self.excluded.contains(&one.guid) {
                continue;
            }
            if self.held.contains(&other.guid) {
                self.list(Reason::ParentHeld, Some(one.number), place, None);
            } else if self.excluded.contains(&other.guid) {
                self.list(Reason::ParentExcluded, Some(one.number), place, None);
            }
        }
    }

    /// The person of the household that a column names.
    fn owner(&self, place: usize, column: &str) -> Option<Subject> {
        let guid = self.guid_at(place, column)?;
        let person = self
            .household
            .of(self.schema().table("Person"))
            .find(|row| row.key(self.schema()) == Some(guid))?;
        Subject::of(self.schema(), person)
    }
}

/// The tables of forms.
const FORMS: [&str; 3] = ["CaseForm", "PersonForm", "MashEpisodeForm"];

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
