//! The results as Markdown, and their place in a page.

use std::fmt::Write as _;
use std::path::Path;

const BEGIN: &str = "<!-- reading: made by cargo bench --bench reading -->";
const END: &str = "<!-- reading: end -->";

/// What was measured of a format.
pub(crate) struct Row {
    /// The format.
    pub(crate) shape: &'static str,
    /// The crates that read it alone.
    pub(crate) crates: &'static str,
    /// Bytes of the file.
    pub(crate) bytes: u64,
    /// Median seconds of this package's reader.
    pub(crate) ours: f64,
    /// Median seconds of the crates.
    pub(crate) alone: f64,
    /// Median seconds of a pass of SHA-256 over the file.
    pub(crate) hashing: f64,
}

/// A table of all formats.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut table =
        "| Format | MB | MB/s | crate alone | MB/s | of its speed | crate and SHA-256, MB/s | of their speed |\n\
         |---|---:|---:|---|---:|---:|---:|---:|\n"
            .to_owned();
    for row in rows {
        #[expect(clippy::cast_precision_loss, reason = "sizes of files in megabytes")]
        let megabytes = row.bytes as f64 / 1e6;
        let (ours, alone) = (megabytes / row.ours, megabytes / row.alone);
        let both = megabytes / (row.alone + row.hashing);
        let Row { shape, crates, .. } = row;
        let (share, fair) = (100.0 * ours / alone, 100.0 * ours / both);
        let _ = writeln!(
            table,
            "| {shape} | {megabytes:.1} | {ours:.0} | {crates} | {alone:.0} | {share:.0} % | {both:.0} | {fair:.0} % |"
        );
    }
    table
}

/// Puts the table between its marks in a page; nothing else is touched.
pub(crate) fn put(page: &Path, table: &str) {
    let text = std::fs::read_to_string(page).expect("a page");
    let (before, rest) = text.split_once(BEGIN).expect("a page with the first mark");
    let (_, after) = rest.split_once(END).expect("a page with the last mark");
    std::fs::write(page, format!("{before}{BEGIN}\n\n{table}\n{END}{after}"))
        .expect("a page that can be written");
}
