//! Splits a record into fields.

use memchr::{memchr, memchr2};

/// Where a field stands within its record, quotes left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) quoted: bool,
    /// Whether quotes within it are doubled.
    pub(super) doubled: bool,
}

/// How a record ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnd {
    CrLf,
    Lf,
    EndOfFile,
    /// The terminator that the profile declares.
    Declared,
}

/// What a stretch of bytes begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// A record of so many bytes, line end included.
    Record { length: usize, line_end: LineEnd, broken: bool },
    /// The stretch ends before the record does.
    NeedMore,
    /// The input ends within a quoted field.
    Unclosed,
    /// Nothing.
    End,
}

/// The characters that part fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Splitter {
    pub(super) delimiter: u8,
    pub(super) quote: u8,
}

/// What stands after a field.
enum After {
    Field { next: usize },
    Record { length: usize, line_end: LineEnd },
    NeedMore,
}

impl Splitter {
    /// Splits the record that the bytes begin with into `fields`; `ended` says that no bytes follow these.
    pub(super) fn split(self, bytes: &[u8], ended: bool, fields: &mut Vec<Span>) -> Split {
        fields.clear();
        if bytes.is_empty() {
            return if ended { Split::End } else { Split::NeedMore };
        }
        let (mut at, mut broken) = (0, false);
        loop {
            let (span, after) = if bytes.get(at) == Some(&self.quote) {
                let Some(span) = self.quoted(bytes, at + 1, ended) else {
                    return if ended { Split::Unclosed } else { Split::NeedMore };
                };
                let (after, stray) = self.after_quote(bytes, span.end + 1, ended);
                broken |= stray;
                (span, after)
            } else {
                self.plain(bytes, at, ended)
            };
            fields.push(span);
            match after {
                After::Field { next } => at = next,
                After::Record { length, line_end } => return Split::Record { length, line_end, broken },
                After::NeedMore => return Split::NeedMore,
            }
        }
    }

    /// A field without quotes around it; quotes within it stand for themselves.
    fn plain(self, bytes: &[u8], start: usize, ended: bool) -> (Span, After) {
        let after = self.to_end(bytes, start, ended);
        let end = match after {
            After::Field { next } => next - 1,
            After::Record { length, line_end: LineEnd::CrLf } => length - 2,
            After::Record { length, line_end: LineEnd::Lf } => length - 1,
            After::Record { length, line_end: LineEnd::EndOfFile | LineEnd::Declared } => length,
            After::NeedMore => start,
        };
        (Span { start, end, quoted: false, doubled: false }, after)
    }

    /// Finds the next delimiter or line end.
    fn to_end(self, bytes: &[u8], start: usize, ended: bool) -> After {
        match memchr2(self.delimiter, b'\n', &bytes[start..]).map(|place| start + place) {
            Some(place) if bytes[place] == b'\n' => {
                let crlf = place > start && bytes[place - 1] == b'\r';
                After::Record { length: place + 1, line_end: if crlf { LineEnd::CrLf } else { LineEnd::Lf } }
            }
            Some(place) => After::Field { next: place + 1 },
            None if ended => After::Record { length: bytes.len(), line_end: LineEnd::EndOfFile },
            None => After::NeedMore,
        }
    }

    /// The content of a quoted field; none where the bytes end before its closing quote is certain.
    fn quoted(self, bytes: &[u8], start: usize, ended: bool) -> Option<Span> {
        let (mut from, mut doubled) = (start, false);
        loop {
            let end = from + memchr(self.quote, &bytes[from..])?;
            match bytes.get(end + 1) {
                Some(next) if *next == self.quote => {
                    doubled = true;
                    from = end + 2;
                }
                None if !ended => return None,
                _ => return Some(Span { start, end, quoted: true, doubled }),
            }
        }
    }

    /// What follows a closing quote, and whether text stands where only a delimiter or line end may.
    fn after_quote(self, bytes: &[u8], at: usize, ended: bool) -> (After, bool) {
        let after = self.to_end(bytes, at, ended);
        let gap = match after {
            After::Field { next } => next - 1 - at,
            After::Record { length, line_end: LineEnd::CrLf } => length - 2 - at,
            After::Record { length, line_end: LineEnd::Lf } => length - 1 - at,
            After::Record { length, line_end: LineEnd::EndOfFile | LineEnd::Declared } => length - at,
            After::NeedMore => 0,
        };
        (after, gap > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> (Vec<(&str, bool)>, Split) {
        let mut spans = Vec::new();
        let split = Splitter { delimiter: b',', quote: b'"' }.split(text.as_bytes(), true, &mut spans);
        (spans.iter().map(|span| (&text[span.start..span.end], span.quoted)).collect(), split)
    }

    fn record(length: usize, line_end: LineEnd, broken: bool) -> Split {
        Split::Record { length, line_end, broken }
    }

    #[test]
    fn fields_end_at_delimiters_and_line_ends_outside_quotes() {
        let (found, split) = fields("a,,\"\",\"b,\r\nc\",\r\nnext");
        assert_eq!(found, [("a", false), ("", false), ("", true), ("b,\r\nc", true), ("", false)]);
        assert_eq!(split, record(16, LineEnd::CrLf, false));
    }

    #[test]
    fn the_last_line_may_lack_its_end() {
        assert_eq!(fields("a,"), (vec![("a", false), ("", false)], record(2, LineEnd::EndOfFile, false)));
        assert_eq!(fields("\"a\"").1, record(3, LineEnd::EndOfFile, false));
        assert_eq!(fields("").1, Split::End);
    }

    #[test]
    fn broken_quotes_are_seen() {
        assert_eq!(fields("\"a\"b,c\n").1, record(7, LineEnd::Lf, true));
        assert_eq!(fields("a,\"b").1, Split::Unclosed);
    }
}
