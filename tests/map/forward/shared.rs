//! Shared records: organisations, workers, roles.

use care2mosaic::record::{Outcome, Reason};

use crate::map::world::World;

#[test]
fn organisations_workers_and_roles() {
    let mut world = World::new();
    let (team, worker) = (world.team.to_string(), world.worker.to_string());
    let role = world.refer("TeamMemberRole", "Social worker");
    world.add("TeamMember", &[("TeamId", &team), ("SystemUserId", &worker), ("TeamMemberRoleId", &role)]);
    let mapped = world.map_shared();
    assert_eq!(mapped.rows("ORGANISATIONS").len(), 2);
    assert_eq!(mapped.row("ORGANISATION_STRUCTURE")["CHILD_ORG_LEGACY_ID"], team);
    assert_eq!(mapped.row("WORKERS")["SYSTEM_USER_ID"], "j.worker");
    assert_eq!(mapped.row("WORKER_ROLES")["ORG_LEGACY_ID"], team);
    assert!(mapped.file.findings.is_empty(), "{:?}", mapped.codes());
    assert!(mapped.file.cross_references.iter().any(|line| line.source_id == worker));
}

#[test]
fn a_rejected_one_holds_nobody() {
    let mut world = World::new();
    let nameless = world.add("Team", &[("Name", "NULL")]);
    let below = world.add("Team", &[("Name", "Below"), ("ParentTeamId", &nameless.to_string())]);
    let mapped = world.map_shared();
    assert!(mapped.codes().contains(&"Team.Name missing-mandatory".to_owned()), "{:?}", mapped.codes());
    assert_eq!((mapped.outcome(nameless), mapped.outcome(below)), (Outcome::Rejected, Outcome::Migrated));
    assert!(mapped.has(Reason::DanglingLookup), "its place below the rejected team is lost, and told");
    let structure = mapped.rows("ORGANISATION_STRUCTURE");
    assert!(structure.iter().all(|row| row["PARENT_ORG_LEGACY_ID"] != nameless.to_string()));
}
