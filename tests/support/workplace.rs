//! A folder to run commands in.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use super::Run;

/// A new folder to run commands in; it goes with the test.
#[derive(Debug)]
pub(crate) struct Workplace {
    folder: TempDir,
}

impl Workplace {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// The same, in memory where the system has a place for that: what waits for a disk elsewhere waits for nothing.
    pub(crate) fn in_memory() -> Self {
        Self { folder: tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap() }
    }

    /// A path within the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, and the folders it needs.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Runs the program here; `line` is parted at spaces.
    pub(crate) fn run(&self, line: &str) -> Run {
        let output = self.command(line).output().unwrap();
        self.told(&output)
    }

    /// The program, about to be run here with a log of warnings only.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_care2mosaic"));
        command.current_dir(self.folder.path()).args(line.split_whitespace());
        command.env("CARE2MOSAIC_LOG", "warn");
        command
    }

    /// What a command said, without what differs from run to run.
    pub(crate) fn told(&self, output: &Output) -> Run {
        Run::new(output, self.folder.path())
    }

    /// The package's own mappings.
    pub(crate) fn mappings() -> PathBuf {
        Self::package("mappings")
    }

    /// A file or folder of the package.
    pub(crate) fn package(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
    }
}
