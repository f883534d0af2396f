//! Folders of corrected rows.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::list;

/// What the header of a file of rejected rows ends with, as `exceptions/rows/<Entity>.csv` has it.
pub const REASON_COLUMNS: [&str; 2] = ["REASON", "REASON_FIELD"];

/// Whether a folder holds rows that were rejected and put right, and nothing else.
pub fn holds_corrected_rows(folder: &Path) -> bool {
    let Ok(files) = list::files(folder) else { return false };
    !files.is_empty() && files.iter().all(|(path, _)| is_csv(path) && is_of_rows(&folder.join(path)))
}

fn is_of_rows(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    let mut header = String::new();
    if BufReader::new(file).read_line(&mut header).is_err() {
        return false;
    }
    let names: Vec<&str> = header.trim_end().split(',').map(|name| name.trim_matches('"')).collect();
    names.ends_with(&REASON_COLUMNS)
}

fn is_csv(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
}
