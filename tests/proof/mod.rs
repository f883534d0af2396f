//! The page on the proof, and the second verifier that was written from it.

mod second_verifier;
mod vectors;
