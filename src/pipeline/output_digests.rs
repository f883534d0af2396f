//! The digests of files that later commands may rewrite.

use std::fs::File;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::RunError;
use super::output_folder::names;
use super::report_files::{STAGED_REPORT, report_texts};
use crate::report::model::Report;
use crate::target::{HashingWriter, TargetError, hex};

/// Files beside `data/` and `mappings/`, which the bag covers.
const FILES: [&str; 5] =
    ["proof.key", "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"];
const FOLDERS: [&str; 4] = ["digests", "exceptions", "exceptions/rows", "reconciliation"];

/// The SHA-256 of each, by its path within the output folder.
pub(crate) fn output_digests(output: &Path) -> Result<Vec<(String, String)>, RunError> {
    let paths = FILES.iter().map(|name| (*name).to_owned()).collect();
    digests(output, paths, &FOLDERS.map(str::to_owned))
}

/// The same once the folder has this report.
pub(crate) fn digests_with(output: &Path, report: &Report) -> Result<Vec<(String, String)>, RunError> {
    let texts = report_texts(report);
    let mut digests = output_digests(output)?;
    digests.retain(|(path, _)| texts.iter().all(|(own, _)| own != path));
    digests.extend(texts.iter().map(|(path, text)| ((*path).to_owned(), hex(&Sha256::digest(text)))));
    Ok(digests)
}

/// The SHA-256 of what a dry run or a refused one left in its folder, by its path within the output folder.
pub(crate) fn result_digests(output: &Path, results: &str) -> Result<Vec<(String, String)>, RunError> {
    digests(output, Vec::new(), &FOLDERS.map(|folder| format!("{results}{folder}")))
}

fn digests(
    output: &Path,
    mut paths: Vec<String>,
    folders: &[String],
) -> Result<Vec<(String, String)>, RunError> {
    paths.extend(files_in(output, folders)?);
    let files = paths.into_iter().filter(|path| output.join(path).is_file() && path != STAGED_REPORT);
    let digests = files.map(|path| {
        let sha256 = digest(&output.join(&path))?;
        Ok((path, sha256))
    });
    digests.collect()
}

/// The files in the folders of lists, digests and reports, by their paths within the output folder.
pub(crate) fn listed_files(output: &Path) -> Result<Vec<String>, RunError> {
    let mut files = files_in(output, &FOLDERS.map(str::to_owned))?;
    files.retain(|path| !output.join(path).is_dir());
    Ok(files)
}

fn files_in(output: &Path, folders: &[String]) -> Result<Vec<String>, RunError> {
    let mut paths = Vec::new();
    for folder in folders {
        paths.extend(names(&output.join(folder))?.into_iter().map(|name| format!("{folder}/{name}")));
    }
    Ok(paths)
}

/// SHA-256 of a file in lower-case hexadecimal.
pub(crate) fn digest(path: &Path) -> Result<String, TargetError> {
    let mut file = File::open(path).map_err(TargetError::at(path))?;
    let mut hasher = HashingWriter::new(std::io::sink());
    std::io::copy(&mut file, &mut hasher).map_err(TargetError::at(path))?;
    Ok(hasher.finish().2)
}
