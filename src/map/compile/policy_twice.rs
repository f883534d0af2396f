//! What a policy says twice: the second would be passed over, or the first.

use std::collections::BTreeMap;
use std::ops::Range;

use super::mistakes::Mistakes;
use crate::map::raw::{Name, RawAcknowledgement, RawPolicy};

/// Rules of one name, records that two rules list, and acknowledgements of the same stop.
pub(super) fn check(raw: &RawPolicy, mistakes: &mut Mistakes) {
    let rules =
        raw.exclude.iter().map(|rule| &rule.id).chain(raw.retention.rules.iter().map(|rule| &rule.id));
    let named = rules.filter(|id| !id.get_ref().trim().is_empty()).map(|id| (key(&[id]), id.span()));
    once(mistakes, named, "two rules have this id: lists name records by it");
    let listed = raw.exclude.iter().flat_map(|rule| rule.ids.get_ref().iter().map(|id| (&rule.entity, id)));
    once(mistakes, listed.map(|(entity, id)| (key(&[entity, id]), id.span())), "this record is listed twice");
    for rule in &raw.retention.rules {
        once(mistakes, rule.keep.iter().map(|id| (key(&[id]), id.span())), "this record is kept twice");
    }
    let stop = |one: &RawAcknowledgement| match one.file.get_ref() {
        // Files are told apart by the case of their names, tables are not.
        file if file.contains(['.', '/']) => [key(&[&one.code]), vec![file.clone()]].concat(),
        _ => key(&[&one.code, &one.file]),
    };
    let acknowledged = raw.acknowledge.iter().map(|one| (stop(one), one.file.span()));
    once(mistakes, acknowledged, "this stop is acknowledged twice");
}

/// Names and ids are told apart whatever their case.
fn key(names: &[&Name]) -> Vec<String> {
    names.iter().map(|name| name.get_ref().trim().to_lowercase()).collect()
}

fn once(mistakes: &mut Mistakes, all: impl Iterator<Item = (Vec<String>, Range<usize>)>, title: &str) {
    let mut seen = BTreeMap::new();
    for (key, span) in all {
        match seen.get(&key) {
            Some(first) => mistakes.add(span, title, format!("line {first} has it first")),
            None => drop(seen.insert(key, mistakes.line(span.start))),
        }
    }
}
