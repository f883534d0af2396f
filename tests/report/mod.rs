//! The report: its format, its page, its summary.

mod html;
mod model;
mod sample;
