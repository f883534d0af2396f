//! Texts as people read them on a screen.

use std::borrow::Cow;

use crate::map::step::wall_time;
use crate::reconcile::{Sections, paragraph_lines, visible_markup};
use crate::record::Guid;

/// What a screen of CareDirector shows of a text with markup, paragraphs as lines.
pub(super) fn shown_of_source(source: &str) -> String {
    shown_of_markup(&visible_markup(source))
}

/// What a screen of Mosaic shows of a value: note markup with its paragraphs as lines, anything else as it stands. Keys of
/// CareDirector, which stand in notes for the proof, are left out.
pub(super) fn shown_of_markup(value: &str) -> String {
    paragraph_lines(value).map_or_else(|| value.to_owned(), |lines| joined(&lines))
}

/// The lines of a note under a label that name all of these; none in any other text.
pub(super) fn lines_naming(value: &str, label: &str, named: &[String]) -> Option<String> {
    let own = |line: &&Cow<'_, str>| {
        let text = line.strip_prefix(label).and_then(|rest| rest.strip_prefix(':'));
        text.is_some_and(|text| named.iter().all(|one| text.contains(one.as_str())))
    };
    let lines = paragraph_lines(value)?;
    let lines: Vec<Cow<'_, str>> = lines.iter().filter(own).cloned().collect();
    Some(joined(&lines)).filter(|text| !text.is_empty())
}

/// What a note that several records share says of one of them, by its key; none in any other text.
pub(super) fn section_of(value: &str, source_id: &str) -> Option<String> {
    Sections::new(value).of(Guid::parse(source_id).ok()?).map(joined)
}

/// Lines under one another.
fn joined(lines: &[Cow<'_, str>]) -> String {
    let lines: Vec<String> = lines.iter().filter_map(|line| without_keys(line)).collect();
    lines.join("\n").trim_end().to_owned()
}

/// A line of a note without the keys in it, `[<guid>]`; none where it says nothing else.
fn without_keys(line: &str) -> Option<String> {
    let mut said = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('[') {
        said.push_str(before);
        rest = after;
        if let Some((_, behind)) = after.split_once(']').filter(|(key, _)| Guid::parse(key).is_ok()) {
            said.truncate(said.trim_end().len());
            rest = behind;
        } else {
            said.push('[');
        }
    }
    said.push_str(rest);
    let bare = said.rsplit_once(": ").is_some_and(|(_, value)| Guid::parse(value).is_ok());
    let emptied = said.len() < line.len() && (said.is_empty() || said.ends_with(':'));
    (!bare && !emptied).then_some(said)
}

/// A moment of the export as a clock in the United Kingdom showed it, with the universal time where that is another; none for a
/// text that is no moment.
pub(super) fn uk_time(utc: &str) -> Option<String> {
    let wall = wall_time(utc)?;
    let same = utc.trim().replace('T', " ").starts_with(&wall);
    Some(if same { wall } else { format!("{wall} (UTC {})", utc.trim()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_read_once_and_paragraphs_are_lines() {
        let source = "<html xmlns:o=\"urn\"><body><p class=MsoNormal>Tea &amp; cake</p><p>2 &lt; 3<br>b</p></body></html>";
        assert_eq!(shown_of_source(source), "Tea & cake\n2 < 3\nb");
        assert_eq!(shown_of_markup("<p>Tea &amp; cake</p><p>2 &lt; 3<br>b</p>"), "Tea & cake\n2 < 3\nb");
        // A sign that somebody typed in another column is no markup, and what was escaped twice shows so.
        for kept in ["Tea &amp; cake", "a <b> c", "<p>a", "12"] {
            assert_eq!(shown_of_markup(kept), kept);
        }
        assert_eq!(shown_of_markup("<p>&amp;amp;</p>"), "&amp;");
    }

    #[test]
    fn of_a_shared_note_the_own_lines_are_shown() {
        let keys = ["0a1b2c3d-0000-4000-8000-000000000001", "0a1b2c3d-0000-4000-8000-000000000002"];
        let note = format!("<p>[{}]</p><p>Tea: 1 &amp; 2</p><p>[{}]</p><p>Tea: 3</p>", keys[0], keys[1]);
        assert_eq!(section_of(&note, keys[0]).as_deref(), Some("Tea: 1 & 2"));
        assert_eq!(section_of(&note, keys[1]).as_deref(), Some("Tea: 3"));
        assert_eq!(section_of("<p>Tea</p>", keys[0]), None);
    }

    #[test]
    fn times_are_those_of_clocks_in_the_united_kingdom() {
        let summer = "2025-05-11 12:02:25 (UTC 2025-05-11 11:02:25.119)";
        assert_eq!(uk_time("2025-05-11 11:02:25.119").as_deref(), Some(summer));
        assert_eq!(uk_time("2025-01-11 11:02:25.119").as_deref(), Some("2025-01-11 11:02:25"));
        assert_eq!(uk_time("soon"), None);
    }
}
