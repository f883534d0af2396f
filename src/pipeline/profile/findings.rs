//! What looks wrong in a drop, put together by table, column and reason code.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::unlisted_codes::Unlisted;
use crate::map::plan::Plan;
use crate::pipeline::coverage::{CodeUse, UncoveredCode};
use crate::record::{EntityId, FieldId, Finding, Origin, Reason};
use crate::report::model::Place;
use crate::report::profile::{CodeCount, Suspicion};
use crate::source::{DropFolder, Sighted};

/// The most unknown codes of a column that are named.
const MOST_CODES: usize = 25;

/// What looks wrong, by table, column and reason code.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: BTreeMap<(EntityId, Option<FieldId>, Reason), Found>,
}

#[derive(Debug, Default)]
struct Found {
    values: Sighted,
    codes: BTreeMap<String, Code>,
}

#[derive(Debug, Default)]
struct Code {
    label: Option<String>,
    records: u64,
}

impl Findings {
    /// Adds values of a column.
    pub(super) fn values(&mut self, (id, field): (EntityId, FieldId), reason: Reason, values: Sighted) {
        let found = self.found.entry((id, Some(field), reason)).or_default();
        found.values = found.values.and(values);
    }

    /// Adds what reading a file found.
    pub(super) fn finding(&mut self, finding: &Finding) {
        let found = self.found.entry((finding.entity, finding.field, finding.reason)).or_default();
        found.values.see(finding.origin);
    }

    /// Adds codes that no list of the drop has.
    pub(super) fn unlisted(&mut self, id: EntityId, unlisted: Unlisted) {
        let found = self.found.entry((id, Some(unlisted.field), unlisted.reason)).or_default();
        found.values = found.values.and(unlisted.further);
        for (code, seen) in unlisted.codes {
            found.add(code, None, seen);
        }
    }

    /// Adds a code that a code table of the mappings does not have. A number without a label is told as one of no list.
    pub(super) fn uncovered(&mut self, one: &CodeUse, code: UncoveredCode, seen: Sighted) {
        if seen.times == 0 || code.reason == Reason::OptionNoLabel {
            return;
        }
        let named = if code.code.is_empty() { code.label.clone() } else { code.code };
        let label = (!code.label.is_empty()).then_some(code.label);
        self.found.entry((one.entity, Some(one.field), code.reason)).or_default().add(named, label, seen);
    }

    /// All of it, in order.
    pub(super) fn finish(self, plan: &Plan, drop: &DropFolder) -> Vec<Suspicion> {
        let all = self.found.into_iter();
        all.map(|((id, field, reason), found)| {
            let entity = plan.dictionary().entity(id);
            let (codes, codes_left_off) = codes(found.codes);
            Suspicion {
                entity: entity.name.clone(),
                column: field.map(|field| entity.field(field).name.clone()).unwrap_or_default(),
                reason: reason.code().to_owned(),
                values: found.values.times,
                first: found.values.first.and_then(|origin| place(drop, origin)),
                codes,
                codes_left_off,
            }
        })
        .collect()
    }
}

impl Found {
    fn add(&mut self, code: String, label: Option<String>, seen: Sighted) {
        self.values = self.values.and(seen);
        let own = self.codes.entry(code).or_default();
        own.records += seen.times;
        own.label = own.label.take().or(label);
    }
}

/// The codes that stand most often, and how many others there are.
fn codes(codes: BTreeMap<String, Code>) -> (Vec<CodeCount>, u64) {
    let left = codes.len().saturating_sub(MOST_CODES) as u64;
    let counts = codes.into_iter().map(|(code, of)| CodeCount { code, label: of.label, records: of.records });
    let mut counts: Vec<_> = counts.collect();
    counts.sort_by_key(|one| Reverse(one.records));
    counts.truncate(MOST_CODES);
    (counts, left)
}

/// Where a row stands; what is about a whole file has no line.
fn place(drop: &DropFolder, origin: Origin) -> Option<Place> {
    (origin.line > 0).then(|| Place { file: drop.file(origin.file).path.clone(), line: origin.line })
}
