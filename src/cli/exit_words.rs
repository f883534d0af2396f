//! The codes that a command ends with, in its help.

use std::fmt::Write;

/// What each code means, whichever command ends with it.
const MEANINGS: [(u8, &str); 9] = [
    (0, "done; everything balanced, nothing held or rejected"),
    (1, "internal error: a bug, or a disk that takes no more"),
    (2, "called wrongly"),
    (3, "does not balance, or differs, or was tampered with"),
    (4, "the export cannot be read, changed meanwhile, or is incomplete"),
    (5, "finished and balanced, with something held or rejected"),
    (6, "mappings, contract or code tables are invalid, or do not cover the export"),
    (7, "refused: the folder is in use, or is not as the command needs it"),
    (130, "interrupted; the same command goes on"),
];

/// The examples of a command, and the codes that it ends with beside 0, 1 and 2; `done` says what 0 means.
pub(super) fn with_exits(examples: &str, done: &str, codes: &[u8]) -> String {
    let mut text = format!("{examples}\n\nExit codes:");
    for (code, meaning) in MEANINGS {
        let meaning = if code == 0 { done } else { meaning };
        if code < 3 || codes.contains(&code) {
            // Writing into memory cannot fail.
            let _ = write!(text, "\n  {code:>3}  {meaning}");
        }
    }
    text
}
