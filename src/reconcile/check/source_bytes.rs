//! The bytes of the export's files.

use super::Check;

/// Every byte of a file of rows belongs to the header, to one record, or to a declared gap; a scanner of bytes finds as many
/// records and fields as the reader handed on, and as many rows of a table as were counted at source. A difference names
/// the byte in the place of a key.
pub const SOURCE_BYTES: Check = Check {
    id: "source-bytes",
    summary: "every byte of the export belongs to one record, a header or a declared gap, and records and fields agree",
};
