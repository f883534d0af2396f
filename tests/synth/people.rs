//! People, their addresses, relationships and numbers; the council's own workers.

use std::collections::{HashMap, HashSet};

use jiff::civil::{Date, date};

use super::council_drop::{CouncilDrop, Line, drops};

const TODAY: Date = date(2026, 7, 1);

fn day(text: &str) -> Date {
    text[..10].parse().unwrap()
}

#[test]
fn people_have_names_gender_and_a_birth_date() {
    for person in people() {
        let born = person.get("DateOfBirth").map(day);
        let unborn = person.text("DOBAndAgeTypeId") == "2";
        assert!(person.filled("LastName").is_some() && person.get("GenderId").is_some());
        assert_eq!(born.is_none(), unborn);
        assert_eq!(person.get("ExpectedDateOfBirth").is_some(), unborn);
        assert!(born.is_none_or(|born| born < TODAY));
        assert!(person.get("ExpectedDateOfBirth").is_none_or(|expected| day(expected) > TODAY));
        let parts = ["FirstName", "MiddleName", "LastName"];
        let full: Vec<_> = parts.iter().filter_map(|part| person.filled(part)).collect();
        assert_eq!(person.text("FullName"), full.join(" "));
        let first: Vec<_> = full[..full.len() - 1].to_vec();
        assert!(first.join(" ").chars().count() <= 30 && person.text("LastName").chars().count() <= 30);
        assert!(
            ["PreferredName", "MaidenName"]
                .iter()
                .all(|name| person.get(name).is_none_or(|text| text.chars().count() <= 30))
        );
    }
}

#[test]
fn ages_are_counted_to_death_or_extract() {
    for person in people() {
        let died = person.get("DateOfDeath").map(day);
        assert_eq!(person.text("Deceased"), if died.is_some() { "1" } else { "0" });
        let until = died.unwrap_or(TODAY);
        let age = person.get("DateOfBirth").map(|born| {
            let born = day(born);
            assert!(born <= until);
            let had = (until.month(), until.day()) >= (born.month(), born.day());
            i32::from(until.year()) - i32::from(born.year()) - i32::from(!had)
        });
        assert_eq!(person.get("Age").map(|age| age.parse().unwrap()), age);
        let group = match age {
            None => "1",
            Some(0..=4) => "2",
            Some(5..=9) => "3",
            Some(10..=15) => "4",
            Some(16..=17) => "5",
            Some(_) => "6",
        };
        assert_eq!(person.text("AgeGroupId"), group);
    }
}

#[test]
fn flags_copy_open_records() {
    for drop in drops() {
        for person in drop.rows("Person") {
            for (flag, table) in [
                ("ChildProtectionFlag", "ChildProtection"),
                ("IsLookedAfterChild", "LACEpisode"),
                ("RepresentAlertOrHazard", "PersonAlertAndHazard"),
            ] {
                let key = person.key();
                let open = drop.hanging(table, "PersonId", &key).any(|row| row.get("EndDate").is_none());
                assert_eq!(person.text(flag), if open { "1" } else { "0" }, "{flag}");
            }
            let allergies = ["KnownAllergies", "NoKnownAllergies", "AllergiesNotRecorded"];
            let set = allergies.iter().filter(|flag| person.get(flag) == Some("1")).count();
            assert_eq!(set, usize::from(person.get("KnownAllergies").is_some()));
            assert!(
                ["RecordedInError", "AdultSafeguardingFlag", "PDSNHSNoSuperseded"]
                    .iter()
                    .all(|flag| person.text(flag) == "0")
            );
        }
    }
}

#[test]
fn telephone_numbers_and_mail_fit_the_target() {
    for person in people() {
        for column in ["HomePhone", "MobilePhone", "BusinessPhone", "Telephone1", "Telephone2", "Telephone3"]
        {
            assert!(person.get(column).is_none_or(|number| number.len() <= 32));
        }
        assert!(person.get("PrimaryEmail").is_none_or(|mail| mail.len() <= 240));
    }
}

#[test]
fn address_columns_copy_the_open_primary_address() {
    let copied = [
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
    for drop in drops() {
        for person in drop.rows("Person") {
            let key = person.key();
            let open: Vec<_> = drop
                .hanging("PersonAddress", "PersonId", &key)
                .filter(|address| address.get("EndDate").is_none() && address.text("AddressTypeId") == "7")
                .collect();
            assert!(open.len() <= 1);
            let address = open.first();
            for column in copied {
                assert_eq!(person.get(column), address.and_then(|address| address.get(column)), "{column}");
            }
            assert_eq!(person.get("AddressStartDate"), address.and_then(|address| address.get("StartDate")));
            assert_eq!(person.guid("LinkedAddressId"), address.map(|address| address.key()));
            let parts = copied[..8].iter().filter_map(|column| person.filled(column));
            let full = parts.collect::<Vec<_>>().join(", ");
            assert_eq!(person.get("FullAddress").unwrap_or_default(), full);
        }
    }
}

#[test]
fn addresses_have_an_order_and_are_shared() {
    for drop in drops() {
        let mut homes: HashMap<Vec<Option<&str>>, HashSet<String>> = HashMap::new();
        let mut keys = HashSet::new();
        for address in drop.rows("PersonAddress") {
            assert!(address.get("EndDate").is_none_or(|end| end > address.text("StartDate")));
            assert!(
                address
                    .get("UPRN")
                    .is_none_or(|uprn| uprn.len() <= 15 && uprn.bytes().all(|byte| byte.is_ascii_digit()))
            );
            let place: Vec<_> =
                ["PropertyName", "AddressLine1", "AddressLine2", "AddressLine4", "Postcode", "UPRN"]
                    .iter()
                    .map(|column| address.get(column))
                    .collect();
            let person = address.guid("PersonId").unwrap();
            let kind = ["6", "7"].contains(&address.text("AddressTypeId"));
            assert!(keys.insert((person.clone(), place.clone(), kind, address.text("StartDate").to_owned())));
            homes.entry(place).or_default().insert(person);
        }
        assert!(homes.values().filter(|people| people.len() > 1).count() > 30, "households share an address");
    }
}

#[test]
fn check_digits_are_right_and_numbers_belong_to_one() {
    for drop in drops() {
        let mut seen = HashSet::new();
        for person in drop.rows("Person") {
            if let Some(number) = person.filled("NHSNumber") {
                assert!(number.len() == 12 && number.starts_with("999 "), "{number}");
                let digits: Vec<u32> = number.chars().filter_map(|digit| digit.to_digit(10)).collect();
                let sum: u32 = digits.iter().zip((1..=10).rev()).map(|(digit, weight)| digit * weight).sum();
                assert!(digits.len() == 10 && sum.is_multiple_of(11), "{number}");
                assert!(seen.insert(number.replace(' ', "")));
            }
            for column in ["UniquePupilNumber", "FormerUniquePupilNumber"] {
                if let Some(number) = person.filled(column) {
                    assert!(right_upn(number), "{number}");
                    assert!(seen.insert(number.to_owned()));
                }
            }
            if let Some(legacy) = person.filled("LegacyId") {
                assert!(seen.insert(legacy.to_owned()));
            }
        }
        assert!(seen.len() > 500);
    }
}

fn right_upn(number: &str) -> bool {
    const LETTERS: &str = "ABCDEFGHJKLMNPQRTUVWXYZ";
    let value = |one: char| one.to_digit(10).map_or_else(|| LETTERS.find(one), |digit| Some(digit as usize));
    let sum: usize = number.chars().skip(1).zip(2..).map(|(one, weight)| value(one).unwrap() * weight).sum();
    let digits = number[1..12].bytes().all(|byte| byte.is_ascii_digit());
    number.len() == 13 && digits && LETTERS.find(&number[..1]) == Some(sum % 23)
}

#[test]
fn the_published_vectors_hold_for_this_check() {
    for number in ["B801200005001", "H801200001001", "P999100012001", "P99910001200B"] {
        assert!(right_upn(number), "{number}");
    }
    assert!(!right_upn("P999100012010") && !right_upn("B207000016049"));
}

#[test]
fn relationships_stand_once_a_pair_with_types_that_answer_each_other() {
    for drop in drops() {
        let mut pairs = HashSet::new();
        for row in drop.rows("PersonRelationship") {
            let mut pair = [row.guid("PersonId").unwrap(), row.guid("RelatedPersonId").unwrap()];
            assert_ne!(pair[0], pair[1]);
            pair.sort_unstable();
            assert!(pairs.insert(pair));
            assert!(row.get("EndDate").is_none_or(|end| end >= row.text("StartDate")));
            let kind = drop.code(row, "PersonRelationshipTypeId").unwrap();
            let other = drop.code(row, "RelatedPersonRelationshipTypeId").unwrap();
            assert!(reciprocals(&kind).contains(&&*other), "{kind} of a {other}");
            if kind == "Mother" {
                let (mother, child) =
                    (drop.pointed(row, "PersonId").unwrap(), drop.pointed(row, "RelatedPersonId").unwrap());
                let (born, younger) = (mother.get("DateOfBirth"), child.get("DateOfBirth"));
                assert!(
                    born.zip(younger).is_none_or(|(mother, child)| mother < child),
                    "PersonId is the type"
                );
            }
        }
        assert!(pairs.len() > 300);
    }
}

/// What the other may be, as the code tables remark.
fn reciprocals(kind: &str) -> &'static [&'static str] {
    match kind {
        "Mother" | "Father" | "Parent" => &["Child", "Son", "Daughter"],
        "Child" | "Son" | "Daughter" => &["Mother", "Father", "Parent"],
        "Brother" | "Sister" | "Sibling" => &["Brother", "Sister", "Sibling"],
        "Half-brother" | "Half-sister" => &["Half-brother", "Half-sister"],
        "Step-mother" | "Step-father" => &["Step-child"],
        "Step-child" => &["Step-mother", "Step-father"],
        "Grandmother" => &["Grandchild"],
        "Grandchild" => &["Grandmother"],
        "Partner" => &["Partner"],
        "Spouse or civil partner" => &["Spouse or civil partner"],
        "Former partner" => &["Former partner"],
        "Mother’s partner" => &["Partner’s child"],
        "Partner’s child" => &["Mother’s partner"],
        "Foster carer" => &["Foster child"],
        "Foster child" => &["Foster carer"],
        "Friend" => &["Friend"],
        "Neighbour" => &["Neighbour"],
        _ => &[],
    }
}

#[test]
fn nothing_hangs_on_merged_records() {
    let (mut people, mut cases, mut chains) = (0, 0, 0);
    for drop in drops() {
        for (table, count) in [("Person", &mut people), ("Case", &mut cases)] {
            let merged: HashMap<_, _> =
                drop.rows(table).filter_map(|row| Some((row.key(), row.guid("MasterId")?))).collect();
            let listed: HashMap<_, _> = drop
                .rows("MergedRecord")
                .filter(|row| drop.code(*row, "BusinessObjectId").as_deref() == Some(table))
                .map(|row| (row.guid("SubordinateRecordId").unwrap(), row.guid("MasterRecordId").unwrap()))
                .collect();
            assert_eq!(merged, listed);
            *count += merged.len();
            chains += merged.values().filter(|master| merged.contains_key(*master)).count();
            for (other, line) in everything(drop) {
                assert!(
                    !merged.contains_key(&other) || ["MergedRecord", table].contains(&&*line.table.name),
                    "{}",
                    line.table.name
                );
            }
            for start in merged.keys() {
                let (mut at, mut steps) = (start, 0);
                while let Some(master) = merged.get(at) {
                    (at, steps) = (master, steps + 1);
                    assert!(steps < 10, "no circle");
                }
            }
        }
    }
    assert!(people > 10 && cases > 5 && chains > 0, "{people} {cases} {chains}");
}

/// Every identifier of casework that is no key, with its row.
fn everything(drop: &CouncilDrop) -> impl Iterator<Item = (String, Line<'_>)> {
    let tables = drop.tables.values().filter(|table| table.role == "casework" || table.role == "control");
    tables.flat_map(|table| drop.rows(&table.name)).flat_map(|line| {
        let pointers =
            line.table.columns.iter().filter(|column| column.form == "guid" && column.kind != "key");
        pointers.filter_map(move |column| Some((line.guid(&column.name)?, line)))
    })
}

#[test]
fn workers_who_left_have_no_open_post() {
    for drop in drops() {
        for worker in drop.rows("SystemUser") {
            let key = worker.key();
            let posts: Vec<_> = drop.hanging("TeamMember", "SystemUserId", &key).collect();
            let open = posts.iter().any(|post| post.get("EndDate").is_none());
            assert_eq!(worker.text("Inactive"), if open { "0" } else { "1" });
            assert!(posts.iter().any(|post| post.guid("TeamId") == worker.guid("DefaultTeamId")));
            let names = [worker.filled("FirstName"), worker.filled("LastName")];
            assert_eq!(worker.text("FullName"), names.into_iter().flatten().collect::<Vec<_>>().join(" "));
            for post in posts {
                assert!(post.get("EndDate").is_none_or(|end| end >= post.text("StartDate")));
                assert_eq!(post.text("Inactive") == "1", post.get("EndDate").is_some());
            }
        }
        assert!(drop.rows("Professional").all(|one| !one.text("LastName").contains(',')));
    }
}

fn people() -> impl Iterator<Item = Line<'static>> {
    drops().iter().flat_map(|drop| drop.rows("Person"))
}
