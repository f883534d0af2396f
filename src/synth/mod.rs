//! A synthetic council: a seeded generator of a drop in the standard form, so that everything can be shown and tested
//! without a line of real data.
//!
//! One seed gives the same bytes, always. A household does not depend on what was generated for the others, so that a
//! million people need no more memory than a thousand. Tables, columns and codes are those of the standard dictionary and
//! code tables; nothing here is used to migrate.

mod activity;
mod address;
mod alert;
mod answer;
mod attachment;
mod case;
mod child_protection;
mod clock;
mod contact;
mod council;
mod defect;
mod detail;
mod draft;
mod drop_writer;
mod family;
mod form;
mod generate;
mod household;
mod involvement;
mod legal_status;
mod maker;
mod markup;
mod member;
mod merged;
mod names;
mod note;
mod only;
mod person;
mod place;
mod prose;
mod relationship;
mod rng;
mod row;
mod sample_file;
mod schema;
mod shape;
mod sibling_copies;
mod story;
mod synth_error;
mod work;

pub use council::{
    BusinessUnit, Choice, Code, Council, Professional, Provider, Question, Team, Template, Worker,
};
pub use defect::{Kind, Planted, Planter, kinds};
pub use drop_writer::{DropWriter, SynthSummary};
pub use generate::{CouncilHook, FilesHook, Hooks, HouseholdHook, SynthOptions, synth, synth_with};
pub use household::Household;
pub use only::synth_only;
pub use place::Place;
pub use rng::Rng;
pub use row::{Row, TableId};
pub use schema::Schema;
pub use shape::{ShapeName, synth_shape};
pub use sibling_copies::copy_for_siblings;
pub use synth_error::SynthError;
