//! The codes that a command ends with.

/// The code that a command ends with; scripts rely on the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exit {
    /// Everything balanced; nothing was held or rejected.
    Done,
    /// A bug, or a disk that does not take what is written.
    Internal,
    /// The command was called wrongly.
    Usage,
    /// It does not balance, or differs, or a digest, root or signature is wrong.
    Integrity,
    /// The source cannot be read, changed while it was read, or is empty or incomplete.
    Source,
    /// It balanced, but records or values were rejected or case files held.
    Exceptions,
    /// Mappings, contract or code tables are invalid, or do not cover the drop.
    Mappings,
    /// Another run holds the folder, or what it would continue is not the same.
    Refused,
    /// It was interrupted; the same command goes on.
    Interrupted,
}

impl Exit {
    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Internal => 1,
            Self::Usage => 2,
            Self::Integrity => 3,
            Self::Source => 4,
            Self::Exceptions => 5,
            Self::Mappings => 6,
            Self::Refused => 7,
            Self::Interrupted => 130,
        }
    }

    /// The code of that number, as the ledger keeps it.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::IN_ORDER.into_iter().find(|exit| exit.code() == code)
    }

    /// The code that counts where several apply: 1, 3, 4, 6, 7, 5 in that order.
    pub fn of(exits: impl IntoIterator<Item = Self>) -> Self {
        let place = |exit: &Self| Self::IN_ORDER.iter().position(|one| one == exit);
        exits.into_iter().min_by_key(place).unwrap_or(Self::Done)
    }

    const IN_ORDER: [Self; 9] = [
        Self::Internal,
        Self::Usage,
        Self::Integrity,
        Self::Source,
        Self::Mappings,
        Self::Refused,
        Self::Interrupted,
        Self::Exceptions,
        Self::Done,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_counts() {
        assert_eq!(Exit::of([]), Exit::Done);
        assert_eq!(Exit::of([Exit::Done, Exit::Exceptions]), Exit::Exceptions);
        assert_eq!(Exit::of([Exit::Exceptions, Exit::Mappings, Exit::Source]), Exit::Source);
        assert_eq!(Exit::of([Exit::Source, Exit::Integrity]), Exit::Integrity);
    }

    #[test]
    fn numbers_come_back() {
        for exit in Exit::IN_ORDER {
            assert_eq!(Exit::from_code(exit.code()), Some(exit));
        }
    }
}
