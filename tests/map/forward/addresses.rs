//! Addresses, whose rows people share.

use care2mosaic::map::forward::{CaseFileState, LastKind};
use care2mosaic::record::{CodeCounts, Guid, Reason};

use crate::map::world::{World, guid};

const HIGH_STREET: [(&str, &str); 3] =
    [("AddressLine1", "12"), ("AddressLine2", "High Street"), ("AddressTypeId", "6")];

fn lived(world: &mut World, start: &str, end: &str) -> Guid {
    let [one, two, three] = HIGH_STREET;
    world.add("PersonAddress", &[one, two, three, ("StartDate", start), ("EndDate", end)])
}

#[test]
fn equal_addresses_of_one_person_are_one_row() {
    let mut world = World::new();
    let first = lived(&mut world, "2018-01-01", "2019-01-01");
    let second = lived(&mut world, "2020-01-01", "NULL");
    let mapped = world.map();
    assert_eq!(mapped.state(), CaseFileState::Complete);
    assert_eq!(mapped.row("ADDRESSES")["LEGACY_ID"], first.to_string());
    let lived = mapped.rows("ADDRESSES_PEOPLE");
    assert!(lived.iter().all(|row| row["ADDRESS_LEGACY_ID"] == first.to_string()));
    assert_eq!(lived.iter().map(|row| row["DISPLAY_ADDRESS"].as_str()).collect::<Vec<_>>(), ["N", "Y"]);
    let claim = &mapped.file.addresses[0];
    assert_eq!((mapped.file.addresses.len(), claim.address), (1, first));
    assert_eq!(claim.records.iter().map(|record| record.key).collect::<Vec<_>>(), [first, second]);
    let mut counts = CodeCounts::default();
    claim.count_shared(&mut counts);
    assert_eq!(counts.of(claim.records[0].entity, None, Reason::AddressShared), 2);
}

#[test]
fn a_lower_key_of_somebody_else_is_put_into_rows_and_note() {
    let mut world = World::new();
    let own = lived(&mut world, "2018-01-01", "NULL");
    let shared = guid(0);
    let mapped = world.map();
    assert!(mapped.file.last_rows.iter().all(|row| row.kind == LastKind::Address));
    assert!(
        mapped.file.rows.iter().all(|row| !row
            .cells
            .iter()
            .flatten()
            .any(|cell| cell.contains(&own.to_string())))
    );
    let rows: Vec<_> = mapped
        .file
        .last_rows
        .iter()
        .map(|row| row.clone().settled(|key| if key == own { shared } else { key }, |_| true).unwrap())
        .map(|row| mapped.cells(&row))
        .collect();
    let texts: Vec<_> = rows.iter().flat_map(|row| row.values()).collect();
    assert!(texts.iter().any(|text| **text == shared.to_string()));
    let note = rows.iter().find_map(|row| row.get("NOTE")).unwrap();
    assert!(note.contains(&format!("<p>[{own}]</p>")), "the record keeps its own key: {note}");
    assert!(note.ends_with(&format!("<p>Address row: {shared}</p>")), "{note}");
}

#[test]
fn one_address_from_one_day_twice() {
    let mut world = World::new();
    lived(&mut world, "2018-01-01", "2019-01-01");
    lived(&mut world, "2018-01-01", "2020-01-01");
    let mapped = world.map();
    assert!(mapped.has(Reason::ConflictingDuplicate));
    assert_eq!(mapped.state(), CaseFileState::Held);
    let mut world = World::new();
    lived(&mut world, "2018-01-01", "2019-01-01");
    lived(&mut world, "2018-01-01", "2019-01-01");
    let mapped = world.map();
    assert_eq!(mapped.state(), CaseFileState::Complete);
    assert_eq!(mapped.rows("ADDRESSES_PEOPLE").len(), 1);
}
