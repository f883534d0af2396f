//! Files that several documents share.

use std::collections::HashMap;

use super::inspection::Inspection;
use crate::record::{Guid, Reason};

/// Raises `shared-file` for every document of this entity whose file another of the case file has as well.
pub(super) fn shared_file(look: &mut Inspection<'_>) {
    let mut documents: HashMap<Guid, usize> = HashMap::new();
    for document in look.own() {
        if let Some(file) = look.guid(document, "file") {
            *documents.entry(file).or_default() += 1;
        }
    }
    for document in look.own() {
        let sharers = look.guid(document, "file").and_then(|file| documents.get(&file));
        if sharers.is_some_and(|count| *count > 1) {
            look.raise(document, Reason::SharedFile, "file");
        }
    }
}
