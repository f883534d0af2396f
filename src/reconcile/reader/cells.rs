//! Splits one record of RFC 4180 into cells, strictly.

use super::FaultKind;

/// Cells of one record, to be used again for the next.
#[derive(Debug)]
pub(super) struct Cells {
    /// An ASCII character.
    delimiter: char,
    text: String,
    ends: Vec<(usize, bool)>,
    pub(super) faults: Vec<FaultKind>,
}

impl Cells {
    /// Cells that are parted by an ASCII character.
    pub(super) fn new(delimiter: char) -> Self {
        Self { delimiter, text: String::new(), ends: Vec::new(), faults: Vec::new() }
    }

    fn delimiter(&self) -> u8 {
        u8::try_from(self.delimiter).unwrap_or(b',')
    }

    /// The cells of the last record, their texts one after the other and where each ends: null is an empty field without
    /// quotes. What is left in place of the text is written over.
    pub(super) fn give<'c>(
        &'c mut self,
        text: &mut String,
    ) -> impl ExactSizeIterator<Item = (usize, bool)> + use<'c> {
        std::mem::swap(&mut self.text, text);
        self.ends.iter().copied()
    }

    /// Splits a record that has no line end any more.
    pub(super) fn split(&mut self, record: &str) {
        self.text.clear();
        self.ends.clear();
        self.faults.clear();
        let mut rest = record;
        loop {
            rest = if let Some(quoted) = after(rest, b'"') { self.quoted(quoted) } else { self.bare(rest) };
            match after(rest, self.delimiter()) {
                Some(next) => rest = next,
                None => return,
            }
        }
    }

    fn bare<'r>(&mut self, text: &'r str) -> &'r str {
        let end = memchr::memchr(self.delimiter(), text.as_bytes()).unwrap_or(text.len());
        let cell = &text[..end];
        if memchr::memchr(b'"', cell.as_bytes()).is_some() {
            self.faults.push(FaultKind::StrayQuote);
        }
        if memchr::memchr2(b'\r', b'\n', cell.as_bytes()).is_some() {
            self.faults.push(FaultKind::LineEnd);
        }
        self.text.push_str(cell);
        self.ends.push((self.text.len(), cell.is_empty()));
        &text[end..]
    }

    /// A field after its opening quote; what follows its closing quote is handed back.
    fn quoted<'r>(&mut self, text: &'r str) -> &'r str {
        let start = self.text.len();
        let mut rest = text;
        loop {
            let Some(end) = memchr::memchr(b'"', rest.as_bytes()) else {
                self.faults.push(FaultKind::UnclosedQuote);
                self.text.push_str(rest);
                self.ends.push((self.text.len(), false));
                return "";
            };
            self.text.push_str(&rest[..end]);
            rest = &rest[end + 1..];
            match after(rest, b'"') {
                Some(after) => {
                    self.text.push('"');
                    rest = after;
                }
                None => break,
            }
        }
        let delimiter = self.delimiter();
        let special = |byte| byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n');
        let needs = self.text[start..].bytes().any(special);
        if !needs {
            self.faults.push(FaultKind::NeedlessQuotes);
        }
        self.ends.push((self.text.len(), false));
        self.after_quote(rest)
    }

    fn after_quote<'r>(&mut self, rest: &'r str) -> &'r str {
        if rest.is_empty() || rest.starts_with(self.delimiter) {
            return rest;
        }
        self.faults.push(FaultKind::StrayQuote);
        let end = memchr::memchr(self.delimiter(), rest.as_bytes()).unwrap_or(rest.len());
        &rest[end..]
    }
}

/// What follows an ASCII character with which a text begins.
fn after(text: &str, character: u8) -> Option<&str> {
    (text.as_bytes().first() == Some(&character)).then(|| &text[1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(record: &str) -> (Vec<Option<String>>, Vec<FaultKind>) {
        let mut cells = Cells::new(',');
        cells.split(record);
        (texts(&mut cells), cells.faults)
    }

    fn texts(cells: &mut Cells) -> Vec<Option<String>> {
        let (mut text, mut start) = (String::new(), 0);
        let ends: Vec<_> = cells.give(&mut text).collect();
        let cell = |(end, null): (usize, bool)| {
            (!null).then(|| text[std::mem::replace(&mut start, end)..end].to_owned())
        };
        ends.into_iter().map(cell).collect()
    }

    #[test]
    fn quotes_commas_and_line_ends_come_back() {
        let (cells, faults) = split("a,,\"b,\"\"c\"\"\r\nd\",");
        assert_eq!(cells, [Some("a".into()), None, Some("b,\"c\"\r\nd".into()), None]);
        assert_eq!(faults, []);
    }

    #[test]
    fn another_delimiter_leaves_commas_alone() {
        let mut cells = Cells::new('|');
        cells.split("a,b||\"c|d\"");
        assert_eq!(texts(&mut cells), [Some("a,b".into()), None, Some("c|d".into())]);
        cells.split("\"a,b\"");
        assert_eq!(cells.faults, [FaultKind::NeedlessQuotes]);
    }

    #[test]
    fn a_form_that_is_not_exact_is_a_fault() {
        for (record, fault) in [
            ("a\"b", FaultKind::StrayQuote),
            ("\"a,\"b", FaultKind::StrayQuote),
            ("\"a\"", FaultKind::NeedlessQuotes),
            ("\"\"", FaultKind::NeedlessQuotes),
            ("a,\"b", FaultKind::UnclosedQuote),
            ("a\rb", FaultKind::LineEnd),
        ] {
            assert_eq!(split(record).1, [fault], "{record}");
        }
    }
}
