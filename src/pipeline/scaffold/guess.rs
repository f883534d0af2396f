//! What a draft takes for true until somebody says so.

use crate::map::open_choice;

/// A guess that stands in a draft, with what speaks for it. It is said on the screen and beside its lines; a mark above
/// them has the mappings refused until somebody has looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaffoldGuess {
    /// The file of the draft in which it stands.
    pub file: String,
    /// What is guessed.
    pub what: String,
    /// What speaks for it.
    pub evidence: String,
}

/// The line above guesses: what is to be looked at, and that the line goes once they are right.
pub(super) fn to_be_confirmed(what: &str, evidence: &str) -> String {
    format!(
        "# {}\n",
        open_choice(what, &format!("{evidence}; put right what is wrong, then delete this line"))
    )
}
