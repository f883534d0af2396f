//! Which work led to which. A link that is not written is a value lost to the form: the form itself is written.

use super::{Kind, Site, Subject};
use crate::record::Reason;

pub(super) const KINDS: &[Kind] =
    &[Kind::alone(Reason::LinkCycle, cycle), Kind::alone(Reason::LinkEndpointMissing, from_shell)];

/// Two forms in progress in one case.
fn two_forms(site: &mut Site<'_>) -> Option<(Subject, usize, usize)> {
    let (child, case) = site.child()?;
    let template = site.council.template("CFA-2").guid;
    let (first, second) = (site.after(case, 15), site.after(case, 60));
    let first = site.begun_form(child, case, template, first);
    Some((child, first, site.begun_form(child, case, template, second)))
}

/// Says that one form was made from another.
fn made_from(site: &mut Site<'_>, form: usize, other: usize) {
    let (key, title) = (site.key(other), site.value(other, "Title").map(str::to_owned));
    site.put_guid(form, "ClonedFromId", key);
    site.put(form, "ClonedFromIdTableName", Some("CaseForm"));
    site.put(form, "ClonedFromIdName", title.as_deref());
}

/// Each was made from the other.
fn cycle(site: &mut Site<'_>) -> Option<()> {
    let (child, first, second) = two_forms(site)?;
    made_from(site, first, second);
    made_from(site, second, first);
    let closing = if site.key(second) > site.key(first) { second } else { first };
    site.expect_apart(Reason::LinkCycle, child, closing, "ClonedFromId");
    Some(())
}

/// Made from a form that nobody ever opened and that is left out.
fn from_shell(site: &mut Site<'_>) -> Option<()> {
    let (child, first, second) = two_forms(site)?;
    made_from(site, second, first);
    site.put(first, "AssessmentStatusId", Some("4"));
    site.put(first, "AnswersInitialized", Some("0"));
    site.expect(Reason::FormNotInitialised, child, first, None);
    site.expect_apart(Reason::LinkEndpointMissing, child, second, "ClonedFromId");
    Some(())
}
