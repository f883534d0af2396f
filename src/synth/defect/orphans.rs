//! Rows that point at nothing, or at the wrong thing.

use jiff::civil::date;

use super::{Kind, Site};
use crate::record::Reason;

pub(super) const KINDS: &[Kind] = &[
    Kind::beside(Reason::OrphanParent, nobodys),
    Kind::alone(Reason::OrphanParent, without_case),
    Kind::alone(Reason::DanglingLookup, gone_worker),
    Kind::alone(Reason::MultiValue, two_workers),
    Kind::together(Reason::PersonCaseMismatch, swapped),
    Kind::alone(Reason::UnknownAuthor, unknown_author),
];

/// A note of a person who is not in the extract: nobody's, so that it holds nobody.
fn nobodys(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let (note, gone) = (site.note(person, date(2021, 4, 20), "Spoke to the school."), site.rng.guid());
    site.put_guid(note, "PersonId", gone);
    site.expect_ownerless(Reason::OrphanParent, note, "PersonId");
    Some(())
}

fn without_case(site: &mut Site<'_>) -> Option<()> {
    let (child, case) = site.child()?;
    let day = site.after(case, 9);
    let (note, gone) = (site.case_note(child, case, day), site.rng.guid());
    site.put_guid(note, "CaseId", gone);
    site.expect(Reason::OrphanParent, child, note, Some("CaseId"));
    Some(())
}

fn gone_worker(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let (note, gone) = (site.note(person, date(2021, 4, 20), "Spoke to the school."), site.rng.guid());
    site.put_guid(note, "ResponsibleUserId", gone);
    site.expect(Reason::DanglingLookup, person, note, Some("ResponsibleUserId"));
    Some(())
}

/// Two workers in a column for one.
fn two_workers(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let note = site.note(person, date(2021, 4, 20), "Spoke to the school.");
    let [one, other] = [0, 1].map(|place| site.council.workers()[place].guid);
    site.put(note, "ResponsibleUserId", Some(&format!("{one},{other}")));
    site.expect(Reason::MultiValue, person, note, Some("ResponsibleUserId"));
    Some(())
}

/// A note of one child on the case of another.
fn swapped(site: &mut Site<'_>) -> Option<()> {
    let children = site.children();
    let [(one, _), (other, case), ..] = children.as_slice() else { return None };
    let (one, other, case) = (*one, *other, *case);
    let day = site.after(case, 9);
    let note = site.case_note(one, case, day);
    site.expect(Reason::PersonCaseMismatch, one, note, Some("PersonId"));
    site.expect(Reason::PersonCaseMismatch, other, case, None);
    Some(())
}

fn unknown_author(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let (note, gone) = (site.note(person, date(2021, 4, 20), "Spoke to the school."), site.rng.guid());
    site.put_guid(note, "CreatedBy", gone);
    site.expect(Reason::UnknownAuthor, person, note, Some("CreatedBy"));
    Some(())
}
