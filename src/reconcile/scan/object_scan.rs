//! JSON, byte by byte: objects that are records, and the text of their keys.

use std::io::{self, BufRead};

use super::ByteScan;

/// A file while it is scanned.
struct Scanner<'k, F> {
    keys: &'k [&'k str],
    sink: F,
    found: ByteScan,
    /// The brackets that are open.
    open: Vec<u8>,
    in_string: bool,
    escaped: bool,
    /// The string or word that is read or was read last, and the name before the last colon at this depth.
    word: Vec<u8>,
    name: Vec<u8>,
    at: u64,
    /// The brackets within which records stand, once that is known, and where the record begins.
    depth: Option<usize>,
    start: u64,
    record_key: String,
}

/// Scans a file from its start to its end. Of each record the text of the member that has one of the names `keys` is shown
/// to `sink`.
pub fn scan_objects(mut input: impl BufRead, keys: &[&str], sink: impl FnMut(&str)) -> io::Result<ByteScan> {
    let mut scanner = Scanner {
        keys,
        sink,
        found: ByteScan::default(),
        open: Vec::new(),
        in_string: false,
        escaped: false,
        word: Vec::new(),
        name: Vec::new(),
        at: 0,
        depth: None,
        start: 0,
        record_key: String::new(),
    };
    loop {
        let bytes = input.fill_buf()?;
        let length = bytes.len();
        if length == 0 {
            break;
        }
        for byte in bytes {
            scanner.take(*byte);
        }
        input.consume(length);
    }
    if !scanner.open.is_empty() {
        scanner.found.first_odd.get_or_insert(scanner.start);
    }
    scanner.found.gaps = scanner.at - scanner.found.body;
    Ok(scanner.found)
}

impl<F: FnMut(&str)> Scanner<'_, F> {
    fn take(&mut self, byte: u8) {
        self.at += 1;
        if self.in_string {
            self.string(byte);
            return;
        }
        match byte {
            b'"' => {
                self.in_string = true;
                self.word.clear();
            }
            b'{' | b'[' => self.opened(byte),
            b'}' | b']' => self.closed(),
            b':' => self.name = std::mem::take(&mut self.word),
            b',' => self.member(),
            byte if byte.is_ascii_whitespace() => {}
            byte => self.word.push(byte),
        }
    }

    fn string(&mut self, byte: u8) {
        match byte {
            _ if std::mem::take(&mut self.escaped) => self.word.push(byte),
            b'\\' => self.escaped = true,
            b'"' => self.in_string = false,
            byte => self.word.push(byte),
        }
    }

    fn opened(&mut self, byte: u8) {
        if byte == b'[' && self.open == b"{" && self.name == b"value" && self.found.records == 0 {
            // The object is what stands around the records.
            self.depth = Some(2);
        }
        if byte == b'{' {
            let depth = *self.depth.get_or_insert(self.open.len());
            if depth == self.open.len() {
                self.start = self.at - 1;
                self.record_key.clear();
            }
        }
        self.open.push(byte);
        self.word.clear();
        self.name.clear();
    }

    fn closed(&mut self) {
        self.member();
        self.open.pop();
        if self.depth == Some(self.open.len()) && self.start < self.at {
            self.found.records += 1;
            self.found.body += self.at - self.start;
            (self.sink)(&self.record_key);
            self.start = self.at;
        }
        self.word.clear();
        self.name.clear();
    }

    /// A member of an object ends.
    fn member(&mut self) {
        let within = self.depth.is_some_and(|depth| self.open.len() == depth + 1);
        let name = std::mem::take(&mut self.name);
        let is_key = |name: &[u8]| self.keys.iter().any(|key| name.eq_ignore_ascii_case(key.as_bytes()));
        if within && is_key(&name) && self.word != b"null" {
            self.record_key = String::from_utf8_lossy(&self.word).into_owned();
        }
        self.word.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_found_in_every_form() {
        let cases = [
            (
                r#"{"@odata.context":"c","value":[{"Id":"a","n":[{"Id":"x"}]},{"id":"b"}],"@odata.nextLink":"l"}"#,
                2,
            ),
            ("\u{feff}[{\"Id\":\"a\",\"t\":\"}\\\"{\"},\n{\"ID\":\"b\"}]", 2),
            ("{\"Id\":\"a\",\"m\":{\"value\":[{}]}}\n{\"Id\":\"b\"}\n", 2),
            ("[]", 0),
            ("{\"value\":[]}", 0),
        ];
        for (text, records) in cases {
            let mut keys = Vec::new();
            let found = scan_objects(text.as_bytes(), &["id"], |key| keys.push(key.to_owned())).unwrap();
            assert_eq!(
                (found.records, found.bytes(), found.first_odd),
                (records, text.len() as u64, None),
                "{text}"
            );
            assert_eq!(keys, ["a", "b"][..keys.len()], "{text}");
        }
        let (text, records) = (r#"[{"Id":"a"}, {"Id":"b"}]"#, r#"{"Id":"a"}{"Id":"b"}"#);
        let found = scan_objects(text.as_bytes(), &["id"], |_| {}).unwrap();
        assert_eq!(found.body, records.len() as u64);
        assert!(scan_objects(&b"[{\"a\":1"[..], &["a"], |_| {}).unwrap().first_odd.is_some());
    }
}
