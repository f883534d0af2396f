//! Folders of corrected rows.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::DropError;
use super::list::Listed;
use super::saved_otherwise::{LONGEST_HEADER, names_reasons, saved_otherwise};
use crate::record::EntityId;
use crate::source::Dictionary;

/// What the header of a file of rejected rows ends with, as `exceptions/rows/<Entity>.csv` has it.
pub const REASON_COLUMNS: [&str; 2] = ["REASON", "REASON_FIELD"];

/// Whether a file is what an office program keeps beside one that it has open: it holds no rows.
pub fn is_lock_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with("~$") || name.starts_with(".~lock.") && name.ends_with('#')
}

/// Whether a folder holds rows that were rejected and put right, and nothing else.
pub fn holds_corrected_rows(folder: &Path) -> bool {
    let Ok(Listed { files, refused }) = Listed::rows_below(folder) else { return false };
    let all = files.iter().all(|(path, _)| is_csv(path) && is_of_rows(&folder.join(path)));
    !files.is_empty() && refused.is_empty() && all
}

/// The tables of the dictionary that files are named after, by their paths.
pub fn tables_named<'p>(paths: impl Iterator<Item = &'p str>, dictionary: &Dictionary) -> BTreeSet<EntityId> {
    let stem = |path: &'p str| Path::new(path).file_stem()?.to_str();
    paths.filter_map(stem).filter_map(|name| dictionary.find(name)).collect()
}

/// Refuses what may be corrected rows as well as an export: a folder in which some files alone have the last columns of rejected
/// rows, and one in which none has them, and that holds less than half as many tables as the export before did. Refuses also
/// corrected rows that an office program saved in another form.
///
/// # Errors
/// [`DropError::Doubtful`], which says what to do.
pub fn refuse_doubtful(folder: &Path, before: usize, dictionary: &Dictionary) -> Result<(), DropError> {
    let Ok(Listed { mut files, .. }) = Listed::rows_below(folder) else { return Ok(()) };
    files.sort();
    let (rows, others): (Vec<&str>, Vec<&str>) = files
        .iter()
        .map(|(path, _)| path.as_str())
        .partition(|path| is_csv(path) && is_of_rows(&folder.join(path)));
    let [reason, field] = REASON_COLUMNS;
    let doubtful = |problem| Err(DropError::Doubtful { path: folder.to_path_buf(), problem });
    for (path, _) in &files {
        // Whatever cannot be read is told when it is to be.
        if let Ok(Some(otherwise)) = saved_otherwise(&folder.join(path)) {
            return doubtful(format!("{path} {otherwise}"));
        }
    }
    if let (Some(own), Some(other)) = (rows.first(), others.first()) {
        return doubtful(format!(
            "{own} ends in the columns {reason} and {field}, as rows of exceptions/rows do, and {other} does not: corrected rows \
             keep both columns in every file and lie in a folder of their own, an export has them nowhere"
        ));
    }
    let tables = tables_named(others.iter().copied(), dictionary).len();
    if rows.is_empty() && tables > 0 && tables == others.len() && tables * 2 < before {
        return doubtful(format!(
            "holds {tables} of the {before} tables of the export before, and no file ends in the columns {reason} and {field}: keep \
             both as exceptions/rows has them where these are corrected rows, or name an export with every table"
        ));
    }
    Ok(())
}

fn is_of_rows(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    let mut header = String::new();
    if BufReader::new(file.take(LONGEST_HEADER)).read_line(&mut header).is_err() {
        return false;
    }
    names_reasons(&header, ',')
}

fn is_csv(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
}
