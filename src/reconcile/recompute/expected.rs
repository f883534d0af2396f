//! The rows of a case file, worked out again.

use std::collections::HashSet;

use super::claims::Refusals;
use super::scene::Scene;
use super::{CaseSource, ExpectedRow, Questions, RestOfDrop, TurnedAway};
use crate::map::plan::Plan;
use crate::reconcile::Difference;

/// The rows that a case file ought to give.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// The rows, equal ones once.
    pub rows: Vec<ExpectedRow>,
    /// Values that could not be written and that no list names.
    pub differences: Vec<Difference>,
}

/// Works out the rows that a written case file ought to give, or the shared records.
pub fn expect(
    plan: &Plan,
    questions: &Questions,
    rest: RestOfDrop<'_>,
    away: &TurnedAway,
    case: CaseSource<'_>,
) -> Expected {
    let scene = Scene::new(plan, questions, rest, away, case);
    let mut refusals = Refusals::default();
    let mut rows = super::rows::rows(&scene, &mut refusals);
    super::notes::add(&scene, &mut rows);
    super::file_names::number(plan, &mut rows);
    let mut seen = HashSet::with_capacity(rows.len());
    rows.retain(|row| seen.insert(row.row.clone()));
    Expected { rows, differences: refusals.unlisted(&scene) }
}
