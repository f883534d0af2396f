//! Where people live and lived.

use jiff::civil::Date;

use super::Place;
use super::clock::{YESTERDAY, plus};
use super::draft::Draft;
use super::family::Family;
use super::maker::Maker;
use super::member::{Member, Part};

impl Maker<'_> {
    /// Rows for the homes of a family: one home after the other, each shared by all who live in it.
    pub(super) fn addresses(&mut self, family: &Family) {
        let homes = self.homes(family.known);
        for member in &family.members {
            match member.part {
                Part::Merged => {}
                Part::Carer | Part::Alone | Part::External => {
                    let place = Place::any(&mut self.rng);
                    self.address(member, &place, 7, member.known, None);
                }
                Part::Father if self.rng.percent(20) => self.lives_apart(member),
                _ => self.lived_at(member, &homes),
            }
        }
    }

    /// Homes with the day on which each began, in order; the first began before the family was known.
    fn homes(&mut self, known: Date) -> Vec<(Place, Date)> {
        let moves = self.rng.weighted(&[(50, 0), (30, 1), (14, 2), (6, 4)]);
        let mut start = plus(known, -self.rng.between(0, 1500));
        let mut homes = Vec::new();
        for _ in 0..=moves {
            let place = if self.rng.per_mille(12) { Place::hostel() } else { Place::any(&mut self.rng) };
            homes.push((place, start));
            start = plus(start, self.rng.between(90, 1400));
            if start >= YESTERDAY {
                break;
            }
        }
        homes
    }

    /// A father with a home and a place of work of his own.
    fn lives_apart(&mut self, member: &Member) {
        let (home, other) = (Place::any(&mut self.rng), Place::any(&mut self.rng));
        self.address(member, &home, 7, member.known, None);
        let kind = self.rng.pick(&[1, 2]);
        self.address(member, &other, kind, member.known, None);
    }

    fn lived_at(&mut self, member: &Member, homes: &[(Place, Date)]) {
        let first = member.born.unwrap_or(member.known);
        for (number, (place, start)) in homes.iter().enumerate() {
            let end = homes.get(number + 1).map(|(_, start)| *start);
            if end.is_some_and(|end| end <= first) {
                continue;
            }
            let start = (*start).max(first);
            let kind = if end.is_none() { 7 } else { self.rng.weighted(&[(6, 7), (3, 6), (1, 4)]) };
            self.address(member, place, kind, start, end);
        }
    }

    /// Adds a row of `PersonAddress`; numbers of types: 3 care address, 6 home, 7 primary.
    pub(super) fn address(
        &mut self,
        member: &Member,
        place: &Place,
        kind: i64,
        start: Date,
        end: Option<Date>,
    ) {
        let mut row = self.draft("PersonAddress");
        let key = self.rng.guid();
        self.guid(&mut row, "PersonAddressId", key);
        self.guid(&mut row, "PersonId", member.guid);
        row.number("AddressTypeId", kind);
        put_place(&mut row, place);
        row.day("StartDate", start).day("EndDate", end);
        self.any_code(&mut row, "AddressPropertyTypeId", "AddressPropertyType", 60);
        self.any_code(&mut row, "AddressBoroughId", "AddressBorough", 70);
        self.any_code(&mut row, "AddressWardId", "AddressWard", 70);
        self.any_code(&mut row, "AccommodationTypeId", "AccommodationType", 50);
        self.any_code(&mut row, "AccommodationStatusId", "AccommodationStatus", 40);
        if kind == 3 {
            self.any_code(&mut row, "PlacementTypeId", "PlacementType", 90);
        }
        self.maybe(&mut row, "Comments", 8, |rng| {
            rng.pick(&[
                "Key safe: ask the office.",
                "Landlord is the council.\r\nSecond door on the left.",
                "Temporary",
            ])
            .to_owned()
        });
        self.maybe(&mut row, "Telephone1", 4, |rng| format!("01632 963{:03}", rng.below(1000)));
        let team = self.rng.index(6);
        let stamp = self.recorded(team, start.max(member.known));
        self.stamp(&mut row, &stamp.inactive(end.is_some()), Some(&member.full_name()));
        self.push(row);
    }

    /// Copies the open Primary address into the person's own columns.
    pub(super) fn copied_address(&mut self, row: &mut Draft<'_>, member: &Member) {
        let schema = self.council.schema();
        let table = schema.table("PersonAddress");
        let open = self.household.of(table).find(|address| {
            address.guid(schema, "PersonId") == Some(member.guid)
                && address.get(schema, "AddressTypeId") == Some("7")
                && address.get(schema, "EndDate").is_none()
        });
        let Some(address) = open.cloned() else { return };
        for column in COPIED {
            row.put(column, address.get(schema, column).map(str::to_owned));
        }
        row.put("AddressStartDate", address.get(schema, "StartDate").map(str::to_owned));
        let parts =
            WRITTEN.iter().filter_map(|column| address.get(schema, column)).filter(|part| !part.is_empty());
        row.text("FullAddress", parts.collect::<Vec<_>>().join(", "));
        self.guid(row, "LinkedAddressId", address.key(schema));
        self.any_code(row, "LowerSuperOutputAreaId", "LowerSuperOutputArea", 80);
        self.any_code(row, "CCGBoundaryId", "CCGBoundary", 80);
    }
}

/// Columns that Person has from its address.
const COPIED: [&str; 15] = [
    "PropertyName",
    "AddressLine1",
    "AddressLine2",
    "AddressLine3",
    "AddressLine4",
    "AddressLine5",
    "Postcode",
    "Country",
    "UPRN",
    "AddressTypeId",
    "AddressPropertyTypeId",
    "AddressBoroughId",
    "AddressWardId",
    "AccommodationTypeId",
    "AccommodationStatusId",
];

/// Columns that are joined in the full address.
const WRITTEN: [&str; 8] = [
    "PropertyName",
    "AddressLine1",
    "AddressLine2",
    "AddressLine3",
    "AddressLine4",
    "AddressLine5",
    "Postcode",
    "Country",
];

fn put_place(row: &mut Draft<'_>, place: &Place) {
    row.put("PropertyName", place.building.clone()).put("AddressLine1", place.number.clone());
    row.text("AddressLine2", &*place.street).put("AddressLine3", place.district.clone());
    row.text("AddressLine4", &*place.town)
        .put("AddressLine5", place.district.as_ref().map(|_| "Synthshire".to_owned()));
    row.text("Postcode", &*place.postcode)
        .put("Country", place.building.as_ref().map(|_| "Wales".to_owned()));
    row.put("UPRN", place.uprn.clone());
}
