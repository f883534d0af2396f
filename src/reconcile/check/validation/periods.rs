//! Periods of one person against each other and against those of another table.

use std::collections::BTreeMap;

use super::found::Found;
use super::rules::Periods;
use crate::reconcile::check::Check;
use crate::reconcile::reader::ImportRow;

/// Periods that must not overlap do not.
pub const PERIODS_APART: Check = Check {
    id: "periods-apart",
    summary: "legal statuses, placements and registrations of one person do not overlap",
};

/// Periods that must lie within others do.
pub const PERIOD_WITHIN: Check = Check {
    id: "period-within",
    summary: "every placement lies within legal statuses that follow each other",
};

/// Stands for no end.
const NEVER: &str = "9999-99-99";

/// A period, and where its row stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Period {
    start: String,
    end: Option<String>,
    found: Found,
}

impl Period {
    fn last(&self) -> &str {
        self.end.as_deref().unwrap_or(NEVER)
    }
}

/// The periods of one table, by whose they are.
#[derive(Clone, Debug, Default)]
pub(super) struct PeriodsOf {
    periods: BTreeMap<String, Vec<Period>>,
}

impl PeriodsOf {
    /// Takes a row; one without a start or an owner fails elsewhere.
    pub(super) fn take(&mut self, rule: Periods, row: &ImportRow, found: &Found) {
        if let (Some(of), Some(start)) = (row.get(rule.of), row.get(rule.start)) {
            let period = Period {
                start: start.to_owned(),
                end: row.get(rule.end).map(str::to_owned),
                found: found.clone(),
            };
            self.periods.entry(of.to_owned()).or_default().push(period);
        }
    }

    /// Brings them into the order of time.
    pub(super) fn sort(&mut self) {
        self.periods.values_mut().for_each(|periods| periods.sort());
    }

    /// The rows that overlap one before them. A period that ends on the day on which another starts does not.
    pub(super) fn overlapping(&self) -> Vec<&Found> {
        let mut overlapping = Vec::new();
        for periods in self.periods.values() {
            let mut latest = "";
            for period in periods {
                if period.start.as_str() < latest {
                    overlapping.push(&period.found);
                }
                latest = latest.max(period.last());
            }
        }
        overlapping
    }

    /// The rows that do not lie within periods of the same person that follow each other without gap.
    pub(super) fn outside<'p>(&'p self, outer: &Self) -> Vec<&'p Found> {
        let mut outside = Vec::new();
        for (of, periods) in &self.periods {
            let stretches = outer.periods.get(of).map(|periods| stretches(periods)).unwrap_or_default();
            let lies_within = |period: &&Period| {
                stretches.iter().any(|(start, end)| *start <= period.start.as_str() && period.last() <= *end)
            };
            outside.extend(periods.iter().filter(|period| !lies_within(period)).map(|period| &period.found));
        }
        outside
    }
}

/// Periods that touch or overlap, as one.
fn stretches(periods: &[Period]) -> Vec<(&str, &str)> {
    let mut stretches: Vec<(&str, &str)> = Vec::new();
    for period in periods {
        match stretches.last_mut() {
            Some((_, end)) if period.start.as_str() <= *end => *end = (*end).max(period.last()),
            _ => stretches.push((&period.start, period.last())),
        }
    }
    stretches
}
