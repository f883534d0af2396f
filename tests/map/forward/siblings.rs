//! Copies for several people, folded among the rows of their case files.

use std::sync::OnceLock;

use care2mosaic::map::compile;
use care2mosaic::map::forward::{
    CaseFileState, CrossReference, Folds, LastKind, LastRow, MappedCaseFile, RecordOutcome, RecordPlace,
    SiblingCopy, apply_folds, find_folds,
};
use care2mosaic::map::plan::Plan;
use care2mosaic::record::{CodeCounts, Guid, Origin, Outcome, Reason};
use care2mosaic::target::contract::{ColumnId, TargetRow};

use crate::map::package::package_mappings;

fn plan() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| compile(package_mappings()).unwrap())
}

fn guid(number: u8) -> Guid {
    Guid::from_bytes([number; 16])
}

fn row(table: &str, cells: &[(&str, String)]) -> TargetRow {
    let id = plan().contract().find(table).unwrap();
    let columns = plan().contract().table(id).columns.iter();
    let cell = |name: &str| cells.iter().find(|(own, _)| *own == name).map(|(_, text)| text.clone());
    TargetRow { table: id, cells: columns.map(|column| cell(&column.name)).collect() }
}

fn link(from: u8, to: u8, reason: &str) -> TargetRow {
    let ends = [("SOURCE_STEP_LEGACY_ID", from), ("TARGET_STEP_LEGACY_ID", to)];
    let ends = ends.map(|(column, key)| (column, guid(key).to_string()));
    let cells: Vec<_> = ends.into_iter().chain([("WORKFLOW_REASON_TYPE_ID", reason.to_owned())]).collect();
    row("MO_WORKFLOW_LINKS", &cells)
}

/// The case file of a person with one form, which has one answer.
fn file(person: u8, form: u8, answer: &str) -> MappedCaseFile {
    let (own, entity) = (guid(form).to_string(), plan().dictionary().find("CaseForm").unwrap());
    let steps = plan().contract().find("MO_WORKFLOW_STEPS").unwrap();
    let origin = Origin { file: care2mosaic::record::FileId(0), line: u64::from(form) };
    MappedCaseFile {
        number: u64::from(person),
        person: guid(person),
        state: CaseFileState::Complete,
        rows: vec![
            row("MO_WORKFLOW_STEPS", &[("LEGACY_ID", own.clone()), ("STEP_STATUS", "STARTED".into())]),
            row(
                "MO_FORMS",
                &[("LEGACY_ID", own.clone()), ("CREATED_ON", format!("2024-06-0{form}T09:30:00"))],
            ),
            row("MO_FORM_ANSWERS", &[("FORM_LEGACY_ID", own.clone()), ("TEXT_ANSWER", answer.into())]),
            row(
                "MO_SUBGROUP_SUBJECTS",
                &[("SUBGROUP_LEGACY_ID", own.clone()), ("PERSON_LEGACY_ID", guid(person).to_string())],
            ),
        ],
        givers: Vec::new(),
        last_rows: Vec::new(),
        addresses: Vec::new(),
        joining: Vec::new(),
        outcomes: vec![RecordOutcome {
            entity,
            key: Some(guid(form)),
            origin,
            outcome: Outcome::Migrated,
            reason: None,
            rule: String::new(),
        }],
        findings: Vec::new(),
        counted: CodeCounts::default(),
        cross_references: vec![CrossReference {
            source_entity: "CaseForm".into(),
            source_id: own.clone(),
            table: steps,
            legacy_id: own.clone(),
        }],
        repeats: Vec::new(),
        documents: Vec::new(),
        work_rows: vec![(0, steps, own)],
        siblings: Vec::new(),
    }
}

/// What is folded of the copies 1, 2, … of the case files.
fn folds(files: &[MappedCaseFile]) -> Vec<(Guid, Guid)> {
    let family =
        (1..).zip(0..files.len()).map(|(form, file)| SiblingCopy { file, key: guid(form) }).collect();
    find_folds(plan(), files, &[family]).iter().collect()
}

#[test]
fn the_first_that_says_the_same_stands_for_the_others() {
    let files =
        [file(11, 1, "Seen."), file(12, 2, "Not seen."), file(13, 3, "Seen."), file(14, 4, "Not seen.")];
    assert_eq!(folds(&files), [(guid(3), guid(1)), (guid(4), guid(2))]);
    let one_person = [file(11, 1, "Seen."), file(11, 2, "Seen."), file(12, 3, "Seen.")];
    assert_eq!(folds(&one_person), [(guid(3), guid(1))]);
}

#[test]
fn what_would_contradict_or_lead_to_itself_stays_apart() {
    let with = |more: [Vec<TargetRow>; 2]| {
        let mut files = [file(11, 1, "Seen."), file(12, 2, "Seen.")];
        for (file, more) in files.iter_mut().zip(more) {
            file.rows.extend(more);
        }
        folds(&files)
    };
    assert_eq!(with([vec![link(1, 9, "1")], vec![link(2, 9, "1")]]), [(guid(2), guid(1))]);
    assert_eq!(with([vec![link(1, 9, "1")], vec![link(2, 9, "2")]]), []);
    assert_eq!(with([vec![], vec![link(1, 2, "1")]]), []);
}

#[test]
fn work_that_waits_for_others_is_not_folded() {
    let mut files = [file(11, 1, "Seen."), file(12, 2, "Seen.")];
    let answer = files[1].rows.remove(2);
    let record = RecordPlace {
        entity: files[1].outcomes[0].entity,
        key: guid(2),
        origin: files[1].outcomes[0].origin,
    };
    files[1].last_rows.push(LastRow {
        row: answer,
        record,
        other: None,
        kind: LastKind::Joining,
        keys: Vec::new(),
        lost: Vec::new(),
        note: ColumnId(0),
    });
    assert_eq!(folds(&files), []);
}

#[test]
fn what_names_a_copy_names_the_one_that_stands_for_it() {
    let mut files = [file(11, 1, "Seen."), file(12, 2, "Seen.")];
    files[0].rows.push(link(1, 9, "1"));
    files[1].rows.extend([link(2, 9, "1"), link(8, 2, "1")]);
    apply_folds(plan(), &Folds::from_iter([(guid(2), guid(1))]), &mut files);
    assert_eq!(files[0].rows.len(), 5);
    let (lead, copy) = (guid(1).to_string(), guid(2).to_string());
    let subject = row(
        "MO_SUBGROUP_SUBJECTS",
        &[("SUBGROUP_LEGACY_ID", lead.clone()), ("PERSON_LEGACY_ID", guid(12).to_string())],
    );
    assert_eq!(files[1].rows, [subject, link(8, 1, "1")]);
    assert_eq!(files[1].outcomes[0].outcome, Outcome::Merged);
    assert_eq!(files[0].outcomes[0].outcome, Outcome::Migrated);
    let lines: Vec<_> =
        files[1].cross_references.iter().map(|line| (&line.source_id, &line.legacy_id)).collect();
    assert_eq!(lines, [(&copy, &lead)]);
    assert_eq!(files[1].counted.of(files[1].outcomes[0].entity, None, Reason::SiblingFold), 1);
}
