//! The staging contract, and what a council makes of it.

mod council;
mod file_form;
mod lookups;
mod parts;
mod template_faults;
mod templates;

use crate::support::Workplace;

/// A small export, and a project folder whose mappings a test may change.
fn project() -> Workplace {
    let workplace = Workplace::new();
    workplace.run("synth export --people 40 --seed 5").ended(0);
    workplace.run("init project").ended(0);
    workplace
}

/// Replaces a text, which must be there, in a file of the mappings.
fn change(workplace: &Workplace, file: &str, from: &str, to: &str) {
    let path = workplace.path("project/mappings").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has {from}");
    std::fs::write(path, text.replace(from, to)).unwrap();
}

const CHECK: &str = "check --mappings project/mappings";

/// The command that migrates the export into a folder.
fn migrate(out: &str) -> String {
    format!("migrate export --out {out} --mappings project/mappings")
}
