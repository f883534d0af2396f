//! The order of a list's lines: case files by their numbers, the lines of each in order and without repetition.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::ProveInput;
use crate::reconcile::reader::ListLine;
use crate::record::{EntityId, FieldId, Reason};

/// A line, by what lines of a case file are in order of, and what else tells it from others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Name {
    record: (EntityId, String, Option<FieldId>),
    /// The code; none for the word that stands for codes of adoptions, of which several may be one after the other.
    reason: Option<Reason>,
    rest: [String; 3],
}

/// The lines of one list as they go by.
#[derive(Debug, Default)]
pub(super) struct ListOrder {
    highest: u64,
    before: Option<(u64, Name)>,
    /// Lines about no case file that has a number, which are in order of nothing that they tell.
    unnumbered: HashSet<Name>,
}

impl ListOrder {
    /// Whether a line may stand where it does.
    pub(super) fn admits(&mut self, input: &ProveInput<'_>, entity: EntityId, line: &ListLine) -> bool {
        let name = Name::of(input, entity, line);
        let Some(number) = line.case_file() else {
            return name.is_placeless() || name.reason.is_none() || self.unnumbered.insert(name);
        };
        let same = self.before.as_ref().filter(|(before, _)| *before == number);
        let admitted = match same {
            // Two people may have one number, each with lines of their own.
            Some((_, before)) => before.goes_before(&name) || input.with_number(number).len() > 1,
            None => number > self.highest,
        };
        self.highest = self.highest.max(number);
        self.before = Some((number, name));
        admitted
    }
}

impl Name {
    fn of(input: &ProveInput<'_>, entity: EntityId, line: &ListLine) -> Self {
        let text = |column: &str| line.get(column).to_owned();
        let field = input.plan.dictionary().entity(entity).column(line.get("FIELD"));
        Self {
            record: (entity, text("SOURCE_ID"), field),
            reason: line.get("REASON").parse().ok(),
            rest: [text("RULE"), text("FILE"), text("LINE")],
        }
    }

    /// Whether the line names no place of a file, so that rows of one key have equal lines, and those without a key too. How many
    /// of them there may be, the export says.
    fn is_placeless(&self) -> bool {
        self.rest[2].is_empty()
    }

    fn goes_before(&self, next: &Self) -> bool {
        match self.record.cmp(&next.record) {
            Ordering::Equal => match self.reason.zip(next.reason) {
                Some((own, other)) if own == other => self.is_placeless() || self.rest != next.rest,
                Some((own, other)) => own < other,
                None => true,
            },
            order => order == Ordering::Less,
        }
    }
}
