//! `data.xml`, tag by tag: records, and the text of their keys.

use std::io::{self, BufRead};

use super::ByteScan;
use super::tags::{Piece, Tags, attribute, name};

/// Scans a file that holds the records of one entity. Of each the value of the field that has one of the names `keys`
/// is shown to `sink`.
pub fn scan_records(input: impl BufRead, keys: &[&str], mut sink: impl FnMut(&str)) -> io::Result<ByteScan> {
    let mut tags = Tags::new(input);
    let (mut found, mut start, mut text) = (ByteScan::default(), None::<u64>, String::new());
    // How many elements are open within the record; fields within others are none of its own.
    let mut depth = 0_u64;
    loop {
        let tag = match tags.next()? {
            Piece::End => break,
            Piece::Text(_) => continue,
            Piece::Tag(tag) => tag,
        };
        let (closes, alone) = (tag.starts_with(b"/"), tag.ends_with(b"/"));
        match name(&tag) {
            b"record" if !closes && start.is_none() => {
                start = Some(tags.at - tag.len() as u64 - 2);
                text.clear();
                depth = 0;
            }
            _ if tag.starts_with(b"!") || tag.starts_with(b"?") || start.is_none() => {}
            _ if closes => depth = depth.saturating_sub(1),
            b"field" if depth == 0 => {
                depth += u64::from(!alone);
                let own = attribute(&tag, "name")
                    .is_some_and(|name| keys.iter().any(|key| name.eq_ignore_ascii_case(key)));
                if own {
                    text = attribute(&tag, "value").unwrap_or_default();
                }
            }
            _ => depth += u64::from(!alone),
        }
        if name(&tag) == b"record"
            && (closes || alone)
            && let Some(begun) = start.take()
        {
            found.records += 1;
            found.body += tags.at - begun;
            sink(&text);
        }
    }
    found.first_odd = start;
    found.gaps = tags.at - found.body;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_within_others_are_none_of_the_records_own() {
        let text = "<record><field name=\"a\" value=\"own\"><!-- <b> --><party><field name=\"a\" value=\"no\"/>\
            <field name=\"a\" value=\"no\"></field></party></field><field name=\"b\" value=\"c\"/></record>";
        let mut keys = Vec::new();
        let found = scan_records(text.as_bytes(), &["a"], |key| keys.push(key.to_owned())).unwrap();
        assert_eq!((found.records, keys), (1, vec!["own".to_owned()]));
    }

    #[test]
    fn records_and_keys_are_found() {
        let text = "<entity name=\"p\"><records><record id=\"1\">\r\n<field name=\"PId\" value=\"a&#39;>\"/>\
            <field value=\"b\" name=\"c\" /></record><record id=\"2\" /></records></entity>";
        let mut keys = Vec::new();
        let found = scan_records(text.as_bytes(), &["pid"], |key| keys.push(key.to_owned())).unwrap();
        assert_eq!((found.records, found.bytes(), found.first_odd), (2, text.len() as u64, None));
        assert_eq!(keys, ["a'>", ""]);
    }
}
