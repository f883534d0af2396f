//! Records that rules leave out.

use super::Check;

/// What the list of excluded records says is borne out by the rules, and the other way round.
pub const EXCLUSION: Check = Check {
    id: "exclusion",
    summary: "every excluded record is one that its rule leaves out, and no record that a rule leaves out is written",
};
