//! The report: its format, its page, its summary.

mod counts;
mod html;
mod lists;
mod model;
mod sample;
mod text;
