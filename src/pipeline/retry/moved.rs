//! Folders of corrected rows that lie elsewhere by now.

use std::path::Path;

use crate::ledger::RunRow;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::noted_drop::NotedDrop;
use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::{RetryRequest, RunError};
use crate::source::holds_corrected_rows;

/// Whether the rows that are given are, byte for byte, those that lay where there is nothing any more: then every run that read
/// them is told where they lie now.
pub(super) fn note_moved(
    folder: &OutputFolder,
    request: &RetryRequest,
    (last, used): (&RunRow, &Fingerprint),
) -> Result<bool, RunError> {
    let Some(rows) = request.source.as_deref().filter(|source| holds_corrected_rows(source)) else {
        return Ok(false);
    };
    let noted = NotedDrop::of(folder, last.number)?;
    for (layer, place) in used.places().skip(1) {
        if !Path::new(place).exists() && noted.is_layer(layer, rows)? {
            let typed_in = request.typed_in.as_deref().unwrap_or(Path::new(""));
            tell(folder, place, &typed_in.join(rows))?;
            return Ok(true);
        }
    }
    Ok(false)
}

fn tell(folder: &OutputFolder, before: &str, now: &Path) -> Result<(), RunError> {
    for run in folder.ledger.runs()? {
        let Some(mut used) = Fingerprint::parse(&run.fingerprint) else { continue };
        let moved: Vec<_> = used.corrections.iter_mut().filter(|place| *place == before).collect();
        if moved.is_empty() {
            continue;
        }
        for place in moved {
            *place = now.display().to_string();
        }
        folder.ledger.put_fingerprint(run.number, &used.to_json())?;
    }
    Ok(())
}
