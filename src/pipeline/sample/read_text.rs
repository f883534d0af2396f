//! Texts as people read them on a screen.

use std::borrow::Cow;

use crate::map::step::wall_time;
use crate::reconcile::{Sections, paragraph_lines, visible_markup};
use crate::record::Guid;

/// What a screen of CareDirector shows of a text with markup, paragraphs as lines.
pub(super) fn shown_of_source(source: &str) -> String {
    shown_of_markup(&visible_markup(source))
}

/// What a screen of Mosaic shows of a value: note markup with its paragraphs as lines, anything else as it stands.
pub(super) fn shown_of_markup(value: &str) -> String {
    paragraph_lines(value).map_or_else(|| value.to_owned(), |lines| joined(&lines))
}

/// What a note that several records share says of one of them, by its key; none in any other text.
pub(super) fn section_of(value: &str, source_id: &str) -> Option<String> {
    Sections::new(value).of(Guid::parse(source_id).ok()?).map(joined)
}

/// Lines under one another.
fn joined(lines: &[Cow<'_, str>]) -> String {
    lines.join("\n").trim_end().to_owned()
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
