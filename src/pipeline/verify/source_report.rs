//! The report against what drop, mappings and proof give.

use std::path::Path;

use serde_json::Value;

use super::check::SOURCE;
use super::finding::Findings;
use super::report::REPORT_FILE;
use crate::pipeline::reconcile::ProvenAgain;
use crate::report::model::Report;

/// Holds every part of the report that drop, mappings and proof give against them.
pub(super) fn against_export(output: &Path, again: &ProvenAgain, findings: &mut Findings) {
    // One that cannot be read was found already.
    let Ok(told) = Report::read(&output.join(REPORT_FILE)) else { return };
    let own = serde_json::to_value(again.report_like(&told)).unwrap_or_default();
    let told = serde_json::to_value(&told).unwrap_or_default();
    for (part, own) in own.as_object().into_iter().flatten() {
        let told = &told[part];
        if own != told {
            let place = first_other(own, told);
            let expected = format!("expected {part}{place} as the export gives it, found something else");
            findings.add(&SOURCE, REPORT_FILE, expected);
        }
    }
}

/// Where two parts differ first: the name of a key, or the place in a list, counted from 1.
fn first_other(own: &Value, told: &Value) -> String {
    match (own, told) {
        (Value::Object(own), Value::Object(told)) => {
            let mut keys: Vec<&String> = own.keys().chain(told.keys()).collect();
            keys.sort_unstable();
            let other = keys.into_iter().find(|key| own.get(*key) != told.get(*key));
            other.map(|key| format!(" ({key})")).unwrap_or_default()
        }
        (Value::Array(own), Value::Array(told)) => {
            let same = own.iter().zip(told).take_while(|(own, told)| own == told).count();
            format!(" (entry {})", same + 1)
        }
        _ => String::new(),
    }
}
