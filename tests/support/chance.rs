//! Files changed at chance, with a seed.

use std::time::{Duration, Instant};

/// A stream of chance.
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The stream of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// A number below the bound.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next()).unwrap() % bound.max(1)
    }

    /// A file changed in one to five places; `pieces` mean something to its format.
    pub(crate) fn mutated(&mut self, bytes: &[u8], pieces: &[&[u8]]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            let end = (at + 1 + self.below(60)).min(bytes.len());
            match self.below(6) {
                0 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
                1 if !bytes.is_empty() => drop(bytes.drain(at..end)),
                2 if !bytes.is_empty() => {
                    let piece = bytes[at..end].to_vec();
                    bytes.splice(at..at, piece);
                }
                3 => bytes.truncate(at),
                _ => drop(bytes.splice(at..at, pieces[self.below(pieces.len())].iter().copied())),
            }
        }
        bytes
    }
}

/// When fuzzing ends: at once, or after as many seconds as `FUZZ_SECONDS` says.
pub(crate) fn fuzz_until() -> Instant {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    Instant::now() + Duration::from_secs(seconds)
}
