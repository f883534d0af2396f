//! Splits a record whose parts stand between several characters, with or without quotes.

use memchr::{memchr, memchr2};

use super::splitter::{LineEnd, Span, Split};

/// The characters that part fields and rows.
#[derive(Clone, Debug)]
pub(super) struct GeneralSplitter {
    pub(super) delimiter: Vec<u8>,
    pub(super) quote: Option<u8>,
    /// Ends a row; none for a line end, whichever it is.
    pub(super) terminator: Option<Vec<u8>>,
}

/// What ends a field: where the field's text ends, where the next begins, and the row's end if it is that.
enum End {
    Field { end: usize, next: usize },
    Record { end: usize, next: usize, line_end: LineEnd },
    NeedMore,
}

impl GeneralSplitter {
    /// Splits the record that the bytes begin with into `fields`; `ended` says that no bytes follow these.
    pub(super) fn split(&self, bytes: &[u8], ended: bool, fields: &mut Vec<Span>) -> Split {
        fields.clear();
        if bytes.is_empty() {
            return if ended { Split::End } else { Split::NeedMore };
        }
        let (mut at, mut broken) = (0, false);
        loop {
            let quoted = self.quote.filter(|quote| bytes.get(at) == Some(quote));
            let (mut span, from) = match quoted.map(|quote| quoted_field(bytes, at + 1, quote, ended)) {
                Some(Some(span)) => (span, span.end + 1),
                Some(None) => return if ended { Split::Unclosed } else { Split::NeedMore },
                None => (Span { start: at, end: at, quoted: false, doubled: false }, at),
            };
            let end = self.end(bytes, from, ended);
            if let End::Field { end, .. } | End::Record { end, .. } = end {
                if span.quoted {
                    broken |= end > from;
                } else {
                    span.end = end;
                }
            }
            fields.push(span);
            match end {
                End::Field { next, .. } => at = next,
                End::Record { next, line_end, .. } => {
                    return Split::Record { length: next, line_end, broken };
                }
                End::NeedMore => return Split::NeedMore,
            }
        }
    }

    /// Finds the end of the field, and of the row if they are the same.
    fn end(&self, bytes: &[u8], from: usize, ended: bool) -> End {
        let terminator = self.terminator.as_deref().unwrap_or(b"\n");
        let mut at = from;
        while let Some(place) = memchr2(self.delimiter[0], terminator[0], &bytes[at..]) {
            let place = at + place;
            let rest = &bytes[place..];
            // A delimiter may begin as the terminator does: the longer is looked for first.
            if !ended && rest.len() < terminator.len().max(self.delimiter.len()) {
                return End::NeedMore;
            }
            let [delimits, terminates] =
                [self.delimiter.as_slice(), terminator].map(|part| rest.starts_with(part));
            if terminates && (!delimits || terminator.len() >= self.delimiter.len()) {
                return self.record(bytes, from, place, terminator.len());
            }
            if delimits {
                return End::Field { end: place, next: place + self.delimiter.len() };
            }
            at = place + 1;
        }
        if !ended {
            return End::NeedMore;
        }
        End::Record { end: bytes.len(), next: bytes.len(), line_end: LineEnd::EndOfFile }
    }

    fn record(&self, bytes: &[u8], from: usize, place: usize, length: usize) -> End {
        let crlf = self.terminator.is_none() && place > from && bytes[place - 1] == b'\r';
        let line_end = match self.terminator {
            Some(_) => LineEnd::Declared,
            None if crlf => LineEnd::CrLf,
            None => LineEnd::Lf,
        };
        End::Record { end: place - usize::from(crlf), next: place + length, line_end }
    }
}

/// The content of a quoted field; none where the bytes end before its closing quote is certain.
fn quoted_field(bytes: &[u8], start: usize, quote: u8, ended: bool) -> Option<Span> {
    let (mut from, mut doubled) = (start, false);
    loop {
        let end = from + memchr(quote, &bytes[from..])?;
        match bytes.get(end + 1) {
            Some(next) if *next == quote => {
                doubled = true;
                from = end + 2;
            }
            None if !ended => return None,
            _ => return Some(Span { start, end, quoted: true, doubled }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split<'a>(splitter: &GeneralSplitter, text: &'a str) -> (Vec<&'a str>, Split) {
        let mut spans = Vec::new();
        let split = splitter.split(text.as_bytes(), true, &mut spans);
        for cut in 0..text.len() {
            let mut short = Vec::new();
            let early = splitter.split(&text.as_bytes()[..cut], false, &mut short);
            assert!(early == Split::NeedMore || early == split, "{cut} of {text:?}: {early:?}");
        }
        (spans.iter().map(|span| &text[span.start..span.end]).collect(), split)
    }

    #[test]
    fn parts_of_several_characters_are_found() {
        let bcp =
            GeneralSplitter { delimiter: b"|~|".to_vec(), quote: None, terminator: Some(b"|~\r\n".to_vec()) };
        let (fields, end) = split(&bcp, "a|~|\"b\r\n|~|c|d|~\r\nnext");
        assert_eq!(fields, ["a", "\"b\r\n", "c|d"]);
        assert_eq!(end, Split::Record { length: 18, line_end: LineEnd::Declared, broken: false });
    }

    #[test]
    fn quotes_and_plain_line_ends_are_kept_where_they_are_declared() {
        let quoted = GeneralSplitter { delimiter: b"::".to_vec(), quote: Some(b'\''), terminator: None };
        let (fields, end) = split(&quoted, "'a::''b'::c:d\r\n");
        assert_eq!(fields, ["a::''b", "c:d"]);
        assert_eq!(end, Split::Record { length: 15, line_end: LineEnd::CrLf, broken: false });
        let (_, end) = split(&quoted, "'a'b::c\n");
        assert_eq!(end, Split::Record { length: 8, line_end: LineEnd::Lf, broken: true });
    }
}
