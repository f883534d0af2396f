//! Texts and numbers.

/// Outer white space removed, line ends as LF.
pub(super) fn trimmed(text: &str) -> String {
    with_line_feeds(text.trim())
}

/// CR LF and CR as LF.
pub(in crate::reconcile::recompute) fn with_line_feeds(text: &str) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// White space removed.
pub(super) fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A postcode in upper case with one space before its last three characters; what is no postcode as it is, trimmed.
pub(super) fn postcode(text: &str) -> String {
    parted_postcode(text).unwrap_or_else(|| text.trim().to_owned())
}

/// Whether a text is a postcode, whatever its spaces and the case of its letters.
pub(in crate::reconcile::recompute) fn is_postcode(text: &str) -> bool {
    parted_postcode(text).is_some()
}

fn parted_postcode(text: &str) -> Option<String> {
    let compact = without_spaces(text).to_uppercase();
    let (outward, inward) = compact.split_at_checked(compact.len().checked_sub(3)?)?;
    let known = compact == "GIR0AA" || (is_outward(outward.as_bytes()) && is_inward(inward.as_bytes()));
    known.then(|| format!("{outward} {inward}"))
}

fn is_inward(text: &[u8]) -> bool {
    matches!(text, [digit, one, two] if digit.is_ascii_digit() && one.is_ascii_uppercase() && two.is_ascii_uppercase())
}

/// One or two letters, a digit, and perhaps a digit or a letter.
fn is_outward(text: &[u8]) -> bool {
    let letters = text.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let rest = &text[letters..];
    matches!(letters, 1 | 2)
        && match rest {
            [digit] => digit.is_ascii_digit(),
            [digit, last] => digit.is_ascii_digit() && (last.is_ascii_digit() || last.is_ascii_uppercase()),
            _ => false,
        }
}

/// Digits without leading zeros; nothing where there are other characters, or zeros alone.
pub(super) fn uprn(text: &str) -> Option<String> {
    let text = text.trim();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let shortest = text.trim_start_matches('0');
    (digits && !shortest.is_empty()).then(|| shortest.to_owned())
}

/// A whole number in decimal digits.
pub(super) fn whole(text: &str) -> Option<String> {
    match number(text)? {
        (sign, before, None) => Some(if before == "0" { before } else { format!("{sign}{before}") }),
        _ => None,
    }
}

/// A decimal number with two places; further places only where they are zeros.
pub(super) fn two_places(text: &str) -> Option<String> {
    let (sign, before, after) = number(text)?;
    let after = after.unwrap_or_default().trim_end_matches('0');
    if after.len() > 2 {
        return None;
    }
    let number = format!("{before}.{after:0<2}");
    Some(if number == "0.00" { number } else { format!("{sign}{number}") })
}

/// The sign, the digits before the point without leading zeros, and those after it where there is one.
fn number(text: &str) -> Option<(&'static str, String, Option<&str>)> {
    let text = text.trim();
    let sign = if text.starts_with('-') { "-" } else { "" };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (before, after) = match digits.split_once('.') {
        Some((before, after)) => (before, Some(after)),
        None => (digits, None),
    };
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(before) || !after.is_none_or(all_digits) {
        return None;
    }
    let shortest = before.trim_start_matches('0');
    Some((sign, if shortest.is_empty() { "0".to_owned() } else { shortest.to_owned() }, after))
}

/// `1` and `0` as `Y` and `N`.
pub(super) fn yes_no(text: &str) -> Option<&'static str> {
    match text.trim() {
        "1" => Some("Y"),
        "0" => Some("N"),
        _ => None,
    }
}

/// The opposite of a flag.
pub(super) fn opposite(text: &str) -> Option<&'static str> {
    match text.trim() {
        "1" => Some("0"),
        "0" => Some("1"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        assert_eq!(trimmed(" a\r\nb\rc \n"), "a\nb\nc");
        assert_eq!(without_spaces(" 943 476\u{a0}5919"), "9434765919");
        for (text, held) in
            [("cr03rl", "CR0 3RL"), ("SW1A  1AA", "SW1A 1AA"), (" none ", "none"), ("gir 0aa", "GIR 0AA")]
        {
            assert_eq!(postcode(text), held);
        }
        assert_eq!((uprn("00012"), uprn("12a"), uprn("00")), (Some("12".to_owned()), None, None));
    }

    #[test]
    fn numbers() {
        for (text, held) in
            [("007", Some("7")), ("-0", Some("0")), ("12", Some("12")), ("1.0", None), ("", None)]
        {
            assert_eq!(whole(text).as_deref(), held, "{text}");
        }
        for (text, held) in [
            ("1", Some("1.00")),
            (".5", None),
            ("-0.5", Some("-0.50")),
            ("7.", None),
            ("-0.00", Some("0.00")),
            ("2.500", Some("2.50")),
            ("1.234", None),
        ] {
            assert_eq!(two_places(text).as_deref(), held, "{text}");
        }
    }
}
