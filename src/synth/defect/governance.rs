//! National codes of the council's own values.

use super::{Kind, Site};
use crate::record::Reason;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::MissingGovcode, missing),
    Kind::alone(Reason::GovcodeNameConflict, conflict),
    Kind::alone(Reason::AmbiguousGovcode, ambiguous),
];

const COLUMN: &str = "ChildInNeedCodeId";

/// A case with a need of the council's own naming.
fn need(site: &mut Site<'_>, reason: Reason, code: &str, name: &str, gov_code: Option<&str>) -> Option<()> {
    let (child, case) = site.child_at_home()?;
    let need = site.new_code("ChildInNeedCode", code, name, gov_code);
    site.put_guid(case, COLUMN, need);
    site.expect(reason, child, case, Some(COLUMN));
    if gov_code.is_some() {
        // Nor does any code table know the code.
        site.expect(Reason::UnmappedCode, child, case, Some(COLUMN));
    }
    Some(())
}

fn missing(site: &mut Site<'_>) -> Option<()> {
    need(site, Reason::MissingGovcode, "31", "Exploitation – county lines", None)
}

/// The name begins with another code than the row has.
fn conflict(site: &mut Site<'_>) -> Option<()> {
    need(site, Reason::GovcodeNameConflict, "32", "N3-Parental illness", Some("N13"))
}

/// Two values share a code.
fn ambiguous(site: &mut Site<'_>) -> Option<()> {
    site.new_code("ChildInNeedCode", "33", "Housing – eviction", Some("N14"));
    need(site, Reason::AmbiguousGovcode, "34", "Housing – overcrowding", Some("N14"))
}
