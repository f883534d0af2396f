//! Notes that several records share, and the tails of notes.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::paragraph_lines;
use crate::record::Guid;

/// The lines of a note that several records share, by record.
#[derive(Debug, Default)]
pub(crate) struct Sections<'a> {
    lines: Vec<Cow<'a, str>>,
    ranges: FxHashMap<Guid, (usize, usize)>,
}

impl<'a> Sections<'a> {
    /// Reads a shared note.
    pub(crate) fn new(note: &'a str) -> Self {
        let Some(lines) = paragraph_lines(note) else { return Self::default() };
        let mut sections = Self { lines, ranges: FxHashMap::default() };
        let heads: Vec<(usize, Guid)> =
            sections.lines.iter().enumerate().filter_map(|(at, line)| Some((at, head(line)?))).collect();
        for (place, (at, key)) in heads.iter().enumerate() {
            let end = heads.get(place + 1).map_or(sections.lines.len(), |next| next.0);
            sections.ranges.entry(*key).or_insert((at + 1, end));
        }
        sections
    }

    /// The lines of a record; none where it has no section.
    pub(crate) fn of(&self, key: Guid) -> Option<&[Cow<'a, str>]> {
        self.ranges.get(&key).map(|(start, end)| &self.lines[*start..*end])
    }
}

/// The key in a line `[<guid>]`. No other line has this form: each has a label, a colon and a space.
fn head(line: &str) -> Option<Guid> {
    let key = line.strip_prefix('[')?.strip_suffix(']')?;
    Guid::parse(key).ok().filter(|_| !key.bytes().any(|byte| byte.is_ascii_uppercase()))
}

/// A note before its tail, and the tail after the last line `[CareDirector]`.
pub(in crate::reconcile) fn split_tail(note: &str) -> (&str, Option<&str>) {
    const MARK: &str = "<p>[CareDirector]</p>";
    match memchr::memmem::rfind(note.as_bytes(), MARK.as_bytes()) {
        Some(at) => (&note[..at], Some(&note[at + MARK.len()..])),
        None => (note, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "0a1b2c3d-0000-4000-8000-000000000001";
    const B: &str = "0a1b2c3d-0000-4000-8000-000000000002";

    #[test]
    fn each_record_has_its_lines() {
        let note = format!("<p>[{A}]</p><p>X: 1</p><p>Y: [{B}]</p><p>[{B}]</p><p>X: 2</p>");
        let sections = Sections::new(&note);
        assert_eq!(sections.of(Guid::parse(A).unwrap()).unwrap(), ["X: 1".to_owned(), format!("Y: [{B}]")]);
        assert_eq!(sections.of(Guid::parse(B).unwrap()).unwrap(), ["X: 2"]);
    }

    #[test]
    fn the_last_mark_begins_the_tail() {
        let note = "<p>a</p><p>[CareDirector]</p><p>b</p><p>[CareDirector]</p><p>Status: c</p>";
        assert_eq!(split_tail(note), (&note[..37], Some("<p>Status: c</p>")));
        assert_eq!(split_tail("<p>a [CareDirector]</p>").1, None);
    }
}
