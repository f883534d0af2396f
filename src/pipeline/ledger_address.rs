//! Where the ledger is.

use std::path::{Path, PathBuf};

use super::RunError;

const SCHEME: &str = "sqlite://";

/// The file of the ledger: the one of the address, else `ledger.sqlite` in the output folder.
pub fn ledger_path(out: &Path, address: Option<&str>) -> Result<PathBuf, RunError> {
    let Some(address) = address else { return Ok(out.join("ledger.sqlite")) };
    match address.strip_prefix(SCHEME) {
        Some(path) if !path.is_empty() => Ok(PathBuf::from(path)),
        _ => Err(RunError::Usage("the ledger's address must be of the form sqlite://PATH".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_file() {
        let path = |address| ledger_path(Path::new("out"), address).ok();
        assert_eq!(path(None), Some(PathBuf::from("out/ledger.sqlite")));
        assert_eq!(path(Some("sqlite:///a/b.sqlite")), Some(PathBuf::from("/a/b.sqlite")));
        assert_eq!(path(Some("postgres://host/db")), None);
    }
}
