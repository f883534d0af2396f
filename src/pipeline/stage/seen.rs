//! What was seen of a drop that cannot be staged.

use crate::record::Stop;
use crate::source::FileReport;

/// What was seen of a drop that cannot be staged: enough to name every stop.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The files of rows, in order of path.
    pub files: Vec<FileReport>,
    /// What refuses the run, in order.
    pub stops: Vec<Stop>,
}
