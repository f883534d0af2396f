//! Draws case files from groups.

use std::cmp::Reverse;

use sha2::{Digest, Sha256};

/// Shares a size out among groups in proportion to their numbers, by largest remainder. Where the size allows, a group that
/// would get none gets one, and the others share the rest; none gets more than it has.
pub(super) fn shares(groups: &[u64], size: u64) -> Vec<u64> {
    let size = size.min(groups.iter().sum());
    let inhabited = groups.iter().filter(|group| **group > 0).count() as u64;
    let mut open = groups.to_vec();
    let mut left = size;
    loop {
        let shares = in_proportion(&open, left);
        let poor: Vec<usize> =
            (0..open.len()).filter(|place| open[*place] > 0 && shares[*place] == 0).collect();
        if poor.is_empty() || size < inhabited {
            let alone = |((share, open), group): ((u64, &u64), &u64)| if open < group { 1 } else { share };
            return shares.into_iter().zip(&open).zip(groups).map(alone).collect();
        }
        left -= poor.len() as u64;
        for place in poor {
            open[place] = 0;
        }
    }
}

/// Shares in proportion, rounded down; what is left over goes to those whose remainder is largest, the first ones first.
fn in_proportion(groups: &[u64], size: u64) -> Vec<u64> {
    let whole = groups.iter().copied().map(u128::from).sum::<u128>().max(1);
    let quota = |group: &u64| u128::from(*group) * u128::from(size);
    let share = |group| u64::try_from(quota(group) / whole).unwrap_or(u64::MAX);
    let mut shares: Vec<u64> = groups.iter().map(share).collect();
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|place| (Reverse(quota(&groups[*place]) % whole), *place));
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
            // In proportion 9, 0.9 and 0.1: the last gets its one, and the others share nine.
            (vec![900, 90, 10], 10, vec![8, 1, 1]),
            (vec![900, 90, 10], 100, vec![90, 9, 1]),
            (vec![900, 90, 10], 3, vec![1, 1, 1]),
            (vec![500, 300, 200], 11, vec![6, 3, 2]),
            (vec![10, 0, 10], 4, vec![2, 0, 2]),
            // Too few for every group: those with the largest remainders.
            (vec![900, 90, 10], 2, vec![2, 0, 0]),
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
