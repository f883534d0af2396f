//! Every file and folder under the output folder: is it known, and open to its owner alone?

use std::collections::BTreeSet;
use std::fs::Metadata;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::check::{KNOWN, MODE};
use super::finding::Findings;

/// Files that are there without a digest: the ledger, which is read row by row, and the marks of the running program.
const OWN: [&str; 5] = ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", ".lock", "proof.key"];

/// Folders of temporary files: a process that was killed leaves them, the next one removes them, nobody reads them.
const TEMPORARY: [&str; 2] = [".stage", ".workers"];

/// What the ledger alone vouches for: without it nobody knows which files are to be there.
const OF_LEDGER: [&str; 5] =
    ["digests", "dry-runs", "exceptions", "reconciliation", "tagmanifest-sha256.txt"];

/// Folders that may be empty.
const FOLDERS: [&str; 4] = ["exceptions", "exceptions/rows", "reconciliation", "dry-runs"];

/// What was walked over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Walked {
    /// The number of files.
    pub(super) files: u64,
    /// Their size.
    pub(super) bytes: u64,
}

/// Walks over an output folder; `known` has the paths of the files that ought to be there, but for those that only the
/// ledger vouches for where there is none.
pub(super) fn walk(
    output: &Path,
    (known, has_ledger): (&BTreeSet<&str>, bool),
    findings: &mut Findings,
) -> io::Result<Walked> {
    let mut walk = Walk { output, known, has_ledger, findings, walked: Walked::default() };
    // The folder itself may have been there before, as its owner made it.
    walk.folder("")?;
    Ok(walk.walked)
}

struct Walk<'a> {
    output: &'a Path,
    known: &'a BTreeSet<&'a str>,
    has_ledger: bool,
    findings: &'a mut Findings,
    walked: Walked,
}

impl Walk<'_> {
    fn folder(&mut self, under: &str) -> io::Result<()> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(self.output.join(under))? {
            names.push(entry?.file_name());
        }
        names.sort();
        for name in names {
            let name = name.to_string_lossy();
            let path = if under.is_empty() { name.into_owned() } else { format!("{under}/{name}") };
            self.entry(&path)?;
        }
        Ok(())
    }

    fn entry(&mut self, path: &str) -> io::Result<()> {
        let data = self.output.join(path).symlink_metadata()?;
        if data.is_dir() && TEMPORARY.contains(&path) {
            return Ok(());
        }
        if data.is_dir() {
            self.mode(path, &data);
            if !self.leads_to_a_file(path) && !self.is_untold(path) {
                self.findings.add(&KNOWN, path, "expected no folder of this name");
            }
            return self.folder(path);
        }
        if !data.is_file() {
            self.findings.add(&KNOWN, path, "expected a file or a folder, found a link or something else");
            return Ok(());
        }
        self.walked.files += 1;
        self.walked.bytes += data.len();
        self.mode(path, &data);
        if !self.known.contains(path) && !OWN.contains(&path) && !self.is_untold(path) {
            self.findings.add(&KNOWN, path, "expected no file of this name");
        }
        Ok(())
    }

    /// Whether the ledger would have to say what is there, and there is none.
    fn is_untold(&self, path: &str) -> bool {
        let top = path.split('/').next().unwrap_or_default();
        !self.has_ledger && OF_LEDGER.contains(&top)
    }

    /// Whether a known file lies under a folder.
    fn leads_to_a_file(&self, folder: &str) -> bool {
        let under = format!("{folder}/");
        let known: &BTreeSet<&str> = self.known;
        let next = known.range(under.as_str()..).next();
        FOLDERS.contains(&folder) || next.is_some_and(|next| next.starts_with(&under))
    }

    fn mode(&mut self, path: &str, data: &Metadata) {
        let (mode, most) = (data.permissions().mode() & 0o777, if data.is_dir() { 0o700 } else { 0o600 });
        // An archive may be closed to its owner as well.
        if mode & !most != 0 {
            self.findings.add(&MODE, path, format!("expected mode {most:04o} or less, found {mode:04o}"));
        }
    }
}
