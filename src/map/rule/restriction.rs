//! Restrictions of access.

use super::inspection::{Inspection, day_of, trimmed};
use crate::record::{Reason, SourceRecord};

/// Raises `restricted-record` or `restricted-note`, `restriction-type-unmapped` and `restriction-ended`.
pub(super) fn restriction(look: &mut Inspection<'_>) {
    let today = look.taken_on();
    for record in look.all() {
        if look.text(record, "restriction").is_some() {
            judge(look, record, &today);
        }
    }
}

fn judge(look: &mut Inspection<'_>, record: &SourceRecord, today: &str) {
    let row = look.pointed(record, "restriction");
    let access = row.and_then(|row| trimmed(row, look.field("access")?));
    // An end that stands for none, or cannot be read, ends nothing.
    let ended = row.and_then(|row| look.readable(row, "end")).is_some_and(|end| day_of(end) < today);
    if ended {
        look.raise(record, Reason::RestrictionEnded, "restriction");
        if look.world.policy("restriction.ended") != Some("hold") {
            return;
        }
    }
    let (reason, policy) = match look.value("scope") {
        "note" => (Reason::RestrictedNote, "restriction.notes"),
        _ => (Reason::RestrictedRecord, "restriction.records"),
    };
    // What releases restrictions that count says nothing of one that ended and holds all the same.
    let released = !ended && look.world.policy(policy) == Some("release");
    if !released {
        look.raise(record, reason, "restriction");
    }
    let kind = kind_policy(look, access);
    let kind_released = kind.and_then(|name| look.world.policy(name)) == Some("release");
    if kind.is_none() || (released && !kind_released) {
        look.raise(record, Reason::RestrictionTypeUnmapped, "restriction");
    } else if released {
        look.out.by_policy.add(record.entity(), look.field("restriction"), reason);
    }
}

/// The policy that says what a kind of restriction means; none for a kind that the rule does not know.
fn kind_policy(look: &Inspection<'_>, access: Option<&str>) -> Option<&'static str> {
    let access = access?;
    if access == look.value("allow") {
        Some("restriction.allow_list")
    } else if access == look.value("deny") {
        Some("restriction.deny_list")
    } else {
        None
    }
}
