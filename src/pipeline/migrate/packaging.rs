//! The output folder as a data package and a bag.

use std::collections::BTreeMap;
use std::path::Path;

use crate::map::plan::Plan;
use crate::pipeline::RunError;
use crate::pipeline::output_folder::names;
use crate::report::model::TargetTable;
use crate::target::{Batch, MayName, write_bag, write_data_package};

/// The tables that were written and the number of their rows, by the manifests; nobody has read the rows back.
pub(super) fn written_tables(output: &Path, plan: &Plan) -> Result<Vec<TargetTable>, RunError> {
    let mut rows: BTreeMap<String, u64> = BTreeMap::new();
    for name in names(&output.join("data").join("batches"))? {
        let batch = name.parse().ok().and_then(|number| Batch::found(output, number));
        for file in batch.iter().flat_map(|batch| &batch.manifest().files) {
            if let (Some(table), Some(count)) = (&file.table, file.rows) {
                *rows.entry(table.clone()).or_default() += count;
            }
        }
    }
    let tables = plan.contract().tables().iter().filter_map(|table| {
        let (table, rows) = rows.remove_entry(&table.name)?;
        Some(TargetTable { table, rows, sha256_rows: String::new() })
    });
    Ok(tables.collect())
}

/// Writes `datapackage.json` over all batches, then the bag's own files, as long as they may have their names.
pub(super) fn package(output: &Path, plan: &Plan, may_name: MayName<'_>) -> Result<(), RunError> {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in names(&output.join("data").join("batches"))? {
        let batch = name.parse().ok().and_then(|number| Batch::found(output, number));
        for file in batch.iter().flat_map(|batch| &batch.manifest().files) {
            if let Some(table) = &file.table {
                files.entry(table.clone()).or_default().push(format!("batches/{name}/{}", file.path));
            }
        }
    }
    write_data_package(output, plan.contract(), &files, may_name)?;
    Ok(write_bag(output, may_name)?)
}
