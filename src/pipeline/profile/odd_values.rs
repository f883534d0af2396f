//! Values that checks of the mappings find wrong, as far as a value alone tells.

use std::collections::BTreeMap;

use crate::map::plan::{EntityPlan, Rule, Source, Step};
use crate::map::rule::is_placeholder;
use crate::map::step::{Applied, apply, day_of};
use crate::record::{FieldId, Reason, SourceRecord};
use crate::source::{Entity, Sighted};

/// What a column is looked at for.
enum Test<'p> {
    /// Form and check digit of an identifier, after these steps.
    Identifier(&'p [Step]),
    /// A birthday after the day of the export, of somebody who is not recorded as unborn: the column that tells it, and how.
    Born(Option<(FieldId, &'p str)>),
    /// A name that stands for none; the words that do, parted by bars.
    Name(&'p str),
}

/// The odd values of one table.
pub(super) struct OddValues<'p> {
    entity: &'p Entity,
    /// The day of the export, `YYYY-MM-DD`; none where nothing tells it.
    today: Option<String>,
    tests: Vec<(FieldId, Test<'p>)>,
    found: BTreeMap<(FieldId, Reason), Sighted>,
}

impl<'p> OddValues<'p> {
    /// Nothing seen yet of a table; without a mapping nothing is looked for.
    pub(super) fn of(entity: &'p Entity, plan: Option<&'p EntityPlan>, today: Option<String>) -> Self {
        let mut tests = Vec::new();
        if let Some(plan) = plan {
            tests.extend(identifiers(plan));
            tests.extend(plan.rules.iter().flat_map(of_rule));
        }
        Self { entity, today, tests, found: BTreeMap::new() }
    }

    /// Looks at a record.
    pub(super) fn see(&mut self, record: &SourceRecord) {
        for (field, test) in &self.tests {
            let Some(text) = record.get(*field).filled() else { continue };
            if let Some(reason) = self.fault(record, (*field, test), text) {
                self.found.entry((*field, reason)).or_default().see(record.origin());
            }
        }
    }

    fn fault(
        &self,
        record: &SourceRecord,
        (field, sought): (FieldId, &Test<'_>),
        text: &str,
    ) -> Option<Reason> {
        let odd = match sought {
            Test::Identifier(steps) => return refused(steps, text),
            Test::Born(unborn) => {
                !unborn.is_some_and(|(kind, word)| record.get(kind).filled() == Some(word))
                    && day_of(self.entity.field(field), text).is_some_and(|day| self.is_to_come(&day))
            }
            Test::Name(words) => is_placeholder(text.trim(), words),
        };
        odd.then_some(if matches!(sought, Test::Born(_)) {
            Reason::FutureBirthDate
        } else {
            Reason::PlaceholderName
        })
    }

    fn is_to_come(&self, day: &str) -> bool {
        self.today.as_deref().is_some_and(|today| day > today)
    }

    /// What was found, by column and code.
    pub(super) fn finish(&self) -> impl Iterator<Item = (FieldId, Reason, Sighted)> {
        self.found.iter().map(|((field, reason), values)| (*field, *reason, *values))
    }
}

/// The columns that the mappings check the digits of, each once.
fn identifiers(plan: &EntityPlan) -> Vec<(FieldId, Test<'_>)> {
    let mut once: Vec<(FieldId, &[Step])> = Vec::new();
    for branch in plan.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.branches) {
        let checked = branch.steps.iter().position(|step| matches!(step, Step::Check(_)));
        if let (Source::Field(field), Some(last)) = (&branch.source, checked) {
            let steps = (*field, &branch.steps[..=last]);
            if !once.contains(&steps) {
                once.push(steps);
            }
        }
    }
    once.into_iter().map(|(field, steps)| (field, Test::Identifier(steps))).collect()
}

fn of_rule(rule: &Rule) -> Vec<(FieldId, Test<'_>)> {
    let words = || Test::Name(rule.values.get("placeholders").map_or("", String::as_str));
    let unborn = rule.fields.get("kind").copied().zip(rule.values.get("unborn").map(String::as_str));
    let tests = match rule.name() {
        "birth" => vec![("born", Test::Born(unborn))],
        "names" => vec![("first", words()), ("last", words())],
        _ => Vec::new(),
    };
    let at = |(name, test)| rule.fields.get(name).map(|field| (*field, test));
    tests.into_iter().filter_map(at).collect()
}

/// Why one of the steps turns a value away.
fn refused(steps: &[Step], text: &str) -> Option<Reason> {
    let mut text = text.to_owned();
    for step in steps {
        text = match apply(step, &text)? {
            Applied::Value { text, .. } => text.into_owned(),
            Applied::Empty { .. } => return None,
            Applied::Refused(reason) => return Some(reason),
        };
    }
    None
}
