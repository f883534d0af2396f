//! The report's causes against the lines of the exception lists.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::check::REPORT;
use super::finding::Findings;
use super::report::REPORT_FILE;
use crate::reconcile::reader::{ExceptionList, ExceptionListFile, ListLine};
use crate::record::{Action, Reason};
use crate::report::model::{Cause, Place, Report};

/// Entity, column and code.
type Key = [String; 3];

/// What a list, or the report, counts of a cause.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Counted {
    lines: u64,
    first: Option<(String, u64)>,
}

/// Holds the causes that the report counts against the lists.
pub(super) fn against_lists(output: &Path, report: &Report, findings: &mut Findings) {
    let mut hidden = false;
    let parts = [
        ("held", ExceptionList::Holds, of_causes(&report.held)),
        ("rejected", ExceptionList::Rejects, of_causes(&report.rejected)),
        ("rejected_values", ExceptionList::Values, of_values(report)),
        ("warnings", ExceptionList::Warnings, of_causes(&report.warnings)),
        ("excluded", ExceptionList::Excluded, of_rules(report)),
    ];
    for (part, list, mut told) in parts {
        let Some(mut listed) = listed(output, list, &told) else { continue };
        let adoptions = take_adoptions(&mut told);
        if list == ExceptionList::Holds {
            let untold = take_untold(&mut listed);
            hidden = untold > 0;
            check_adoptions((report.held_untold, &adoptions), untold, findings);
        }
        // Warnings of people whose case files are held for an adoption are counted, and not listed.
        let more_told = hidden && list == ExceptionList::Warnings;
        for key in listed.keys().chain(told.keys()).collect::<BTreeSet<_>>() {
            let (own, told) = (listed.get(key), told.get(key));
            if !agrees(own, told, more_told) {
                let [entity, field, reason] = key;
                let lines = own.map_or(0, |own| own.lines);
                let expected = format!(
                    "expected {part} to count the {lines} line(s) of {} for {entity} {field} {reason}",
                    list.file_name()
                );
                findings.add(&REPORT, REPORT_FILE, expected);
            }
        }
    }
}

/// Takes out what is told without a place of codes that tell of adoptions, which no list names.
fn take_adoptions(told: &mut BTreeMap<Key, Counted>) -> Vec<u64> {
    let is_adoption = |[entity, field, reason]: &Key| {
        let tells = |reason: Reason| reason.tells_of_adoption(Action::Hold);
        entity.is_empty() && field.is_empty() && reason.parse().is_ok_and(tells)
    };
    told.extract_if(.., |key, cause| is_adoption(key) && cause.first.is_none())
        .map(|(_, cause)| cause.lines)
        .collect()
}

/// Takes the lines out that stand for adoptions, and counts them.
fn take_untold(listed: &mut BTreeMap<Key, Counted>) -> u64 {
    let is_untold = |key: &Key, _: &mut Counted| key[2] == Reason::UNTOLD;
    listed.extract_if(.., is_untold).map(|(_, cause)| cause.lines).sum()
}

/// A line may stand for several codes, and none of them for more than all lines.
fn check_adoptions((told, codes): (u64, &[u64]), lines: u64, findings: &mut Findings) {
    let list = ExceptionList::Holds.file_name();
    if told != lines {
        let expected = format!("expected held_untold to count the {lines} line(s) of {list} that say `held`");
        findings.add(&REPORT, REPORT_FILE, expected);
    }
    if codes.iter().any(|code| *code > lines) || codes.iter().sum::<u64>() < lines {
        let expected = format!(
            "expected held to count the {lines} line(s) of {list} that say `held` under codes of adoptions"
        );
        findings.add(&REPORT, REPORT_FILE, expected);
    }
}

fn agrees(listed: Option<&Counted>, told: Option<&Counted>, more_told: bool) -> bool {
    let lines = |one: Option<&Counted>| one.map_or(0, |one| one.lines);
    let first = told.is_none_or(|told| told.first.is_none() || listed.is_some_and(|own| own.first.is_some()));
    let counted = lines(listed) == lines(told) || more_told && lines(listed) < lines(told);
    counted && (first || more_told)
}

/// The lines of a list by cause, each with the place that the report names if it has a line of that place; none where the list
/// cannot be read, which was found already.
fn listed(
    output: &Path,
    list: ExceptionList,
    told: &BTreeMap<Key, Counted>,
) -> Option<BTreeMap<Key, Counted>> {
    let mut causes: BTreeMap<Key, Counted> = BTreeMap::new();
    let mut file = ExceptionListFile::open(output, list).ok()?;
    while let Some(line) = file.next_line().ok()? {
        let key = key_of(list, &line);
        let first = told.get(&key).and_then(|told| told.first.clone());
        let cause = causes.entry(key).or_default();
        cause.lines += 1;
        let at =
            |(file, place): &(String, u64)| line.get("FILE") == file && line.get("LINE") == place.to_string();
        if let Some(first) = first.filter(at) {
            cause.first = Some(first);
        }
    }
    Some(causes)
}

fn key_of(list: ExceptionList, line: &ListLine) -> Key {
    let columns =
        if list == ExceptionList::Excluded { ["ENTITY", "", "RULE"] } else { ["ENTITY", "FIELD", "REASON"] };
    columns.map(|column| line.get(column).to_owned())
}

fn of_causes(causes: &[Cause]) -> BTreeMap<Key, Counted> {
    // An acknowledgement that lifted nothing is a warning without a record.
    let counted = causes.iter().filter(|cause| cause.records > 0);
    let one = |cause: &Cause| {
        let key = [cause.entity.clone(), cause.field.clone(), cause.reason.clone()];
        (key, Counted { lines: cause.records, first: cause.first.as_ref().map(place) })
    };
    counted.map(one).collect()
}

fn of_values(report: &Report) -> BTreeMap<Key, Counted> {
    let values = report.rejected_values.iter().map(|value| {
        let key = [value.entity.clone(), value.field.clone(), value.reason.clone()];
        (key, Counted { lines: value.values, first: value.first.as_ref().map(place) })
    });
    values.collect()
}

fn of_rules(report: &Report) -> BTreeMap<Key, Counted> {
    let rules = report.excluded.iter().map(|rule| {
        let key = [rule.entity.clone(), String::new(), rule.rule.clone()];
        (key, Counted { lines: rule.records, first: None })
    });
    rules.collect()
}

fn place(place: &Place) -> (String, u64) {
    (place.file.clone(), place.line)
}
