//! Workers and teams.

use jiff::civil::date;

use super::{Kind, Site};
use crate::record::{Guid, Reason};
use crate::synth::council::CLOSED_TEAM;

pub(super) const KINDS: &[Kind] = &[
    Kind::beside(Reason::InactiveWorker, leaver),
    Kind::beside(Reason::ServiceAccountAuthor, interface),
    Kind::beside(Reason::InactiveTeam, closed_team),
    Kind::alone(Reason::WorkerTextOnly, name_only),
    Kind::alone(Reason::TwoLeadingWorkers, two_leading),
];

/// A note written by that worker.
fn written_by(site: &mut Site<'_>, reason: Reason, author: Guid) -> Option<()> {
    let person = site.anyone()?;
    let note = site.note(person, date(2018, 11, 2), "Met at the family centre.");
    site.put_guid(note, "CreatedBy", author);
    site.expect(reason, person, note, Some("CreatedBy"));
    Some(())
}

fn leaver(site: &mut Site<'_>) -> Option<()> {
    let leaver = site.council.workers().iter().find(|worker| worker.until.is_some() && !worker.service)?.guid;
    written_by(site, Reason::InactiveWorker, leaver)
}

fn interface(site: &mut Site<'_>) -> Option<()> {
    let account = site.council.workers().iter().find(|worker| worker.service)?.guid;
    written_by(site, Reason::ServiceAccountAuthor, account)
}

fn closed_team(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let note = site.note(person, date(2018, 11, 2), "Met at the family centre.");
    let team = &site.council.teams()[CLOSED_TEAM];
    site.put_guid(note, "OwnerId", team.guid);
    site.put(note, "ownerid_cwname", Some(team.name));
    site.put_guid(note, "OwningBusinessUnitId", site.council.units()[team.unit].guid);
    site.expect(Reason::InactiveTeam, person, note, Some("OwnerId"));
    Some(())
}

fn name_only(site: &mut Site<'_>) -> Option<()> {
    let (child, case) = site.child()?;
    site.put(case, "NonMigratedWorkerName", Some("P. Example (agency)"));
    site.put(case, "ResponsibleUserId", None);
    site.expect(Reason::WorkerTextOnly, child, case, Some("NonMigratedWorkerName"));
    Some(())
}

fn two_leading(site: &mut Site<'_>) -> Option<()> {
    let (child, case) = site.child()?;
    let role = site.council.named("InvolvementRole", "Allocated social worker").guid;
    let leading = |site: &Site<'_>| -> Vec<usize> {
        let rows = site.rows_of("CaseInvolvement", child).into_iter();
        rows.filter(|place| {
            site.guid_at(*place, "InvolvementRoleId") == Some(role) && site.value(*place, "EndDate").is_none()
        })
        .collect()
    };
    while leading(site).len() < 2 {
        let (day, worker) = (site.after(case, 3), site.council.workers()[0].guid);
        let mut row = site.draft("CaseInvolvement", child, day);
        site.put_in_case(&mut row, case);
        row.guid(&mut site.rng, "InvolvementMemberId", worker).guid(&mut site.rng, "InvolvementRoleId", role);
        row.day("StartDate", day);
        site.add(row.done());
    }
    for place in leading(site) {
        site.expect(Reason::TwoLeadingWorkers, child, place, Some("EndDate"));
    }
    Some(())
}
