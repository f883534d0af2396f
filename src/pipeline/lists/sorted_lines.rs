//! Which list a finding stands in: the one of what it did.

use std::collections::BTreeSet;

use super::line::Line;
use crate::map::forward::CaseFileState;
use crate::pipeline::accounts::{CaseFileAccount, OutcomeOf};
use crate::record::{Action, Finding, Origin, Outcome, Reason};

/// The lines that one case file leaves, each list in order and without repetition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SortedLines {
    pub(super) rejects: BTreeSet<Line>,
    pub(super) holds: BTreeSet<Line>,
    pub(super) values: BTreeSet<Line>,
    /// Warnings, and codes that something graver overruled.
    pub(super) warnings: BTreeSet<Line>,
    /// With the council's rule.
    pub(super) excluded: BTreeSet<(Line, String)>,
    /// Codes of adoptions that something graver overruled: they are counted, and stand in no list.
    pub(super) untold: BTreeSet<Line>,
    /// Whether the case file is held for an adoption: then its values and warnings are only counted, for what they
    /// have in common with another's would tell whose case file that is.
    pub(super) silent: bool,
}

impl SortedLines {
    /// Forgets holds but those that are wanted, and everything else about records that are not settled today.
    pub(super) fn keep(&mut self, wanted: impl Fn(&Line) -> bool, settled: impl Fn(&Line) -> bool) {
        self.holds.retain(wanted);
        self.rejects.retain(&settled);
        self.excluded.retain(|(line, _)| settled(line));
        self.values.retain(&settled);
        self.warnings.retain(&settled);
        self.untold.retain(&settled);
    }

    /// Sorts what an account tells; `rejects_hold` says whether a rejected row withholds its case file.
    pub(super) fn new(account: &CaseFileAccount, rejects_hold: bool) -> Self {
        let mut lines = Self::default();
        let outcomes = account.outcome_of();
        let held = account.state == CaseFileState::Held;
        for (finding, action) in &account.findings {
            lines.take(finding, *action, &outcomes, (held, rejects_hold));
        }
        lines.add_unfounded(account, held && rejects_hold);
        // Shared records are no case file: of those, only the one that is held so is untold.
        lines.silent = held && lines.holds.iter().any(|line| line.untold);
        lines
    }

    fn take(
        &mut self,
        finding: &Finding,
        action: Action,
        outcomes: &OutcomeOf<'_>,
        (held, rejects_hold): (bool, bool),
    ) {
        let line = Line::new(finding, action);
        let own = outcomes.own(finding.origin).map(|own| own.outcome);
        let list = match action {
            // Counted by code, or listed with the outcome.
            Action::Map | Action::Merge | Action::Exclude => return,
            Action::RejectValue if outcomes.written(finding.origin) => &mut self.values,
            Action::Warn | Action::RejectValue => &mut self.warnings,
            _ => match own {
                Some(Outcome::Rejected) => {
                    if held && rejects_hold {
                        self.holds.insert(line.clone());
                    }
                    &mut self.rejects
                }
                Some(Outcome::Held) => &mut self.holds,
                None if held => &mut self.holds,
                Some(_) | None => self.overruled(&line),
            },
        };
        list.insert(line);
    }

    /// Where a line stands whose record goes another way than its code says.
    fn overruled(&mut self, line: &Line) -> &mut BTreeSet<Line> {
        if line.untold { &mut self.untold } else { &mut self.warnings }
    }

    /// Lists records that have an outcome of their own without a finding that says so.
    fn add_unfounded(&mut self, account: &CaseFileAccount, rejects_hold: bool) {
        let places = |lines: &BTreeSet<Line>| lines.iter().map(|line| line.origin).collect::<BTreeSet<_>>();
        let (rejected, held): (BTreeSet<Origin>, _) = (places(&self.rejects), places(&self.holds));
        for own in &account.outcomes {
            let line = |reason: Reason| Line {
                entity: own.entity,
                source_id: own.source_id(),
                field: None,
                reason,
                origin: own.origin,
                untold: own.outcome == Outcome::Held && reason.tells_of_adoption(Action::Hold),
            };
            let Some(line) = own.reason.map(line) else { continue };
            match own.outcome {
                Outcome::Excluded => {
                    self.excluded.insert((line, own.rule.clone()));
                }
                Outcome::Rejected if !rejected.contains(&own.origin) => {
                    if rejects_hold {
                        self.holds.insert(line.clone());
                    }
                    self.rejects.insert(line);
                }
                Outcome::Held if !held.contains(&own.origin) => {
                    self.holds.insert(line);
                }
                _ => {}
            }
        }
    }
}
