//! How often something was seen, and where first.

use crate::record::Origin;

/// How often something was seen, and where first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sighted {
    /// How often.
    pub times: u64,
    /// Where first, in the order of reading; none where it was not seen.
    pub first: Option<Origin>,
}

impl Sighted {
    /// Counts one sight of it.
    pub fn see(&mut self, origin: Origin) {
        self.times += 1;
        self.first = self.first.or(Some(origin));
    }

    /// Counts one sight of it, if it is there.
    pub(super) fn see_if(&mut self, there: bool, origin: Origin) {
        if there {
            self.see(origin);
        }
    }

    /// Both together; the earlier place is the first.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let first = match (self.first, other.first) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self { times: self.times + other.times, first }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::FileId;

    #[test]
    fn the_earlier_place_is_the_first() {
        let at = |line| Origin { file: FileId(0), line };
        let (mut one, mut other) = (Sighted::default(), Sighted::default());
        one.see(at(7));
        one.see_if(false, at(1));
        other.see(at(3));
        other.see(at(2));
        assert_eq!(one.and(other), Sighted { times: 3, first: Some(at(3)) });
        assert_eq!(one.and(Sighted::default()), one);
        assert_eq!(Sighted::default().and(one), one);
    }
}
