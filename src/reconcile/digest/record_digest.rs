//! Keyed digests of records and case files.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::RecordBytes;

/// The length of a digest in bytes.
pub const DIGEST_BYTES: usize = 32;

/// A keyed digest.
pub type Digest = [u8; DIGEST_BYTES];

/// Takes digests under one proof key: without it nobody can guess a digest back to a person.
#[derive(Clone)]
pub struct Digester {
    keyed: Hmac<Sha256>,
}

impl std::fmt::Debug for Digester {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Digester(…)")
    }
}

/// A case-file digest while its records are taken in.
#[derive(Clone, Debug)]
pub struct CaseFileDigest {
    mac: Hmac<Sha256>,
}

impl Digester {
    /// Takes digests under this proof key.
    pub fn new(key: &[u8; 32]) -> Self {
        let keyed = Hmac::new_from_slice(key).expect("HMAC takes keys of any length");
        Self { keyed }
    }

    /// The digest of a record: HMAC-SHA-256 over `record`, entity, identity and the record's bytes.
    pub fn record(&self, record: &RecordBytes) -> Digest {
        let mut mac = self.keyed.clone();
        mac.update(record.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// Starts on a case file: HMAC-SHA-256 over `case-file`, person number and its record digests.
    pub fn case_file(&self, number: u64) -> CaseFileDigest {
        let mut mac = self.keyed.clone();
        mac.update(format!("case-file\0{number}\0").as_bytes());
        CaseFileDigest { mac }
    }
}

impl CaseFileDigest {
    /// Takes the digest of the next record, in ascending order of entity and identity.
    pub fn add(&mut self, record: &Digest) {
        self.mac.update(record);
    }

    /// The digest of the case file.
    pub fn finish(self) -> Digest {
        self.mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_is_that_of_rfc_4231() {
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let mut mac = Digester::new(&key).keyed;
        mac.update(b"what do ya want for nothing?");
        let digest: Digest = mac.finalize().into_bytes().into();
        assert_eq!(digest[..4], [0x5b, 0xdc, 0xc1, 0x46]);
        assert_eq!(digest[28..], [0x64, 0xec, 0x38, 0x43]);
    }

    #[test]
    fn a_case_file_is_its_number_and_its_records_in_order() {
        let digester = Digester::new(&[7; 32]);
        let of = |number, records: &[Digest]| {
            let mut digest = digester.case_file(number);
            for record in records {
                digest.add(record);
            }
            digest.finish()
        };
        assert_eq!(of(1, &[[1; 32], [2; 32]]), of(1, &[[1; 32], [2; 32]]));
        assert_ne!(of(1, &[[1; 32], [2; 32]]), of(1, &[[2; 32], [1; 32]]));
        assert_ne!(of(1, &[[1; 32]]), of(11, &[[1; 32]]));
    }
}
