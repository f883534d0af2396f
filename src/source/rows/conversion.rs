//! Values as a shape writes them, in the standard drop's own form.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{DateTime, Time};

use crate::source::time::DateForm;
use crate::source::{Column, DataType, Kind};

/// How the values of a column are brought into the form in which the standard drop has them, so that nothing behind the
/// reader knows in which shape an export came. A text that has none of the declared forms stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// A day, in one of these forms.
    Day(Vec<DateForm>),
    /// A day and time, in one of these forms.
    Moment(Vec<DateForm>),
    /// Yes and no, in these words.
    Flag {
        /// Stands for 1.
        yes: String,
        /// Stands for 0.
        no: String,
    },
    /// The name of a table, in whatever case; the names by themselves in lower case.
    Table(Arc<BTreeMap<String, String>>),
    /// A number with noughts after the point; so many places stay.
    Places(u8),
}

impl Conversion {
    /// The text in the standard form; none where it has no declared form.
    pub fn apply<'a>(&self, text: &'a str) -> Option<Cow<'a, str>> {
        match self {
            // A time of day would be lost.
            Self::Day(forms) => read(forms, text)
                .filter(|read| read.time() == Time::midnight())
                .map(|read| read.date().to_string().into()),
            Self::Moment(forms) => read(forms, text).map(|read| moment(read).into()),
            Self::Flag { yes, no } => {
                let known = |word: &str| text.eq_ignore_ascii_case(word);
                known(yes).then_some("1").or_else(|| known(no).then_some("0")).map(Cow::from)
            }
            Self::Table(names) => names.get(&text.to_lowercase()).cloned().map(Cow::Owned),
            Self::Places(places) => number(text, usize::from(*places)),
        }
    }

    /// Whether a column can hold values that this converts.
    pub(in crate::source) fn is_for(&self, column: &Column) -> bool {
        match self {
            Self::Day(_) => column.data_type == DataType::Date,
            Self::Moment(_) => column.data_type == DataType::DateTime,
            Self::Flag { .. } => column.data_type == DataType::Bit,
            Self::Table(_) => column.kind == Kind::TableName,
            Self::Places(_) => matches!(column.data_type, DataType::Decimal(..)),
        }
    }
}

fn read(forms: &[DateForm], text: &str) -> Option<DateTime> {
    forms.iter().find_map(|form| form.read(text))
}

fn moment(read: DateTime) -> String {
    let milliseconds = read.subsec_nanosecond() / 1_000_000;
    format!("{} {}.{milliseconds:03}", read.date(), read.strftime("%H:%M:%S"))
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

    fn form(form: &str) -> Vec<DateForm> {
        vec![DateForm::new(form, None).unwrap()]
    }

    #[test]
    fn values_take_the_standard_form_or_stay() {
        let moment = Conversion::Moment(form("YYYY-MM-DDTHH:MM:SS.fffffffZ"));
        let flag = Conversion::Flag { yes: "True".to_owned(), no: "False".to_owned() };
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
            (&Conversion::Places(2), "11.5000000000", Some("11.50")),
            (&Conversion::Places(2), "-7", Some("-7.00")),
            (&Conversion::Places(0), "7.0", Some("7")),
            (&Conversion::Places(2), "1.255", None),
        ];
        for (conversion, text, standard) in cases {
            assert_eq!(conversion.apply(text).as_deref(), standard, "{text}");
        }
    }
}
