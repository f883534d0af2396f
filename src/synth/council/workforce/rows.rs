//! Rows of business units, teams, workers and their posts.

use super::Worker;
use crate::record::Guid;
use crate::synth::clock::{Moment, TODAY, plus};
use crate::synth::council::Council;
use crate::synth::draft::Draft;
use crate::synth::{Rng, Row, names};

/// All rows of the council's own people.
pub(in crate::synth) fn rows(council: &Council, rng: &mut Rng) -> Vec<Row> {
    let mut rows = Vec::new();
    for unit in council.units() {
        let mut row = Draft::new(council.schema(), "BusinessUnit");
        row.guid(rng, "BusinessUnitId", unit.guid).text("Name", unit.name);
        row.guid(rng, "ParentBusinessUnitId", unit.parent.map(|parent| council.units()[parent].guid));
        row.flag("Inactive", false);
        rows.push(stamped(council, rng, row));
    }
    teams(council, rng, &mut rows);
    for worker in council.workers() {
        worker_rows(council, rng, worker, &mut rows);
    }
    rows
}

/// Fills the stamps that shared records have, as recorded on the system's first day.
pub(in crate::synth) fn stamped(council: &Council, rng: &mut Rng, mut row: Draft<'_>) -> Row {
    let recorder = council.workers()[0].guid;
    let day = plus(super::FIRST_DAY, rng.between(0, 400));
    let created = Moment::on(day, rng);
    let modified = created.later(rng.between(0, 3_000_000));
    row.guid(rng, "CreatedBy", recorder).time("CreatedOn", created);
    row.guid(rng, "ModifiedBy", recorder).time("ModifiedOn", modified).version(rng);
    row.done()
}

fn teams(council: &Council, rng: &mut Rng, rows: &mut Vec<Row>) {
    for team in council.teams() {
        let mut row = Draft::new(council.schema(), "Team");
        row.guid(rng, "TeamId", team.guid).text("Name", team.name);
        row.guid(rng, "ParentTeamId", team.parent.map(|parent| council.teams()[parent].guid));
        row.guid(rng, "OwningBusinessUnitId", council.units()[team.unit].guid);
        row.text("EmailAddress", format!("{}@porthsynth.example", names::plain(team.name)));
        row.text("PhoneNumber", format!("01632 960{:03}", rng.below(1000))).flag("Inactive", team.inactive);
        rows.push(stamped(council, rng, row));
    }
}

/// A worker with one post, or two after a move; a leaver's posts have all ended.
fn worker_rows(council: &Council, rng: &mut Rng, worker: &Worker, rows: &mut Vec<Row>) {
    let mut row = Draft::new(council.schema(), "SystemUser");
    row.guid(rng, "SystemUserId", worker.guid).text("UserName", &*worker.user_name);
    row.put("FirstName", (!worker.first_name.is_empty()).then(|| worker.first_name.clone()));
    row.text("LastName", &*worker.last_name).text("FullName", worker.full_name());
    let email = format!("{}@porthsynth.example", worker.user_name);
    row.put("WorkEmail", (!worker.service).then_some(email));
    row.guid(rng, "DefaultTeamId", council.teams()[worker.team].guid);
    let registered = !worker.service && worker.role.contains("ocial worker");
    row.put("ProfessionalRegistrationNumber", registered.then(|| format!("SW{:06}", rng.below(1_000_000))));
    row.flag("IsServiceAccount", worker.service).flag("Inactive", worker.until.is_some());
    rows.push(stamped(council, rng, row));
    let settled = worker.until.unwrap_or(TODAY) > plus(worker.from, 800);
    let moved = !worker.service && settled && rng.percent(12);
    let own = council.teams()[worker.team].guid;
    if moved {
        let other = council.teams()[(worker.team + 1) % 12].guid;
        let change = plus(worker.from, 365);
        rows.push(post(council, rng, worker, other, worker.from, Some(change)));
        rows.push(post(council, rng, worker, own, change, worker.until));
    } else {
        rows.push(post(council, rng, worker, own, worker.from, worker.until));
    }
}

fn post(
    council: &Council,
    rng: &mut Rng,
    worker: &Worker,
    team: Guid,
    from: jiff::civil::Date,
    until: Option<jiff::civil::Date>,
) -> Row {
    let key = rng.guid();
    let mut row = Draft::new(council.schema(), "TeamMember");
    row.guid(rng, "TeamMemberId", key).guid(rng, "SystemUserId", worker.guid).guid(rng, "TeamId", team);
    row.guid(rng, "TeamMemberRoleId", council.named("TeamMemberRole", worker.role).guid);
    row.day("StartDate", from).day("EndDate", until).flag("Inactive", until.is_some());
    stamped(council, rng, row)
}
