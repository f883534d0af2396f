//! Programs of other people.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A program, if it is there.
pub(super) struct Tool(PathBuf);

impl Tool {
    /// A Python program that `.ci/run` installed beside the build; says so where it is missing.
    pub(super) fn installed(name: &str) -> Option<Self> {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../conformance/bin").join(name);
        let found = path.is_file();
        if !found {
            let _ = writeln!(std::io::stderr(), "not run: {name} is missing; `.ci/run` installs it");
        }
        found.then_some(Self(path))
    }

    /// A program of the system.
    pub(super) fn of_system(name: &str) -> Self {
        Self(name.into())
    }

    /// Runs it in a folder.
    pub(super) fn run(&self, folder: &Path, arguments: &[&str]) -> Output {
        Command::new(&self.0).current_dir(folder).args(arguments).output().unwrap()
    }
}

/// What a program said.
pub(super) fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
