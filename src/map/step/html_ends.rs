//! Where what begins in a text ends.

use memchr::{memchr_iter, memmem};

/// Ends that were looked for in one text, read from its start to its end. Each is looked for once until it is passed, so that
/// a text of many beginnings is read in time that grows with its length, not with the square of it.
#[derive(Debug, Default)]
pub(in crate::map) struct Ends {
    /// Of each name, how much of the text is left at its next end; none where nothing ends it any more.
    known: Vec<(String, Option<usize>)>,
}

impl Ends {
    /// How much of a text stands before the `-->` that ends a comment; none where nothing ends it.
    pub(super) fn comment(&mut self, text: &str) -> Option<usize> {
        self.next("!", text, |text| memmem::find(text.as_bytes(), b"-->"))
    }

    /// How much of a text stands before the tag that ends an element of this name in lower case; none where nothing ends it.
    pub(super) fn element(&mut self, text: &str, name: &str) -> Option<usize> {
        self.next(name, text, |text| length_to_tag(text, "/", name))
    }

    /// How much of a text stands before the end of a list to choose from. Where nothing ends it before the next one begins,
    /// that does.
    pub(super) fn list(&mut self, text: &str) -> Option<usize> {
        let end = self.element(text, "select")?;
        let next = self.next("<select", text, |text| length_to_tag(text, "", "select"));
        Some(next.map_or(end, |next| next.min(end)))
    }

    fn next(&mut self, name: &str, text: &str, find: impl Fn(&str) -> Option<usize>) -> Option<usize> {
        let place = self.known.iter().position(|(known, _)| known == name);
        match place.map(|place| self.known[place].1) {
            Some(None) => return None,
            Some(Some(left)) if left <= text.len() => return Some(text.len() - left),
            _ => {}
        }
        let found = find(text);
        let left = found.map(|length| text.len() - length);
        match place {
            Some(place) => self.known[place].1 = left,
            None => self.known.push((name.to_owned(), left)),
        }
        found
    }
}

/// How much of a text stands before `<`, a mark, and this name.
fn length_to_tag(text: &str, mark: &str, name: &str) -> Option<usize> {
    let begins = |at: &usize| {
        let tail = text.as_bytes()[at + 1..].strip_prefix(mark.as_bytes()).unwrap_or_default();
        tail.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
            && !tail.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
    };
    memchr_iter(b'<', text.as_bytes()).find(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_found_again_until_it_is_passed() {
        let text = "<b>1</b>2</B>3";
        let mut ends = Ends::default();
        let asked = [0, 1, 4, 5, 9, 10].map(|from| ends.element(&text[from..], "b"));
        assert_eq!(asked, [Some(4), Some(3), Some(0), Some(4), Some(0), None]);
    }

    #[test]
    fn what_nothing_ends_has_no_end() {
        let mut ends = Ends::default();
        assert_eq!(ends.comment("<!-- a"), None);
        assert_eq!(ends.element("a</bb><b>", "b"), None);
        assert_eq!(ends.element("", "b"), None);
    }

    #[test]
    fn a_list_ends_where_the_next_begins() {
        let mut ends = Ends::default();
        let text = "<option>a<SELECT ><option>b</select><selected>c</select>";
        let asked = [0, 9, 10, 27, 28].map(|from| ends.list(&text[from..]));
        assert_eq!(asked, [Some(9), Some(0), Some(17), Some(0), Some(19)]);
        assert_eq!(Ends::default().list("a<select>b"), None);
    }
}
