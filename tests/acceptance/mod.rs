//! Whole drops through the real program.

mod defects;
mod marked_drop;
mod nothing_shown;
mod outcome;
mod truth;
