//! What a verification came to, as JSON.

use care2mosaic::pipeline::{SignedBy, Verified, VerifiedProof, VerifyFinding};
use serde_json::{Value, json};

/// Version of the form. Keys may be added to a version; none is renamed or dropped.
const FORMAT: u32 = 1;

/// All of it.
pub(super) fn to_json(verified: &Verified) -> String {
    let checks: Vec<_> = verified
        .checks()
        .into_iter()
        .map(|(check, findings)| {
            let status = if findings == 0 { "passed" } else { "failed" };
            json!({"id": check.id, "summary": check.summary, "status": status, "findings": findings})
        })
        .collect();
    let findings: Vec<_> = verified.findings.iter().map(finding).collect();
    let root = verified.root.as_ref().map(|(value, leaves)| json!({"value": value, "leaves": leaves}));
    let signature = signature(verified.signature.as_ref());
    let case_file = verified.case_file.as_ref().map(|one| {
        let rows: serde_json::Map<_, _> =
            one.rows.iter().map(|(table, rows)| (table.clone(), (*rows).into())).collect();
        json!({"case_file": one.number, "leaf": one.leaf, "batch": one.batch, "rows": rows})
    });
    let verdict = if verified.findings.is_empty() { "verified" } else { "changed" };
    let body = json!({
        "format": FORMAT, "verdict": verdict, "files": verified.files, "bytes": verified.bytes,
        "batches": verified.batches, "case_files": verified.case_files, "digests": verified.digests,
        "joining": verified.joining, "root": root, "with_source": verified.with_source,
        "signature": signature, "case_file": case_file, "checks": checks, "findings": findings,
    });
    format!("{body:#}\n")
}

/// What checking the proof of one case file came to.
pub(super) fn of_proof(verified: &VerifiedProof) -> String {
    let findings: Vec<_> = verified.findings.iter().map(finding).collect();
    let verdict = if findings.is_empty() { "verified" } else { "changed" };
    let body = json!({
        "format": FORMAT, "verdict": verdict, "proof": verified.proof, "with_root_document": verified.with_document,
        "vouched_for": "digest",
        "signature": signature(verified.signature.as_ref()),
        "findings": findings,
    });
    format!("{body:#}\n")
}

fn signature(signed: Option<&SignedBy>) -> Option<Value> {
    signed.map(|one| json!({"key": one.key, "principals": one.principals}))
}

fn finding(one: &VerifyFinding) -> Value {
    json!({
        "check": one.check, "file": one.file, "line": one.line, "case_file": one.case_file, "expected": one.expected,
    })
}
