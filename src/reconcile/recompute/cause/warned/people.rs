//! Warnings about people: birth, names, addresses, adoption.

use super::{Look, Raised, own};
use crate::reconcile::recompute::step::is_postcode;
use crate::record::{FieldId, Guid, Reason, SourceRecord};

/// Unborn children whose expected day is over.
pub(super) fn overdue(look: &Look<'_, '_>, out: &mut Raised) {
    let today = look.scene.rest.extract_day();
    for (place, person) in own(look) {
        let unborn =
            look.day(person, "born").is_none() && look.text(person, "kind") == Some(look.value("unborn"));
        if unborn && look.readable_day(person, "expected").is_some_and(|day| day < today.as_str()) {
            out.insert((place, Reason::UnbornOverdue, look.field("expected")));
        }
    }
}

/// First and last names that name nobody, and full names that are not made of their parts.
pub(super) fn odd_names(look: &Look<'_, '_>, out: &mut Raised) {
    for (place, person) in own(look) {
        for part in ["first", "last"] {
            let names_nobody = |name: &str| {
                name.chars().filter(|one| one.is_alphanumeric()).nth(1).is_none()
                    || look.lists("placeholders", &name.to_uppercase())
            };
            if look.text(person, part).is_some_and(names_nobody) {
                out.insert((place, Reason::PlaceholderName, look.field(part)));
            }
        }
        let parts = ["first", "middle", "last"].map(|part| look.text(person, part).unwrap_or_default());
        let joined = parts.join(" ");
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        if look.text(person, "full").is_some_and(|full| words(full) != words(&joined)) {
            out.insert((place, Reason::NamePartsDisagree, look.field("full")));
        }
    }
}

/// Postcodes that are none, and those that stand for none.
pub(super) fn odd_postcodes(look: &Look<'_, '_>, out: &mut Raised) {
    for (place, record) in own(look) {
        let Some(text) = look.text(record, "postcode") else { continue };
        let reason = if text.to_ascii_uppercase().starts_with("ZZ99") {
            Reason::PseudoPostcode
        } else if is_postcode(text) {
            continue;
        } else {
            Reason::BadPostcode
        };
        out.insert((place, reason, look.field("postcode")));
    }
}

/// People whose own address columns equal no open address of the kind that they copy; where there is none, those that have
/// something in them.
pub(super) fn other_addresses(look: &Look<'_, '_>, out: &mut Raised) {
    let copied: Vec<(FieldId, FieldId)> = look
        .rule
        .fields
        .iter()
        .filter_map(|(name, held)| Some((look.field(name.strip_suffix("_held")?)?, *held)))
        .collect();
    let open: Vec<&SourceRecord> = look
        .others("address")
        .filter(|row| look.text(row, "type") == Some(look.value("primary")))
        .filter(|row| look.readable(row, "end").is_none())
        .collect();
    let text = |record: &SourceRecord, field: FieldId| {
        record.get(field).filled().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let same = |person: &SourceRecord, row: &SourceRecord| {
        copied.iter().all(|(copy, held)| text(person, *copy) == text(row, *held))
    };
    for (place, person) in own(look) {
        let key = look.scene.key(place);
        let survives = key.is_none_or(|key| look.survivor(key) == key);
        let empty = || copied.iter().all(|(copy, _)| text(person, *copy).is_none());
        let agrees = if open.is_empty() { empty() } else { open.iter().any(|row| same(person, row)) };
        if survives && !agrees {
            out.insert((place, Reason::AddressDisagrees, None));
        }
    }
}

/// Flags that say that something is open, where nothing is.
pub(super) fn flags_without_cause(look: &Look<'_, '_>, out: &mut Raised) {
    let Ok(reason) = look.value("code").parse::<Reason>() else { return };
    if look.others("of").any(|row| look.readable(row, "end").is_none()) {
        return;
    }
    for (place, record) in own(look) {
        if look.text(record, "flag") == Some("1") {
            out.insert((place, reason, look.field("flag")));
        }
    }
}

/// Signs of an adoption, where the person is in no link of one.
pub(super) fn signs_of_adoption(look: &Look<'_, '_>, out: &mut Raised) {
    let links = look.table("link").map(|table| look.scene.rest.rows(table)).unwrap_or_default();
    let linked = |person: Option<Guid>| {
        let sides = |link: &SourceRecord| ["link_before", "link_after"].map(|side| look.guid(link, side));
        person.is_some() && links.iter().any(|link| sides(link).contains(&person))
    };
    for (place, row) in own(look) {
        let tells = |(name, code, list): &(&str, &str, &str)| {
            look.attribute(row, name, code).is_some_and(|code| look.lists(list, code))
        };
        let sign = super::super::care::SIGNS.into_iter().find(tells);
        if let Some((name, ..)) = sign.filter(|_| !linked(look.guid(row, "person"))) {
            out.insert((place, Reason::AdoptionSignal, look.field(name)));
        }
    }
}
