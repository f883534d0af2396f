//! Note markup of single lines.

/// A line as a paragraph of note markup, its inner line ends as breaks.
pub(in crate::reconcile::recompute) fn paragraph(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 7);
    put_paragraph(&mut out, line);
    out
}

/// Appends a line as a paragraph of note markup, its inner line ends as breaks.
pub(in crate::reconcile::recompute) fn put_paragraph(out: &mut String, line: &str) {
    out.push_str("<p>");
    let mut rest = line;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'\n')) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "<br>",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push_str("</p>");
}
