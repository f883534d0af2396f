//! What tags of a note carry within themselves besides pictures that are written as such. Made without a look at what finds it for
//! the run.

use crate::reconcile::html::{Ahead, Tag, is_marked, resolved};

/// The first bytes of the tags that carry something.
pub(in crate::reconcile) fn carriers(text: &str) -> Vec<usize> {
    let (mut found, mut ahead) = (Vec::new(), Ahead::of(text));
    let (mut rest, marked) = (text, is_marked(text));
    while let Some(bracket) = rest.find('<').filter(|_| marked) {
        rest = &rest[bracket..];
        let length = Tag::at(rest, &mut ahead).map_or(1, |tag| tag.length);
        let (tag, behind) = rest.split_at(length);
        if carries(tag) {
            found.push(text.len() - rest.len());
        }
        rest = behind;
    }
    found
}

/// Whether a tag, its references read and line ends taken out, names content of its own that is no picture, or more pictures than
/// are written as such.
fn carries(tag: &str) -> bool {
    if !tag.contains([':', '&']) {
        return false;
    }
    let mut read = resolved(&tag.replace("&colon;", ":"));
    read.retain(|sign| !sign.is_ascii_control());
    read.make_ascii_lowercase();
    let within_word =
        |before: &str| before.ends_with(|sign: char| sign.is_ascii_alphanumeric() || "-_".contains(sign));
    let parts: Vec<&str> = read.split("data:").collect();
    let contents = parts.windows(2).filter(|parts| !within_word(parts[0])).map(|parts| parts[1]);
    let (pictures, others): (Vec<&str>, Vec<&str>) = contents.partition(|kind| kind.starts_with("image"));
    let written = || tag.to_ascii_lowercase().matches("data:image").count();
    others.into_iter().any(is_kind) || (!pictures.is_empty() && pictures.len() > written())
}

/// Whether content begins with what kind it is, or with how it is written.
fn is_kind(content: &str) -> bool {
    let slash = content.split_once('/').map(|(kind, _)| kind);
    let named =
        slash.is_some_and(|kind| !kind.is_empty() && kind.bytes().all(|sign| sign.is_ascii_lowercase()));
    named || content.starts_with(';')
}
