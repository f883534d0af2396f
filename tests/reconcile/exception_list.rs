//! A list of exceptions as other hands change it.

use std::collections::HashMap;
use std::fs;
use std::sync::LazyLock;

use care2mosaic::record::Reason;

use super::migrated::Changed;
use crate::support::Workplace;

/// The place of every table and of every column in the dictionary, by `TABLE` and `TABLE.COLUMN`.
static PLACES: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_path(Workplace::mappings().join("dictionary.csv")).unwrap();
    let mut places = HashMap::new();
    for row in reader.records().map(Result::unwrap) {
        for name in [row[0].to_owned(), format!("{}.{}", &row[0], &row[2])] {
            let next = places.len();
            places.entry(name).or_insert(next);
        }
    }
    places
});

/// The cells of a list's lines: entity, key, case file, file, line, column, code.
pub(super) fn lines(changed: &Changed, list: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(changed.out().join("exceptions").join(list)).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// What lines of one case file are in order of, where the list tells a column and a code.
type InOrder = (Option<usize>, String, Option<usize>, Option<Reason>);

fn order(header: &str, line: &[String]) -> (u64, InOrder) {
    let cell = |name: &str| header.split(',').position(|own| own == name).map_or("", |place| &line[place]);
    let place = |name: &str| PLACES.get(name).copied();
    let field = place(&format!("{}.{}", cell("ENTITY"), cell("FIELD")));
    let own = (place(cell("ENTITY")), cell("SOURCE_ID").to_owned(), field, cell("REASON").parse().ok());
    (cell("CASE_FILE").parse().unwrap_or_default(), own)
}

/// Writes a list again with these lines, in the order that lists have.
pub(super) fn put(changed: &Changed, list: &str, lines: &[Vec<String>]) {
    let path = changed.out().join("exceptions").join(list);
    let header = fs::read_to_string(&path).unwrap().lines().next().unwrap().trim().to_owned();
    let mut sorted = lines.to_vec();
    sorted.sort_by_key(|line| order(&header, line));
    put_as_they_are(changed, list, &sorted);
}

/// The line of a list on which these cells stand.
pub(super) fn line_of(changed: &Changed, list: &str, cells: &[String]) -> u64 {
    let place = lines(changed, list).iter().position(|line| line == cells).expect("the line is there");
    place as u64 + 2
}

/// Writes a list again with these lines, in whatever order they come.
pub(super) fn put_as_they_are(changed: &Changed, list: &str, lines: &[Vec<String>]) {
    let path = changed.out().join("exceptions").join(list);
    let header = fs::read_to_string(&path).unwrap().lines().next().unwrap().trim().to_owned();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_path(&path).unwrap();
    writer.write_record(header.split(',')).unwrap();
    for line in lines {
        writer.write_record(line).unwrap();
    }
    writer.flush().unwrap();
}

/// Takes the row of a record out of those that are handed back to be corrected, if it is there.
pub(super) fn without_row(changed: &Changed, entity: &str, key: &str) {
    let path = changed.out().join(format!("exceptions/rows/{entity}.csv"));
    let Ok(text) = fs::read_to_string(&path) else { return };
    let (mut kept, mut record, mut quoted) = (String::new(), String::new(), false);
    for line in text.split_inclusive('\n') {
        quoted ^= line.matches('"').count() % 2 == 1;
        record.push_str(line);
        if !quoted {
            if !record.to_lowercase().starts_with(key) {
                kept.push_str(&record);
            }
            record.clear();
        }
    }
    fs::write(path, kept).unwrap();
}
