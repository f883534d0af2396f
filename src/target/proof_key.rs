//! The key under which digests are published.

use std::path::Path;

use super::{TargetError, write_atomically};

/// The proof key of an output folder: the one given, else the folder's own, which is made if there is none.
pub fn proof_key(output: &Path, given: Option<&Path>) -> Result<[u8; 32], TargetError> {
    let own = output.join("proof.key");
    match given {
        Some(path) => {
            let key = read(path)?;
            if !own.exists() {
                write_atomically(&own, |out| out.write_all(&key))?;
            }
            Ok(key)
        }
        None if own.exists() => read(&own),
        None => make(&own),
    }
}

/// Takes the key given in place of the folder's own, if it has one.
pub fn replace_proof_key(output: &Path, given: &Path) -> Result<[u8; 32], TargetError> {
    let key = read(given)?;
    write_atomically(&output.join("proof.key"), |out| out.write_all(&key))?;
    Ok(key)
}

fn read(path: &Path) -> Result<[u8; 32], TargetError> {
    let bytes = std::fs::read(path).map_err(TargetError::at(path))?;
    bytes.try_into().map_err(|_| TargetError::ProofKey { path: path.to_path_buf() })
}

fn make(path: &Path) -> Result<[u8; 32], TargetError> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| TargetError::at(path)(std::io::Error::other(error)))?;
    write_atomically(path, |out| out.write_all(&key))?;
    Ok(key)
}
