//! Digests of records and case files, and the Merkle tree over them (`contract.md`, Digests).

mod merkle_tree;
mod record_bytes;
mod record_digest;

pub use merkle_tree::{InclusionProof, MerkleTree, leaf_hash};
pub use record_bytes::RecordBytes;
pub use record_digest::{CaseFileDigest, DIGEST_BYTES, Digest, Digester};
