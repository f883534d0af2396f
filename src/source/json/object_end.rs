//! Finds where a JSON value ends, without looking into it.

use memchr::memchr2;

/// The length of the object or array that the bytes begin with; none where they end before it does.
pub(super) fn end_of(bytes: &[u8]) -> Option<usize> {
    closing(bytes, 0)
}

/// The length of the rest of an object that was opened before; none where the bytes end before it does.
pub(super) fn end_of_rest(bytes: &[u8]) -> Option<usize> {
    closing(bytes, 1)
}

fn closing(bytes: &[u8], mut depth: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            b'"' => at = end_of_string(bytes, at)?,
            _ => {}
        }
    }
    None
}

/// The place after the quote that closes a string whose content begins there.
pub(super) fn end_of_string(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let place = at + memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[place] == b'"' {
            return Some(place + 1);
        }
        at = place + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_their_brackets_do() {
        let object = br#"{"a":"}\"\\","b":[{"c":1}]}"#;
        assert_eq!(end_of(&[&object[..], b",x"].concat()), Some(object.len()));
        assert_eq!(end_of_rest(&[&object[1..], b",x"].concat()), Some(object.len() - 1));
        for cut in 0..object.len() {
            assert_eq!(end_of(&object[..cut]), None, "{cut}");
        }
    }
}
