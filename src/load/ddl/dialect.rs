//! How the databases differ.

use super::reserved::is_reserved;

/// A database's own SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite 3.24 or later.
    Sqlite,
    /// PostgreSQL 15 or later.
    Postgres,
    /// Microsoft SQL Server 2016 or later.
    Mssql,
}

impl Dialect {
    /// A name as it is written. Plain names stand without quotes, so that they can be typed in whatever case.
    pub fn name(self, name: &str) -> String {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let starts = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        let upper = name.to_ascii_uppercase();
        if starts && name.bytes().all(plain) && !is_reserved(&upper) {
            return name.to_owned();
        }
        match self {
            Self::Sqlite => format!("\"{}\"", name.replace('"', "\"\"")),
            // As if it could stand without quotes: PostgreSQL reads a plain name in lower case.
            Self::Postgres => format!("\"{}\"", name.to_lowercase().replace('"', "\"\"")),
            Self::Mssql => format!("[{}]", name.replace(']', "]]")),
        }
    }

    /// A text as it is written.
    pub(super) fn text(self, text: &str) -> String {
        let quoted = format!("'{}'", text.replace('\'', "''"));
        match self {
            Self::Mssql => format!("N{quoted}"),
            Self::Sqlite | Self::Postgres => quoted,
        }
    }

    /// Texts as a list in parentheses.
    pub(super) fn texts<'t>(self, texts: impl Iterator<Item = &'t str>) -> String {
        let texts: Vec<_> = texts.map(|text| self.text(text)).collect();
        format!("({})", texts.join(", "))
    }

    /// That a column's text is so many hexadecimal digits in lower case.
    pub(super) fn hexadecimal(self, name: &str, digits: u32) -> String {
        match self {
            Self::Sqlite => format!("length({name}) = {digits} AND {name} NOT GLOB '*[^0-9a-f]*'"),
            Self::Postgres => format!("{name} ~ '^[0-9a-f]{{{digits}}}$'"),
            Self::Mssql => format!("DATALENGTH({name}) = {} AND {name} NOT LIKE N'%[^0-9a-f]%'", 2 * digits),
        }
    }

    /// The last characters of a column's text; all of it where it is shorter.
    pub(super) fn end(self, name: &str, characters: usize) -> String {
        match self {
            Self::Sqlite => format!("substr({name}, -{characters})"),
            Self::Postgres | Self::Mssql => format!("right({name}, {characters})"),
        }
    }

    /// The number of characters of a column's text.
    pub(super) fn length(self, name: &str) -> String {
        match self {
            Self::Sqlite => format!("length({name})"),
            Self::Postgres => format!("char_length({name})"),
            // LEN leaves out spaces at the end.
            Self::Mssql => format!("DATALENGTH({name}) / 2"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_sql_knows_are_quoted() {
        assert_eq!(Dialect::Postgres.name("START_DATE"), "START_DATE");
        assert_eq!(Dialect::Postgres.name("ORDER"), "\"order\"");
        assert_eq!(Dialect::Postgres.name("Leading"), "\"leading\"");
        assert_eq!(Dialect::Mssql.name("PERCENT"), "[PERCENT]");
        assert_eq!(Dialect::Sqlite.name("A \"B\""), "\"A \"\"B\"\"\"");
        assert_eq!(Dialect::Mssql.name("2ND]"), "[2ND]]]");
    }

    #[test]
    fn texts_cannot_end_early() {
        assert_eq!(Dialect::Sqlite.texts(["O'Neill", "B"].into_iter()), "('O''Neill', 'B')");
        assert_eq!(Dialect::Mssql.text("é"), "N'é'");
    }
}
