//! The package's own text.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file.
pub(super) struct Code {
    /// Its path, relative to the package.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
}

impl Code {
    /// Every Rust file under a folder of the package.
    pub(super) fn under(folder: &str) -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        list(&root.join(folder), &mut files);
        files.sort();
        let read = |path: PathBuf| Self {
            text: fs::read_to_string(&path).unwrap(),
            path: path.strip_prefix(root).unwrap().display().to_string(),
        };
        files.into_iter().map(read).collect()
    }

    /// The room it is in: the first folder under `src/`.
    pub(super) fn room(&self) -> &str {
        self.path.strip_prefix("src/").and_then(|path| path.split_once('/')).map_or("", |(room, _)| room)
    }

    /// Its lines with their numbers, without comments and without the tests at its foot.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().take_while(|line| *line != "#[cfg(test)]");
        (1..).zip(lines).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// Every place where a pattern stands, as `path:line`.
    pub(super) fn places(&self, pattern: &str) -> Vec<String> {
        let with = self.lines().filter(|(_, line)| line.contains(pattern));
        with.map(|(number, line)| format!("{}:{number}: {}", self.path, line.trim())).collect()
    }

    /// Every place where a mark stands, as `path:line`, comments and tests included.
    pub(super) fn marks(&self, mark: &str) -> Vec<String> {
        let with = self.text.lines().zip(1..).filter(|(line, _)| line.contains(mark));
        with.map(|(_, number): (_, usize)| format!("{}:{number}", self.path)).collect()
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
