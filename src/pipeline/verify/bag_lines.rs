//! A manifest of the bag, read back.

use std::collections::BTreeMap;
use std::path::Path;

use super::check::BAG;
use super::finding::Findings;

/// The lines of a manifest of the bag: digests by path.
#[derive(Debug, Default)]
pub(super) struct BagLines {
    /// Line and digest by path.
    pub(super) files: BTreeMap<String, (u64, String)>,
}

/// The order in which a manifest lists its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BagOrder {
    /// Folder by folder.
    Folders,
    /// As texts.
    Texts,
}

impl BagLines {
    /// Reads a manifest; what is wrong with its form is found.
    pub(super) fn read(output: &Path, name: &str, order: BagOrder, findings: &mut Findings) -> Self {
        let mut lines = Self::default();
        let Ok(text) = std::fs::read_to_string(output.join(name)) else {
            findings.add(&BAG, name, "expected a manifest of the bag, found none that can be read");
            return lines;
        };
        if !text.is_empty() && !text.ends_with('\n') {
            findings.add(&BAG, name, "expected a line end at the end");
        }
        let mut before: Option<String> = None;
        for (number, line) in (1_u64..).zip(text.lines()) {
            let Some((sha256, path)) = split(line) else {
                findings.at_line(&BAG, (name, number), None, "expected a SHA-256, two spaces, and a path");
                continue;
            };
            if before.as_deref().is_some_and(|before| !comes_before(order, before, &path)) {
                findings.at_line(&BAG, (name, number), None, "expected every path once, in order");
            }
            lines.files.insert(path.clone(), (number, sha256.to_owned()));
            before = Some(path);
        }
        lines
    }

    /// The digest that the manifest has for a path.
    pub(super) fn of(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(|(_, sha256)| sha256.as_str())
    }
}

fn comes_before(order: BagOrder, before: &str, path: &str) -> bool {
    match order {
        BagOrder::Folders => Path::new(before) < Path::new(path),
        BagOrder::Texts => before < path,
    }
}

fn split(line: &str) -> Option<(&str, String)> {
    let (sha256, path) = line.split_once("  ")?;
    let is_digest =
        sha256.len() == 64 && sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let path = path.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    (is_digest && !path.is_empty()).then_some((sha256, path))
}
