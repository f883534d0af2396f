//! The seal: an SSH signature (SSHSIG) over the root document, made with a key that people have already, and checked
//! against a list of allowed signers as `ssh-keygen` does.

mod allowed_signer;
mod allowed_signers;
mod seal_error;
mod signature;
mod signing_key;

pub use allowed_signers::AllowedSigners;
pub use seal_error::SealError;
pub use signature::Signature;
pub use signing_key::SigningKey;

/// What a signature is for: one that was made for something else is none of ours.
pub const NAMESPACE: &str = "care2mosaic";
