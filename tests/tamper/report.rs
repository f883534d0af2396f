//! A report whose changes were carried through page and ledger.

use std::collections::BTreeSet;

use care2mosaic::report::model::{IgnoredFile, Report};

use super::folder::{Folder, finders};

/// A part of the report, and a change of it that folder and ledger bear out.
type Forgery = (&'static str, fn(&mut Report));

const OF_THE_EXPORT: [Forgery; 13] = [
    ("fields", |report| report.fields[0].filled += 1),
    ("shares", |report| {
        report.shares.pop();
    }),
    ("target_columns", |report| report.target_columns[0].rows += 1),
    ("totals", |report| report.totals[0].groups[0].migrated += 1),
    ("checks", |report| {
        report.checks.pop();
    }),
    ("cases", |report| report.cases.migrated += 1),
    ("policies", |report| {
        report.policies.insert("adoption.linked".to_owned(), "release".into());
    }),
    ("source", |report| {
        let (path, reason) = ("Other.csv".to_owned(), "not ours".to_owned());
        report.source.ignored.push(IgnoredFile { path, reason });
    }),
    ("reference", |report| report.reference[0].records += 1),
    ("mappings", |report| report.mappings.as_mut().unwrap().extract_date = None),
    ("acknowledged", |report| {
        let on = "2026-01-01".to_owned();
        report.acknowledged.push(care2mosaic::report::model::Acknowledged {
            code: "ragged-row".to_owned(),
            file: "Case.csv".to_owned(),
            reason: "none".to_owned(),
            decided_by: "nobody".to_owned(),
            on,
            stops: 1,
        });
    }),
    ("balance", |report| {
        let line = report.balance.iter_mut().find(|line| line.entity == "Person").unwrap();
        (line.migrated, line.merged) = (line.migrated - 1, line.merged + 1);
    }),
    ("differences", |report| {
        let first = serde_json::json!({
            "check": "cell", "kind": "value", "entity": "", "table": "", "field": "", "mapping": "",
            "mapping_line": 0, "differences": 1, "file": "", "line": 0
        });
        report.differences.push(serde_json::from_value(first).unwrap());
    }),
];

#[test]
fn what_the_report_says_of_the_export_is_held_against_it() {
    let folder = Folder::new();
    folder.edit_report(|report| OF_THE_EXPORT.iter().for_each(|(_, forgery)| forgery(report)));
    folder.sql(
        "UPDATE tally SET records = records - 1 WHERE entity = 'Person' AND outcome = 'migrated';
         UPDATE tally SET records = records + 1 WHERE entity = 'Person' AND outcome = 'merged'",
    );
    folder.carry();
    assert_eq!(folder.verify().findings, [], "the folder alone cannot tell");
    let verified = folder.verify_with_source();
    assert_eq!(finders(&verified), BTreeSet::from(["source"]));
    for (part, _) in OF_THE_EXPORT {
        let told = format!("expected {part} ");
        assert!(verified.findings.iter().any(|one| one.expected.starts_with(&told)), "{part}: {verified:?}");
    }
    assert_eq!(verified.findings.len(), OF_THE_EXPORT.len(), "{:?}", verified.findings);
}

#[test]
fn an_export_that_bears_the_report_out_has_nothing_against_it() {
    assert_eq!(Folder::new().verify_with_source().findings, []);
}

const OF_THE_LISTS: [Forgery; 6] = [
    ("held", |report| report.held.clear()),
    ("rejected", |report| report.rejected.clear()),
    ("rejected_values", |report| report.rejected_values[0].values += 1),
    ("warnings", |report| report.warnings.clear()),
    ("excluded", |report| report.excluded[0].records += 1),
    ("warnings", |report| {
        let warning = report.warnings.iter_mut().find(|one| one.first.is_some()).unwrap();
        warning.reason.push_str("-by-nobody");
    }),
];

#[test]
fn what_the_report_counts_of_the_lists_is_held_against_them() {
    for (part, forgery) in OF_THE_LISTS {
        let folder = Folder::new();
        folder.edit_report(forgery);
        folder.carry();
        let verified = folder.verify();
        let told = format!("expected {part} to count");
        assert!(verified.findings.iter().any(|one| one.expected.starts_with(&told)), "{part}: {verified:?}");
        // What is held, rejected or excluded is counted in the ledger as well.
        let by: &[&str] = if part == "warnings" { &["report"] } else { &["ledger", "report"] };
        assert_eq!(finders(&verified), by.iter().copied().collect(), "{part}");
    }
}
