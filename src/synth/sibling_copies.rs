//! Forms that are one piece of work for several children: copied into the case of each, answers and all.

use std::collections::BTreeMap;

use super::{Council, Household, Rng, Row, Schema};
use crate::record::Guid;

/// Of so many copies one has an answer of its own.
const ONE_OF: u64 = 4;

/// Copies forms of a household for brothers and sisters whose cases were open as long as the form was at work, at most one
/// form for each child it is taken from. Most copies say what the original says, and were made a few seconds after it; in some
/// an answer was changed since.
pub fn copy_for_siblings(household: &mut Household, council: &Council, rng: &mut Rng) {
    let schema = council.schema();
    let (forms, cases) = (schema.table("CaseForm"), schema.table("Case"));
    let mut taken: Vec<Guid> = Vec::new();
    for form in household.places(forms) {
        let Some(owner) = copied_owner(household, schema, form) else { continue };
        if taken.contains(&owner) {
            continue;
        }
        let mut seen = vec![owner];
        for case in household.places(cases) {
            let Some(child) = household.rows[case].guid(schema, "PersonId") else { continue };
            if !seen.contains(&child) && was_open(&household.rows[case], &household.rows[form], schema) {
                seen.push(child);
                copy(household, schema, rng, (form, case));
            }
        }
        if seen.len() > 1 {
            taken.extend(seen);
        }
    }
}

/// Whose form it is, where it is an original that somebody filled in.
fn copied_owner(household: &Household, schema: &Schema, form: usize) -> Option<Guid> {
    let row = &household.rows[form];
    let filled_in = row.get(schema, "AnswersInitialized") == Some("1");
    let original = row.get(schema, "ClonedFromId").is_none();
    row.guid(schema, "PersonId").filter(|_| filled_in && original)
}

/// Whether a case was open from the first day of a form to its last, and was merged with no other.
fn was_open(case: &Row, form: &Row, schema: &Schema) -> bool {
    let day =
        |row: &Row, column: &str| row.get(schema, column).and_then(|text| text.get(..10)).map(str::to_owned);
    let first = day(form, "StartDate");
    let days = ["StartDate", "CompletionDate", "SignOffDate", "TerminatedDate"];
    let last = days.iter().filter_map(|column| day(form, column)).max();
    let begun = day(case, "StartDateTime");
    case.get(schema, "MasterId").is_none()
        && first.is_some()
        && begun.is_some_and(|begun| Some(begun) <= first)
        && day(case, "EndDateTime").is_none_or(|end| Some(end) > last)
}

fn copy(household: &mut Household, schema: &Schema, rng: &mut Rng, (form, case): (usize, usize)) {
    let original = household.rows[form].clone();
    let mut row = original.clone();
    let key = rng.guid();
    let set = |row: &mut Row, column: &str, value: Option<String>| {
        row.set(schema, column, value);
    };
    let of_case = |column: &str| household.rows[case].get(schema, column).map(str::to_owned);
    let person = household.rows[case].guid(schema, "PersonId");
    let name = of_case("personid_cwname");
    let title = original
        .get(schema, "Title")
        .and_then(|title| title.split_once(" - "))
        .map(|(_, rest)| format!("{} - {rest}", name.clone().unwrap_or_default()));
    set(&mut row, "CaseFormId", Some(rng.guid_text(key)));
    set(&mut row, "CaseId", household.rows[case].key(schema).map(|case| rng.guid_text(case)));
    set(&mut row, "PersonId", person.map(|person| rng.guid_text(person)));
    set(&mut row, "caseid_cwname", of_case("Title"));
    set(&mut row, "personid_cwname", name);
    set(&mut row, "ClonedFromId", original.key(schema).map(|form| rng.guid_text(form)));
    set(&mut row, "ClonedFromIdTableName", Some("CaseForm".to_owned()));
    set(&mut row, "ClonedFromIdName", original.get(schema, "Title").map(str::to_owned));
    set(&mut row, "CreatedOn", original.get(schema, "CreatedOn").map(later));
    set(&mut row, "Title", title.clone());
    household.rows.push(row);
    let answers = answers(household, schema, rng, (original.key(schema), key, title));
    ticks(household, schema, rng, &answers);
}

/// A time of day one second later, or, at the end of a minute, earlier.
fn later(text: &str) -> String {
    let second = text.get(17..19).and_then(|second| second.parse::<u32>().ok());
    match second {
        Some(second) => {
            format!("{}{:02}{}", &text[..17], if second < 59 { second + 1 } else { 58 }, &text[19..])
        }
        None => text.to_owned(),
    }
}

/// Copies the answers but those that hold an image, and gives the key of each copy by that of its original.
fn answers(
    household: &mut Household,
    schema: &Schema,
    rng: &mut Rng,
    (original, key, title): (Option<Guid>, Guid, Option<String>),
) -> BTreeMap<Guid, Guid> {
    let mut copied = BTreeMap::new();
    let mut changes = rng.below(ONE_OF) == 0;
    for place in household.places(schema.table("DocumentAnswer")) {
        let mut row = household.rows[place].clone();
        if row.guid(schema, "AssessmentId") != original || row.get(schema, "ImageId").is_some() {
            continue;
        }
        let own = rng.guid();
        copied.extend(row.key(schema).map(|before| (before, own)));
        row.set(schema, "DocumentAnswerId", Some(rng.guid_text(own)));
        row.set(schema, "AssessmentId", Some(rng.guid_text(key)));
        row.set(schema, "AssessmentIdName", title.clone());
        if let (true, Some(text)) = (changes, row.get(schema, "ParagraphAnswer").map(str::to_owned)) {
            row.set(schema, "ParagraphAnswer", Some(format!("{text} Seen alone since.")));
            changes = false;
        }
        household.rows.push(row);
    }
    copied
}

fn ticks(household: &mut Household, schema: &Schema, rng: &mut Rng, answers: &BTreeMap<Guid, Guid>) {
    for place in household.places(schema.table("DocumentAnswerChecklist")) {
        let mut row = household.rows[place].clone();
        let answer = row.guid(schema, "DocumentAnswerId").and_then(|answer| answers.get(&answer)).copied();
        let Some(answer) = answer else { continue };
        let own = rng.guid();
        row.set(schema, "DocumentAnswerChecklistId", Some(rng.guid_text(own)));
        row.set(schema, "DocumentAnswerId", Some(rng.guid_text(answer)));
        household.rows.push(row);
    }
}
