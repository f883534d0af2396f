//! What character references stand for.

/// A character reference that a text starts with: its length and its character. One that is not known, or that a control
/// character would stand for, is text as it is written.
pub(in crate::reconcile) fn reference(text: &str) -> Option<(usize, char)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(10).position(|byte| byte == b';')?;
    let name = &inner[..end];
    let character = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => NAMED.iter().find(|(own, _)| *own == name)?.1,
    };
    Some((end + 2, character))
}

/// A text whose references are read.
pub(super) fn resolved(text: &str) -> String {
    let mut parts = text.split('&');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    let mut start = whole.len();
    for part in parts {
        match reference(&text[start..]) {
            Some((length, character)) => {
                whole.push(character);
                whole.push_str(&part[length - 1..]);
            }
            None => whole.extend(["&", part]),
        }
        start += 1 + part.len();
    }
    whole
}

fn numbered(number: &str) -> Option<char> {
    let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |hex| (hex, 16));
    let code = u32::from_str_radix(digits, radix).ok()?;
    let character = match code {
        // HTML takes these for bytes of Windows-1252.
        128..=159 => of_windows_1252(u8::try_from(code).ok()?)?,
        _ => char::from_u32(code)?,
    };
    let stands = matches!(character, '\t' | '\n' | '\r') || !character.is_control();
    stands.then_some(character)
}

/// The characters of 80 to 9F, in order; a space where there is none.
fn of_windows_1252(byte: u8) -> Option<char> {
    const CHARACTERS: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";
    CHARACTERS.chars().nth(usize::from(byte - 0x80)).filter(|one| *one != ' ')
}

const NAMED: [(&str, char); 26] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("pound", '£'),
    ("euro", '€'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("copy", '©'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("agrave", 'à'),
    ("ccedil", 'ç'),
    ("uuml", 'ü'),
    ("ouml", 'ö'),
    ("auml", 'ä'),
    ("shy", '\u{ad}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stand_for_characters() {
        assert_eq!(resolved("it&#146;s &#128;5 &&amp;lt; &#x178;&#159;&#130;"), "it’s €5 &&lt; ŸŸ‚");
        assert_eq!(resolved("a&#x9E;&#158;&#145;&#151;"), "ažž‘—");
    }

    #[test]
    fn what_stands_for_no_character_is_text() {
        for text in ["&#0;", "&#11;", "&#127;", "&#x81;", "&#157;", "&#xDFFF;", "&none;", "a &", "&;"] {
            assert_eq!(resolved(text), text);
        }
    }
}
