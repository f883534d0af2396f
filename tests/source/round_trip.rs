//! Any table that a plain writer writes is read back as it was.

use proptest::prelude::*;

use super::reader::{Trickle, dictionary, reader};
use care2mosaic::record::Value;

const COLUMNS: [&str; 4] = ["ColumnA", "ColumnB", "ColumnC", "ColumnD"];

type Cell = (Option<String>, bool);

/// Writes a row: null as nothing, a text in quotes where it needs them or where it is told to.
fn write(row: &[Cell], out: &mut String) {
    for (place, (text, quoted)) in row.iter().enumerate() {
        out.push_str(if place == 0 { "" } else { "," });
        let Some(text) = text else { continue };
        if *quoted || text.is_empty() || text.contains([',', '"', '\r', '\n']) {
            out.extend(["\"", &text.replace('"', "\"\""), "\""]);
        } else {
            out.push_str(text);
        }
    }
    out.push_str("\r\n");
}

fn cell() -> impl Strategy<Value = Cell> {
    let text = prop_oneof!["[a-z ,\"\r\n]{0,12}", "\\PC{0,8}", Just("NULL".to_owned())];
    (proptest::option::weighted(0.8, text), any::<bool>())
}

fn table() -> impl Strategy<Value = (usize, Vec<Vec<Cell>>)> {
    let rows = |columns| proptest::collection::vec(proptest::collection::vec(cell(), columns), 0..20);
    (2..=COLUMNS.len()).prop_flat_map(move |columns| (Just(columns), rows(columns)))
}

proptest! {
    #[test]
    fn a_written_table_is_read_back((columns, rows) in table(), trickle in any::<bool>()) {
        let names = &COLUMNS[..columns];
        let mut text = names.join(",") + "\r\n";
        let mut lines = Vec::new();
        for row in &rows {
            lines.push(text.matches('\n').count() as u64 + 1);
            write(row, &mut text);
        }
        let dictionary = dictionary(names);
        let input: Box<dyn std::io::Read> =
            if trickle { Box::new(Trickle(text.as_bytes())) } else { Box::new(text.as_bytes()) };
        let mut reader = reader(input, &dictionary);
        for (row, line) in rows.iter().zip(lines) {
            let record = reader.next_record().unwrap().unwrap();
            let expected: Vec<_> =
                row.iter().map(|(text, _)| text.as_deref().map_or(Value::Null, Value::Text)).collect();
            prop_assert_eq!(record.values().collect::<Vec<_>>(), expected);
            prop_assert_eq!(record.origin().line, line);
        }
        prop_assert_eq!(reader.next_record().unwrap(), None);
        prop_assert!(reader.notes().faults.broken.is_empty());
    }

    #[test]
    fn no_bytes_make_the_reader_fail(bytes in proptest::collection::vec(
        prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r'), Just(b'a'), any::<u8>()], 0..200)) {
        let dictionary = dictionary(&["a", "aa"]);
        let mut reader = reader(Trickle(&bytes), &dictionary);
        let mut last = 0;
        while let Some(record) = reader.next_record().unwrap() {
            prop_assert!(record.origin().line > last);
            last = record.origin().line;
        }
        reader.finish().unwrap();
    }
}
