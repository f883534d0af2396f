//! Values as a shape writes them, in the standard drop's own form.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::WrittenDates;
use crate::record::Reason;
use crate::source::{Column, DataType, Kind, LabelBook, LabelKind};

/// How the values of a column are brought into the form in which the standard drop has them, so that nothing behind the
/// reader knows in which shape an export came. A text that has none of the declared forms stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// A day, in one of these forms.
    Day(WrittenDates),
    /// A day and time, in one of these forms.
    Moment(WrittenDates),
    /// Yes and no, in these words.
    Flag {
        /// Stands for 1.
        yes: String,
        /// Stands for 0.
        no: String,
    },
    /// Words, in whatever case, and what each stands for.
    Words {
        /// The standard drop's value by the word in lower case.
        known: Arc<BTreeMap<String, String>>,
        /// The code of a word that is none of them.
        other: Reason,
    },
    /// A list of which the column takes one item, parted by these characters; brackets may stand around it, and `-1` at
    /// either end is none of its items.
    List {
        /// What stands between items.
        separator: String,
    },
    /// The name of a table, in whatever case; the names by themselves in lower case.
    Table(Arc<BTreeMap<String, String>>),
    /// A number with noughts after the point; so many places stay.
    Places(u8),
    /// What a screen shows in place of an identifier or a code.
    Label {
        /// What it stands for.
        kind: LabelKind,
        /// Labels that stand for another.
        aliases: BTreeMap<String, String>,
        /// What the labels of the drop stand for.
        book: Arc<LabelBook>,
    },
}

/// What a conversion makes of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted<'a> {
    /// The text in the standard form; none where it has no declared form.
    pub text: Option<Cow<'a, str>>,
    /// Why there is none, where the form tells more than that it is not the declared one.
    pub why: Option<Reason>,
    /// What is counted of it.
    pub counted: [Option<Reason>; 3],
}

impl<'a> Converted<'a> {
    /// A text in the standard form.
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: Some(text.into()), why: None, counted: [None; 3] }
    }

    /// A value that is turned away under this code.
    pub(super) fn refused(why: Reason) -> Self {
        Self { text: None, why: Some(why), counted: [None; 3] }
    }

    fn possible(text: Option<impl Into<Cow<'a, str>>>) -> Self {
        Self { text: text.map(Into::into), why: None, counted: [None; 3] }
    }
}

impl Conversion {
    /// The text in the standard form; none where it has no declared form.
    pub fn apply<'a>(&self, text: &'a str) -> Converted<'a> {
        match self {
            Self::Day(dates) => dates.day(text),
            Self::Moment(dates) => dates.moment(text),
            Self::Flag { yes, no } => {
                let known = |word: &str| text.eq_ignore_ascii_case(word);
                Converted::possible(known(yes).then_some("1").or_else(|| known(no).then_some("0")))
            }
            Self::Words { known, other } => match known.get(&text.trim().to_lowercase()) {
                Some(value) => Converted::text(value.clone()),
                None => Converted::refused(*other),
            },
            Self::List { separator } => only_item(text, separator),
            Self::Table(names) => Converted::possible(names.get(&text.to_lowercase()).cloned()),
            Self::Places(places) => Converted::possible(number(text, usize::from(*places))),
            Self::Label { kind, aliases, book } => labelled(text, kind, aliases, book),
        }
    }

    /// Whether a column can hold values that this converts.
    pub(in crate::source) fn is_for(&self, column: &Column) -> bool {
        match self {
            Self::Day(_) => column.data_type == DataType::Date,
            Self::Moment(_) => column.data_type == DataType::DateTime,
            Self::Flag { .. } => column.data_type == DataType::Bit,
            Self::Words { .. } | Self::List { .. } | Self::Label { .. } => false,
            Self::Table(_) => column.kind == Kind::TableName,
            Self::Places(_) => matches!(column.data_type, DataType::Decimal(..)),
        }
    }
}

/// The item of a list that has no other.
fn only_item<'a>(text: &'a str, separator: &str) -> Converted<'a> {
    let inner = text.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let bracketed = inner.is_some();
    let items = inner.unwrap_or(text).split(separator).map(str::trim);
    let is_none = |item: &str| item.is_empty() || (bracketed && item == "-1");
    let mut items = items.filter(|item| !is_none(item));
    match (items.next(), items.next()) {
        (Some(only), None) => Converted::text(only),
        (None, _) => Converted::text(""),
        _ => Converted::refused(Reason::MultiValue),
    }
}

/// What a label stands for, by itself or by what it is declared to mean.
fn labelled(
    text: &str,
    kind: &LabelKind,
    aliases: &BTreeMap<String, String>,
    book: &LabelBook,
) -> Converted<'static> {
    let alias = aliases.get(text);
    match book.find(kind, alias.map_or(text, String::as_str)) {
        Ok(meant) => {
            let counted = [alias.map(|_| Reason::LabelVariant), None, None];
            Converted { counted, ..Converted::text(meant.into_owned()) }
        }
        // The column that points there tells why; a label is no name of a table.
        Err(_) if matches!(kind, LabelKind::Table { .. }) => Converted::text(String::new()),
        Err(reason) => Converted::refused(reason),
    }
}

/// The number with exactly so many places, where nothing but noughts is lost or added.
fn number(text: &str, places: usize) -> Option<Cow<'_, str>> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) {
        return None;
    }
    let kept = part.get(..places).unwrap_or(part);
    if part[kept.len()..].bytes().any(|byte| byte != b'0') {
        return None;
    }
    let sign = if unsigned.len() < text.len() { "-" } else { "" };
    let point = if places > 0 { "." } else { "" };
    Some(format!("{sign}{whole}{point}{kept:0<places$}").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{DateForm, TimeBasis};

    fn form(form: &str) -> WrittenDates {
        let forms = vec![DateForm::new(form, None).unwrap()];
        WrittenDates { forms, basis: TimeBasis::Utc, later: false }
    }

    #[test]
    fn values_take_the_standard_form_or_stay() {
        let moment = Conversion::Moment(form("YYYY-MM-DDTHH:MM:SS.fffffffZ"));
        let flag = Conversion::Flag { yes: "True".to_owned(), no: "False".to_owned() };
        let known =
            [("yes", "1"), ("not known", "3")].map(|(word, value)| (word.to_owned(), value.to_owned()));
        let words = Conversion::Words { known: Arc::new(known.into()), other: Reason::OptionNoLabel };
        let list = Conversion::List { separator: ",".to_owned() };
        let cases = [
            (&Conversion::Day(form("DD/MM/YYYY")), "09/03/2015", Some("2015-03-09")),
            (&Conversion::Day(form("DD/MM/YYYY")), "31/02/2015", None),
            (&Conversion::Day(form("YYYY-MM-DDTHH:MM:SS")), "2015-03-09T00:00:00", Some("2015-03-09")),
            (&Conversion::Day(form("YYYY-MM-DDTHH:MM:SS")), "2015-03-09T01:00:00", None),
            (&moment, "2026-03-11T10:30:00.1230000Z", Some("2026-03-11 10:30:00.123")),
            (&moment, "2026-03-11T10:30:00.1234567Z", None),
            (&flag, "True", Some("1")),
            (&flag, "false", Some("0")),
            (&flag, "2", None),
            (&words, "Not Known", Some("3")),
            (&words, "3", None),
            (&list, "[-1,71000010,-1]", Some("71000010")),
            (&list, "71000010", Some("71000010")),
            (&list, "[-1,-1]", Some("")),
            (&list, "[-1,71000010,71000012,-1]", None),
            (&list, "a, b", None),
            (&Conversion::Places(2), "11.5000000000", Some("11.50")),
            (&Conversion::Places(2), "-7", Some("-7.00")),
            (&Conversion::Places(0), "7.0", Some("7")),
            (&Conversion::Places(2), "1.255", None),
        ];
        for (conversion, text, standard) in cases {
            assert_eq!(conversion.apply(text).text.as_deref(), standard, "{text}");
        }
    }
}
