//! Draws case files from groups.

use std::cmp::Reverse;

use sha2::{Digest, Sha256};

/// Shares a size out among groups in proportion to their numbers, by largest remainder; a group with anybody gets at
/// least one where the size allows, and none gets more than it has.
pub(super) fn shares(groups: &[u64], size: u64) -> Vec<u64> {
    let size = size.min(groups.iter().sum());
    let inhabited = groups.iter().filter(|group| **group > 0).count() as u64;
    let least = u64::from(size >= inhabited);
    let mut shares: Vec<u64> = groups.iter().map(|group| least.min(*group)).collect();
    let open: Vec<u64> = groups.iter().zip(&shares).map(|(group, share)| group - share).collect();
    let rest = size - shares.iter().sum::<u64>();
    let whole = open.iter().sum::<u64>().max(1);
    for (share, open) in shares.iter_mut().zip(&open) {
        *share += open * rest / whole;
    }
    let mut order: Vec<usize> = (0..groups.len()).filter(|place| shares[*place] < groups[*place]).collect();
    order.sort_by_key(|place| (Reverse(open[*place] * rest % whole), *place));
    let left = usize::try_from(size - shares.iter().sum::<u64>()).unwrap_or_default();
    order.into_iter().take(left).for_each(|place| shares[place] += 1);
    shares
}

/// Draws so many of the numbers, each equally likely; the same seed draws the same.
pub(super) fn draw(numbers: &[u64], count: u64, seed: u64) -> Vec<u64> {
    let mut ranked: Vec<_> = numbers.iter().map(|number| (rank(*number, seed), *number)).collect();
    ranked.sort_unstable();
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    ranked.into_iter().take(count).map(|(_, number)| number).collect()
}

fn rank(number: u64, seed: u64) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(seed.to_le_bytes());
    hasher.update(number.to_le_bytes());
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_is_heard_and_the_size_is_kept() {
        for (groups, size, expected) in [
            (vec![900, 90, 10], 10, vec![7, 2, 1]),
            (vec![10, 0, 10], 4, vec![2, 0, 2]),
            (vec![1, 1, 1], 2, vec![1, 1, 0]),
            (vec![2, 1], 9, vec![2, 1]),
            (vec![0, 0], 3, vec![0, 0]),
        ] {
            let found = shares(&groups, size);
            assert_eq!(found.iter().sum::<u64>(), size.min(groups.iter().sum()), "{groups:?}");
            assert_eq!(found, expected, "{groups:?}");
        }
    }

    #[test]
    fn a_seed_draws_the_same_whatever_the_order() {
        let forth: Vec<u64> = (1..=100).collect();
        let back: Vec<u64> = (1..=100).rev().collect();
        assert_eq!(draw(&forth, 10, 5), draw(&back, 10, 5));
        assert_ne!(draw(&forth, 10, 5), draw(&forth, 10, 6));
    }
}
