//! One case file's way to the root: written as a small document, and checked without the folder.

mod case_file_proof;
mod prove_case_file;
mod verify_proof;

pub use case_file_proof::{CaseFileProof, ProofFileError};
pub use prove_case_file::prove_case_file;
pub use verify_proof::{ProofRequest, VerifiedProof, verify_proof};
