//! What a person is told first, in whichever form: verdict in words, figures, causes, what to do next.

mod audit_words;
mod cause_group;
mod field_share;
mod figures;
mod layers;
mod listed_reason;
mod next_step;
mod number;
mod place_names;
mod shell_word;
mod verdict_words;

pub use audit_words::{awaited_words, open_words, outside_words};
pub use cause_group::{CauseGroup, Spot};
pub use field_share::FieldShare;
pub use figures::Figures;
pub use layers::layer_words;
pub(in crate::report) use layers::layers_of;
pub use listed_reason::listed_reason;
pub use next_step::{NextStep, next_steps};
pub use number::{bytes, percent, plural, thousands};
pub use place_names::PlaceNames;
pub use shell_word::{mappings_option, profile_option, shell_path, shell_word};
pub use verdict_words::VerdictWords;

use crate::report::model::Report;

/// Whether anything is turned away that a later run may write. What waits for others waits for those who are held; else it came
/// too late.
fn may_be_retried(report: &Report) -> bool {
    let rejected = report.balance.iter().any(|line| line.rejected > 0);
    rejected || report.case_files.held > 0 || !report.held.is_empty()
}
