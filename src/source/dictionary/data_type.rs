//! How the source stores a column.

/// The type of a column in the source's database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataType {
    /// A 36-character identifier.
    Guid,
    /// A whole number.
    Int,
    /// 0 or 1.
    Bit,
    /// A calendar day.
    Date,
    /// A day and a time of day.
    DateTime,
    /// Text of at most so many characters (UTF-16 units in the source); none for `text(max)`.
    Text(Option<u32>),
    /// A decimal number: digits in all, digits after the point.
    Decimal(u8, u8),
    /// Bytes, written as `0x` and hexadecimal digits.
    Binary,
}

impl DataType {
    /// What the dictionary may say, for messages.
    pub const FORMS: &'static str =
        "guid, int, bit, date, datetime, text(100), text(max), decimal(18,2) or binary";

    /// Reads the dictionary's form.
    pub fn parse(form: &str) -> Option<Self> {
        let form = form.to_ascii_lowercase().replace(' ', "");
        let simple = match form.as_str() {
            "guid" => Self::Guid,
            "int" => Self::Int,
            "bit" => Self::Bit,
            "date" => Self::Date,
            "datetime" => Self::DateTime,
            "binary" => Self::Binary,
            "text(max)" => Self::Text(None),
            _ => return Self::parse_sized(&form),
        };
        Some(simple)
    }

    fn parse_sized(form: &str) -> Option<Self> {
        let (word, rest) = form.split_once('(')?;
        let size = rest.strip_suffix(')')?;
        match word {
            "text" => size.parse().ok().map(|width| Self::Text(Some(width))),
            "decimal" => {
                let (digits, places) = size.split_once(',')?;
                Some(Self::Decimal(digits.parse().ok()?, places.parse().ok()?))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_and_others_refused() {
        assert_eq!(DataType::parse("text(450)"), Some(DataType::Text(Some(450))));
        assert_eq!(DataType::parse("Text(Max)"), Some(DataType::Text(None)));
        assert_eq!(DataType::parse("decimal(18, 2)"), Some(DataType::Decimal(18, 2)));
        for form in ["", "text", "text()", "text(x)", "decimal(18)", "varchar(3)"] {
            assert_eq!(DataType::parse(form), None, "{form}");
        }
    }
}
