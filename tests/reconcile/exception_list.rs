//! A list of exceptions as other hands change it.

use std::fs;

use super::migrated::Changed;

/// The cells of a list's lines: entity, key, case file, file, line, column, code.
pub(super) fn lines(changed: &Changed, list: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(changed.out().join("exceptions").join(list)).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Writes a list again with these lines.
pub(super) fn put(changed: &Changed, list: &str, lines: &[Vec<String>]) {
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
