//! The root of the proof.

/// The Merkle root (RFC 6962) over the digests of written case files, then of joining records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Root {
    /// The root.
    pub value: [u8; 32],
    /// The number of leaves.
    pub leaves: u64,
}

impl Root {
    /// How digests and root are made, as report and root document name it.
    pub const ALGORITHM: &str = "hmac-sha256+rfc6962";
}
