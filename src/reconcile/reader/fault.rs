//! Where a file is not in the form that the contract demands.

/// What is wrong with the form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// The file cannot be opened or read.
    Unreadable,
    /// It starts with a byte-order mark.
    ByteOrderMark,
    /// It lacks the byte-order mark that the contract demands.
    NoByteOrderMark,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// The header is not exactly the contract's columns.
    Header,
    /// More or fewer fields than columns.
    FieldCount,
    /// A quote within an unquoted field, or text after a closing quote.
    StrayQuote,
    /// A quoted field that needs no quotes, or a quoted empty one: null is an empty field without quotes.
    NeedlessQuotes,
    /// A quoted field that never closes, or is longer than any row can be.
    UnclosedQuote,
    /// A record that ends otherwise than in CR LF.
    LineEnd,
    /// There are no rows; a table without rows has no file.
    NoRows,
}

impl FaultKind {
    /// The fault in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "cannot be read",
            Self::ByteOrderMark => "byte-order mark",
            Self::NoByteOrderMark => "no byte-order mark",
            Self::NotUtf8 => "not UTF-8",
            Self::Header => "header differs from the contract",
            Self::FieldCount => "number of fields differs from the header",
            Self::StrayQuote => "stray quote",
            Self::NeedlessQuotes => "quotes around a field that needs none",
            Self::UnclosedQuote => "quote never closed",
            Self::LineEnd => "line end is not CR LF",
            Self::NoRows => "no rows",
        }
    }
}

/// A place where a file is not in the form that the contract demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The physical line on which the record starts, counted from 1.
    pub line: u64,
    /// The byte of the file at which the record starts, counted from 0.
    pub offset: u64,
    /// What is wrong.
    pub kind: FaultKind,
}
