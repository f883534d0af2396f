//! Every rule: small records that make it raise its codes, and others that do not.

mod access;
mod care;
mod codes;
mod contract;
mod documents;
mod forms;
mod people;
mod properties;
mod protection;
mod relations;
mod text;
mod work;

use care2mosaic::record::Reason;

use crate::map::world::World;

/// The code is raised for a case file that `build` adds to.
pub(super) fn fires(reason: Reason, build: impl FnOnce(&mut World)) {
    let mut world = World::new();
    build(&mut world);
    let mapped = world.map();
    assert!(mapped.has(reason), "{reason} was not raised: {:#?}", mapped.codes());
}

/// The code is not raised for a case file that `build` adds to.
pub(super) fn silent(reason: Reason, build: impl FnOnce(&mut World)) {
    let mut world = World::new();
    build(&mut world);
    let mapped = world.map();
    assert!(!mapped.has(reason), "{reason} was raised: {:#?}", mapped.codes());
}

/// All codes of a case file, as `Entity.Column code`; what every record of it counts is left out.
pub(super) fn told(world: &World) -> Vec<String> {
    let mut codes = world.map().codes();
    codes.retain(|code| !code.ends_with("owner-is-team"));
    codes
}

/// The code is raised for a child whose row has these columns, and not for one whose row has the others.
pub(super) fn person(reason: Reason, bad: &[(&str, &str)], good: &[(&str, &str)]) {
    let mapped_bad = World::with_person(bad);
    let codes = mapped_bad.map();
    assert!(codes.has(reason), "{reason} was not raised: {:#?}", codes.codes());
    let mapped_good = World::with_person(good);
    let codes = mapped_good.map();
    assert!(!codes.has(reason), "{reason} was raised: {:#?}", codes.codes());
}
