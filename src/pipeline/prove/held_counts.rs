//! What the list of held case files says of each, against what the proof finds.

use std::collections::HashMap;

use super::listed::each_line;
use super::{ProveError, ProveInput};
use crate::reconcile::check::LISTED_RECORDS;
use crate::reconcile::reader::ExceptionList;
use crate::reconcile::{CaseFileLine, CaseFileState, Difference};
use crate::record::Outcome;

/// Held case files of which the list counts other records than are held, or that it has twice, not at all, or elsewhere than in
/// the order of their numbers.
pub(super) fn check<'l>(
    input: &ProveInput<'_>,
    lines: impl Iterator<Item = &'l CaseFileLine>,
) -> Result<Vec<Difference>, ProveError> {
    let held = lines.filter(|line| line.state == CaseFileState::Held && line.case_file != 0);
    // Two people with one number are two case files.
    let mut open: HashMap<u64, Vec<u64>> = HashMap::new();
    held.for_each(|line| open.entry(line.case_file).or_default().push(line.outcomes.of(Outcome::Held)));
    let (mut differences, mut highest) = (Vec::new(), 0);
    each_line(input, ExceptionList::Held, |line| {
        let Some(number) = line.case_file().filter(|number| *number != 0) else { return };
        let counts = open.entry(number).or_default();
        let stated = line.get("RECORDS").parse::<u64>();
        let place = counts.iter().position(|count| stated.as_ref() == Ok(count));
        place.map(|place| counts.swap_remove(place));
        let first = line.get("REASONS").split(' ').next().unwrap_or_default();
        let in_order = number >= highest;
        highest = highest.max(number);
        if place.is_none() || line.get("FIRST_REASON") != first || !in_order {
            differences.push(Difference {
                case_file: Some(number),
                file: "exceptions/held.csv".to_owned(),
                line: line.line(),
                ..Difference::new(LISTED_RECORDS.id)
            });
        }
    })?;
    let missing = |number: u64| Difference { case_file: Some(number), ..Difference::new(LISTED_RECORDS.id) };
    differences.extend(
        open.into_iter().flat_map(|(number, counts)| counts.into_iter().map(move |_| missing(number))),
    );
    Ok(differences)
}
