//! The normal form of a source value: what is left of it when it has been through the steps of a cell and back.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::Backwards;
use super::key_list::{list_of, listed_keys};
use crate::map::plan::{CheckDigit, Step};
use crate::reconcile::note::{line_feeds, visible_markup};
use crate::record::Guid;
use crate::source::{DateForm, UtcInstant};

/// The normal form of a source value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::reconcile) enum Normal<'t> {
    /// Nothing of it is carried: it is null, or stands for no value.
    Null,
    /// The normal form.
    Value(Cow<'t, str>),
    /// It has none: it must have been turned away.
    Refused,
}

impl<'t> Normal<'t> {
    fn possible(value: Option<impl Into<Cow<'t, str>>>) -> Self {
        value.map_or(Self::Refused, |text| Self::Value(text.into()))
    }
}

/// Whether a day is one that stands for no date in earlier systems (`mosaic.md` 4, `hard-cases.md` 106).
fn is_no_date(day: &str) -> bool {
    matches!(day, "1900-01-01" | "0001-01-01" | "1753-01-01" | "9999-12-31" | "2079-06-06" | "2300-01-01")
}

/// The normal form of a filled source value under a chain of steps.
pub(in crate::reconcile) fn step_normal<'t>(
    backwards: &Backwards<'_>,
    steps: &[Step],
    text: &'t str,
) -> Normal<'t> {
    let mut value = Cow::Borrowed(text);
    for step in steps {
        let next = match value {
            Cow::Borrowed(text) => one(backwards, step, text),
            Cow::Owned(text) => match one(backwards, step, &text) {
                Normal::Value(next) => Normal::Value(Cow::Owned(next.into_owned())),
                Normal::Null => Normal::Null,
                Normal::Refused => Normal::Refused,
            },
        };
        match next {
            Normal::Value(next) if !next.is_empty() => value = next,
            Normal::Value(_) => return Normal::Null,
            other => return other,
        }
    }
    if value.is_empty() { Normal::Null } else { Normal::Value(value) }
}

fn one<'t>(backwards: &Backwards<'_>, step: &Step, text: &'t str) -> Normal<'t> {
    match step {
        Step::Guid | Step::Organisation | Step::Worker | Step::WorkerUserName => {
            Normal::possible(lower_guid(text))
        }
        Step::Person => followed(text, |key| backwards.export.survivor(key)),
        Step::WorkflowStep => followed(text, |key| backwards.export.work(key).map(|work| work.key)),
        Step::PersonReference => followed(text, |key| Some(backwards.export.survivor(key).unwrap_or(key))),
        Step::PersonReferenceList => people(backwards, text),
        Step::Code { .. } => Normal::Value(lower_guid(text).unwrap_or(Cow::Borrowed(text.trim()))),
        Step::Trim => Normal::Value(line_feeds(text.trim())),
        Step::Text => Normal::Value(line_feeds(text)),
        Step::Digits => Normal::Value(without_spaces(text)),
        Step::Postcode => Normal::Value(postcode(text)),
        Step::Uprn => Normal::possible(digits(text.trim()).map(|digits| digits.trim_start_matches('0'))),
        Step::Int => Normal::possible(number(text.trim(), 0)),
        Step::Decimal => Normal::possible(number(text.trim(), 2)),
        Step::Date => day(text.trim()),
        Step::Local if is_sentinel(text.trim()) && wall_time(text).is_some() => Normal::Null,
        Step::Local => Normal::possible(wall_time(text)),
        Step::YesNo | Step::Not => flag(text.trim()),
        Step::Tri => match text.trim() {
            "3" => Normal::Null,
            known @ ("1" | "2") => Normal::Value(Cow::Borrowed(known)),
            _ => Normal::Refused,
        },
        Step::Html => Normal::Value(Cow::Owned(visible_markup(text))),
        Step::Check(kind) => identifier(*kind, text),
        Step::Suffix(_) | Step::Midnight | Step::Fit(_) => Normal::Value(Cow::Borrowed(text)),
        // Only the day is left: no column is rebuilt from it.
        Step::UkDay => Normal::Refused,
    }
}

/// A GUID in lower case.
pub(in crate::reconcile) fn lower_guid(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    Guid::parse(text).ok()?;
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Some(Cow::Owned(text.to_ascii_lowercase()));
    }
    Some(Cow::Borrowed(text))
}

fn followed(text: &str, lead: impl Fn(Guid) -> Option<Guid>) -> Normal<'_> {
    let own = lower_guid(text);
    let Some(key) = own.as_deref().and_then(|own| Guid::parse(own).ok()) else { return Normal::Refused };
    match lead(key) {
        Some(end) if end == key => Normal::possible(own),
        Some(end) => Normal::Value(Cow::Owned(end.to_string())),
        None => Normal::Refused,
    }
}

/// A list of people, merges followed.
fn people(backwards: &Backwards<'_>, text: &str) -> Normal<'static> {
    let Some(mut keys) = listed_keys(text) else { return Normal::Refused };
    for key in &mut keys {
        *key = backwards.export.survivor(*key).unwrap_or(*key);
    }
    Normal::Value(Cow::Owned(list_of(&keys)))
}

fn without_spaces(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_whitespace) {
        return Cow::Owned(text.chars().filter(|character| !character.is_whitespace()).collect());
    }
    Cow::Borrowed(text)
}

fn digits(text: &str) -> Option<&str> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then_some(text)
}

fn flag(text: &str) -> Normal<'_> {
    Normal::possible(matches!(text, "0" | "1").then_some(text))
}

/// A number without zeros before it, with exactly so many places; none where it has more.
fn number(text: &str, places: usize) -> Option<Cow<'_, str>> {
    if text.is_empty() {
        return Some(Cow::Borrowed(""));
    }
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    if whole.is_empty() || part.is_empty() {
        return None;
    }
    let whole = digits(whole)?.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let part = digits(part)?.trim_end_matches('0');
    if part.len() > places || (places == 0 && unsigned.contains('.')) {
        return None;
    }
    let sign = if whole == "0" && part.is_empty() { "" } else { sign };
    let mut normal = format!("{sign}{whole}");
    if places > 0 {
        normal.push('.');
        normal.push_str(part);
        normal.extend(std::iter::repeat_n('0', places - part.len()));
    }
    Some(if normal == text { Cow::Borrowed(text) } else { Cow::Owned(normal) })
}

fn day(text: &str) -> Normal<'_> {
    static FORM: LazyLock<DateForm> = LazyLock::new(|| form("YYYY-MM-DD"));
    if is_no_date(text) {
        return Normal::Null;
    }
    Normal::possible(FORM.read(text).map(|_| text))
}

/// Whether a day, or the day of a time, stands for no date.
pub(in crate::reconcile) fn is_sentinel(text: &str) -> bool {
    text.get(..10).is_some_and(is_no_date)
}

fn form(form: &str) -> DateForm {
    DateForm::new(form, None).expect("the form has a year, a month and a day")
}

/// A universal time of the export as UK wall time to the second, `YYYY-MM-DD HH:MM:SS`; none for a text that is no time.
pub(in crate::reconcile) fn wall_time(text: &str) -> Option<String> {
    static FORMS: LazyLock<[DateForm; 2]> =
        LazyLock::new(|| [form("YYYY-MM-DD HH:MM:SS.mmm"), form("YYYY-MM-DD HH:MM:SS")]);
    let wall = UtcInstant::parse(text.trim(), &*FORMS)?.to_uk_wall();
    let mut normal = String::with_capacity(19);
    let pairs =
        [i16::from(wall.month()), i16::from(wall.day()), i16::from(wall.hour()), i16::from(wall.minute())];
    four(&mut normal, wall.year());
    for (separator, number) in ['-', '-', ' ', ':'].into_iter().zip(pairs) {
        normal.push(separator);
        two(&mut normal, number);
    }
    normal.push(':');
    two(&mut normal, i16::from(wall.second()));
    Some(normal)
}

fn four(out: &mut String, number: i16) {
    two(out, number / 100);
    two(out, number % 100);
}

fn two(out: &mut String, number: i16) {
    for digit in [number / 10 % 10, number % 10] {
        out.push(char::from(b'0' + u8::try_from(digit).unwrap_or_default()));
    }
}

/// A postcode in upper case with one space before its last three characters; another text without outer spaces.
fn postcode(text: &str) -> Cow<'_, str> {
    let compact = without_spaces(text).to_ascii_uppercase();
    if !compact.is_ascii() || !(5..=7).contains(&compact.len()) {
        return Cow::Borrowed(text.trim());
    }
    let (outward, inward) = compact.split_at(compact.len() - 3);
    if compact != "GIR0AA" && !(is_outward(outward.as_bytes()) && is_inward(inward.as_bytes())) {
        return Cow::Borrowed(text.trim());
    }
    let normal = format!("{outward} {inward}");
    if normal == text { Cow::Borrowed(text) } else { Cow::Owned(normal) }
}

/// One or two letters, a digit, perhaps another digit or letter.
fn is_outward(outward: &[u8]) -> bool {
    let letters = outward.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let rest = &outward[letters..];
    (1..=2).contains(&letters)
        && match rest {
            [digit] => digit.is_ascii_digit(),
            [digit, last] => digit.is_ascii_digit() && (last.is_ascii_digit() || last.is_ascii_uppercase()),
            _ => false,
        }
}

fn is_inward(inward: &[u8]) -> bool {
    matches!(inward, [digit, a, b] if digit.is_ascii_digit() && a.is_ascii_uppercase() && b.is_ascii_uppercase())
}

/// A pupil number in upper case; `UN1` and the like say why there is none.
fn identifier(kind: CheckDigit, text: &str) -> Normal<'_> {
    if kind != CheckDigit::Upn {
        return Normal::Value(Cow::Borrowed(text));
    }
    let upper = if text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        Cow::Owned(text.to_ascii_uppercase())
    } else {
        Cow::Borrowed(text)
    };
    if matches!(upper.as_bytes(), [b'U', b'N', b'1'..=b'9']) { Normal::Null } else { Normal::Value(upper) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_form() {
        for (text, places, normal) in [
            ("0012", 0, Some("12")),
            ("-0", 0, Some("0")),
            ("+4", 0, Some("4")),
            ("7.0", 0, None),
            ("7", 2, Some("7.00")),
            ("-0.10", 2, Some("-0.10")),
            ("-0.00", 2, Some("0.00")),
            ("12.500", 2, Some("12.50")),
            ("1.005", 2, None),
            ("7.", 2, None),
            (".5", 2, None),
            ("seven", 0, None),
        ] {
            assert_eq!(number(text, places).as_deref(), normal, "{text}");
        }
    }

    #[test]
    fn times_are_shown_as_in_london() {
        assert_eq!(wall_time("2025-07-14 22:40:00.999").as_deref(), Some("2025-07-14 23:40:00"));
        assert_eq!(wall_time("0987-01-02 03:04:05").map(|text| text.len()), Some(19));
        assert_eq!(wall_time("2025-07-14"), None);
        assert!(is_sentinel("1900-01-01 00:00:00.000") && !is_sentinel("1900-01-02"));
    }

    #[test]
    fn postcodes_have_one_form() {
        for (text, normal) in [
            ("cr03rl", "CR0 3RL"),
            (" EC1A  1BB", "EC1A 1BB"),
            ("gir 0aa", "GIR 0AA"),
            ("1CR 3RL ", "1CR 3RL"),
        ] {
            assert_eq!(postcode(text), normal);
        }
        assert_eq!(postcode(" flat 3é "), "flat 3é");
    }

    #[test]
    fn keys_are_in_lower_case() {
        assert!(matches!(lower_guid("0a1b2c3d-0000-4000-8000-000000000003"), Some(Cow::Borrowed(_))));
        assert_eq!(
            lower_guid(" 0A1B2C3D-0000-4000-8000-000000000003").as_deref(),
            Some("0a1b2c3d-0000-4000-8000-000000000003")
        );
        assert_eq!(lower_guid("x"), None);
    }
}
