//! The standard code tables.

use std::collections::HashMap;

use super::Code;
use crate::synth::Rng;

/// The standard code tables, compiled in.
const CODES: &str = include_str!("../data/codes.csv");

/// All lists, in the order of the file.
#[derive(Debug)]
pub(super) struct Codes {
    lists: Vec<(String, bool, Vec<Code>)>,
    places: HashMap<String, usize>,
}

impl Codes {
    /// Reads the standard code tables; identifiers come from chance. A value with several target codes stands once.
    pub(super) fn standard(rng: &mut Rng) -> Self {
        let mut codes = Self { lists: Vec::new(), places: HashMap::new() };
        let mut reader = csv::Reader::from_reader(CODES.as_bytes());
        for line in reader.records() {
            let line = line.expect("the standard code tables are well formed: a test reads them");
            if &line[1] != "target" {
                codes.add(&line, rng);
            }
        }
        codes
    }

    fn add(&mut self, line: &csv::StringRecord, rng: &mut Rng) {
        let list = &line[0];
        let place = *self.places.entry(list.to_owned()).or_insert_with(|| {
            self.lists.push((list.to_owned(), &line[1] == "option", Vec::new()));
            self.lists.len() - 1
        });
        let values = &mut self.lists[place].2;
        if values.iter().all(|value| value.code != line[3]) {
            let text = |column: usize| line[column].to_owned();
            values.push(Code {
                guid: rng.guid(),
                code: text(3),
                name: text(4),
                gov_code: text(5),
                note: text(8),
            });
        }
    }

    /// The values of a list; none where there is no such list.
    pub(super) fn list(&self, name: &str) -> &[Code] {
        self.places.get(name).map_or(&[], |place| &self.lists[*place].2)
    }

    /// The option sets, by name.
    pub(super) fn options(&self) -> impl Iterator<Item = (&str, &[Code])> {
        self.lists
            .iter()
            .filter(|(_, option, _)| *option)
            .map(|(name, _, values)| (name.as_str(), &values[..]))
    }

    /// The lists that are tables of their own, by name.
    pub(super) fn references(&self) -> impl Iterator<Item = (&str, &[Code])> {
        self.lists
            .iter()
            .filter(|(_, option, _)| !*option)
            .map(|(name, _, values)| (name.as_str(), &values[..]))
    }
}
