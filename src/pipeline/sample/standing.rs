//! How the case files of audits stand, list by list.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::AuditResultRow;
use crate::report::audit::AuditResult;

/// How case files stand after some lists. A case file that was drawn several times stands once.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    results: BTreeMap<u64, AuditResult>,
    /// Which case files were looked at for which draw.
    looked_at: BTreeSet<(u32, u64)>,
}

/// An earlier result that a list takes back: wrong becomes right, or what was found is found no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TakenBack {
    pub(super) case_file: u64,
    pub(super) was: AuditResult,
    pub(super) is: AuditResult,
}

impl Standing {
    /// How a case file stands.
    pub(super) fn of(&self, case_file: u64) -> AuditResult {
        self.results.get(&case_file).copied().unwrap_or(AuditResult::Open)
    }

    /// The case files that stand as wrong.
    pub(super) fn wrong(&self) -> Vec<u64> {
        let wrong = self.results.iter().filter(|(_, result)| **result == AuditResult::Wrong);
        wrong.map(|(case_file, _)| *case_file).collect()
    }

    /// Takes a list of a draw, and tells what it takes back of what earlier ones said.
    pub(super) fn take(&mut self, draw: u32, results: &[AuditResultRow]) -> Vec<TakenBack> {
        let mut taken_back = Vec::new();
        for row in results {
            let case_file = row.case_file;
            let (was, is) =
                (self.of(case_file), AuditResult::from_word(&row.result).unwrap_or(AuditResult::Open));
            // A list of another draw that leaves it open says nothing of it.
            if is == AuditResult::Open && !self.looked_at.contains(&(draw, case_file)) {
                continue;
            }
            if was == AuditResult::Wrong && is != was || was == AuditResult::Right && is == AuditResult::Open
            {
                taken_back.push(TakenBack { case_file, was, is });
            }
            self.results.insert(case_file, is);
            self.looked_at.insert((draw, case_file));
        }
        taken_back
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(case_file: u64, result: AuditResult) -> AuditResultRow {
        let word = result.word().to_owned();
        AuditResultRow { case_file, result: word, checked_by: String::new(), checked_on: String::new() }
    }

    #[test]
    fn what_is_taken_back_is_told_and_what_is_added_is_not() {
        use AuditResult::{Open, Right, Wrong};
        let mut standing = Standing::default();
        assert!(standing.take(1, &[row(7, Open), row(8, Right), row(9, Wrong)]).is_empty());
        // Another draw that has not come to it says nothing of it.
        assert!(standing.take(2, &[row(9, Open)]).is_empty());
        assert_eq!(standing.wrong(), [9]);
        assert!(standing.take(1, &[row(7, Right), row(8, Wrong), row(9, Wrong)]).is_empty());
        assert_eq!(standing.wrong(), [8, 9]);
        let back = standing.take(2, &[row(9, Right)]);
        assert_eq!(back, [TakenBack { case_file: 9, was: Wrong, is: Right }]);
        let back = standing.take(1, &[row(7, Open), row(8, Open), row(9, Right)]);
        assert_eq!(back.len(), 2, "{back:?}");
        assert!(standing.wrong().is_empty());
    }
}
