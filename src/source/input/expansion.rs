//! How far a compressed file may expand.

/// Deflate makes no more than about a thousand bytes of one; tables of text seldom reach thirty.
const MOST_FOR_ONE: u64 = 200;

/// Files that stay below this are never refused.
const ALWAYS: u64 = 64 << 20;

/// The bytes that a compressed file may give before it is taken for one made to fill a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expansion {
    most: u64,
}

impl Expansion {
    /// The bound for a file of so many compressed bytes.
    pub fn of(compressed: u64) -> Self {
        Self { most: compressed.saturating_mul(MOST_FOR_ONE).max(ALWAYS) }
    }

    /// Whether so many bytes are within the bound.
    pub fn allows(self, bytes: u64) -> bool {
        bytes <= self.most
    }

    /// What a message says of a file beyond the bound.
    pub fn refusal(self) -> String {
        format!(
            "it expands to more than {} bytes, {MOST_FOR_ONE} times its size, as files do that are made to fill a disk; \
             unpack it yourself",
            self.most
        )
    }
}
