//! Hard cases, planted into households that are otherwise clean, and the list of what a migration must find.
//!
//! One file a family of hard cases. Each is planted so that it raises its own code and, but for what cannot be helped and is
//! listed with it, no other; and so that it touches no case file but those listed.

mod access;
mod addresses;
mod adoption;
mod answers;
mod bench;
mod care;
mod care_scene;
mod codes;
mod contacts;
mod copies;
mod dates;
mod documents;
mod drop;
mod duplicates;
mod files;
mod form_scene;
mod forms;
mod governance;
mod identifiers;
mod identity;
mod keys;
mod kind;
mod links;
mod merges;
mod names;
mod notes;
mod orphans;
mod planted;
mod planter;
mod protection;
mod relationships;
mod safety;
mod scope;
mod site;
mod strip;
mod subject;
mod tables;
mod text;
mod workers;

pub(super) use drop::synth_with_defects;
pub use kind::{Kind, kinds};
pub use planted::Planted;
pub use planter::Planter;
use site::Site;
use subject::Subject;
