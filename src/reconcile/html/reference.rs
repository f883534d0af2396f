//! What character references stand for.

/// A character reference that a text starts with: its length and its character. One that is not known, or that a control
/// character would stand for, is text as it is written.
pub(in crate::reconcile) fn reference(text: &str) -> Option<(usize, char)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(10).position(|byte| byte == b';')?;
    let name = &inner[..end];
    let character = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => by_name(name)?,
    };
    Some((end + 2, character))
}

/// A text whose references are read.
pub(in crate::reconcile) fn resolved(text: &str) -> String {
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

const NAMED: [(&str, char); 15] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("euro", '€'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("bull", '•'),
    ("trade", '™'),
];

/// The names of the second half of Latin-1, from the no-break space on.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not \
     shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 \
     ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig \
     Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute \
     Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave \
     aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute \
     icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute \
     ucirc uuml yacute thorn yuml";

fn by_name(name: &str) -> Option<char> {
    let special = NAMED.iter().find(|(own, _)| *own == name).map(|(_, character)| *character);
    special.or_else(|| {
        LATIN
            .split(' ')
            .zip('\u{a0}'..='\u{ff}')
            .find_map(|(own, character)| (own == name).then_some(character))
    })
}

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
