//! Our output, checked by other people's programs: `sha256sum`, `bagit.py`, `frictionless`, `jsonschema` and `sqlglot`.
//!
//! The last four are Python programs, which `.ci/run` installs beside the build; where they are missing, the tests that need
//! them say so and check nothing.

mod annotations;
mod bag;
mod broken;
mod data_package;
mod flat_table_faults;
mod odd_workbooks;
mod reporting_tables;
mod saved_as_worksheets;
mod schemas;
mod screens;
mod shapes;
mod staging_tables;
mod tool;
mod worksheets;

use crate::support::Workplace;

/// A migrated output folder, `out`, of a small council.
fn migrated() -> Workplace {
    let workplace = Workplace::new();
    workplace.run("synth export --people 60 --seed 5").ended(0);
    let mappings = Workplace::mappings();
    let migrate = format!("migrate export --out out --no-reconcile --mappings {}", mappings.display());
    workplace.run(&migrate).ended(0);
    workplace
}
