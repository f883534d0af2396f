//! The paragraphs of a note.

/// The insides of a note's paragraphs, in order. It ends at the first thing that is no paragraph; [`Paragraphs::rest`]
/// is empty only where the whole note was read.
#[derive(Clone, Debug)]
pub(in crate::reconcile) struct Paragraphs<'a> {
    rest: &'a str,
}

impl<'a> Paragraphs<'a> {
    /// Reads a note in note markup.
    pub(in crate::reconcile) fn new(note: &'a str) -> Self {
        Self { rest: note }
    }

    /// What has not been read.
    pub(in crate::reconcile) fn rest(&self) -> &'a str {
        self.rest
    }
}

impl<'a> Iterator for Paragraphs<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let inner = self.rest.strip_prefix("<p>")?;
        // Within a paragraph `<` begins a break or the end of the paragraph, and nothing else.
        let mut from = 0;
        loop {
            let at = from + memchr::memchr(b'<', &inner.as_bytes()[from..])?;
            if let Some(after) = inner[at..].strip_prefix("</p>") {
                self.rest = after;
                return Some(&inner[..at]);
            }
            if !inner[at..].starts_with("<br>") {
                return None;
            }
            from = at + "<br>".len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_read_up_to_the_first_fault() {
        let mut paragraphs = Paragraphs::new("<p>a<br>  b: c</p><p></p><p>d</p>");
        assert_eq!(paragraphs.by_ref().collect::<Vec<_>>(), ["a<br>  b: c", "", "d"]);
        assert_eq!(paragraphs.rest(), "");
        for wrong in ["<p>a", "<p>a<b></p>", "a<p>b</p>", "<p>a</p> "] {
            let mut paragraphs = Paragraphs::new(wrong);
            paragraphs.by_ref().for_each(drop);
            assert_ne!(paragraphs.rest(), "", "{wrong}");
        }
    }
}
