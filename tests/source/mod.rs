//! Dictionary, profiles, readers and survey.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod broken;
mod dictionary;
mod profile;
mod reader;
mod round_trip;
mod survey_of;
