//! Further people of forms who are written by a later export than the form.

use std::collections::{BTreeMap, BTreeSet};

use care2mosaic::pipeline::Exit;

use super::council::{Council, bytes_of, list};
use super::later_joining::{copy_as, lines_of, without_row};
use super::later_relationships::{Pair, hold, migrate};
use super::retry::{assert_unchanged, retry_from};
use super::trace::traced;

const TABLE: &str = "CaseFormMember";

/// A further person of a form.
struct Member {
    key: String,
    form: String,
    person: String,
}

impl Member {
    /// The row that puts them beside the form, by the files of batches that have it.
    fn rows(&self, council: &Council, table: &str) -> Vec<String> {
        let named = |text: &str| {
            text.lines().any(|line| line.contains(&self.form) && line.contains(&format!(",{}", self.person)))
        };
        let files = bytes_of(&council.path("out/data/batches")).into_iter();
        let files = files.filter(|(path, bytes)| {
            path.ends_with(&format!("{table}.csv")) && named(&String::from_utf8_lossy(bytes))
        });
        files.map(|(path, _)| path).collect()
    }

    /// The tables of the rows beside its note that a trace names for it, in order.
    fn traced(&self, council: &Council) -> Vec<String> {
        let forms = list(&council.path("drop/CaseForm.csv"));
        let form = forms.iter().find(|row| row["CaseFormId"].to_lowercase() == self.form).unwrap();
        let people = list(&council.path("drop/Person.csv"));
        let owner =
            people.iter().find(|row| row["PersonId"].eq_ignore_ascii_case(&form["PersonId"])).unwrap();
        let trace = traced(council, owner["PersonNumber"].parse().unwrap(), false).unwrap();
        let own = trace.records.iter().find(|record| record.source_id == self.key).unwrap();
        let rows = own.rows.iter().filter(|row| row.table != "CASE_NOTES");
        rows.map(|row| row.table.clone()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn is_listed(&self, council: &Council) -> bool {
        let lines = lines_of(council, "values.csv", &self.key);
        assert!(lines.iter().all(|line| line["REASON"] == "link-endpoint-missing"), "{lines:?}");
        !lines.is_empty()
    }

    fn edit(&self, council: &Council, drop: &str, change: impl Fn(&mut BTreeMap<String, String>)) {
        council.edit_rows_in(drop, TABLE, |row| {
            if row["CaseFormMemberId"].to_lowercase() == self.key {
                change(row);
            }
        });
    }
}

/// A council, whose export was taken again on later days, and a further person of a form, who is held in the first.
fn with_held(drops: &[&str]) -> (Council, Member) {
    let council = Council::of(60);
    for (drop, day) in drops.iter().zip(["2026-07-07", "2026-07-08"]) {
        copy_as(&council, drop, day);
    }
    let member = list(&council.path("drop/CaseFormMember.csv")).into_iter().next().unwrap();
    let [key, form, person] =
        ["CaseFormMemberId", "CaseFormId", "PersonId"].map(|column| member[column].to_lowercase());
    hold(&council, "drop", &person);
    migrate(&council);
    (council, Member { key, form, person })
}

/// The rows that put somebody beside a form go with them, and nothing is listed any more.
#[test]
fn a_further_person_of_a_form_is_written_with_the_release() {
    let (council, member) = with_held(&["late", "latest"]);
    assert!(member.is_listed(&council) && member.rows(&council, "MO_SUBGROUP_SUBJECTS").is_empty());
    let digest = |council: &Council| {
        let files = list(&council.path("out/reconciliation/case-files.csv"));
        files
            .into_iter()
            .map(|file| (file["CASE_FILE"].clone(), file["DIGEST"].clone()))
            .collect::<BTreeMap<_, _>>()
    };
    let before = digest(&council);
    let finished = retry_from(&council, "late");
    assert_eq!((finished.exit, finished.report.case_files.incomplete), (Exit::Done, 0));
    assert!(!member.is_listed(&council));
    let rows = ["MO_SUBGROUP_SUBJECTS", "MO_GROUP_SUBJECTS"].map(|table| member.rows(&council, table));
    assert!(rows.iter().all(|files| files.len() == 1), "{rows:?}");
    let after = digest(&council);
    let sealed = before.iter().filter(|(_, digest)| !digest.is_empty());
    assert!(
        sealed.into_iter().all(|(number, digest)| after[number] == *digest),
        "what is sealed has its digest"
    );
    assert_unchanged(&council, "out");
    assert_eq!(member.traced(&council), ["MO_GROUP_SUBJECTS", "MO_SUBGROUP_SUBJECTS"]);
    let finished = retry_from(&council, "latest");
    assert_eq!(finished.exit, Exit::Done);
    let again = ["MO_SUBGROUP_SUBJECTS", "MO_GROUP_SUBJECTS"].map(|table| member.rows(&council, table));
    assert_eq!(again, rows, "it is written once");
    assert_unchanged(&council, "out");
}

/// What is sealed of the record says something else than the export of the day: the link stays lost, and that is told.
#[test]
fn a_further_person_whose_record_changed_or_is_gone_meanwhile_stays_listed() {
    for gone in [false, true] {
        let (council, member) = with_held(&["late", "latest"]);
        if gone {
            without_row(&council, "late", TABLE, &member.key);
        } else {
            member.edit(&council, "late", |row| {
                row.insert("Comments".to_owned(), "Said otherwise".to_owned());
            });
        }
        for drop in ["late", "latest"] {
            let finished = retry_from(&council, drop);
            assert_eq!((finished.exit, finished.report.case_files.incomplete), (Exit::Exceptions, 1));
            assert!(member.is_listed(&council) && member.rows(&council, "MO_SUBGROUP_SUBJECTS").is_empty());
            assert_eq!(Pair::told(&council, TABLE), usize::from(drop == "late"));
            assert_unchanged(&council, "out");
        }
    }
}
