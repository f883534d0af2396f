//! The state of an output folder as JSON.

use care2mosaic::ledger::{RunRow, WorkerRow};
use care2mosaic::pipeline::{RunOutcomes, Status};
use serde_json::{Value, json};

/// All of it.
pub(super) fn to_json(status: &Status, history: Option<&[RunOutcomes]>) -> String {
    let runs: Vec<_> = status.runs.iter().map(run_json).collect();
    let batches: Vec<_> = status
        .batches
        .iter()
        .map(|batch| {
            json!({
                "number": batch.number, "run": batch.run, "kind": batch.kind.word(), "state": batch.state.word(),
                "reason": batch.reason, "case_files": batch.case_files, "manifest_sha256": batch.manifest_sha256,
            })
        })
        .collect();
    let exceptions: Vec<_> = status
        .exceptions
        .iter()
        .map(|one| json!({"kind": one.kind, "reason": one.reason, "records": one.records}))
        .collect();
    let case_files: serde_json::Map<_, _> =
        status.case_files.iter().map(|(state, count)| (state.clone(), (*count).into())).collect();
    let mut status = json!({
        "run": status.run.as_ref().map(run_json), "advice": status.advice, "next": status.next,
        "case_files": case_files, "exceptions": exceptions, "changed_case_files": status.changed.case_files,
        "changed_shared": status.changed.shared, "gone_held": status.changed.gone_held,
        "gone_unnumbered": status.changed.gone_unnumbered, "gone": status.gone, "back": status.back,
        "audit": status.audit,
        "written_since_audit": status.written_since_audit, "batches": batches, "runs": runs,
        "workers": status.workers.iter().map(worker_json).collect::<Vec<_>>(),
    });
    if let Some(history) = history {
        status["history"] = history.iter().map(outcomes_json).collect();
    }
    format!("{status:#}\n")
}

/// A run with what became of records in it.
pub(in crate::cli::command) fn outcomes_json(run: &RunOutcomes) -> Value {
    let mut json = run_json(&run.run);
    let causes = run.causes.iter().map(|cause| {
        json!({
            "kind": cause.kind, "entity": cause.entity, "field": cause.field, "reason": cause.reason,
            "records": cause.records,
        })
    });
    json["records"] = json!(run.records);
    json["case_files"] = json!(run.case_files);
    json["causes"] = causes.collect();
    json
}

fn worker_json(worker: &WorkerRow) -> Value {
    json!({
        "id": worker.id, "run": worker.run, "batches": worker.batches, "finishing": worker.finishing,
    })
}

fn run_json(run: &RunRow) -> Value {
    json!({
        "number": run.number, "id": run.id, "dry_run": run.dry_run, "started": run.started,
        "finished": run.finished, "verdict": run.verdict, "exit_code": run.exit_code,
    })
}
