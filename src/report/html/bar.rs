//! A bar of shares, drawn as SVG.

use crate::report::model::CaseFiles;
use crate::report::summary::FieldShare;

/// Width of a whole bar, in the units of the drawing.
const WIDTH: u64 = 1_000;

/// No share that exists is thinner than this, so that it can be seen.
const THINNEST: u64 = 6;

/// A part of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The class that colours it.
    pub(super) class: &'static str,
    /// Where it begins.
    pub(super) from: u64,
    /// How wide it is.
    pub(super) width: u64,
}

/// The parts of a bar that shows shares by filled values.
pub(super) fn of_fields(shares: &[FieldShare; 4]) -> Vec<Part> {
    let [carried, remainder, lossy, not_carried] = shares.map(|share| share.filled);
    parts(&[("good", carried), ("note", remainder), ("some", lossy), ("none", not_carried)])
}

/// The parts of a bar that shows the states of case files; of so many, records wait.
pub(super) fn of_case_files(files: &CaseFiles, waiting: u64) -> Vec<Part> {
    parts(&[
        ("good", files.complete),
        ("some", files.incomplete.saturating_sub(waiting)),
        ("note", waiting),
        ("none", files.excluded),
        ("wait", files.held),
    ])
}

fn parts(shares: &[(&'static str, u64)]) -> Vec<Part> {
    let shares: Vec<_> = shares.iter().filter(|(_, count)| *count > 0).collect();
    let whole: u128 = shares.iter().map(|(_, count)| u128::from(*count)).sum();
    let spread = u128::from(WIDTH - THINNEST * shares.len() as u64);
    let mut from = 0;
    let part = |&&(class, count): &&(&'static str, u64)| {
        let share = u64::try_from(u128::from(count) * spread / whole.max(1)).unwrap_or(0);
        let part = Part { class, from, width: THINNEST + share };
        from += part.width;
        part
    };
    shares.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_share_can_be_seen_and_all_fit() {
        let parts = parts(&[("good", 1_000_000), ("some", 0), ("wait", 1)]);
        assert_eq!(parts.len(), 2);
        assert!(parts[1].width >= THINNEST);
        assert!(parts.iter().map(|part| part.width).sum::<u64>() <= WIDTH);
    }
}
