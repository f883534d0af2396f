//! What is recorded of people beside their contacts, cases, forms and notes: former names, health, schools, services, reviews.
//!
//! It is made last, from a stream of chance of its own: what was generated before does not depend on it.

mod alert_review;
mod care;
mod chronology;
mod education;
mod front_door;
mod health;
mod identity;
mod measurement;
mod missing;
mod other_service;
mod past;
mod service;
mod somebody;

use jiff::civil::Date;

use self::somebody::Somebody;
use super::Rng;
use super::draft::Draft;
use super::family::Family;
use super::maker::Maker;
use super::member::Part;
use super::prose;

/// Parts the chance of details from that of the rest.
const STREAM: u64 = 0x2F1D_90A4_7B36_E85D;

/// Of so many households one has a record of the rarest kinds for certain, so that a small drop shows them too.
const ROUND: u64 = 23;

impl<'a> Maker<'a> {
    /// Makes the details of everybody in a family whose other rows are made.
    pub(super) fn details(&mut self, family: &Family) {
        self.rng = Rng::new(self.council.seed() ^ STREAM, self.household.number);
        let people =
            family.members.iter().filter(|member| !matches!(member.part, Part::Merged | Part::External));
        let somebody: Vec<_> = people.map(Somebody::of).collect();
        for person in &somebody {
            self.identity_details(person);
            self.health_details(person);
            self.measurements(person);
            self.education(person);
            self.services(person);
            self.care_details(person);
            self.missing_episodes(person);
            self.front_door(person);
            self.chronology(person);
            self.alert_reviews(person);
            self.other_services(person);
        }
    }

    /// True in so many of a thousand cases, and in every household of that place in the round.
    fn rare(&mut self, place: u64, share: u64) -> bool {
        self.household.number % ROUND == place || self.rng.per_mille(share)
    }

    /// A row of a table that hangs on a person, with its key.
    fn detail(&mut self, table: &str, person: &Somebody) -> Draft<'a> {
        let mut row = self.draft(table);
        let key = self.rng.guid();
        self.guid(&mut row, &format!("{table}Id"), key);
        if row.has("PersonId") {
            self.guid(&mut row, "PersonId", person.guid);
        }
        row
    }

    /// Stamps a row that somebody of that team recorded on that day, or as soon as the person was known, and adds it.
    fn record(&mut self, mut row: Draft<'_>, person: &Somebody, team: usize, day: Date, over: bool) {
        let stamp = self.recorded(team, person.recorded_on(day)).inactive(over);
        let owner = row.has("Title").then_some(&*person.name);
        self.stamp(&mut row, &stamp, owner);
        self.push(row);
    }

    /// Sets a column to what a worker wrote, in so many of a hundred cases.
    fn remark(&mut self, row: &mut Draft<'_>, column: &str, share: u64, person: &Somebody) {
        let called = &person.called;
        self.maybe(row, column, share, |rng| prose::line(rng, called));
    }
}
