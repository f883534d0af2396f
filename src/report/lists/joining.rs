//! `joining.csv`.

use std::io::{self, Write};

use super::csv_list::write_csv;

/// A record that joins two case files and has a leaf of its own under the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoiningLine {
    /// The name of its entity.
    pub entity: String,
    /// Its GUID in lower case.
    pub source_id: String,
    /// Its digest in lower-case hexadecimal.
    pub digest: String,
}

const HEADER: [&str; 3] = ["ENTITY", "SOURCE_ID", "DIGEST"];

/// Writes `joining.csv`, in the order given, which is that of the leaves.
pub fn write_joining(out: &mut dyn Write, lines: impl IntoIterator<Item = JoiningLine>) -> io::Result<()> {
    write_csv(out, HEADER, lines.into_iter().map(|line| [line.entity, line.source_id, line.digest]))
}
