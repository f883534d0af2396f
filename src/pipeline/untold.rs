//! Case files that are held for reasons which no list names.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::RunError;
use crate::ledger::{Ledger, RunRow};
use crate::reconcile::reader::{ExceptionList, ExceptionListFile};
use crate::record::Reason;
use crate::target::TargetError;

/// The lists that name them.
const LISTS: [ExceptionList; 2] = [ExceptionList::Holds, ExceptionList::Waiting];

/// The case files that a run holds, or of which a record waits, under [`Reason::UNTOLD`]. The ledger has those of runs that
/// wrote; a dry run has lists of its own. None where such lists are gone: then it could be anybody.
pub(super) fn untold_case_files(
    out: &Path,
    ledger: &Ledger,
    run: &RunRow,
) -> Result<Option<BTreeSet<u64>>, RunError> {
    if !run.dry_run {
        return Ok(Some(ledger.case_files_held_for(run.number, Reason::UNTOLD)?.into_iter().collect()));
    }
    let Some(results) = results_of(out, ledger, run)? else { return Ok(None) };
    let mut numbers = BTreeSet::new();
    for list in LISTS {
        let path = results.join("exceptions").join(list.file_name());
        if !path.is_file() {
            return Ok(None);
        }
        numbers.extend(listed(&results, list).map_err(TargetError::at(&path))?);
    }
    Ok(Some(numbers))
}

/// The folder of a dry run's lists, as the ledger noted it.
fn results_of(out: &Path, ledger: &Ledger, run: &RunRow) -> Result<Option<PathBuf>, RunError> {
    let list = Path::new("exceptions").join(ExceptionList::Holds.file_name());
    let files = ledger.output_files()?;
    let own = files.iter().filter(|file| file.run == run.number).map(|file| Path::new(&file.path));
    let mut own = own.filter(|path| path.ends_with(&list));
    Ok(own.find_map(|path| path.parent()?.parent()).map(|results| out.join(results)))
}

fn listed(results: &Path, list: ExceptionList) -> io::Result<BTreeSet<u64>> {
    let mut numbers = BTreeSet::new();
    let mut lines = ExceptionListFile::open(results, list)?;
    while let Some(line) = lines.next_line()? {
        numbers.extend(line.case_file().filter(|_| line.get("REASON") == Reason::UNTOLD));
    }
    Ok(numbers)
}
