//! A ledger and the output folder that it is of.
//!
//! A ledger in the folder itself cannot be mistaken. One on a server, or in a file elsewhere, keeps an identifier that the
//! folder keeps too, in its lock file: the same folder may be mounted in another place on every machine.

use std::path::Path;

use uuid::Uuid;

use super::RunError;
use crate::ledger::{BatchState, Ledger, LedgerAddress, PlaceRow};
use crate::target::{Batch, FolderLock};

/// Ties a ledger that was given to an output folder that this process holds, where neither is another's.
///
/// # Errors
/// [`RunError::LedgerOfAnother`] where the ledger is of another folder.
pub(super) fn tie(out: &Path, ledger: &Ledger, address: &LedgerAddress) -> Result<(), RunError> {
    ledger.in_turn(|| {
        if is_tied(out, ledger, address)? {
            return Ok(());
        }
        let known = ledger.place()?.map(|place| place.id).or_else(|| FolderLock::id_of(out));
        let id = known.unwrap_or_else(|| Uuid::now_v7().to_string());
        FolderLock::put_id(out, &id)?;
        Ok(ledger.put_place(&PlaceRow { id, path: place_of(out) })?)
    })
}

/// Refuses a ledger of another folder, and changes nothing.
pub(super) fn refuse_another(out: &Path, ledger: &Ledger, address: &LedgerAddress) -> Result<(), RunError> {
    is_tied(out, ledger, address).map(drop)
}

/// Whether folder and ledger have the same identifier; false where they may still get one.
fn is_tied(out: &Path, ledger: &Ledger, address: &LedgerAddress) -> Result<bool, RunError> {
    let Some(place) = ledger.place()? else { return Ok(false) };
    let own = FolderLock::id_of(out);
    if own.as_ref() == Some(&place.id) && !is_copy_of(out, &place)? {
        return Ok(true);
    }
    // What a copy was made without still says what it is by what it holds.
    if own.is_none() && (place.path == place_of(out) || holds_what_is_sealed(out, ledger)?) {
        return Ok(false);
    }
    let (ledger, out) = (address.to_string(), out.to_path_buf());
    Err(RunError::LedgerOfAnother { ledger, out, other: place.path.into() })
}

/// Whether a folder is a copy of the one that a ledger is of, with its identifier, and that one is still where it was.
fn is_copy_of(out: &Path, place: &PlaceRow) -> Result<bool, RunError> {
    let known = Path::new(&place.path);
    if FolderLock::id_of(known).as_ref() != Some(&place.id) {
        return Ok(false);
    }
    // The same folder may be mounted twice.
    Ok(FolderLock::number_of(known)? != FolderLock::number_of(out)?)
}

/// Whether the folder has every batch that the ledger has as sealed, of which there is one at least.
fn holds_what_is_sealed(out: &Path, ledger: &Ledger) -> Result<bool, RunError> {
    let batches = ledger.batches()?;
    let mut sealed = batches.iter().filter(|batch| batch.state == BatchState::Sealed).peekable();
    let any = sealed.peek().is_some();
    let manifest = |number| Batch::found(out, number).map(|batch| batch.manifest_sha256().to_owned());
    Ok(any
        && sealed
            .all(|batch| batch.manifest_sha256.is_some() && manifest(batch.number) == batch.manifest_sha256))
}

/// The folder's path without links.
fn place_of(out: &Path) -> String {
    let path = out.canonicalize().or_else(|_| std::path::absolute(out));
    path.unwrap_or_else(|_| out.to_path_buf()).display().to_string()
}
