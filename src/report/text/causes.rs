//! The causes of a summary.

use std::fmt::Write;

use crate::report::model::{PolicyRule, Report};
use crate::report::summary::{CauseGroup, Spot, plural, thousands};

/// How many causes of a kind are shown; page and lists have all of them.
const SHOWN: usize = 8;

/// Adds what was turned away, by cause, the most frequent first.
pub(super) fn add(text: &mut String, report: &Report) {
    let held = CauseGroup::of_records(&report.held);
    let case_files = plural(report.case_files.held, "case file", "case files");
    section(text, &format!("Held: {case_files}, caused by"), &held, "holds.csv");
    let rejected = CauseGroup::of_records(&report.rejected);
    let count = report.balance.iter().map(|line| line.rejected).sum();
    let records = plural(count, "record", "records");
    let several = if total(&rejected) > count { ", counted under each cause it has" } else { "" };
    section(text, &format!("Rejected: {records}{several}"), &rejected, "rejects.csv");
    let values = CauseGroup::of_values(&report.rejected_values);
    let title = format!("Values left out of their column: {}", thousands(total(&values)));
    section(text, &title, &values, "values.csv");
    excluded(text, report);
    idle_rules(text, report);
    let warnings = CauseGroup::of_records(&report.warnings);
    if !warnings.is_empty() {
        let kinds = plural(warnings.len() as u64, "kind", "kinds");
        let _ = writeln!(
            text,
            "\nFor review: {} of {kinds}, in warnings.csv",
            plural(total(&warnings), "warning", "warnings")
        );
    }
}

fn section(text: &mut String, title: &str, groups: &[CauseGroup], list: &str) {
    if groups.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title} ({list})");
    for group in groups.iter().take(SHOWN) {
        cause(text, group);
    }
    if groups.len() > SHOWN {
        let more = plural((groups.len() - SHOWN) as u64, "more cause", "more causes");
        let _ = writeln!(text, "            and {more}");
    }
}

fn cause(text: &mut String, group: &CauseGroup) {
    let _ = writeln!(text, "{:>10}  {}: {}", thousands(group.count), group.reason, group.meaning());
    let _ = writeln!(text, "            at {}", places(group));
    let _ = writeln!(text, "            {}", group.next_step());
}

/// The places with the most, and where the first record stands.
fn places(group: &CauseGroup) -> String {
    let mut names: Vec<_> = group.spots.iter().take(3).map(Spot::name).collect();
    if group.spots.len() > names.len() {
        names.push(plural((group.spots.len() - names.len()) as u64, "other place", "other places"));
    }
    let first =
        group.first().map(|first| format!(", first in {} line {}", first.file, thousands(first.line)));
    names.join(", ") + &first.unwrap_or_default()
}

fn excluded(text: &mut String, report: &Report) {
    if report.excluded.is_empty() {
        return;
    }
    let records = report.excluded.iter().map(|exclusion| exclusion.records).sum();
    let records = plural(records, "record", "records");
    let _ = writeln!(text, "\nExcluded by rule: {records} (excluded.csv)");
    let mut exclusions: Vec<_> = report.excluded.iter().collect();
    exclusions.sort_by_key(|exclusion| std::cmp::Reverse(exclusion.records));
    for exclusion in exclusions {
        let records = thousands(exclusion.records);
        let _ = writeln!(text, "{records:>10}  {} ({})", exclusion.rule, exclusion.entity);
    }
}

/// Rules of the policy that left out less than they name.
fn idle_rules(text: &mut String, report: &Report) {
    let idle: Vec<_> = report.policy_rules.iter().filter_map(PolicyRule::idle).collect();
    if idle.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nRules to look at (policy.toml)");
    for words in idle {
        let _ = writeln!(text, "            {words}");
    }
}

fn total(groups: &[CauseGroup]) -> u64 {
    groups.iter().map(|group| group.count).sum()
}
