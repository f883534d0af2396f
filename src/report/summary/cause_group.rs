//! Causes, grouped by reason code.

use std::collections::BTreeMap;

use crate::report::explanation::Explanation;
use crate::report::model::{Cause, Place, ValueCause};

/// One entity and field at which a reason code was raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The entity; empty where the place is not told.
    pub entity: String,
    /// The column, empty where no single column is concerned.
    pub field: String,
    /// How often.
    pub count: u64,
    /// Where first.
    pub first: Option<Place>,
}

impl Spot {
    /// `Entity.Field`, or the entity alone; words where the place is not told.
    pub fn name(&self) -> String {
        match (self.entity.as_str(), self.field.as_str()) {
            ("", _) => "places that no total tells".to_owned(),
            (entity, "") => entity.to_owned(),
            (entity, field) => format!("{entity}.{field}"),
        }
    }
}

/// Everything under one reason code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CauseGroup {
    /// The reason code.
    pub reason: String,
    /// How often it was raised.
    pub count: u64,
    /// Where, the most first.
    pub spots: Vec<Spot>,
}

impl CauseGroup {
    /// Groups causes of records, the most frequent reason first.
    pub fn of_records(causes: &[Cause]) -> Vec<Self> {
        Self::group(causes.iter().map(|cause| {
            (&cause.reason, spot(&cause.entity, &cause.field, cause.records, cause.first.as_ref()))
        }))
    }

    /// Groups causes of values, the most frequent reason first.
    pub fn of_values(causes: &[ValueCause]) -> Vec<Self> {
        Self::group(causes.iter().map(|cause| {
            (&cause.reason, spot(&cause.entity, &cause.field, cause.values, cause.first.as_ref()))
        }))
    }

    fn group<'a>(spots: impl Iterator<Item = (&'a String, Spot)>) -> Vec<Self> {
        let mut by_reason = BTreeMap::<&String, Vec<Spot>>::new();
        for (reason, spot) in spots {
            by_reason.entry(reason).or_default().push(spot);
        }
        let mut groups: Vec<Self> =
            by_reason.into_iter().map(|(reason, spots)| Self::new(reason.clone(), spots)).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.count));
        groups
    }

    fn new(reason: String, mut spots: Vec<Spot>) -> Self {
        spots.sort_by_key(|spot| std::cmp::Reverse(spot.count));
        Self { reason, count: spots.iter().map(|spot| spot.count).sum(), spots }
    }

    /// What the reason means; empty where this program does not know the code.
    pub fn meaning(&self) -> &'static str {
        Explanation::of(&self.reason).map_or("", |explanation| &explanation.meaning)
    }

    /// What to do about it.
    pub fn next_step(&self) -> &'static str {
        Explanation::of(&self.reason).map_or("", |explanation| &explanation.next_step)
    }

    /// The first place of the spot with the most.
    pub fn first(&self) -> Option<&Place> {
        self.spots.iter().find_map(|spot| spot.first.as_ref())
    }
}

fn spot(entity: &str, field: &str, count: u64, first: Option<&Place>) -> Spot {
    Spot { entity: entity.into(), field: field.into(), count, first: first.cloned() }
}
