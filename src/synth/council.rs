//! What every household shares: workers, teams, providers, code tables and form templates.

mod code;
mod codes;
mod control;
mod directory;
mod reference;
mod templates;
mod workforce;

pub use code::Code;
pub use directory::{Professional, Provider};
pub use templates::{Choice, Question, Template};
pub use workforce::{BusinessUnit, Team, Worker};
pub(super) use workforce::{CLOSED_TEAM, FIRST_DAY};

use self::codes::Codes;
use super::clock::Moment;
use super::{Rng, Row, Schema};

/// The council, made once from the seed.
#[derive(Debug)]
pub struct Council {
    seed: u64,
    people: u64,
    schema: Schema,
    codes: Codes,
    templates: Vec<Template>,
    units: Vec<BusinessUnit>,
    teams: Vec<Team>,
    workers: Vec<Worker>,
    providers: Vec<Provider>,
    professionals: Vec<Professional>,
    rows: Vec<Row>,
}

/// The stream of chance of the council itself; households have their own numbers.
const STREAM: u64 = u64::MAX;

impl Council {
    /// The council of a seed, large enough for so many people.
    pub fn new(seed: u64, people: u64) -> Self {
        let mut rng = Rng::new(seed, STREAM);
        let schema = Schema::standard();
        let codes = Codes::standard(&mut rng);
        let mut rows = reference::rows(&schema, &codes, &mut rng);
        let templates = templates::templates(&schema, &codes, &mut rng, &mut rows);
        let (units, teams, workers) = workforce::workforce(people, &mut rng);
        let (providers, professionals) = directory::directory(people, &mut rng);
        let mut council = Self {
            seed,
            people,
            schema,
            codes,
            templates,
            units,
            teams,
            workers,
            providers,
            professionals,
            rows,
        };
        let mut more = workforce::rows(&council, &mut rng);
        more.extend(directory::rows(&council, &mut rng));
        more.extend(control::rows(&council, &mut rng));
        council.rows.extend(more);
        council
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// How many people the drop has.
    pub fn people(&self) -> u64 {
        self.people
    }

    /// The tables and columns of the drop.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The rows of the council itself.
    pub fn rows(&self) -> Vec<Row> {
        self.rows.clone()
    }

    /// The values of a list of the code tables.
    pub fn codes(&self, list: &str) -> &[Code] {
        self.codes.list(list)
    }

    /// The value of that name; the generator names only values of the standard code tables.
    pub fn named(&self, list: &str, name: &str) -> &Code {
        let found = self.codes(list).iter().find(|code| code.name == name);
        found.unwrap_or_else(|| unreachable!("{list} has {name}: a test names each"))
    }

    /// The first value with that national code.
    pub fn by_gov_code(&self, list: &str, code: &str) -> &Code {
        let found = self.codes(list).iter().find(|value| value.gov_code == code);
        found.unwrap_or_else(|| unreachable!("{list} has {code}: a test names each"))
    }

    /// The label of an option set's number.
    pub fn option(&self, list: &str, number: i64) -> &str {
        let number = number.to_string();
        let found = self.codes(list).iter().find(|value| value.code == number);
        found.map_or("", |value| value.name.as_str())
    }

    /// The form templates, each version by itself.
    pub fn templates(&self) -> &[Template] {
        &self.templates
    }

    /// A version of a template, such as `CFA-2`.
    pub fn template(&self, code: &str) -> &Template {
        let found = self.templates.iter().find(|template| template.code == code);
        found.unwrap_or_else(|| unreachable!("template {code} is in the code tables: a test names each"))
    }

    /// The business units.
    pub fn units(&self) -> &[BusinessUnit] {
        &self.units
    }

    /// The teams.
    pub fn teams(&self) -> &[Team] {
        &self.teams
    }

    /// The workers, leavers and accounts of interfaces among them.
    pub fn workers(&self) -> &[Worker] {
        &self.workers
    }

    /// Schools, homes, agencies and carers' households.
    pub fn providers(&self) -> &[Provider] {
        &self.providers
    }

    /// Doctors, health visitors, teachers and other people of other agencies.
    pub fn professionals(&self) -> &[Professional] {
        &self.professionals
    }

    /// When the table at that place of the dictionary was taken out: one after the other, the last a little after midnight
    /// in London.
    pub(super) fn taken_on(&self, table: usize) -> String {
        let tables = self.schema.dictionary().entities().len();
        let before = i64::try_from(tables - table).unwrap_or(0);
        let seconds = 23 * 3600 + 20 * 60 - 5 * before;
        let small = |number: i64| i8::try_from(number).unwrap_or(0);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        Moment::at(super::clock::YESTERDAY, small(hour), small(minute), small(second), 0).text()
    }
}
