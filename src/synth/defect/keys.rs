//! Keys that are none.

use jiff::civil::date;

use super::{Kind, Site};
use crate::record::Reason;

pub(super) const KINDS: &[Kind] =
    &[Kind::beside(Reason::MissingKey, missing), Kind::beside(Reason::BadKey, no_guid)];

const KEY: &str = "PersonCaseNoteId";

/// A row without a usable key belongs to nobody.
fn keyless(site: &mut Site<'_>, reason: Reason, key: Option<&str>) -> Option<()> {
    let person = site.anyone()?;
    let note = site.note(person, date(2022, 9, 8), "Left a message.");
    site.put(note, KEY, key);
    site.expect_ownerless(reason, note, KEY);
    Some(())
}

fn missing(site: &mut Site<'_>) -> Option<()> {
    keyless(site, Reason::MissingKey, None)
}

fn no_guid(site: &mut Site<'_>) -> Option<()> {
    keyless(site, Reason::BadKey, Some("PCN-2022-0908"))
}
