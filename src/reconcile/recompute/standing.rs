//! Whether a record of a written case file gives rows.

use super::scene::Scene;
use crate::record::Outcome;

/// How a record of a written case file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It gives rows and lines.
    Gives,
    /// It was left out by a rule.
    Excluded,
    /// It was rejected.
    Rejected,
    /// It was folded into the record that its master column names.
    Folded,
    /// It was merged into a record that says the same.
    Mirrored,
    /// It joins this case file to one that is not written, or was gone when that was.
    Apart,
    /// It is a shared record that was held.
    Withheld,
}

impl Standing {
    /// How a record stands: by the lists, by its own columns, and by who is written.
    pub(super) fn of(scene: &Scene<'_>, place: usize) -> Self {
        let record = scene.record(place);
        let Some(entity) = scene.entity(place) else { return Self::Excluded };
        let Some(key) = scene.key(place) else { return Self::Rejected };
        if scene.away.excluded_by(entity.entity, key).is_some() {
            Self::Excluded
        } else if scene.away.is_rejected(entity.entity, key) {
            Self::Rejected
        } else if scene.away.is_held(entity.entity, key) {
            Self::Withheld
        } else if entity.merge.as_ref().is_some_and(|merge| record.guid(merge.master).is_some()) {
            Self::Folded
        } else if scene.away.is_merged(entity.entity, key) {
            Self::Mirrored
        } else if Self::is_apart(scene, place) {
            Self::Apart
        } else {
            Self::Gives
        }
    }

    /// Whether it is not written though its case file is, for what it is itself.
    pub(super) fn is_left_out(self) -> bool {
        matches!(self, Self::Excluded | Self::Rejected)
    }

    /// What it counts as where its case file is written.
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Self::Gives => Outcome::Migrated,
            Self::Excluded => Outcome::Excluded,
            Self::Rejected => Outcome::Rejected,
            Self::Folded | Self::Mirrored => Outcome::Merged,
            Self::Apart | Self::Withheld => Outcome::Held,
        }
    }

    fn is_apart(scene: &Scene<'_>, place: usize) -> bool {
        let joins = scene.entity(place).and_then(|entity| entity.joins);
        let other = joins.and_then(|joins| scene.record(place).guid(joins.other));
        let other = other.and_then(|other| scene.rest.survivor(other));
        let missed = scene.key(place).is_some_and(|key| {
            let entity = scene.record(place).entity();
            scene.rest.is_missed(entity, key)
        });
        other.is_some_and(|other| other != scene.case.person && (missed || !scene.rest.is_written(other)))
    }
}
