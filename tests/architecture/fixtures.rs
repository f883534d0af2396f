//! Every reason code has a fixture that produces it, at its file, line and column, and nothing else.
//!
//! Most are planted by `synth --defects`: `acceptance::defects` holds every line of every list against what was planted. Faults
//! of whole files have a folder each, whose `expected.txt` is all that a run says. The others have a test of their own.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use care2mosaic::record::Reason;

/// Folders of drops with one thing wrong each.
const FOLDERS: [&str; 2] = ["tests/broken", "sample-exports/broken"];

/// The test of each code that is neither planted nor a fault of a file.
const TESTS: [(&str, &str, &str); 43] = [
    ("ambiguous-date", "pipeline/codes_apart.rs", "days_in_other_forms"),
    ("ambiguous-label", "conformance/screens.rs", "a_name_of_two_people_is_no_key"),
    ("answer-label-disagrees", "map/rules/contract.rs", "a_picked_option_whose_label_says_otherwise"),
    ("audit-year-missing", "pipeline/values.rs", "a_year_of_the_audit_without_a_file_is_told"),
    ("clock-change-gap", "pipeline/codes_apart.rs", "an_hour_that_clocks_leave_out"),
    (
        "code-not-in-target",
        "target/lookups.rs",
        "a_code_that_mosaic_does_not_know_is_found_by_check_and_before_a_run",
    ),
    (
        "count-mismatch",
        "reconcile/extract.rs",
        "what_is_lost_changed_added_or_loaded_twice_is_found_with_its_table_and_key",
    ),
    ("derived-record", "pipeline/codes_apart.rs", "what_the_database_wrote_of_itself"),
    ("display-name-count", "map/rules/contract.rs", "two_names_that_are_shown"),
    ("duplicate-system-user", "pipeline/codes_apart.rs", "workers_and_teams_that_contradict_each_other"),
    ("duplicate-target-key", "pipeline/codes_apart.rs", "one_key_in_two_case_files"),
    ("excel-serial-date", "pipeline/codes_apart.rs", "days_in_other_forms"),
    ("held-sibling", "pipeline/siblings.rs", "a_step_is_written_for_the_others_where_one_child_is_held"),
    ("lone-surrogate", "pipeline/values.rs", "half_a_character_turns_its_value_away"),
    ("lookup-kind-undeclared", "source/dictionary.rs", "all_mistakes_are_told_at_once_and_where_they_stand"),
    ("mixed-date-format", "pipeline/codes_apart.rs", "days_in_other_forms"),
    ("not-accounted-for", "reconcile/evidence.rs", "a_record_that_no_list_has_must_be_written"),
    ("nul-character", "pipeline/codes_apart.rs", "nothing_that_stands_for_an_empty_text"),
    (
        "option-set-changed",
        "pipeline/stops.rs",
        "an_option_with_another_label_than_the_code_table_refuses_the_run",
    ),
    ("organisation-cycle", "pipeline/codes_apart.rs", "workers_and_teams_that_contradict_each_other"),
    ("out-of-scope", "pipeline/codes_apart.rs", "records_that_the_council_leaves_out"),
    ("owner-is-team", "map/rules/people.rs", "closed_teams"),
    ("placeholder-relative", "pipeline/codes_apart.rs", "records_that_the_council_leaves_out"),
    ("primary-group-count", "map/rules/contract.rs", "no_group_that_is_the_primary_one"),
    (
        "question-not-in-template",
        "target/templates.rs",
        "a_question_that_only_another_template_has_refuses_the_mapping",
    ),
    ("record-swapped", "reconcile/rows.rs", "texts_of_two_people_swapped_are_told_as_swapped"),
    (
        "reporting-table-missing",
        "conformance/reporting_tables.rs",
        "forms_without_a_row_and_rows_older_than_their_form_are_listed",
    ),
    (
        "reporting-table-stale",
        "conformance/reporting_tables.rs",
        "answers_count_where_flat_tables_say_otherwise",
    ),
    ("retention-expired", "pipeline/codes_apart.rs", "records_that_the_council_leaves_out"),
    ("retention-hold", "pipeline/codes_apart.rs", "records_that_the_council_leaves_out"),
    ("sample-check-failed", "cli/sample.rs", "what_auditors_found_stands_in_the_report"),
    (
        "sibling-fold",
        "pipeline/siblings.rs",
        "copies_that_say_the_same_become_one_step_with_several_subjects",
    ),
    ("sibling-policy-undeclared", "map/invalid/sibling-policy-undeclared/expected.stderr", ""),
    ("sparse-row", "pipeline/values.rs", "rows_that_skip_cells_are_counted"),
    ("step-no-subject", "map/rules/contract.rs", "work_about_nobody"),
    ("summary-row", "pipeline/values.rs", "rows_of_sums_are_left_out_by_their_declared_pattern_alone"),
    ("test-person", "pipeline/codes_apart.rs", "records_that_the_council_leaves_out"),
    ("time-basis-undeclared", "source/dictionary.rs", "all_mistakes_are_told_at_once_and_where_they_stand"),
    ("two-digit-year", "pipeline/codes_apart.rs", "days_in_other_forms"),
    ("unencodable-character", "pipeline/codes_apart.rs", "a_letter_that_the_encoding_of_import_files_lacks"),
    (
        "unexpected-target-row",
        "reconcile/extract.rs",
        "what_is_lost_changed_added_or_loaded_twice_is_found_with_its_table_and_key",
    ),
    ("unmapped-object", "map/coverage.rs", "files_tables_and_columns_are_told_with_their_lines"),
    (
        "value-mismatch",
        "reconcile/mismatches.rs",
        "a_line_of_a_note_that_was_changed_is_a_value_that_differs",
    ),
];

/// Codes that nothing produces, with the reason.
const NONE: [(&str, &str); 1] =
    [("activity-also-note", "no key joins an activity to a note of another table")];

/// What stands in files below a folder of the package, by path.
fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts.extend(self::texts(&path));
        } else if let Ok(text) = fs::read_to_string(&path) {
            texts.push((path, text));
        }
    }
    texts
}

fn package(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The code as it is named in Rust.
fn in_rust(code: &str) -> String {
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
    format!("Reason::{}", code.split('-').map(capital).collect::<String>())
}

/// Whether a text names something, and not only as part of a longer name.
fn names(text: &str, name: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|next: char| next.is_alphanumeric() || "_-".contains(next));
    text.match_indices(name).any(|(at, _)| ends(&text[at + name.len()..]))
}

/// Codes of which a folder has all that a run says of its drop.
fn in_folders() -> BTreeSet<String> {
    let codes: BTreeSet<&str> = Reason::ALL.iter().map(|reason| reason.code()).collect();
    let expected = FOLDERS.iter().flat_map(|folder| texts(&package(folder)));
    let expected = expected.filter(|(path, _)| path.file_name().is_some_and(|name| name == "expected.txt"));
    let alone = expected.filter_map(|(_, text)| {
        let words = text.lines().flat_map(|line| line.split(' ').filter(|word| codes.contains(word)));
        let told: BTreeSet<&str> = words.collect();
        (told.len() == 1).then(|| told.into_iter().map(str::to_owned).collect::<String>())
    });
    alone.collect()
}

/// A test of that name, or a whole fixture, names the code.
fn is_tested(code: &str, file: &str, name: &str) -> bool {
    let Ok(text) = fs::read_to_string(package("tests").join(file)) else { return false };
    let body = match name {
        "" => text.as_str(),
        name => {
            let Some(start) = text.find(&format!("fn {name}(")) else { return false };
            let end = text[start..].find("\n}\n").unwrap_or(text.len() - start);
            &text[start..start + end]
        }
    };
    let constant = code.to_uppercase().replace('-', "_");
    [code.to_owned(), in_rust(code), constant].iter().any(|word| names(body, word))
}

#[test]
fn every_code_has_a_fixture_of_its_own() {
    let planted: Vec<String> =
        texts(&package("src/synth/defect")).into_iter().map(|(_, text)| text).collect();
    let in_folders = in_folders();
    let mut wrong = Vec::new();
    for code in Reason::ALL.iter().map(|reason| reason.code()) {
        let is_planted = planted.iter().any(|text| names(text, &in_rust(code)));
        let test = TESTS.iter().find(|(own, ..)| *own == code);
        let has_none = NONE.iter().any(|(own, _)| *own == code);
        let tested = test.is_some_and(|(_, file, name)| is_tested(code, file, name));
        if test.is_some() != tested {
            wrong.push(format!("{code}: the test that is named for it does not name it"));
        }
        if !(is_planted || in_folders.contains(code) || tested || has_none) {
            wrong.push(format!("{code} has no fixture: plant it, or give it a folder or a test"));
        }
        if (is_planted || in_folders.contains(code)) && (test.is_some() || has_none) {
            wrong.push(format!("{code} has a fixture besides: take it from the list"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
