//! Merged people and cases.

use care2mosaic::record::Reason;
use proptest::prelude::*;

use super::drop::{Drop, id};

#[test]
fn a_merged_persons_rows_go_to_the_survivor() {
    let mut drop = Drop::new();
    drop.person(1, &[("MasterId", &id(2))]).person(2, &[("MasterId", &id(3))]).person(3, &[]);
    drop.row("Case", &[("CaseId", &id(10)), ("PersonId", &id(1))]);
    drop.row("CaseAction", &[("CaseActionId", &id(11)), ("CaseId", &id(10))]);
    let stage = drop.stage(10);
    assert_eq!(stage.files().len(), 1);
    assert_eq!(stage.names(3).len(), 5);
    assert_eq!(
        stage.codes(),
        [
            (3, Reason::MergedPerson),
            (3, Reason::MergedPerson),
            (3, Reason::MergeChain),
            (3, Reason::MergeNotSettled),
        ]
    );
    let people = stage.staged.world.people();
    let survivor = people.at_position(0).unwrap();
    assert_eq!(people.merged_into(survivor).len(), 2);
}

#[test]
fn circles_and_missing_masters_are_held() {
    let mut drop = Drop::new();
    drop.person(1, &[("MasterId", &id(2))])
        .person(2, &[("MasterId", &id(1))])
        .person(3, &[("MasterId", &id(99))]);
    assert_eq!(
        drop.stage(10).codes(),
        [(1, Reason::MergeCycle), (2, Reason::MergeCycle), (3, Reason::MergeMasterMissing)]
    );
}

#[test]
fn an_undone_merge_holds_both() {
    let mut drop = Drop::new();
    drop.person(1, &[]).person(2, &[]).person(3, &[("MasterId", &id(1))]);
    let merge = |key, master, loser| {
        vec![("MergedRecordId", id(key)), ("MasterRecordId", id(master)), ("SubordinateRecordId", id(loser))]
    };
    drop.rows_mut("MergedRecord").push(merge(20, 1, 2));
    drop.rows_mut("MergedRecord").push(merge(21, 1, 3));
    drop.rows_mut("MergedRecord").push(merge(22, 1, 98));
    assert_eq!(
        drop.stage(10).codes(),
        [(1, Reason::MergedPerson), (1, Reason::MergeUndone), (2, Reason::MergeUndone)]
    );
}

#[test]
fn merged_cases_are_followed_and_their_rows_noted() {
    let mut drop = Drop::new();
    drop.person(1, &[]).person(2, &[]);
    drop.row("Case", &[("CaseId", &id(10)), ("PersonId", &id(1)), ("MasterId", &id(11))]);
    drop.row("Case", &[("CaseId", &id(11)), ("PersonId", &id(1))]);
    drop.row("Case", &[("CaseId", &id(12)), ("PersonId", &id(2)), ("MasterId", &id(13))]);
    drop.row("CaseAction", &[("CaseActionId", &id(14)), ("CaseId", &id(10))]);
    let stage = drop.stage(10);
    assert_eq!(
        stage.codes(),
        [(1, Reason::MergedPerson), (1, Reason::MergeNotSettled), (2, Reason::MergeMasterMissing)]
    );
    let key = |number| care2mosaic::record::Guid::parse(&id(number)).unwrap();
    assert_eq!(stage.staged.world.works().survivor(key(10)), key(11));
    assert_eq!(stage.staged.world.works().survivor(key(11)), key(11));
}

#[test]
fn a_case_merged_into_another_persons_holds_both() {
    let mut drop = Drop::new();
    drop.person(1, &[]).person(2, &[]);
    drop.row("Case", &[("CaseId", &id(10)), ("PersonId", &id(1)), ("MasterId", &id(11))]);
    drop.row("Case", &[("CaseId", &id(11)), ("PersonId", &id(2))]);
    let found = [(1, Reason::MergedPerson), (1, Reason::PersonCaseMismatch), (2, Reason::PersonCaseMismatch)];
    assert_eq!(drop.stage(10).codes(), found);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever names whatever as its master: everybody is in exactly one case file, and a survivor survives itself.
    #[test]
    fn everybody_is_in_one_case_file(masters in proptest::collection::vec(0_u32..14, 12)) {
        let mut drop = Drop::new();
        for (number, master) in (1_u32..).zip(&masters) {
            let master = if *master == 0 { String::new() } else { id(*master) };
            drop.person(number, &[("MasterId", &master)]);
        }
        let stage = drop.stage(5);
        let people = stage.staged.world.people();
        let mut rows = 0;
        for file in stage.files() {
            prop_assert_eq!(people.survivor(file.person), file.person);
            rows += file.records.len();
        }
        prop_assert_eq!(rows, masters.len());
        for person in people.everyone() {
            prop_assert_eq!(people.survivor(people.survivor(person)), people.survivor(person));
        }
    }
}
