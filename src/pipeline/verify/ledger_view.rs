//! What the ledger says of an output folder.

use std::collections::BTreeMap;

use super::check::LEDGER;
use super::finding::Findings;
use crate::ledger::{BatchRow, BatchState, Ledger, LedgerAddress, LedgerError, RunRow};
use crate::pipeline::fingerprint::Fingerprint;
use crate::report::model::Verdict;

/// The name of the ledger in the output folder, as findings use it.
pub(super) const NAME: &str = "ledger.sqlite";

/// What there is to do without a ledger, and what is not looked at until then.
const UNTOLD: &str =
    "bring it back from a copy of the folder: until then nothing is said of what it alone vouches for";

/// What the ledger says of an output folder.
pub(super) struct LedgerView {
    pub(super) ledger: Ledger,
    pub(super) runs: Vec<RunRow>,
    pub(super) batches: Vec<BatchRow>,
    /// The digests of files that later commands rewrite, by path.
    pub(super) files: BTreeMap<String, String>,
}

impl LedgerView {
    /// Reads the ledger; what it cannot be read for is a finding.
    pub(super) fn read(
        address: &LedgerAddress,
        findings: &mut Findings,
    ) -> Result<Option<Self>, LedgerError> {
        if address.path().is_some_and(|path| !path.is_file()) {
            findings.add(&LEDGER, NAME, format!("expected the ledger of the run, found no file; {UNTOLD}"));
            return Ok(None);
        }
        match Self::open(address) {
            Ok(view) => Ok(Some(view)),
            Err(error) => broken(&error, findings).map_or(Err(error), |()| Ok(None)),
        }
    }

    fn open(address: &LedgerAddress) -> Result<Self, LedgerError> {
        let ledger = Ledger::look(address)?;
        let (runs, batches) = (ledger.runs()?, ledger.batches()?);
        let files = ledger.output_files()?.into_iter().map(|file| (file.path, file.sha256)).collect();
        Ok(Self { ledger, runs, batches, files })
    }

    /// The latest run that wrote something and came to its end.
    pub(super) fn kept(&self) -> Option<&RunRow> {
        let sealed = self.sealed().next().is_some();
        // A retry that was refused leaves what earlier runs wrote.
        let told = |run: &RunRow| !(sealed && run.verdict.as_deref() == Some(Verdict::Refused.word()));
        self.runs.iter().rev().find(|run| !run.dry_run && run.finished.is_some() && told(run))
    }

    /// What that run depended on.
    pub(super) fn fingerprint(&self) -> Option<Fingerprint> {
        self.kept().and_then(|run| Fingerprint::parse(&run.fingerprint))
    }

    /// The batches that are sealed.
    pub(super) fn sealed(&self) -> impl Iterator<Item = &BatchRow> {
        self.batches.iter().filter(|batch| batch.state == BatchState::Sealed)
    }

    /// What a reading of the ledger gave; what it could not be read for is a finding.
    pub(super) fn told<T>(
        read: Result<T, LedgerError>,
        findings: &mut Findings,
    ) -> Result<Option<T>, LedgerError> {
        match read {
            Ok(rows) => Ok(Some(rows)),
            Err(error) => broken(&error, findings).map_or(Err(error), |()| Ok(None)),
        }
    }
}

/// Notes that the ledger is damaged or another's; none where that is not what is wrong.
fn broken(error: &LedgerError, findings: &mut Findings) -> Option<()> {
    let what = match error {
        LedgerError::Version { found, newest, .. } => {
            format!("expected a ledger of version {newest} or earlier, found version {found}")
        }
        LedgerError::Damaged { said, .. } => {
            format!("expected the ledger of the run, found a damaged one ({said}); {UNTOLD}")
        }
        LedgerError::Unfinished { .. } => {
            format!("expected the ledger of the run, found an unfinished one; {UNTOLD}")
        }
        LedgerError::Empty { .. } => format!("expected the ledger of the run, found an empty one; {UNTOLD}"),
        _ => return None,
    };
    findings.add(&LEDGER, NAME, what);
    Some(())
}
