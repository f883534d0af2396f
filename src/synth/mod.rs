//! A synthetic council: a seeded generator of a drop in the standard form, so that everything can be shown and tested
//! without a line of real data.
//!
//! One seed gives the same bytes, always. A household does not depend on what was generated for the others, so that a
//! million people need no more memory than a thousand. Tables, columns and codes are those of the standard dictionary and
//! code tables; nothing here is used to migrate.

mod address;
mod clock;
mod council;
mod draft;
mod drop_writer;
mod family;
mod generate;
mod household;
mod maker;
mod member;
mod names;
mod person;
mod rng;
mod row;
mod schema;
mod synth_error;

pub use council::{
    BusinessUnit, Choice, Code, Council, Professional, Provider, Question, Team, Template, Worker,
};
pub use drop_writer::{DropWriter, SynthSummary};
pub use generate::{CouncilHook, Hooks, HouseholdHook, SynthOptions, synth, synth_with};
pub use household::Household;
pub use rng::Rng;
pub use row::{Row, TableId};
pub use schema::Schema;
pub use synth_error::SynthError;
