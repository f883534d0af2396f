//! A small CSV file with the place of every cell, so that a mistake can be shown where it stands.

use std::ops::Range;

/// A cell and its bytes in the file, quotes included.
pub(super) struct CsvCell {
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

/// The lines of a file, each its cells; blank lines are left out.
pub(super) fn csv_lines(text: &str) -> Vec<Vec<CsvCell>> {
    let (mut lines, mut line, mut at) = (Vec::new(), Vec::new(), bom(text));
    while at < text.len() {
        let cell = cell(text, at);
        let end = cell.span.end;
        line.push(cell);
        let comma = text.as_bytes().get(end) == Some(&b',');
        at = if comma { end + 1 } else { after_line_end(text, end) };
        if !comma {
            lines.push(std::mem::take(&mut line));
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines.retain(|line| line.iter().any(|cell| !cell.text.is_empty()));
    lines
}

fn bom(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

fn cell(text: &str, start: usize) -> CsvCell {
    let bytes = text.as_bytes();
    let (mut at, mut quoted) = (start, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => quoted = !quoted,
            b',' | b'\r' | b'\n' if !quoted => break,
            _ => {}
        }
        at += 1;
    }
    CsvCell { text: unquoted(&text[start..at]), span: start..at }
}

fn unquoted(raw: &str) -> String {
    let raw = raw.trim();
    match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => raw.to_owned(),
    }
}

fn after_line_end(text: &str, end: usize) -> usize {
    let rest = &text.as_bytes()[end..];
    end + if rest.starts_with(b"\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_their_text_and_their_place() {
        let text = "a,\"b \"\"c\"\", d\",\r\n\r\ne,f";
        let lines = csv_lines(text);
        let texts: Vec<Vec<_>> =
            lines.iter().map(|line| line.iter().map(|cell| cell.text.as_str()).collect()).collect();
        assert_eq!(texts, [vec!["a", "b \"c\", d", ""], vec!["e", "f"]]);
        assert_eq!(&text[lines[0][1].span.clone()], "\"b \"\"c\"\", d\"");
        assert_eq!(&text[lines[1][0].span.clone()], "e");
    }
}
