//! Corrected rows that an office program saved in another form than the one they were written in.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use super::REASON_COLUMNS;

/// No header is longer.
pub(super) const LONGEST_HEADER: u64 = 1 << 20;

/// What stands between columns in what office programs save, in words; rows that are read have commas.
const SEPARATORS: [(char, &str); 3] = [(';', "semicolons"), ('\t', "tabs"), ('|', "vertical bars")];

const WANTED: &str = "corrected rows are CSV in UTF-8 with commas between columns, as exceptions/rows has them: save it so (in LibreOffice Text CSV with the filter settings Unicode (UTF-8) and a comma; in Excel CSV UTF-8, on a machine whose list separator is a comma)";

/// What is other about a file of corrected rows than it must be, and how to save it right; nothing of any other file.
pub(super) fn saved_otherwise(path: &Path) -> io::Result<Option<String>> {
    let mut head = Vec::new();
    File::open(path)?.take(LONGEST_HEADER).read_to_end(&mut head)?;
    let found = match utf_16(&head) {
        Some(header) => SEPARATORS
            .iter()
            .map(|(separator, _)| *separator)
            .chain([','])
            .find_map(|separator| names_reasons(&header, separator).then(|| "is in UTF-16".to_owned())),
        None => separated(&head).map(|named| format!("has {named} between columns")),
    };
    let found =
        if found.is_none() && names_reasons(&first_line(&head), ',') { garbled(path)? } else { found };
    Ok(found.map(|found| format!("{found}, and {WANTED}")))
}

/// Whether a header ends with the columns that rejected rows have besides those of the source.
pub(super) fn names_reasons(header: &str, separator: char) -> bool {
    let header = header.trim_end_matches(['\r', '\n']);
    let names: Vec<&str> = header.split(separator).map(|name| name.trim_matches('"')).collect();
    names.ends_with(&REASON_COLUMNS)
}

/// What stands between the columns of a header in place of commas.
fn separated(head: &[u8]) -> Option<&'static str> {
    let header = first_line(head);
    SEPARATORS.iter().find(|(separator, _)| names_reasons(&header, *separator)).map(|(_, named)| *named)
}

/// The header of a text in UTF-16, with a mark of its order of bytes or without.
fn utf_16(head: &[u8]) -> Option<String> {
    let order: fn([u8; 2]) -> u16 = match head {
        [0xFF, 0xFE, ..] | [1..=0xFF, 0, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] | [0, 1..=0xFF, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units: Vec<u16> = head.chunks_exact(2).map(|pair| order([pair[0], pair[1]])).collect();
    let text = String::from_utf16_lossy(&units);
    Some(text.lines().next().unwrap_or_default().trim_start_matches('\u{FEFF}').to_owned())
}

fn first_line(head: &[u8]) -> String {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    String::from_utf8_lossy(line).into_owned()
}

/// The first line that is not UTF-8, in words.
fn garbled(path: &Path) -> io::Result<Option<String>> {
    let mut lines = BufReader::new(File::open(path)?);
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if std::str::from_utf8(&line).is_err() {
            return Ok(Some(format!("is not UTF-8 (line {number}), but as it seems Windows-1252")));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_separators_and_encodings_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("Person.csv");
        let rows = "\"PersonId\",Name,REASON,REASON_FIELD\r\n1,Zoë,missing-mandatory,Name\r\n";
        let found = |bytes: &[u8]| {
            std::fs::write(&file, bytes).unwrap();
            saved_otherwise(&file).unwrap().map(|said| said.split(", and ").next().unwrap().to_owned())
        };
        assert_eq!(found(rows.as_bytes()), None);
        assert_eq!(found(b"\xEF\xBB\xBFA,REASON,REASON_FIELD\n"), None);
        assert_eq!(found(b"PersonId;Name\r\n1;2\r\n"), None);
        for (separator, named) in SEPARATORS {
            let text = rows.replace(',', &separator.to_string());
            assert_eq!(found(text.as_bytes()), Some(format!("has {named} between columns")));
            let units = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
            assert_eq!(found(&units(&format!("\u{FEFF}{text}"))).as_deref(), Some("is in UTF-16"));
            assert_eq!(found(&units(&text)).as_deref(), Some("is in UTF-16"));
        }
        let latin: Vec<u8> = rows.chars().map(|one| u8::try_from(u32::from(one)).unwrap()).collect();
        let said = "is not UTF-8 (line 2), but as it seems Windows-1252";
        assert_eq!(found(&latin).as_deref(), Some(said));
    }
}
