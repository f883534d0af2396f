//! A drop read back without any of the program's readers.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use care2mosaic::synth::{SynthOptions, SynthSummary, synth};
use tempfile::TempDir;

/// A column of the dictionary.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) form: String,
    pub(super) nullable: bool,
    pub(super) kind: String,
    pub(super) refers_to: String,
    pub(super) note: String,
}

/// A table with its rows: null is `None`.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Option<String>>>,
}

/// One row with its table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) table: &'a Table,
    pub(super) place: usize,
}

/// A generated drop, read.
#[derive(Debug)]
pub(super) struct CouncilDrop {
    pub(super) folder: PathBuf,
    pub(super) summary: SynthSummary,
    pub(super) tables: BTreeMap<String, Table>,
    keys: HashMap<(String, String), usize>,
    _keep: TempDir,
}

/// Drops of 500 people from several seeds, made once.
pub(super) fn drops() -> &'static [CouncilDrop] {
    static DROPS: OnceLock<Vec<CouncilDrop>> = OnceLock::new();
    DROPS.get_or_init(|| [1, 2, 3, 2026, u64::MAX].map(|seed| CouncilDrop::new(500, seed)).into())
}

impl CouncilDrop {
    /// Generates and reads a drop.
    pub(super) fn new(people: u64, seed: u64) -> Self {
        let keep = tempfile::tempdir().unwrap();
        let folder = keep.path().join("drop");
        let summary = synth(&folder, &SynthOptions { people, seed, defects: None }).unwrap();
        let tables: BTreeMap<_, _> =
            dictionary().into_iter().map(|table| (table.name.clone(), filled(&folder, table))).collect();
        let mut keys = HashMap::new();
        for table in tables.values() {
            let Some(key) = table.key() else { continue };
            for (place, row) in table.rows.iter().enumerate() {
                let guid = row[key].clone().unwrap().to_lowercase();
                assert!(
                    keys.insert((table.name.clone(), guid), place).is_none(),
                    "{} has a key twice",
                    table.name
                );
            }
        }
        Self { folder, summary, tables, keys, _keep: keep }
    }

    /// The rows of a table.
    pub(super) fn rows(&self, table: &str) -> impl Iterator<Item = Line<'_>> {
        let table = &self.tables[table];
        (0..table.rows.len()).map(move |place| Line { table, place })
    }

    /// The row of that key.
    pub(super) fn find(&self, table: &str, guid: &str) -> Option<Line<'_>> {
        let place = *self.keys.get(&(table.to_owned(), guid.to_lowercase()))?;
        Some(Line { table: &self.tables[table], place })
    }

    /// The row that a column points at.
    pub(super) fn pointed(&self, line: Line<'_>, column: &str) -> Option<Line<'_>> {
        self.find(&line.table.column(column).refers_to, line.get(column)?)
    }

    /// The name of the code-table row that a column points at.
    pub(super) fn code(&self, line: Line<'_>, column: &str) -> Option<String> {
        Some(self.pointed(line, column)?.text("Name").to_owned())
    }

    /// The national code of the code-table row that a column points at.
    pub(super) fn gov(&self, line: Line<'_>, column: &str) -> Option<String> {
        self.pointed(line, column)?.get("GovCode").map(str::to_owned)
    }

    /// The label of an option.
    pub(super) fn option(&self, list: &str, number: &str) -> Option<String> {
        let value = self.rows("OptionsetValue").find(|value| {
            value.get("NumericCode") == Some(number)
                && self.pointed(*value, "OptionSetId").is_some_and(|set| set.get("Name") == Some(list))
        });
        value.map(|value| value.text("Text").to_owned())
    }

    /// The rows of a table whose column names that row.
    pub(super) fn hanging<'a>(
        &'a self,
        table: &'a str,
        column: &'a str,
        key: &'a str,
    ) -> impl Iterator<Item = Line<'a>> {
        self.rows(table)
            .filter(move |line| line.get(column).is_some_and(|guid| guid.eq_ignore_ascii_case(key)))
    }
}

impl Table {
    /// The place of the key.
    pub(super) fn key(&self) -> Option<usize> {
        self.columns.iter().position(|column| column.kind == "key")
    }

    /// A column by name.
    pub(super) fn column(&self, name: &str) -> &Column {
        self.columns
            .iter()
            .find(|column| column.name == name)
            .unwrap_or_else(|| panic!("{}.{name}", self.name))
    }

    /// Whether it has such a column.
    pub(super) fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }
}

impl<'a> Line<'a> {
    /// The value of a column.
    pub(super) fn get(self, column: &str) -> Option<&'a str> {
        let place = self.table.columns.iter().position(|held| held.name == column);
        let place = place.unwrap_or_else(|| panic!("{} has no {column}", self.table.name));
        self.table.rows[self.place][place].as_deref()
    }

    /// The value of a column that is filled.
    pub(super) fn text(self, column: &str) -> &'a str {
        self.get(column).unwrap_or_else(|| panic!("{} row {}: {column} is null", self.table.name, self.place))
    }

    /// The filled value of a column.
    pub(super) fn filled(self, column: &str) -> Option<&'a str> {
        self.get(column).filter(|text| !text.is_empty())
    }

    /// The row's own identifier, lower case.
    pub(super) fn key(self) -> String {
        self.table.rows[self.place][self.table.key().unwrap()].clone().unwrap().to_lowercase()
    }

    /// An identifier, lower case.
    pub(super) fn guid(self, column: &str) -> Option<String> {
        self.get(column).map(str::to_lowercase)
    }
}

fn dictionary() -> Vec<Table> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings/dictionary.csv");
    let mut tables: Vec<Table> = Vec::new();
    for line in csv::Reader::from_path(path).unwrap().records() {
        let line = line.unwrap();
        if tables.last().is_none_or(|table| table.name != line[0]) {
            let (name, role) = (line[0].to_owned(), line[1].to_owned());
            tables.push(Table { name, role, columns: Vec::new(), rows: Vec::new() });
        }
        let text = |place: usize| line[place].to_owned();
        let column = Column {
            name: text(2),
            form: text(3),
            nullable: &line[4] == "Y",
            kind: text(5),
            refers_to: text(6),
            note: text(9),
        };
        tables.last_mut().unwrap().columns.push(column);
    }
    tables
}

fn filled(folder: &Path, mut table: Table) -> Table {
    let text = std::fs::read_to_string(folder.join(format!("{}.csv", table.name))).unwrap();
    let mut rows = records(&text);
    let header: Vec<_> = rows.remove(0).into_iter().map(Option::unwrap).collect();
    let names: Vec<_> = table.columns.iter().map(|column| column.name.clone()).collect();
    assert_eq!(header, names, "{}", table.name);
    assert!(rows.iter().all(|row| row.len() == names.len()), "{}", table.name);
    table.rows = rows;
    table
}

/// The records of a CSV text by RFC 4180, an unquoted empty field being null. Every record ends with CR LF.
fn records(text: &str) -> Vec<Vec<Option<String>>> {
    let (mut rows, mut row, mut rest) = (Vec::new(), Vec::new(), text);
    while !rest.is_empty() {
        let (field, after) = if let Some(quoted) = rest.strip_prefix('"') {
            unquoted(quoted)
        } else {
            let end = rest.find([',', '\r', '\n', '"']).unwrap();
            ((end > 0).then(|| rest[..end].to_owned()), &rest[end..])
        };
        row.push(field);
        rest = if let Some(more) = after.strip_prefix(',') {
            more
        } else {
            rows.push(std::mem::take(&mut row));
            after.strip_prefix("\r\n").expect("a record ends with CR LF")
        };
    }
    rows
}

fn unquoted(mut rest: &str) -> (Option<String>, &str) {
    let mut field = String::new();
    loop {
        let end = rest.find('"').unwrap();
        field.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(more) => {
                field.push('"');
                rest = more;
            }
            None => return (Some(field), rest),
        }
    }
}
