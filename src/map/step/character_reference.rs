//! Character references of HTML.

/// What references to 128 to 159 stand for: Windows-1252, by the table of the HTML Living Standard. Five have no character.
const WINDOWS_1252: [u32; 32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
    0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
];

/// A character reference at the start of a text: its length and what it stands for. None for one that is unknown or names
/// a control character, which stays as it is written.
pub(super) fn reference_at(text: &str) -> Option<(usize, char)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(10).position(|byte| byte == b';')?;
    let name = &inner[..end];
    let stands_for = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => named(name)?,
    };
    Some((end + 2, stands_for))
}

/// A text with its references as the characters that they stand for.
pub(super) fn without_references(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        whole.push_str(&rest[..at]);
        let (length, character) = reference_at(&rest[at..]).unwrap_or((1, '&'));
        whole.push(character);
        rest = &rest[at + length..];
    }
    whole.push_str(rest);
    whole
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    let code = match code {
        0x80..=0x9F => WINDOWS_1252[usize::try_from(code - 0x80).ok()?],
        other => other,
    };
    char::from_u32(code).filter(|one| !one.is_control() || matches!(one, '\t' | '\n' | '\r'))
}

/// The names of 160 to 255, in order.
#[rustfmt::skip]
const LATIN_1: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo",
    "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot",
    "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",
    "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute",
    "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash",
    "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc", "atilde",
    "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc",
    "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave",
    "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];

fn named(name: &str) -> Option<char> {
    let stands_for = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "euro" => '€',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "bull" => '•',
        "trade" => '™',
        _ => {
            let place = LATIN_1.iter().position(|own| *own == name)?;
            char::from_u32(0xA0 + u32::try_from(place).ok()?)?
        }
    };
    Some(stands_for)
}

#[cfg(test)]
mod tests {
    use super::without_references;

    #[test]
    fn numbers_of_windows_1252_are_its_characters() {
        assert_eq!(without_references("it&#146;s &#128;5 &#x9F;&#x1F600;&#9;"), "it’s €5 Ÿ😀\t");
        assert_eq!(
            without_references("20&deg; &frac12; caf&eacute;&nbsp;&Yacute;&yuml;"),
            "20° ½ café\u{a0}Ýÿ"
        );
    }

    #[test]
    fn what_names_no_character_stays() {
        for text in ["&#0;", "&#11;", "&#x7f;", "&#129;", "&#xD800;", "&#1114112;", "&unknown;", "a & b", "&"]
        {
            assert_eq!(without_references(text), text);
        }
    }
}
