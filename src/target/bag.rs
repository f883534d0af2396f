//! The output folder as a BagIt 1.0 bag (RFC 8493).

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};

use super::{Batch, HashingWriter, MayName, TargetError, hex, write_atomically_if};

/// Writes the bag's own files over everything under `data/`, as long as they may have their names. They hold no clock.
pub fn write_bag(output: &Path, may_name: MayName<'_>) -> Result<(), TargetError> {
    let payload = digests(output, &output.join("data"))?;
    let bytes: u64 = payload.iter().map(|file| file.bytes).sum();
    let info = format!(
        "Bag-Software-Agent: care2mosaic {}\nPayload-Oxum: {bytes}.{}\n",
        env!("CARGO_PKG_VERSION"),
        payload.len()
    );
    let manifest = lines(&payload);
    let declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
    let own = [("bagit.txt", declaration), ("bag-info.txt", &info), ("manifest-sha256.txt", &manifest)];
    for (name, text) in own {
        write_atomically_if(&output.join(name), may_name, |out| out.write_all(text.as_bytes()))?;
    }
    let mut tags = digests(output, &output.join("mappings"))?;
    for (name, text) in own {
        tags.push(FileDigest {
            path: name.to_owned(),
            bytes: 0,
            sha256: hex(&<sha2::Sha256 as sha2::Digest>::digest(text)),
        });
    }
    tags.sort_by(|a, b| a.path.cmp(&b.path));
    let manifest = output.join("tagmanifest-sha256.txt");
    write_atomically_if(&manifest, may_name, |out| out.write_all(lines(&tags).as_bytes()))
}

/// A file and its digest.
struct FileDigest {
    path: String,
    bytes: u64,
    sha256: String,
}

fn lines(files: &[FileDigest]) -> String {
    files.iter().fold(String::new(), |mut text, file| {
        let _ = writeln!(text, "{}  {}", file.sha256, escaped(&file.path));
        text
    })
}

/// Line ends and percent signs in a path, as the standard writes them.
fn escaped(path: &str) -> String {
    path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D")
}

fn digests(output: &Path, folder: &Path) -> Result<Vec<FileDigest>, TargetError> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    paths.sort();
    let mut sealed = SealedFiles::new(output);
    let of_path = |path: &PathBuf| match sealed.digest(path) {
        Some((bytes, sha256)) => Ok(FileDigest { path: relative(output, path), bytes, sha256 }),
        None => digest(output, path),
    };
    paths.iter().map(of_path).collect()
}

/// What batches say of their files: their digests were taken while the files were written. Of batches that come one after
/// the other, one is in memory.
struct SealedFiles<'a> {
    output: &'a Path,
    batches: PathBuf,
    number: Option<u32>,
    files: HashMap<PathBuf, (u64, String)>,
}

impl<'a> SealedFiles<'a> {
    fn new(output: &'a Path) -> Self {
        let batches = output.join("data").join("batches");
        Self { output, batches, number: None, files: HashMap::new() }
    }

    /// The size and digest of a file of a batch, where it has that size.
    fn digest(&mut self, path: &Path) -> Option<(u64, String)> {
        let mut within = path.strip_prefix(&self.batches).ok()?.components();
        let number: u32 = within.next()?.as_os_str().to_str()?.parse().ok()?;
        if self.number != Some(number) {
            let batch = Batch::found(self.output, number)?;
            let files = batch.manifest().files.iter();
            let files = files.map(|file| (PathBuf::from(&file.path), (file.bytes, file.sha256.clone())));
            (self.number, self.files) = (Some(number), files.collect());
        }
        let known = self.files.get(within.as_path())?;
        (path.metadata().ok()?.len() == known.0).then(|| known.clone())
    }
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), TargetError> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder).map_err(TargetError::at(folder))? {
        let path = entry.map_err(TargetError::at(folder))?.path();
        if !path.is_dir() {
            paths.push(path);
        } else if !is_unfinished(&path) {
            collect(&path, paths)?;
        }
    }
    Ok(())
}

/// Whether a folder was being written by somebody who died: it has no part in what is finished, and will be removed.
fn is_unfinished(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') && name.ends_with(".tmp")
}

fn digest(output: &Path, path: &Path) -> Result<FileDigest, TargetError> {
    let mut file = File::open(path).map_err(TargetError::at(path))?;
    let mut hasher = HashingWriter::new(std::io::sink());
    std::io::copy(&mut file, &mut hasher).map_err(TargetError::at(path))?;
    let (_, bytes, sha256) = hasher.finish();
    Ok(FileDigest { path: relative(output, path), bytes, sha256 })
}

fn relative(output: &Path, path: &Path) -> String {
    path.strip_prefix(output).unwrap_or(path).to_string_lossy().into_owned()
}
