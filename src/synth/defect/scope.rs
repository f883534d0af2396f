//! Cases of other services, and cases of no known kind.

use super::{Kind, Site, Subject};
use crate::record::{Guid, Reason};

pub(super) const KINDS: &[Kind] =
    &[Kind::beside(Reason::NotSocialCare, other_service), Kind::alone(Reason::UnknownCaseKind, new_kind)];

/// A second case of a child, of that kind, with nothing hanging on it.
fn second_case(site: &mut Site<'_>, kind: Option<Guid>) -> Option<(Subject, usize)> {
    let (child, case) = site.child()?;
    let copy = site.add(site.household.rows[case].clone());
    let (key, number) = (site.rng.guid(), format!("HC{}-{}", child.number, site.rng.below(1000)));
    let old = site.value(case, "CaseNumber").unwrap_or_default().to_owned();
    let title = site.value(case, "Title").unwrap_or_default().replace(&old, &number);
    site.put_guid(copy, "CaseId", key);
    site.put(copy, "CaseNumber", Some(&number));
    site.put(copy, "Title", Some(&title));
    for column in ["InitialContactId", "OtherRelatedContactId", "ClonedFromCase", "DataFormId", "LegacyId"] {
        site.put(copy, column, None);
    }
    if let Some(kind) = kind {
        site.put_guid(copy, "DataFormId", kind);
    }
    Some((child, copy))
}

/// An inpatient case with an allocation, which is left out with it.
fn other_service(site: &mut Site<'_>) -> Option<()> {
    let kind = site.council.named("DataForm", "InpatientCase").guid;
    let (child, case) = second_case(site, Some(kind))?;
    let (day, worker) = (site.after(case, 2), site.council.workers()[0].guid);
    let role = site.council.named("InvolvementRole", "Co-worker").guid;
    let mut row = site.draft("CaseInvolvement", child, day);
    site.put_in_case(&mut row, case);
    row.guid(&mut site.rng, "InvolvementMemberId", worker)
        .guid(&mut site.rng, "InvolvementRoleId", role)
        .day("StartDate", day);
    let allocation = site.add(row.done());
    site.expect(Reason::NotSocialCare, child, case, None);
    site.expect(Reason::ParentExcluded, child, allocation, None);
    Some(())
}

/// A kind that nobody has named.
fn new_kind(site: &mut Site<'_>) -> Option<()> {
    let kind = site.new_code("DataForm", "4", "EarlyHelpCase", None);
    let (child, case) = second_case(site, Some(kind))?;
    for reason in [Reason::UnknownCaseKind, Reason::UnmappedCode] {
        site.expect(reason, child, case, Some("DataFormId"));
    }
    Some(())
}
