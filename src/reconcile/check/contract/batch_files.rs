//! The files of a batch against its manifest.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::reconcile::Difference;
use crate::reconcile::check::{Check, FILE_FORM};
use crate::reconcile::reader::{BatchFolder, Fault, FileRead, hex};

/// Batches hold files of the contract's tables, and no others.
pub const FILE_NAMES: Check = Check {
    id: "file-names",
    summary: "batches hold import files of the contract's tables and nothing else",
};

/// Manifests say what is there.
pub const MANIFEST: Check = Check {
    id: "manifest",
    summary: "every manifest lists the files of its batch with their rows, size and SHA-256",
};

/// The difference that stands for a fault of a file.
pub(super) fn of_fault(path: &str, fault: &Fault) -> Difference {
    Difference { file: path.to_owned(), line: fault.line, ..Difference::new(FILE_FORM.id) }
}

/// Differences between a batch folder and its manifest; `read` has what each import file was like, by name.
pub(super) fn against_manifest(
    folder: &BatchFolder,
    read: &BTreeMap<String, FileRead>,
    documents: &BTreeMap<String, (u64, String)>,
) -> Vec<Difference> {
    let base = format!("data/batches/{:04}", folder.number);
    let at = |check: &Check, name: &str| Difference {
        file: format!("{base}/{name}"),
        ..Difference::new(check.id)
    };
    let strangers = folder.files.iter().filter(|file| file.table.is_none());
    let mut differences: Vec<_> = strangers.map(|file| at(&FILE_NAMES, &file.name)).collect();
    let Some(manifest) = &folder.manifest else {
        differences.push(at(&MANIFEST, "manifest.json"));
        return differences;
    };
    let mut there: BTreeMap<String, (Option<u64>, u64, &str)> = BTreeMap::new();
    there.extend(
        read.iter().map(|(name, file)| (name.clone(), (Some(file.rows), file.bytes, file.sha256.as_str()))),
    );
    there.extend(
        documents
            .iter()
            .map(|(name, (bytes, sha256))| (format!("documents/{name}"), (None, *bytes, sha256.as_str()))),
    );
    for listed in &manifest.files {
        match there.remove(&listed.path) {
            Some((rows, bytes, sha256))
                if rows == listed.rows && bytes == listed.bytes && sha256 == listed.sha256 => {}
            _ => differences.push(at(&MANIFEST, &listed.path)),
        }
    }
    differences.extend(there.keys().map(|name| at(&MANIFEST, name)));
    if manifest.batch != folder.number {
        differences.push(at(&MANIFEST, "manifest.json"));
    }
    differences
}

/// Size and SHA-256 of a file.
pub(super) fn digest_of(path: &Path) -> io::Result<(u64, String)> {
    let (mut file, mut hasher, mut bytes) = (std::fs::File::open(path)?, Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let length = file.read(&mut buffer)?;
        if length == 0 {
            return Ok((bytes, hex(&hasher.finalize())));
        }
        hasher.update(&buffer[..length]);
        bytes += length as u64;
    }
}
