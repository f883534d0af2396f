//! The output folder as a data package and a bag.

use std::collections::BTreeMap;
use std::path::Path;

use crate::map::plan::Plan;
use crate::pipeline::RunError;
use crate::pipeline::output_folder::names;
use crate::target::{Batch, write_bag, write_data_package};

/// Writes `datapackage.json` over all batches, then the bag's own files.
pub(super) fn package(output: &Path, plan: &Plan) -> Result<(), RunError> {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in names(&output.join("data").join("batches"))? {
        let batch = name.parse().ok().and_then(|number| Batch::found(output, number));
        for file in batch.iter().flat_map(|batch| &batch.manifest().files) {
            if let Some(table) = &file.table {
                files.entry(table.clone()).or_default().push(format!("batches/{name}/{}", file.path));
            }
        }
    }
    write_data_package(output, plan.contract(), &files)?;
    Ok(write_bag(output)?)
}
