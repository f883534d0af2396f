//! Dictionary, profiles, readers and survey.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod broken;
mod clock;
mod data_xml;
mod dictionary;
mod json;
mod mutated;
mod odd_drops;
mod profile;
mod reader;
mod round_trip;
mod survey;
mod survey_of;
mod worksheets;
