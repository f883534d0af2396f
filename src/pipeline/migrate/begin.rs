//! The run in the ledger.

use jiff::Timestamp;
use uuid::Uuid;

use super::migration::Migration;
use super::run_target::RunIdentity;
use crate::ledger::{NewRun, RunRow};
use crate::pipeline::RunError;
use crate::pipeline::documents::Documents;
use crate::pipeline::fingerprint::{Fingerprint, drop_sha256};
use crate::source::FileReport;
use crate::target::hex;

/// Now, ISO 8601 in UTC, to the second.
pub(crate) fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl Migration<'_> {
    /// Goes on with a run, or begins one in a folder where nothing is sealed.
    pub(super) fn begin(
        self,
        sealed: Option<RunRow>,
        fingerprint: &Fingerprint,
    ) -> Result<RunIdentity, RunError> {
        if let Some(run) = sealed {
            self.refuse_other(&run, fingerprint)?;
            return Ok(RunIdentity { number: run.number, id: run.id, started: run.started });
        }
        self.folder.clear()?;
        self.begin_new(&fingerprint.to_json())
    }

    /// Begins a run.
    pub(super) fn begin_new(self, fingerprint: &str) -> Result<RunIdentity, RunError> {
        let run = NewRun {
            id: Uuid::now_v7().to_string(),
            dry_run: self.request.dry_run,
            started: now(),
            fingerprint: fingerprint.to_owned(),
        };
        let number = self.folder.ledger.begin_run(&run)?;
        Ok(RunIdentity { number, id: run.id, started: run.started })
    }

    /// What the run depends on.
    pub(super) fn fingerprint(
        self,
        files: &[FileReport],
        documents: &Documents<'_>,
        key: &[u8; 32],
    ) -> Fingerprint {
        let rows = files.iter().map(|report| (report.path.as_str(), report.sha256.to_string()));
        let attached = documents.listed().into_iter();
        let attached =
            attached.map(|document| (self.survey.drop.file(document.file).path.as_str(), document.sha256));
        self.fingerprint_of(drop_sha256(rows.chain(attached)), key)
    }

    /// The same, where the digest of the drop is known.
    pub(super) fn fingerprint_of(self, drop_sha256: String, key: &[u8; 32]) -> Fingerprint {
        Fingerprint {
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            mappings_sha256: self.plan.sha256().to_owned(),
            contract_sha256: self.plan.contract().sha256().to_owned(),
            profile: self.survey.profile.name.clone(),
            batch_size: self.request.batch_size,
            drop_sha256,
            proof_key_sha256: hex(&<sha2::Sha256 as sha2::Digest>::digest(key)),
            export: self.request.export.display().to_string(),
            mappings: self.request.mappings.display().to_string(),
        }
    }
}
