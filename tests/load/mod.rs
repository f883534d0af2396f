//! Staging tables: their definitions, and a sealed output in real databases.

mod ddl;
mod postgres;
mod refusals;
mod sqlite;
mod staging;

use std::sync::OnceLock;

use crate::support::{Workplace, files};

/// A copy of a migrated and proven output folder, `out`, of a small council, and of its export.
fn migrated() -> Workplace {
    static SHARED: OnceLock<Workplace> = OnceLock::new();
    let shared = SHARED.get_or_init(|| {
        let workplace = Workplace::new();
        workplace.run("synth export --people 60 --seed 5").ended(0);
        let mappings = Workplace::mappings();
        workplace.run(&format!("migrate export --out out --mappings {}", mappings.display())).ended(0);
        workplace
    });
    let workplace = Workplace::new();
    for folder in ["out", "export"] {
        for (name, bytes) in files(&shared.path(folder)) {
            workplace.write(&format!("{folder}/{name}"), bytes);
        }
    }
    workplace
}

/// The rows of each table of an output folder, by its manifests.
fn rows_of_manifests(workplace: &Workplace) -> std::collections::BTreeMap<String, u64> {
    let mut rows = std::collections::BTreeMap::new();
    for batch in std::fs::read_dir(workplace.path("out/data/batches")).unwrap() {
        let manifest = std::fs::read(batch.unwrap().path().join("manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
        for file in manifest["files"].as_array().unwrap() {
            if let (Some(table), Some(count)) = (file["table"].as_str(), file["rows"].as_u64()) {
                *rows.entry(table.to_owned()).or_default() += count;
            }
        }
    }
    rows
}
