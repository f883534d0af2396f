//! What the mappings at hand say of columns that many tables have.

use std::collections::{BTreeMap, BTreeSet};

use toml::Value;

use super::draft::Draft;

/// So many tables must agree.
const ENOUGH: usize = 3;

/// What is taken of a line of the dictionary: the column's name, type, whether it may be null, kind, what it refers to, and
/// its time basis.
const CELLS: [&str; 6] = ["COLUMN", "TYPE", "NULLABLE", "KIND", "REFERS_TO", "TIME"];

/// What becomes of a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// A line of a note: its label, and the value for which it is not written.
    Line(String, Option<String>),
    /// Left behind, for this reason.
    Left(String),
}

/// What the mappings at hand say of columns by their names, where enough tables agree.
#[derive(Debug)]
pub(super) struct KnownColumns {
    described: BTreeMap<String, BTreeMap<[String; 5], usize>>,
    places: BTreeMap<String, BTreeMap<Place, usize>>,
    rules: BTreeMap<String, (usize, Vec<String>)>,
    note_types: BTreeSet<String>,
    mappings: usize,
}

impl KnownColumns {
    /// Reads the dictionary and every mapping.
    pub(super) fn of(draft: &Draft) -> Self {
        let (described, places) = (dictionary(&draft.text("dictionary.csv")), BTreeMap::new());
        let mut known =
            Self { described, places, rules: BTreeMap::new(), note_types: BTreeSet::new(), mappings: 0 };
        for text in draft.at_the_top(".toml") {
            if let Ok(mapping) = toml::from_str::<toml::Table>(&text) {
                known.mapping(&mapping);
            }
        }
        known
    }

    /// Type, whether it may be null, kind, what it refers to, and time basis of a column, where tables agree on the last three.
    pub(super) fn described(&self, name: &str) -> Option<[String; 5]> {
        let seen = self.described.get(&name.to_lowercase())?;
        let alike = seen.keys().map(|[_, _, rest @ ..]| rest).collect::<BTreeSet<_>>().len() == 1;
        let enough = seen.values().sum::<usize>() >= ENOUGH;
        let most = seen.iter().max_by_key(|(_, times)| **times).map(|(cells, _)| cells.clone());
        most.filter(|_| alike && enough)
    }

    /// What becomes of a column in most tables.
    pub(super) fn place(&self, name: &str) -> Option<&Place> {
        let places = self.places.get(&name.to_lowercase())?;
        let most = places.iter().max_by_key(|(_, times)| **times)?;
        (*most.1 >= ENOUGH).then_some(most.0)
    }

    /// The checks that many tables have, as TOML, where the table has every column that they name.
    pub(super) fn rules(&self, has: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
        // A check that names no column of its own table is taken where most tables have it.
        let enough = move |columns: &[String]| if columns.is_empty() { self.mappings / 2 } else { ENOUGH };
        let fitting = move |(times, columns): &(usize, Vec<String>)| {
            *times >= enough(columns) && columns.iter().all(|column| has(column))
        };
        self.rules.iter().filter(move |(_, rule)| fitting(rule)).map(|(text, _)| text.as_str())
    }

    /// The types of notes that remainders have.
    pub(super) fn note_types(&self) -> impl Iterator<Item = &str> {
        self.note_types.iter().map(String::as_str)
    }

    fn mapping(&mut self, mapping: &toml::Table) {
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        for note in ["remainder", "tail"] {
            let Some(note) = mapping.get(note) else { continue };
            self.note_types.extend(text(note, "note_type"));
            for line in items(note.get("lines")) {
                if let (Some(from), Some(label)) = (text(line, "from"), text(line, "label")) {
                    self.count(&from, Place::Line(label, text(line, "unless")));
                }
            }
        }
        for left in items(mapping.get("not_carried")) {
            if let (Some(column), Some(reason)) = (text(left, "column"), text(left, "reason")) {
                self.count(&column, Place::Left(reason));
            }
        }
        self.mappings += usize::from(mapping.contains_key("entity"));
        for rule in items(mapping.get("rule")) {
            let columns = rule.get("columns").and_then(Value::as_table);
            let columns = columns.into_iter().flat_map(toml::Table::values).filter_map(Value::as_str);
            let own = columns.filter(|column| !column.contains('.')).map(str::to_owned).collect();
            self.rules.entry(rule.to_string()).or_insert((0, own)).0 += 1;
        }
    }

    fn count(&mut self, column: &str, place: Place) {
        *self.places.entry(column.to_lowercase()).or_default().entry(place).or_default() += 1;
    }
}

fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

/// The columns of casework, by name.
fn dictionary(text: &str) -> BTreeMap<String, BTreeMap<[String; 5], usize>> {
    let mut described: BTreeMap<String, BTreeMap<[String; 5], usize>> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let place = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let (role, places) = (place("ROLE"), CELLS.map(place));
    for line in reader.records().flatten() {
        let cell =
            |place: Option<usize>| place.and_then(|place| line.get(place)).unwrap_or("").trim().to_owned();
        if cell(role).eq_ignore_ascii_case("casework") {
            let [name, cells @ ..] = places.map(cell);
            *described.entry(name.to_lowercase()).or_default().entry(cells).or_default() += 1;
        }
    }
    described
}
