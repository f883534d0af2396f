//! Whole drops through the real program.

mod defects;
mod outcome;
mod truth;
