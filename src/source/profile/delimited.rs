//! How delimited text is written.

use crate::record::EntityId;
use crate::source::Encoding;

/// The characters of delimited text, and whether a header names the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delimited {
    /// The encoding; none where it is to be found out.
    pub encoding: Option<Encoding>,
    /// Whether the encoding holds against what the bytes look like.
    pub forced: bool,
    /// Stands between fields.
    pub delimiter: String,
    /// Stands around fields that hold a delimiter, a quote (doubled) or a line end; none where nothing does.
    pub quote: Option<u8>,
    /// Ends a row; none for any line end.
    pub terminator: Option<String>,
    /// Whether the first row names the columns.
    pub header: bool,
    /// Names of columns of files without a header; an entity that is not here has the dictionary's, in its order.
    pub columns: Vec<(EntityId, Vec<String>)>,
    /// Whether a field that is one NUL is the empty string.
    pub nul_is_empty: bool,
}

impl Delimited {
    /// Whether it is UTF-8 with a header, quotes, and line ends as they come, whatever the delimiter.
    pub fn is_plain(&self) -> bool {
        self.encoding == Some(Encoding::Utf8)
            && self.quote.is_some()
            && self.terminator.is_none()
            && self.header
    }
}

impl Default for Delimited {
    /// RFC 4180 in UTF-8.
    fn default() -> Self {
        Self {
            encoding: Some(Encoding::Utf8),
            forced: false,
            delimiter: ",".to_owned(),
            quote: Some(b'"'),
            terminator: None,
            header: true,
            columns: Vec::new(),
            nul_is_empty: false,
        }
    }
}
