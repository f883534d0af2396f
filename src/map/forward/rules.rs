//! The rules of the domain, called for each entity that the case file has records of.

use super::work::{Found, Work};
use crate::map::plan::Plan;
use crate::map::rule::{self, CaseView, Lookup};
use crate::record::{EntityId, Guid, SourceRecord};

/// Checks the rules of all entities and takes what they find.
pub(super) fn check_rules(work: &mut Work<'_>) {
    let mut findings = Vec::new();
    let view = CaseView::new(work.plan, work.number.unwrap_or_default(), work.index.records());
    for entity in work.plan.entities() {
        for rule in &entity.rules {
            rule::check(work.plan, rule, entity, &view, &Around(work), &mut findings);
        }
    }
    for finding in findings {
        let action = finding.reason.action();
        if let Some(place) = work.place_of(&finding) {
            work.take(place, Found { finding, action });
        }
    }
}

/// What rules may know of the rest of the drop.
struct Around<'w, 'a>(&'w Work<'a>);

impl Lookup for Around<'_, '_> {
    fn row(&self, entity: EntityId, key: Guid) -> Option<&SourceRecord> {
        self.0.around.row(entity, key)
    }
}

impl Plan {}
