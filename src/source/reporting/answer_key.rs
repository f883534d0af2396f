//! Keys of answers that have none where they stand.

use sha2::{Digest, Sha256};

use crate::record::Guid;

/// The key of the answer that a form gives to a question, where a flat table has a cell of it and no key: always the same
/// for the same form and question. Its version says that it was made and not given (RFC 9562, version 8).
pub fn answer_key(form: &str, question: Guid) -> Guid {
    let mut hasher = Sha256::new();
    hasher.update("answer\0");
    hasher.update(form.trim().to_lowercase());
    hasher.update("\0");
    hasher.update(question.bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize()[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    Guid::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_of_form_and_question() {
        let question = Guid::from_bytes([7; 16]);
        let form = "0A1B2C3D-0000-4000-8000-000000000001";
        let key = answer_key(form, question);
        assert_eq!(key, answer_key(&form.to_lowercase(), question), "case is no difference");
        assert_ne!(key, answer_key(form, Guid::from_bytes([8; 16])));
        assert_ne!(key, answer_key("0a1b2c3d-0000-4000-8000-000000000002", question));
        assert_eq!(&key.to_string()[14..15], "8");
    }
}
