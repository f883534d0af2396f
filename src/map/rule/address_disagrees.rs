//! A person's own address columns, which copy the open address of one type.

use super::inspection::{Inspection, trimmed};
use crate::record::{Reason, SourceRecord};

/// Ends the parameter that names the copied column of the address entity.
const HELD: &str = "_held";

/// Raises `address-disagrees` where the copy equals no open address of that type; one that is empty throughout, where there is
/// none, agrees with that. The copy of a record that was merged into another says nothing of the survivor's addresses.
pub(super) fn address_disagrees(look: &mut Inspection<'_>) {
    let open = |address: &&SourceRecord| {
        look.text(address, "type") == Some(look.value("primary")) && look.readable(address, "end").is_none()
    };
    let addresses: Vec<_> = look.others("address").iter().filter(open).collect();
    for person in look.own() {
        let agreeing = if addresses.is_empty() {
            is_empty(look, person)
        } else {
            addresses.iter().any(|address| agrees(look, person, address))
        };
        if survives(look, person) && !agreeing {
            look.raise_at(person, Reason::AddressDisagrees, None);
        }
    }
}

/// Whether no copied column is filled.
fn is_empty(look: &Inspection<'_>, person: &SourceRecord) -> bool {
    let mut copies = look.rule.fields.keys().filter_map(|name| name.strip_suffix(HELD));
    copies.all(|copy| look.text(person, copy).is_none())
}

/// Whether the person was not merged into another.
fn survives(look: &Inspection<'_>, person: &SourceRecord) -> bool {
    look.case.key(person).is_none_or(|key| look.world.survivor(key).is_none_or(|survivor| survivor == key))
}

/// Whether every copied column is the address's own.
fn agrees(look: &Inspection<'_>, person: &SourceRecord, address: &SourceRecord) -> bool {
    look.rule.fields.iter().all(|(name, held)| {
        let Some(copy) = name.strip_suffix(HELD) else { return true };
        look.text(person, copy) == trimmed(address, *held)
    })
}
