//! What fields of forms and pictures show.

use super::{Ahead, Tag};

/// What a reader sees of a picture: that there was one, and what it is said to be.
pub(in crate::reconcile) fn picture(tag: &Tag<'_>) -> String {
    let words = tag.attribute("alt").unwrap_or_default();
    if words.is_empty() { String::from("[image]") } else { ["[image: ", &words, "]"].concat() }
}

/// What a reader sees of an `input`: whether it is ticked, or what was typed.
pub(in crate::reconcile) fn field(tag: &Tag<'_>) -> String {
    let kind = tag.attribute("type").unwrap_or_default();
    let one_of = |kinds: &[&str]| kinds.iter().any(|one| one.eq_ignore_ascii_case(&kind));
    if one_of(&["checkbox", "radio"]) {
        let ticked = tag.attribute("checked").is_some();
        String::from(if ticked { "[x]" } else { "[ ]" })
    } else if one_of(&["hidden", "password", "file"]) {
        String::new()
    } else if one_of(&["image"]) {
        picture(tag)
    } else {
        tag.attribute("value").unwrap_or_default()
    }
}

/// What a reader sees of the inside of a `select`: the options that are chosen, else the first; empty where it has none.
pub(in crate::reconcile) fn chosen(list: &str) -> Vec<&str> {
    let options = options(list);
    let of_choice: Vec<_> = options.iter().filter(|(chosen, _)| *chosen).map(|(_, shown)| *shown).collect();
    if of_choice.is_empty() {
        options.first().map(|(_, shown)| *shown).into_iter().collect()
    } else {
        of_choice
    }
}

/// Each option: whether it is chosen, and its inside, which ends where another option or a group begins or ends.
fn options(list: &str) -> Vec<(bool, &str)> {
    let parts: Vec<_> = parts(list).collect();
    let ends = parts.iter().skip(1).map(|(start, _)| *start).chain([list.len()]);
    let with_ends = parts.iter().zip(ends);
    with_ends
        .filter(|((_, tag), _)| !tag.closes && tag.is(&["option"]))
        .map(|((start, tag), end)| (tag.attribute("selected").is_some(), &list[start + tag.length..end]))
        .collect()
}

/// The tags that part a list, with their places.
fn parts(list: &str) -> impl Iterator<Item = (usize, Tag<'_>)> {
    let (mut at, mut ahead) = (0, Ahead::of(list));
    let tags = std::iter::from_fn(move || {
        loop {
            at += memchr::memchr(b'<', &list.as_bytes()[at..])?;
            let place = at;
            let tag = Tag::at(&list[at..], &mut ahead);
            at += tag.as_ref().map_or(1, |tag| tag.length);
            if let Some(tag) = tag {
                return Some((place, tag));
            }
        }
    });
    tags.filter(|(_, tag)| tag.is(&["option", "optgroup"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(what: fn(&Tag<'_>) -> String, text: &str) -> String {
        what(&Tag::at(text, &mut Ahead::of(text)).unwrap())
    }

    #[test]
    fn what_was_ticked_typed_or_seen_is_shown() {
        assert_eq!(shown(field, "<input type=RADIO name=a checked>"), "[x]");
        assert_eq!(shown(field, "<input type='checkbox' value=\"checked\"/>"), "[ ]");
        assert_eq!(shown(field, "<input value = ' a &amp;\n b '>"), "a & b");
        assert_eq!(shown(field, "<input type=hidden value=a>"), "");
        assert_eq!(shown(picture, "<img src=a alt='A &#147;door&#148;'>"), "[image: A “door”]");
        assert_eq!(shown(picture, "<img alt>"), "[image]");
    }

    #[test]
    fn what_was_chosen_is_shown() {
        assert_eq!(chosen("<option>a</option><option title='<option>' selected>b"), ["b"]);
        assert_eq!(chosen("\n<optgroup><option>a</optgroup><option>b</option>"), ["a"]);
        assert!(chosen("one of <b>them</b>").is_empty());
    }
}
