//! Periods of care, child protection, alerts.

use std::collections::HashMap;

use super::council_drop::{CouncilDrop, Line, drops};

#[test]
fn statuses_of_an_episode_follow_without_gap() {
    let mut rows = 0;
    for drop in drops() {
        for episode in drop.rows("LACEpisode") {
            let key = episode.key();
            let mut statuses: Vec<_> = drop.hanging("PersonLACLegalStatus", "LACEpisodeId", &key).collect();
            statuses.sort_by_key(|status| status.text("StartDate"));
            rows += statuses.len();
            assert_eq!(statuses.first().unwrap().text("StartDate"), episode.text("StartDate"));
            assert_eq!(statuses.last().unwrap().get("EndDate"), episode.get("EndDate"));
            assert!(statuses.iter().all(|status| status.guid("CaseId") == episode.guid("CaseId")));
            for pair in statuses.windows(2) {
                assert!(pair[0].text("StartDate") < pair[1].text("StartDate"));
                assert_eq!(pair[0].text("EndDate"), pair[1].text("StartDate"));
            }
            reasons(drop, &statuses);
        }
    }
    assert!(rows > 30, "{rows}");
}

/// The first row starts; later ones say what changed; X1 stands exactly where another follows.
fn reasons(drop: &CouncilDrop, statuses: &[Line<'_>]) {
    for (place, status) in statuses.iter().enumerate() {
        let reason = drop.gov(*status, "LACLegalStatusReasonId").unwrap();
        let expected = match place.checked_sub(1) {
            None => "S",
            Some(before) => changed(drop, statuses[before], *status),
        };
        assert_eq!(reason, expected);
        let ended = drop.gov(*status, "LACLegalStatusEndReasonId");
        assert_eq!(ended.as_deref() == Some("X1"), place + 1 < statuses.len());
        assert_eq!(ended.is_some(), status.get("EndDate").is_some());
        assert_eq!(drop.pointed(*status, "LACLegalStatusId").unwrap().text("StatusTypeId"), "1");
        assert!(status.get("LACPlacementId").is_some() && status.get("PlacementPostcode").is_some());
    }
}

fn changed(drop: &CouncilDrop, before: Line<'_>, after: Line<'_>) -> &'static str {
    let differs = |column: &str| before.guid(column) != after.guid(column);
    let _ = drop;
    let carer = before.text("PlacementPostcode") != after.text("PlacementPostcode");
    let (status, placement) = (differs("LACLegalStatusId"), carer || differs("LACPlacementId"));
    match (status, placement, carer) {
        (true, false, _) => "L",
        (false, true, true) => "P",
        (false, true, false) => "T",
        (true, true, true) => "B",
        (true, true, false) => "U",
        (false, false, _) => "nothing changed",
    }
}

#[test]
fn statuses_outside_care_have_no_episode_or_placement() {
    let mut outside = 0;
    for drop in drops() {
        for status in drop.rows("PersonLACLegalStatus") {
            let not = drop.pointed(status, "LACLegalStatusId").unwrap().text("StatusTypeId") == "2";
            outside += usize::from(not);
            for column in ["LACEpisodeId", "LACLegalStatusReasonId", "LACPlacementId"] {
                assert_eq!(status.get(column).is_none(), not, "{column}");
            }
            assert!(!not || status.get("LACLegalStatusEndReasonId").is_none());
            assert!(!not || status.get("LACPlacementProviderId").is_none());
        }
    }
    assert!(outside > 3, "{outside}");
}

#[test]
fn periods_of_one_child_do_not_overlap() {
    for drop in drops() {
        for table in ["LACEpisode", "ChildProtection"] {
            let mut children: HashMap<_, Vec<(String, String)>> = HashMap::new();
            for row in drop.rows(table) {
                let end = row.get("EndDate").unwrap_or("9999-12-31").to_owned();
                assert!(end.as_str() > row.text("StartDate"), "{table}");
                children
                    .entry(row.guid("PersonId"))
                    .or_default()
                    .push((row.text("StartDate").to_owned(), end));
            }
            for periods in children.values_mut() {
                periods.sort();
                assert!(periods.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{table}");
            }
        }
    }
}

#[test]
fn children_are_looked_after_before_their_eighteenth_birthday_only() {
    for drop in drops() {
        for table in ["LACEpisode", "ChildProtection"] {
            for row in drop.rows(table) {
                let person = drop.pointed(row, "PersonId").unwrap();
                let Some(born) = person.get("DateOfBirth") else { continue };
                let eighteen = format!("{}{}", born[..4].parse::<u16>().unwrap() + 18, &born[4..]);
                let end = row.get("EndDate").unwrap_or("2026-06-30");
                assert!(row.text("StartDate") >= born && end <= eighteen.as_str(), "{table}");
            }
        }
    }
}

#[test]
fn plans_rest_on_a_conference() {
    let mut plans = 0;
    for drop in drops() {
        let conferences: Vec<_> = drop
            .rows("CaseForm")
            .filter(|form| drop.pointed(*form, "DocumentId").unwrap().text("Code").starts_with("ICPC-"))
            .collect();
        for plan in drop.rows("ChildProtection") {
            let held = conferences.iter().any(|form| {
                form.guid("CaseId") == plan.guid("CaseId")
                    && form.get("CompletionDate").is_some_and(|day| day <= plan.text("StartDate"))
            });
            assert!(held);
            assert!(plan.get("DateStatusChanged").is_none_or(|day| day == plan.text("StartDate")));
            assert_ne!(drop.code(plan, "ChildProtectionCategoryOfAbuseId").as_deref(), Some("Multiple"));
            let ended = drop.code(plan, "ChildProtectionStatusTypeId").as_deref() == Some("De-registered");
            assert_eq!(ended, plan.get("EndDate").is_some());
            assert_eq!(ended, plan.get("ChildProtectionEndReasonTypeId").is_some());
            plans += 1;
        }
    }
    assert!(plans > 20, "{plans}");
}

#[test]
fn alerts_are_represented() {
    for drop in drops() {
        for alert in drop.rows("PersonAlertAndHazard") {
            assert_eq!(alert.text("RoleId"), "1");
            assert!(alert.get("EndDate").is_none_or(|end| end >= alert.text("StartDate")));
            assert!(alert.get("EndDate").is_some() || alert.get("AlertAndHazardEndReasonId").is_none());
        }
    }
}
