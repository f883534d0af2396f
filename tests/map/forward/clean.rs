//! A clean case file gives what the mappings say, and nothing is found but what is only counted.

use care2mosaic::map::forward::CaseFileState;

use crate::map::world::World;

#[test]
fn a_child_alone() {
    let world = World::new();
    let mapped = world.map();
    assert_eq!(mapped.codes(), ["Person.OwnerId owner-is-team"]);
    assert_eq!(mapped.state(), CaseFileState::Complete);
    assert_eq!(mapped.row("MO_PERSONS")["PERSON_ID_LEGACY"], "500123");
    assert_eq!(mapped.row("MO_PERSON_NAMES")["FIRST_NAMES"], "Amina");
    assert_eq!(mapped.row("SERVICE_USER_GROUPS")["FULL_GROUP_TYPE"], "CHILD");
}
