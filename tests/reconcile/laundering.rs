//! What a proof builds on is what the ledger vouches for: a proof blesses nothing that other hands wrote.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use care2mosaic::pipeline::{
    AuditResultsRequest, Cancel, ReconcileRequest, RunError, Silent, VerifyRequest, audit_results, reconcile,
    verify,
};

use super::migrated::{Changed, Migrated};

const REPORT: &str = "reconciliation/report.json";

type Report = serde_json::Map<String, serde_json::Value>;

/// Changes the report and nothing else.
fn edit_report(changed: &Changed, change: impl FnOnce(&mut Report)) {
    let path = changed.out().join(REPORT);
    let mut report: Report = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut report);
    fs::write(&path, format!("{:#}\n", serde_json::Value::Object(report))).unwrap();
}

/// Every file but the ledger, which the same rows may fill in another way.
fn files(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = crate::support::files(out);
    files.retain(|name, _| !name.starts_with("ledger.sqlite") && name != ".lock");
    files
}

/// Proves a changed folder: it is turned away with this file, and nothing is changed.
fn assert_refused(changed: &Changed, file: &str) {
    let before = files(&changed.out());
    let request = ReconcileRequest {
        out: changed.out(),
        sources: vec![Migrated::shared().drop()],
        mosaic: None,
        ledger: None,
        threads: 1,
    };
    let error = reconcile(&request, &Silent, &Cancel::default()).unwrap_err();
    assert_eq!(error.exit().code(), 3, "{error}");
    assert!(error.to_string().starts_with(&format!("{file} of ")), "{error}");
    assert!(files(&changed.out()) == before, "{file}: something was written");
    assert_eq!(verify_again(changed).exit().code(), 3, "{file}: the ledger bears it out");
}

fn verify_again(changed: &Changed) -> care2mosaic::pipeline::Verified {
    let request = VerifyRequest {
        out: changed.out(),
        sources: Vec::new(),
        case_file: None,
        allowed_signers: None,
        signer: None,
        ledger: None,
        threads: 1,
    };
    verify(&request, &Silent, &Cancel::default()).unwrap()
}

#[test]
fn a_report_that_other_hands_wrote_is_not_built_upon() {
    let forgeries: [fn(&mut Report); 4] = [
        |report| report["policies"]["adoption.linked"] = "release".into(),
        |report| report["warnings"] = serde_json::json!([]),
        |report| report["mapped"] = serde_json::json!([]),
        |report| {
            report["source"]["ignored"] = serde_json::json!([{"path": "Other.csv", "reason": "not ours"}]);
        },
    ];
    for forgery in forgeries {
        let changed = Migrated::shared().copy();
        edit_report(&changed, forgery);
        assert_refused(&changed, REPORT);
    }
    let changed = Migrated::shared().copy();
    edit_report(&changed, forgeries[0]);
    let request =
        AuditResultsRequest { out: changed.out(), list: "sample.csv".into(), reason: None, ledger: None };
    let error = audit_results(&request).unwrap_err();
    assert!(matches!(error, RunError::Changed { ref path, .. } if path == REPORT), "{error}");
}

#[test]
fn lists_and_digests_that_other_hands_changed_are_not_noted_anew() {
    for file in ["digests/0001.csv", "exceptions/warnings.csv", "exceptions/held.csv"] {
        let changed = Migrated::shared().copy();
        let path = changed.out().join(file);
        let text = fs::read(&path).unwrap();
        fs::write(&path, vec![b'0'; text.len()]).unwrap();
        assert_refused(&changed, file);
        fs::write(&path, &text[..text.len() / 2]).unwrap();
        assert_refused(&changed, file);
        fs::remove_file(&path).unwrap();
        assert_refused(&changed, file);
    }
}

#[test]
fn a_file_that_other_hands_added_is_not_noted() {
    for file in
        ["exceptions/other.csv", "exceptions/rows/Other.csv", "reconciliation/other.json", "digests/9.csv"]
    {
        let changed = Migrated::shared().copy();
        fs::create_dir_all(changed.out().join(file).parent().unwrap()).unwrap();
        fs::write(changed.out().join(file), "x").unwrap();
        assert_refused(&changed, file);
    }
}

#[test]
fn a_file_of_the_proof_itself_is_written_anew() {
    let changed = Migrated::shared().copy();
    let before = files(&changed.out());
    fs::remove_file(changed.out().join("reconciliation/joining.csv")).unwrap();
    fs::write(changed.out().join("reconciliation/case-files.csv"), "x").unwrap();
    fs::write(changed.out().join("reconciliation/report.html"), "x").unwrap();
    assert_eq!(changed.reconcile().0.exit.code(), 0);
    let after = files(&changed.out());
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    for file in ["reconciliation/joining.csv", "reconciliation/case-files.csv", "reconciliation/root.json"] {
        assert_eq!(after[file], before[file], "{file}");
    }
}
