//! Looks for a document type in XML as its bytes go by.

use memchr::memmem::find;

/// What a document type begins with.
const BEGINNING: &[u8] = b"<!DOCTYPE";

/// So many bytes of it may stand at the end of a piece without being all of it.
const MOST: usize = BEGINNING.len() - 1;

/// Sees pieces of a file, one after another.
#[derive(Debug, Default)]
pub(super) struct TypeWatch {
    /// The last bytes of the pieces before, with which a document type may begin.
    last: Vec<u8>,
}

impl TypeWatch {
    /// Whether a document type begins in this piece, or began in the one before.
    pub(super) fn sees(&mut self, piece: &[u8]) -> bool {
        self.last.extend_from_slice(&piece[..piece.len().min(MOST)]);
        let found = find(&self.last, BEGINNING).is_some() || find(piece, BEGINNING).is_some();
        if piece.len() >= MOST {
            self.last.clear();
            self.last.extend_from_slice(&piece[piece.len() - MOST..]);
        } else {
            self.last.drain(..self.last.len().saturating_sub(MOST));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::TypeWatch;

    #[test]
    fn a_document_type_is_seen_however_the_file_is_cut() {
        for (text, there) in [("<?xml?> <!DOCTYPE a><a/>", true), ("<?xml?><a><!DOCTYP E</a>", false)] {
            for length in 1..text.len() {
                let mut watch = TypeWatch::default();
                let seen = text.as_bytes().chunks(length).filter(|piece| watch.sees(piece)).count();
                assert_eq!(seen > 0, there, "{text} {length}");
            }
        }
    }
}
