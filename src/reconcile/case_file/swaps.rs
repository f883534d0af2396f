//! Values that belong to another record.

use std::collections::HashSet;

use super::Mismatch;

/// Which of these mismatches hold what another of them ought to hold, by their places.
pub fn swapped(mismatches: &[&Mismatch]) -> Vec<usize> {
    let wanted: HashSet<_> = mismatches.iter().map(|one| (one.entity, one.field, one.source)).collect();
    let swapped = |(_, one): &(usize, &&Mismatch)| wanted.contains(&(one.entity, one.field, one.target));
    mismatches.iter().enumerate().filter(swapped).map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{EntityId, FieldId};

    #[test]
    fn two_values_that_changed_places_are_swapped() {
        let of = |field, source, target| Mismatch {
            entity: EntityId(1),
            field: FieldId(field),
            source: [source; 16],
            target: [target; 16],
            difference: 0,
        };
        let all = [of(1, 1, 2), of(1, 2, 1), of(1, 3, 9), of(2, 9, 4)];
        assert_eq!(swapped(&all.iter().collect::<Vec<_>>()), [0, 1]);
    }
}
