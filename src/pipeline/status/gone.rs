//! Files of an export that a run noted, and that do not lie there any more.

use std::collections::HashSet;
use std::path::Path;

use crate::ledger::{BatchRow, BatchState, Ledger, RunRow, SourceFileRow};
use crate::pipeline::RunError;
use crate::pipeline::batches::read_digests;
use crate::pipeline::fingerprint::Fingerprint;
use crate::record::Guid;
use crate::source::{Dictionary, Profile, layer_of, told_attachments};

/// Files of an export that a run noted, and that do not lie there any more. Nothing is read of those that do.
#[derive(Debug, Default)]
pub(super) struct Gone {
    /// Files of rows, and whatever else is no attached file.
    pub(super) rows: Vec<String>,
    /// Attached files that no sealed case file has.
    pub(super) attached: Vec<String>,
    /// Attached files of sealed case files.
    pub(super) sealed: Vec<String>,
    /// Attached files that the run gave up, and that lie there again.
    pub(super) back: Vec<String>,
}

impl Gone {
    /// Looks for the files of a run. An export that is not a folder, or is gone as a whole, is looked at by the command that
    /// reads it.
    pub(super) fn of(
        (out, ledger): (&Path, &Ledger),
        run: &RunRow,
        batches: &[BatchRow],
    ) -> Result<Self, RunError> {
        let Some(used) = Fingerprint::parse(&run.fingerprint) else { return Ok(Self::default()) };
        let places: Vec<&Path> = used.places().map(|(_, place)| Path::new(place)).collect();
        if places.iter().any(|place| !place.is_dir()) {
            return Ok(Self::default());
        }
        let is_gone = |file: &SourceFileRow| {
            let (layer, path) = layer_of(&file.path);
            places.get(layer as usize).is_some_and(|place| !lies_in(place, path))
        };
        let mut gone: Vec<SourceFileRow> =
            ledger.source_files(run.number)?.into_iter().filter(is_gone).collect();
        let given_up = || used.lost.iter().flat_map(|lost| &lost.files).map(|file| file.path.clone());
        let looked_for = gone.iter().any(is_attached) || given_up().next().is_some();
        let told = if looked_for { told_in(out, &used) } else { HashSet::new() };
        gone.retain(|file| !told.contains(&file.path));
        let back = given_up().filter(|path| lies_in(places[0], path) || told.contains(path)).collect();
        let mut found = Self { back, ..Self::default() };
        let sealed = if gone.is_empty() { HashSet::new() } else { sealed_records(out, batches) };
        for file in gone {
            let key = file.path.rsplit('/').next().and_then(|name| Guid::parse(name).ok());
            let list = match key {
                Some(key) if sealed.contains(&key) => &mut found.sealed,
                _ if is_attached(&file) => &mut found.attached,
                _ => &mut found.rows,
            };
            list.push(file.path);
        }
        Ok(found)
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<String> {
        self.rows.iter().chain(&self.attached).chain(&self.sealed).cloned().collect()
    }
}

/// Whether a file lies in a folder, or is made of one that does: of a row, or of a part of it.
fn lies_in(place: &Path, path: &str) -> bool {
    let mut above = Path::new(path).ancestors().skip(1);
    place.join(path).exists()
        || above.any(|above| !above.as_os_str().is_empty() && place.join(above).is_file())
}

/// The paths by which attached files are told that lie in the export now. Where the run's mappings cannot be read any more,
/// which is told elsewhere, none are known.
fn told_in(out: &Path, used: &Fingerprint) -> HashSet<String> {
    let mappings = out.join("mappings").join(format!("{:04}", used.run));
    let dictionary = Dictionary::load(&mappings.join("dictionary.csv"));
    let profile = dictionary.and_then(|dictionary| Profile::load(&mappings, &used.profile, &dictionary)).ok();
    let told = profile.and_then(|profile| told_attachments(Path::new(&used.export), &profile).ok());
    told.into_iter().flatten().collect()
}

/// Attached files have no rows, and a folder of their own.
fn is_attached(file: &SourceFileRow) -> bool {
    file.records == 0 && !file.entity.is_empty() && layer_of(&file.path).1.contains('/')
}

/// The keys of all records of sealed case files.
fn sealed_records(out: &Path, batches: &[BatchRow]) -> HashSet<Guid> {
    let sealed = batches.iter().filter(|batch| batch.state == BatchState::Sealed);
    let digests = sealed.filter_map(|batch| read_digests(out, batch.number).ok());
    let records = digests.flat_map(|digests| digests.into_values().flat_map(|(_, records)| records));
    records.map(|record| record.key).collect()
}
