//! A drop with hard cases, and its list of them.

use std::cell::RefCell;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Planted, Planter};
use crate::synth::{Hooks, SynthError, SynthOptions, SynthSummary, synth_with};

/// Writes a synthetic drop with hard cases, and `DIR.truth.json` beside it.
pub(in crate::synth) fn synth_with_defects(
    dir: &Path,
    options: &SynthOptions,
    rate: f64,
) -> Result<SynthSummary, SynthError> {
    let truth = truth_path(dir);
    if truth.symlink_metadata().is_ok() {
        return Err(SynthError::ListThere { path: truth });
    }
    let planter = RefCell::new(Planter::new(rate));
    let hooks = Hooks {
        household: Box::new(|household, council, rng| {
            planter.borrow_mut().household(household, council, rng);
        }),
        files: Box::new(|writer, council| planter.borrow_mut().files(writer, council)),
        council: Box::new(|rows, council| planter.borrow_mut().council(rows, council)),
    };
    let summary = synth_with(dir, options, hooks)?;
    write_truth(&truth, &planter.into_inner().finish())?;
    Ok(summary)
}

/// `DIR.truth.json` for `DIR`.
fn truth_path(dir: &Path) -> PathBuf {
    let mut name = dir.file_name().map_or_else(|| OsString::from("drop"), OsString::from);
    name.push(".truth.json");
    dir.with_file_name(name)
}

/// One object a line, so that the list can be read and compared line by line.
fn write_truth(path: &Path, planted: &[Planted]) -> Result<(), SynthError> {
    let line = |planted| serde_json::to_string(planted).expect("texts and numbers are JSON");
    let lines: Vec<String> = planted.iter().map(line).collect();
    let text = if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) };
    fs::write(path, text).map_err(|error| {
        // Half a list would refuse the next try. Where even that fails, the first error is the one to tell.
        let _gone = fs::remove_file(path);
        SynthError::at(path)(error)
    })
}
