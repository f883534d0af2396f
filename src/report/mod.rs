//! What a run has to say: for machines (JSON), for people (HTML, text), for spreadsheets (CSV). No field's value appears.

pub mod audit;
pub mod comparison;
pub mod explanation;
pub mod html;
pub mod lists;
pub mod model;
pub mod profile;
pub mod summary;
pub mod text;
