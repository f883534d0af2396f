//! What holds of every case file, whatever it is made of.

use care2mosaic::map::forward::CaseFileState;
use care2mosaic::map::plan::CodeEntry;
use care2mosaic::record::Reason;
use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;

use super::care::{episode, placed, status};
use super::forms::picked;
use super::people::with_worker;
use super::relations::{related, seen_from_there};
use crate::map::world::{World, guid, package_plan};

const FIRST: &str = "2020-01-15";

fn days_on(from: &str, days: i64) -> String {
    from.parse::<Date>().unwrap().checked_add(days.days()).unwrap().to_string()
}

/// A text as it is, or with a letter in the other case, a space more, or another dash at that place or after it.
fn reworded(text: &str, at: usize, change: u8) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = at % letters.len().max(1);
    let fits = |letter: &char| match change {
        1 => letter.is_alphabetic(),
        2 => *letter == ' ',
        _ => matches!(letter, '-' | '–' | '‘' | '’'),
    };
    let place = letters.iter().skip(at).position(fits).map(|place| place + at);
    match (change, place) {
        (1, Some(place)) if letters[place].is_lowercase() => {
            letters[place] = letters[place].to_ascii_uppercase();
        }
        (1, Some(place)) => letters[place] = letters[place].to_ascii_lowercase(),
        (2, Some(place)) => letters.insert(place, ' '),
        (3, Some(place)) => letters[place] = '—',
        _ => {}
    }
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// A name is written to its last letter, or its case file is held.
    #[test]
    fn names_are_whole_or_held(name in "[A-Z][a-zà-ž]{1,59}") {
        let world = World::with_person(&[("LastName", &name), ("FullName", &format!("Amina {name}"))]);
        let mapped = world.map();
        if name.chars().count() > 30 {
            prop_assert_eq!((mapped.state(), mapped.file.rows.len()), (CaseFileState::Held, 0));
            prop_assert!(mapped.codes().contains(&"Person.LastName over-length".to_owned()));
        } else {
            prop_assert!(mapped.state() != CaseFileState::Held, "{:?}", mapped.codes());
            prop_assert_eq!(&mapped.row("MO_PERSON_NAMES")["LAST_NAME"], &name);
        }
    }

    /// A picked option is written in Mosaic's own words, or not at all.
    #[test]
    fn lookup_texts_are_the_targets_own_or_not_written(which in 0_usize..1000, at in 0_usize..100, change in 0_u8..4) {
        let table = package_plan().code_tables().iter().find(|table| table.name() == "lookup-text").unwrap();
        let known: Vec<_> = table.entries().collect();
        let text = reworded(known[which % known.len()].0, at, change);
        let mut world = World::new();
        picked(&mut world, &text);
        let mapped = world.map();
        let answers = mapped.rows("MO_FORM_ANSWERS");
        let written = answers.iter().find_map(|row| row.get("LOOKUP_ANSWER"));
        let is = |own: &str, entry: &CodeEntry| *own == *text || entry.variants.contains(&text);
        let found = known.iter().find(|(own, entry)| is(own, entry));
        prop_assert_eq!(written, found.and_then(|(_, entry)| entry.target.as_ref()), "{}", text);
        let told = [Reason::LookupTextMismatch, Reason::UnmappedCode].iter().any(|code| mapped.has(*code));
        prop_assert!(found.is_some() || told, "{} {:?}", text, mapped.codes());
    }

    /// Whatever names somebody had before, one is the name that is shown; and one group is the primary one.
    #[test]
    fn one_name_is_shown_and_one_group_is_primary(kinds in prop::collection::vec(1_u8..=3, 0..6)) {
        let mut world = World::new();
        for (at, kind) in (0_i64..).zip(&kinds) {
            let (kind, start) = (kind.to_string(), days_on(FIRST, at));
            world.add("PersonNameHistory", &[("NameTypeId", &kind), ("StartDate", &start), ("EndDate", "NULL")]);
        }
        let mapped = world.map();
        let names = mapped.rows("MO_PERSON_NAMES");
        prop_assert_eq!(names.len(), kinds.len() + 1, "{:?}", mapped.codes());
        let shown = names.iter().filter(|row| row["NAME_TYPE_ID"] == "DISPLAY" && !row.contains_key("END_DATE"));
        prop_assert_eq!(shown.count(), 1);
        let groups = mapped.rows("SERVICE_USER_GROUPS");
        let primary = groups.iter().filter(|row| {
            row.get("IS_PRIMARY").is_some_and(|flag| flag == "Y") && !row.contains_key("END_DATE")
        });
        prop_assert_eq!(primary.count(), 1);
    }

    /// Runs of statuses and of placements each hand over on the day, without gap or overlap, and every placement lies
    /// within the statuses.
    #[test]
    fn runs_hand_over_on_the_same_day(steps in prop::collection::vec((2_i64..400, any::<bool>(), any::<bool>()), 0..5)) {
        let mut world = World::new();
        let episode = episode(&mut world, "NULL");
        let (placement, laws) = (placed(&mut world), ["C1", "C2"].map(|law| world.refer("LACLegalStatus", law)));
        let mut starts = vec![(FIRST.to_owned(), "S")];
        for (days, law, _) in &steps {
            let start = days_on(&starts.last().unwrap().0, *days);
            starts.push((start, if *law { "L" } else { "P" }));
        }
        let (mut law, mut home) = (0, 0);
        for (at, (start, why)) in starts.iter().enumerate() {
            law += usize::from(*why == "L");
            home += usize::from(*why == "P");
            let (end, ended) = starts.get(at + 1).map_or(("NULL", ""), |(next, _)| (next.as_str(), "X1"));
            // Where it ended the evening before, the night is closed.
            let evening = steps.get(at).filter(|(.., evening)| *evening).map(|_| days_on(end, -1));
            let end = evening.as_deref().unwrap_or(end);
            let postcode = ["CR0 3RL", "CR0 3RX"][home % 2];
            let cells = [
                ("LACLegalStatusId", laws[law % 2].as_str()),
                ("LACPlacementId", placement.as_str()),
                ("PlacementPostcode", postcode),
            ];
            status(&mut world, &episode, (start, end), why, ended, &cells);
        }
        let mapped = world.map();
        prop_assert!(mapped.state() != CaseFileState::Held, "{:?}", mapped.codes());
        for (table, runs) in [("PERSON_LEGAL_STATUSES", law + 1), ("LOOKED_AFTER_PLACEMENTS", home + 1)] {
            let mut rows = mapped.rows(table);
            rows.sort_by_key(|row| row["START_DATE"].clone());
            prop_assert_eq!(rows.len(), runs, "{}: {:?}", table, starts);
            prop_assert_eq!(&rows[0]["START_DATE"], FIRST);
            for pair in rows.windows(2) {
                prop_assert_eq!(pair[0].get("END_DATE"), Some(&pair[1]["START_DATE"]), "{}", table);
            }
            prop_assert_eq!(rows[runs - 1].get("END_DATE"), None);
        }
    }

    /// A day between two statuses is closed and counted, more days are listed, and days that both claim hold the child.
    #[test]
    fn gaps_are_told_and_overlaps_held(shift in -20_i64..=20) {
        let mut world = World::new();
        let episode = episode(&mut world, "NULL");
        let second = days_on(FIRST, 100);
        status(&mut world, &episode, (FIRST, &days_on(&second, shift)), "S", "X1", &[]);
        let other = world.refer("LACLegalStatus", "C1");
        status(&mut world, &episode, (&second, "NULL"), "L", "", &[("LACLegalStatusId", &other)]);
        let mapped = world.map();
        prop_assert_eq!(mapped.has(Reason::LacStatusOverlap), shift > 0);
        prop_assert_eq!(mapped.has(Reason::LacDayGap), shift == -1);
        prop_assert_eq!(mapped.has(Reason::LacStatusGap), shift < -1);
        prop_assert_eq!(mapped.state() == CaseFileState::Held, shift > 0);
        prop_assert_eq!(mapped.rows("PERSON_LEGAL_STATUSES").is_empty(), shift > 0);
    }

    /// A pair has one relationship, whether one of them or both recorded it.
    #[test]
    fn a_pair_is_related_once(both in prop::collection::vec(any::<bool>(), 1..6)) {
        let mut world = World::new();
        let mut others = Vec::new();
        for both in &both {
            let other = world.other_person();
            others.push(other.to_string());
            related(&mut world, other, &[]);
            if *both {
                seen_from_there(&mut world, other, &[]);
            }
        }
        let mapped = world.map();
        let rows = mapped.rows("MO_PERSON_RELATIONSHIPS");
        let mut told: Vec<_> = rows.iter().map(|row| row["PERSON_RELATED_TO_LEGACY_ID"].clone()).collect();
        told.sort();
        others.sort();
        prop_assert_eq!(told, others, "{:?}", mapped.codes());
        prop_assert!(rows.iter().all(|row| row.contains_key("START_DATE")));
    }

    /// Whoever is named as an author is a worker, by a name of at most thirty characters; else nothing is written.
    #[test]
    fn authors_are_workers_by_their_whole_names(name in "[a-z]{1,20}\\.[a-z]{1,25}") {
        let worker = guid(77);
        let mut world = with_worker(worker, &[("UserName", &name)]);
        let note = world.add("PersonCaseNote", &[("CreatedBy", &worker.to_string())]).to_string();
        let mapped = world.map();
        let notes = mapped.rows("CASE_NOTES");
        if name.len() > 30 {
            prop_assert_eq!((mapped.state(), notes.len()), (CaseFileState::Held, 0));
            prop_assert!(mapped.has(Reason::UnknownAuthor));
        } else {
            let own = notes.iter().find(|row| row["LEGACY_ID"] == note);
            prop_assert_eq!(&own.unwrap()["CREATED_BY"], &name);
        }
    }
}
