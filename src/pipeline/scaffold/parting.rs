//! Which character parts the cells of a drop's files, where it is not the one that the profile declares.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::base_profile::ending;
use super::draft::Draft;
use super::guess::to_be_confirmed;
use crate::pipeline::RunError;
use crate::source::{Claim, DropFolder, FileInput, Profile, Shape};
use crate::target::TargetError;

/// What may part cells.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// What the names of delimited files end in.
const ENDINGS: [&str; 7] = ["csv", "txt", "tsv", "tab", "psv", "dat", "ssv"];

/// How much of a file is looked at, in bytes and in rows.
const START: u64 = 1 << 16;
const ROWS: usize = 20;

/// Whether a file may be one of delimited rows, by its name.
pub(super) fn is_delimited(path: &str) -> bool {
    ending(path).is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// Puts the delimiter that most files have in place of the profile's, where that one parts hardly any.
pub(super) fn add(draft: &mut Draft, drop: &DropFolder, profile: &Profile) -> Result<(), RunError> {
    let Shape::Delimited(form) = &profile.format.shape else { return Ok(()) };
    let &[declared] = form.delimiter.as_bytes() else { return Ok(()) };
    let mut parted = [0; DELIMITERS.len()];
    let mut files = 0;
    for file in drop.files() {
        let rows = matches!(profile.claim(&file.path), Claim::Entity(_) | Claim::Nobody);
        if !rows || !is_delimited(&file.path) {
            continue;
        }
        let full = drop.full_path(file);
        let start = start(&full).map_err(|source| TargetError::at(&full)(source))?;
        let alike = DELIMITERS.map(|delimiter| parts(&start, delimiter));
        files += usize::from(alike.contains(&true));
        parted.iter_mut().zip(alike).for_each(|(count, parts)| *count += usize::from(parts));
    }
    let of =
        |delimiter| DELIMITERS.iter().zip(parted).find(|(one, _)| **one == delimiter).map_or(0, |(_, of)| of);
    let most = DELIMITERS.into_iter().max_by_key(|delimiter| of(*delimiter)).filter(|one| *one != declared);
    if let Some(delimiter) = most.filter(|most| of(declared) * 2 < files && of(*most) * 2 > files) {
        put(draft, &profile.name, (delimiter, of(delimiter)), (declared, of(declared)), files);
    }
    Ok(())
}

fn put(draft: &mut Draft, profile: &str, new: (u8, usize), old: (u8, usize), files: usize) {
    let file = format!("profiles/{profile}.toml");
    let evidence = format!(
        "{} parts header and first rows of {} of {files} files into as many cells each, {} those of {}",
        words(new.0),
        new.1,
        words(old.0),
        old.1,
    );
    let mark = to_be_confirmed("whether this character parts the cells of rows", &evidence);
    let text = draft.text(&file);
    let lines = text.split_inclusive('\n').map(|line| {
        let is_it = line.split_once('=').is_some_and(|(key, _)| key.trim() == "delimiter");
        if is_it { format!("{mark}delimiter = {}\n", quoted(new.0)) } else { line.to_owned() }
    });
    let with = lines.collect();
    draft.put(&file, with);
    draft.guess(&file, format!("delimiter = {}", quoted(new.0)), evidence);
}

fn quoted(delimiter: u8) -> &'static str {
    match delimiter {
        b';' => "\";\"",
        b'\t' => "\"\\t\"",
        b'|' => "\"|\"",
        _ => "\",\"",
    }
}

fn words(delimiter: u8) -> &'static str {
    match delimiter {
        b';' => "a semicolon",
        b'\t' => "a tab",
        b'|' => "a bar",
        _ => "a comma",
    }
}

/// The start of a file, which may be compressed.
fn start(path: &Path) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    FileInput::open(File::open(path)?, None)?.take(START).read_to_end(&mut start)?;
    Ok(start)
}

/// Whether a character parts all of the first rows into as many cells, and more than one.
fn parts(start: &[u8], delimiter: u8) -> bool {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(start);
    let lengths: Vec<usize> = reader.byte_records().flatten().map(|row| row.len()).take(ROWS).collect();
    // The last row may be cut off.
    let whole = if start.len() as u64 == START { lengths.len().saturating_sub(1) } else { lengths.len() };
    let lengths = &lengths[..whole];
    lengths.first().is_some_and(|first| *first > 1 && lengths.iter().all(|length| length == first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_parts_rows_that_have_as_many_cells_each() {
        let text = b"A;B\n1;\"x, y; z\"\n2;\"one\nline, more\"\n";
        assert!(parts(text, b';'));
        assert!(!parts(text, b','), "one cell in some rows");
        assert!(!parts(text, b'\t'), "one cell a row");
        assert!(!parts(b"", b','));
    }
}
