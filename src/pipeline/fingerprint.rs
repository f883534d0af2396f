//! What a run depends on, so that only the same run goes on.

use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::noted_drop::is_same_folder;
use super::working_folder::find_again;
use crate::report::model::LostFiles;
use crate::report::summary::{mappings_option, profile_option};
use crate::source::DropFolder;
use crate::target::hex;

/// What a run depends on; the ledger keeps it as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fingerprint {
    /// Version of this program.
    pub(crate) tool_version: String,
    /// SHA-256 of the mappings.
    pub(crate) mappings_sha256: String,
    /// SHA-256 of the contract.
    pub(crate) contract_sha256: String,
    /// The name of the profile.
    pub(crate) profile: String,
    /// The same, where it was named and not found out; that is no difference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) named_profile: Option<String>,
    /// Surviving people a batch.
    pub(crate) batch_size: u32,
    /// SHA-256 over paths and digests of all files of the drop; see [`drop_sha256`].
    pub(crate) drop_sha256: String,
    /// SHA-256 of the proof key.
    pub(crate) proof_key_sha256: String,
    /// Where the drop lay; another place is no difference.
    pub(crate) export: String,
    /// Where folders of corrected rows lay that were laid over the drop, in order; another place is no difference.
    pub(crate) corrections: Vec<String>,
    /// Where the mappings lay; another place is no difference.
    pub(crate) mappings: String,
    /// The folder that the command was typed in, from which relative places are found; no difference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) typed_in: Option<String>,
    /// The number of the run among those that write.
    pub(crate) run: u32,
    /// Attached files that were given up since the run began; the digest of the drop is without them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) lost: Vec<LostFiles>,
    /// Why sealed case files stay as they are that the mappings of the run would change; no difference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) accepted: Option<String>,
}

impl Fingerprint {
    /// Reads what the ledger keeps; places are where they are found now.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut used: Self = serde_json::from_str(text).ok()?;
        let places = [&mut used.export, &mut used.mappings].into_iter().chain(&mut used.corrections);
        places.for_each(|place| find_again(place, used.typed_in.as_deref()));
        Some(used)
    }

    /// The text for the ledger.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a fingerprint has only text and numbers")
    }

    /// The mappings folder and the profile that the run used, as options where a command does not find them by itself.
    pub(crate) fn mappings_options(&self) -> String {
        mappings_option(Path::new(&self.mappings)) + &profile_option(self.named_profile.as_deref())
    }

    /// Where the layers of the drop lay: 0 is the export, others are folders of corrected rows.
    pub(crate) fn places(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..).zip(std::iter::once(&self.export).chain(&self.corrections).map(String::as_str))
    }

    /// Whether another run read what lies in the same places.
    pub(crate) fn reads_from_where(&self, other: &Self) -> bool {
        let is_same =
            |((_, one), (_, other)): ((u32, &str), (u32, &str))| is_same_folder(one.as_ref(), other.as_ref());
        self.corrections.len() == other.corrections.len() && self.places().zip(other.places()).all(is_same)
    }

    /// Whether files are claimed in the same way.
    pub(crate) fn reads_like(&self, other: &Self) -> bool {
        self.mappings_sha256 == other.mappings_sha256 && self.profile == other.profile
    }

    /// What another run used that this one does not, in words for people; empty for the same run.
    pub(crate) fn differing(&self, other: &Self) -> Vec<String> {
        let pairs = [
            ("program version", self.tool_version == other.tool_version),
            ("contract", self.contract_sha256 == other.contract_sha256),
            ("mappings", self.mappings_sha256 == other.mappings_sha256),
            ("profile", self.profile == other.profile),
            ("batch size", self.batch_size == other.batch_size),
            ("drop", self.drop_sha256 == other.drop_sha256),
            ("proof key", self.proof_key_sha256 == other.proof_key_sha256),
        ];
        pairs.into_iter().filter(|(_, same)| !same).map(|(name, _)| name.to_owned()).collect()
    }
}

/// Path and digest of files that are not read themselves, but what was made of them.
pub(crate) fn originals(drop: &DropFolder) -> impl Iterator<Item = (&str, String)> {
    drop.originals().iter().map(|original| (original.path.as_str(), original.sha256.to_string()))
}

/// SHA-256 over the lines `path NUL digest LF` of all files that are read, in order of path.
pub(crate) fn drop_sha256<'a>(files: impl Iterator<Item = (&'a str, String)>) -> String {
    let mut files: Vec<_> = files.collect();
    files.sort();
    let mut hasher = Sha256::new();
    for (path, sha256) in files {
        for part in [path, "\0", &sha256, "\n"] {
            hasher.update(part);
        }
    }
    hex(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_files_does_not_matter() {
        let (one, two) = (("a.csv", "01".to_owned()), ("b.csv", "02".to_owned()));
        let forth = drop_sha256([one.clone(), two.clone()].into_iter());
        assert_eq!(forth, drop_sha256([two, one].into_iter()));
        assert_ne!(forth, drop_sha256([("a.csv", "02".to_owned()), ("b.csv", "01".to_owned())].into_iter()));
    }
}
