//! Days that are none, or come in the wrong order.

use super::{Kind, Site};
use crate::record::Reason;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::BadDate, |site| left(site, Reason::BadDate, "31/02/2019")),
    Kind::beside(Reason::SentinelDate, |site| left(site, Reason::SentinelDate, "9999-12-31")),
    Kind::alone(Reason::EndBeforeStart, |site| left(site, Reason::EndBeforeStart, "2009-07-01")),
];

/// A former home with that last day.
fn left(site: &mut Site<'_>, reason: Reason, end: &str) -> Option<()> {
    let person = site.anyone()?;
    let home = site.former_home(person);
    site.put(home, "EndDate", Some(end));
    site.expect(reason, person, home, Some("EndDate"));
    Some(())
}
