//! Cells that are split into several rows, one part of which no column takes.

use care2mosaic::pipeline::MigrateRequest;

use super::council::{Council, assert_proved, list, run};

/// Categories of abuse as a council might keep them: words that a plan has in a column of its own.
fn with_words(council: &Council) {
    council.edit("mappings/contract/24-mo-person-registration-categories.toml", |text| {
        text.replace(
            "type = \"code\", required = true, critical = true, codes = \"ABUSE_CATEGORY\"",
            "type = \"text\", width = 20",
        )
    });
    council.edit("mappings/child-protection.toml", |text| {
        let coded = "{ from = \"ChildProtectionCategoryOfAbuseId\", steps = [{ code = { table = \"abuse-category\", by = \"name\" } }] }";
        assert!(text.contains(coded));
        let text = text.replace(coded, "{ from = \"LegacyId\", steps = [\"text\"] }");
        let line = "{ from = \"LegacyId\",                       label = \"Earlier id\" }";
        assert!(text.contains(line));
        let text =
            text.replace(line, "{ from = \"ChildProtectionCategoryOfAbuseId\", label = \"Category of abuse\" }");
        text.split("[[example]]").next().unwrap().to_owned()
    });
    council.edit("mappings/codes/abuse-category.csv", |text| {
        let plain: Vec<&str> = text.lines().filter(|line| !line.contains('+')).collect();
        plain.join("\n") + "\n"
    });
    council.edit("mappings/totals.toml", |text| {
        let (before, after) = text.split_once("[[total]]\nid     = \"open-plans\"").unwrap();
        format!("{before}{}", &after[after.find("[[total]]").unwrap()..])
    });
}

/// The value is one: what is listed as turned away, and kept in the note, is all of it.
#[test]
fn a_value_with_one_part_that_cannot_stand_is_turned_away_whole() {
    let council = Council::of(300);
    with_words(&council);
    let mut keys = Vec::new();
    council.edit_rows("ChildProtection", |row| {
        let text = if keys.len() % 2 == 0 { "A+B" } else { "\"C+D\u{b}E\"" };
        row.insert("LegacyId".to_owned(), text.to_owned());
        keys.push(row["ChildProtectionId"].to_lowercase());
    });
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    let values = list(&council.path("out/exceptions/values.csv"));
    let away: Vec<_> = values.iter().filter(|line| line["FIELD"] == "LegacyId").collect();
    assert!(!away.is_empty() && away.iter().all(|line| line["REASON"] == "control-character"));
    let table = |batch: u32| {
        council.path(&format!("out/data/batches/{batch:04}/24_MO_PERSON_REGISTRATION_CATEGORIES.csv"))
    };
    let rows: Vec<_> =
        (1..=15).map(table).filter(|path| path.exists()).flat_map(|path| list(&path)).collect();
    assert!(!rows.is_empty());
    for row in rows {
        let place = keys.iter().position(|key| *key == row["REGISTRATION_LEGACY_ID"]).unwrap();
        let own = if place % 2 == 0 { ["A", "B"].as_slice() } else { &[""] };
        assert!(own.contains(&row["CIN_ABUSE_CATEGORY_CODE"].as_str()), "{row:?}");
    }
    let notes = council.case_notes("out", "NOTE");
    let kept = notes.iter().filter(|note| note.contains(": C+D\\u{b}E<")).count();
    assert_eq!(kept, away.len(), "all of it stands in the note");
}
