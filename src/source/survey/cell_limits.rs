//! Cells that an exporting tool cut.

use crate::source::Limits;

/// Whether a cell has exactly as many characters or line feeds as the tool lets through.
pub(super) fn is_cut(limits: &Limits, text: &str) -> bool {
    let shortest = limits.cell_characters.iter().chain(&limits.cell_line_feeds).min();
    if shortest.is_none_or(|shortest| (text.len() as u64) < *shortest) {
        return false;
    }
    let characters = || text.encode_utf16().count() as u64;
    let line_feeds = || memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64;
    (!limits.cell_characters.is_empty() && limits.cell_characters.contains(&characters()))
        || (!limits.cell_line_feeds.is_empty() && limits.cell_line_feeds.contains(&line_feeds()))
}
