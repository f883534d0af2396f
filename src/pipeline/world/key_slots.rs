//! A hash index from keys to their places in a list.

use crate::record::Guid;

const FREE: u32 = u32::MAX;

/// Places of keys in a list that the caller holds; 8 to 16 bytes a key, where a map of its own would need 48.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeySlots {
    slots: Vec<u32>,
    used: usize,
}

impl KeySlots {
    /// The index of a whole list; of equal keys the first counts.
    pub(crate) fn of(keys: &[Guid]) -> Self {
        let mut slots = Self { slots: vec![FREE; size_for(keys.len())], used: 0 };
        for (place, key) in keys.iter().enumerate() {
            slots.note(keys, *key, place);
        }
        slots
    }

    /// The place of a key in the list.
    pub(crate) fn find(&self, keys: &[Guid], key: Guid) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        let place = self.slots[self.probe(keys, key)];
        (place != FREE).then_some(place as usize)
    }

    /// Notes that `key` is about to be, or is, at `place`; `false` if it was there already.
    pub(crate) fn insert(&mut self, keys: &[Guid], key: Guid, place: usize) -> bool {
        if (self.used + 1) * 2 > self.slots.len() {
            self.grow(keys);
        }
        self.note(keys, key, place)
    }

    fn note(&mut self, keys: &[Guid], key: Guid, place: usize) -> bool {
        let slot = self.probe(keys, key);
        if self.slots[slot] != FREE {
            return false;
        }
        self.slots[slot] = u32::try_from(place).unwrap_or(FREE);
        self.used += 1;
        true
    }

    fn grow(&mut self, keys: &[Guid]) {
        let old = std::mem::take(&mut self.slots);
        self.slots = vec![FREE; size_for(self.used * 2 + 1)];
        for place in old.into_iter().filter(|place| *place != FREE) {
            let slot = self.probe(keys, keys[place as usize]);
            self.slots[slot] = place;
        }
    }

    fn probe(&self, keys: &[Guid], key: Guid) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = spread(key) & mask;
        loop {
            let place = self.slots[slot];
            if place == FREE || keys[place as usize] == key {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }
}

fn size_for(keys: usize) -> usize {
    (keys * 2).next_power_of_two().max(8)
}

/// Keys may be random or issued in sequence; both halves are mixed.
fn spread(key: Guid) -> usize {
    let number = u128::from_le_bytes(key.bytes());
    #[expect(clippy::cast_possible_truncation, reason = "both halves are taken in turn")]
    let folded = (number as u64) ^ ((number >> 64) as u64).rotate_left(32);
    let mixed = folded.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    usize::try_from(mixed >> 32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_where_it_is() {
        let keys: Vec<Guid> = (0..5_000_u128).map(|n| Guid::from_bytes((n * 7).to_be_bytes())).collect();
        let whole = KeySlots::of(&keys);
        let mut grown = KeySlots::default();
        for (place, key) in keys.iter().enumerate() {
            assert!(grown.insert(&keys, *key, place));
            assert!(!grown.insert(&keys, *key, place));
        }
        for (place, key) in keys.iter().enumerate() {
            assert_eq!((whole.find(&keys, *key), grown.find(&keys, *key)), (Some(place), Some(place)));
        }
        assert_eq!(whole.find(&keys, Guid::from_bytes([9; 16])), None);
    }
}
