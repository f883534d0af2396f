//! What lies ahead in a text that is read from its start to its end.

use std::collections::BTreeMap;

/// Closings that lie ahead. None is looked for twice before it is passed: else a text of many openings would take time by the
/// square of its length.
#[derive(Debug)]
pub(in crate::reconcile) struct Ahead {
    /// The bytes of the whole text.
    whole: usize,
    /// By what is closed, in lower case: the place in the whole text of the next closing, and its end where there is none.
    places: BTreeMap<String, usize>,
}

impl Ahead {
    /// Of a text of which nothing is read.
    pub(in crate::reconcile) fn of(text: &str) -> Self {
        Self { whole: text.len(), places: BTreeMap::new() }
    }

    /// What of the rest of the text stands before the tag that closes an element, and what follows, that tag first; none
    /// where nothing closes it.
    pub(in crate::reconcile) fn until_closed<'t>(
        &mut self,
        rest: &'t str,
        name: &str,
    ) -> Option<(&'t str, &'t str)> {
        let name = name.to_ascii_lowercase();
        let place = self.place(rest, &name, |rest| tag(rest, &["</", &name].concat()))?;
        Some(rest.split_at(place))
    }

    /// The inside of a list to choose from, and what follows. The next list closes one that nothing else closes before.
    pub(in crate::reconcile) fn until_list_closed<'t>(
        &mut self,
        rest: &'t str,
    ) -> Option<(&'t str, &'t str)> {
        let (list, _) = self.until_closed(rest, "select")?;
        let next = self.place(rest, "<select", |rest| tag(rest, "<select"));
        Some(rest.split_at(next.unwrap_or(rest.len()).min(list.len())))
    }

    /// The bytes of the rest of the text before the end of a comment.
    pub(super) fn comment_end(&mut self, rest: &str) -> Option<usize> {
        self.place(rest, "-->", |rest| memchr::memmem::find(rest.as_bytes(), b"-->"))
    }

    /// The bytes of the rest of the text before a closing.
    fn place(&mut self, rest: &str, what: &str, look: impl Fn(&str) -> Option<usize>) -> Option<usize> {
        let read = self.whole - rest.len();
        let known = self.places.get(what).copied().filter(|place| *place >= read);
        let place = known.unwrap_or_else(|| {
            let place = read + look(rest).unwrap_or(rest.len());
            self.places.insert(what.to_owned(), place);
            place
        });
        (place < self.whole).then(|| place - read)
    }
}

/// The place of the next tag that begins like this, in lower case, up to the end of its name.
fn tag(text: &str, wanted: &str) -> Option<usize> {
    memchr::memchr_iter(b'<', text.as_bytes()).find(|at| {
        let (own, after) = text.as_bytes()[*at..].split_at_checked(wanted.len()).unwrap_or_default();
        own.eq_ignore_ascii_case(wanted.as_bytes()) && !after.first().is_some_and(u8::is_ascii_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closing_is_the_next_one_wherever_it_is_asked_from() {
        let text = "<b>1</STYLE>2</style >3</styles>";
        let mut ahead = Ahead::of(text);
        let mut asked = |from: usize| ahead.until_closed(&text[from..], "Style").map(|(before, _)| before);
        let found = [0, 2, 5, 12, 14].map(&mut asked);
        assert_eq!(found, [Some("<b>1"), Some(">1"), Some("/STYLE>2"), Some("2"), None]);
    }

    #[test]
    fn what_nothing_closes_has_no_closing() {
        assert_eq!(Ahead::of("a</b>").until_closed("a</b>", "style"), None);
        assert_eq!(Ahead::of("<!-- a").comment_end(" a"), None);
        assert_eq!(Ahead::of("<!-- a-->").comment_end(" a-->"), Some(2));
    }

    #[test]
    fn a_list_is_closed_by_the_next_one() {
        let text = "<option>a<select><option>b</select>";
        assert_eq!(Ahead::of(text).until_list_closed(text).map(|(list, _)| list), Some("<option>a"));
        assert_eq!(Ahead::of("a<select>b").until_list_closed("a<select>b"), None);
    }
}
