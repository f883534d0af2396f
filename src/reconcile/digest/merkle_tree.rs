//! The Merkle tree of RFC 6962, section 2.1.

use sha2::{Digest as _, Sha256};

use super::Digest;

/// The tree while leaves are taken in; it holds one hash a level, however many leaves there are.
#[derive(Clone, Debug, Default)]
pub struct MerkleTree {
    /// Roots of whole subtrees, the largest first: one for each bit that is set in `leaves`.
    subtrees: Vec<Digest>,
    leaves: u64,
}

/// What leads from one leaf to the root: the hashes beside the way, from the leaf upwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InclusionProof {
    /// The place of the leaf, counted from 0.
    pub place: u64,
    /// The number of leaves in the tree.
    pub leaves: u64,
    /// The hashes beside the way.
    pub path: Vec<Digest>,
}

/// The hash of a leaf: SHA-256 over 0 and its bytes.
pub fn leaf_hash(leaf: &[u8]) -> Digest {
    Sha256::new().chain_update([0]).chain_update(leaf).finalize().into()
}

fn node_hash(left: &Digest, right: &Digest) -> Digest {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

impl MerkleTree {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next leaf.
    pub fn push(&mut self, leaf: &[u8]) {
        let mut hash = leaf_hash(leaf);
        let mut size = self.leaves;
        while size & 1 == 1 {
            let left = self.subtrees.pop().expect("there is a subtree for every bit that is set");
            hash = node_hash(&left, &hash);
            size >>= 1;
        }
        self.subtrees.push(hash);
        self.leaves += 1;
    }

    /// The number of leaves.
    pub fn leaves(&self) -> u64 {
        self.leaves
    }

    /// The root; that of a tree without leaves is SHA-256 of nothing.
    pub fn root(&self) -> Digest {
        let mut subtrees = self.subtrees.iter().rev();
        let Some(last) = subtrees.next() else { return Sha256::digest([]).into() };
        subtrees.fold(*last, |right, left| node_hash(left, &right))
    }
}

impl InclusionProof {
    /// The proof for one of these leaves; none where there is no leaf at that place.
    pub fn new(leaves: &[Digest], place: u64) -> Option<Self> {
        let at = usize::try_from(place).ok().filter(|at| *at < leaves.len())?;
        let mut path = Vec::new();
        walk(leaves, at, &mut path);
        Some(Self { place, leaves: leaves.len() as u64, path })
    }

    /// The root that the proof leads to from a leaf; none where the path does not fit the tree.
    pub fn root(&self, leaf: &[u8]) -> Option<Digest> {
        if self.place >= self.leaves {
            return None;
        }
        let (mut place, mut last) = (self.place, self.leaves - 1);
        let mut hash = leaf_hash(leaf);
        for beside in &self.path {
            if last == 0 {
                return None;
            }
            if place & 1 == 1 || place == last {
                hash = node_hash(beside, &hash);
                while place & 1 == 0 && place != 0 {
                    place >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node_hash(&hash, beside);
            }
            place >>= 1;
            last >>= 1;
        }
        (last == 0).then_some(hash)
    }
}

/// Collects the hashes beside the way to a leaf, from the leaf upwards.
fn walk(leaves: &[Digest], place: usize, path: &mut Vec<Digest>) {
    if leaves.len() < 2 {
        return;
    }
    let left = leaves.len().next_power_of_two() / 2;
    let (near, far, at) = if place < left {
        (&leaves[..left], &leaves[left..], place)
    } else {
        (&leaves[left..], &leaves[..left], place - left)
    };
    walk(near, at, path);
    let mut tree = MerkleTree::new();
    for leaf in far {
        tree.push(leaf);
    }
    path.push(tree.root());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The leaves and roots of the reference implementation of Certificate Transparency.
    const LEAVES: [&[u8]; 8] = [
        &[],
        &[0x00],
        &[0x10],
        &[0x20, 0x21],
        &[0x30, 0x31],
        &[0x40, 0x41, 0x42, 0x43],
        &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        &[0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ];
    const ROOTS: [&str; 9] = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    fn hex(digest: Digest) -> String {
        digest.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }

    #[test]
    fn roots_are_those_of_rfc_6962() {
        let mut tree = MerkleTree::new();
        for (leaves, root) in ROOTS.iter().enumerate() {
            assert_eq!(hex(tree.root()), *root, "{leaves} leaves");
            assert_eq!(tree.leaves(), leaves as u64);
            if let Some(leaf) = LEAVES.get(leaves) {
                tree.push(leaf);
            }
        }
    }

    #[test]
    fn every_leaf_of_trees_of_all_sizes_is_proven() {
        let leaves: Vec<Digest> = (0..33).map(|number| [number; 32]).collect();
        for size in 1..=leaves.len() {
            let mut tree = MerkleTree::new();
            for leaf in &leaves[..size] {
                tree.push(leaf);
            }
            for place in 0..size as u64 {
                let proof = InclusionProof::new(&leaves[..size], place).unwrap();
                assert_eq!(
                    proof.root(&leaves[usize::try_from(place).unwrap()]),
                    Some(tree.root()),
                    "{place} of {size}"
                );
                assert_ne!(proof.root(&[99; 32]), Some(tree.root()));
            }
        }
    }

    #[test]
    fn a_proof_that_does_not_fit_leads_nowhere() {
        let leaves = [[1; 32], [2; 32], [3; 32]];
        let proof = InclusionProof::new(&leaves, 0).unwrap();
        assert_eq!(InclusionProof { place: 3, ..proof.clone() }.root(&leaves[0]), None);
        let mut short = proof;
        short.path.pop();
        assert_eq!(short.root(&leaves[0]), None);
        assert_eq!(InclusionProof::new(&leaves, 3), None);
    }
}
