//! What refuses the run.

use care2mosaic::pipeline::stage::StageError;
use care2mosaic::record::Reason;

use super::drop::{Drop, id};

#[test]
fn a_drop_without_people_fails() {
    let mut drop = Drop::new();
    drop.row("Team", &[("TeamId", &id(1))]);
    assert!(matches!(drop.try_stage(10).err(), Some(StageError::EmptyDrop { .. })));
}

#[test]
fn circles_of_organisations_stop_the_run() {
    let mut drop = Drop::new();
    drop.person(1, &[]);
    drop.row("Team", &[("TeamId", &id(1)), ("ParentTeamId", &id(2))]);
    drop.row("Team", &[("TeamId", &id(2)), ("ParentTeamId", &id(1))]);
    drop.row("Team", &[("TeamId", &id(3)), ("ParentTeamId", &id(1))]);
    let stage = drop.stage(10);
    assert_eq!(stage.stops(), [Reason::OrganisationCycle, Reason::OrganisationCycle]);
    let stops: Vec<_> = stage.staged.stops.iter().filter(|stop| stop.file == "Team.csv").collect();
    assert!(stops.iter().any(|stop| stop.line == 2 && stop.field == "ParentTeamId"));
}

#[test]
fn two_workers_with_one_user_name_stop_the_run() {
    let mut drop = Drop::new();
    drop.person(1, &[]);
    drop.row("SystemUser", &[("SystemUserId", &id(1)), ("UserName", "A.Worker")]);
    drop.row("SystemUser", &[("SystemUserId", &id(2)), ("UserName", "a.worker ")]);
    drop.row("SystemUser", &[("SystemUserId", &id(3)), ("UserName", "b.worker")]);
    assert_eq!(drop.stage(10).stops(), [Reason::DuplicateSystemUser, Reason::DuplicateSystemUser]);
}
