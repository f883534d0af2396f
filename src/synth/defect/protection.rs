//! Child protection plans.

use jiff::civil::Date;

use super::{Kind, Site, Subject};
use crate::record::Reason;
use crate::synth::clock::plus;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::CpCategoryMultiple, multiple),
    Kind::alone(Reason::CpOverlap, overlap),
    Kind::alone(Reason::CpNoConference, no_conference),
    Kind::alone(Reason::CpEndNoReason, no_reason),
    Kind::alone(Reason::CpStatusDateDiffers, other_date),
    Kind::alone(Reason::UnmappedCode, new_category),
    Kind::alone(Reason::CpOverlap, ended_before),
];

impl Site<'_> {
    /// Whether a child was never under a plan.
    pub(super) fn never_planned(&self, child: Subject) -> bool {
        self.rows_of("ChildProtection", child).is_empty()
    }

    /// Adds a plan, and the conference that made it on that day.
    pub(super) fn plan(&mut self, child: Subject, case: usize, start: Date, end: Option<Date>) -> usize {
        self.form(child, case, "ICPC-1", start);
        self.bare_plan(child, case, start, end)
    }

    fn bare_plan(&mut self, child: Subject, case: usize, start: Date, end: Option<Date>) -> usize {
        let council = self.council;
        let category = council.named("ChildProtectionCategoryOfAbuse", "Neglect").guid;
        let status = if end.is_some() { "De-registered" } else { "Registered" };
        let status = council.named("ChildProtectionStatusType", status).guid;
        let reason = council.named("ChildProtectionEndReasonType", "No longer at risk").guid;
        let mut row = self.draft("ChildProtection", child, start);
        self.put_in_case(&mut row, case);
        row.guid(&mut self.rng, "ChildProtectionCategoryOfAbuseId", category);
        row.guid(&mut self.rng, "ChildProtectionStatusTypeId", status);
        row.guid(&mut self.rng, "ChildProtectionEndReasonTypeId", end.map(|_| reason));
        row.day("StartDate", start).day("EndDate", end).flag("Inactive", end.is_some());
        if end.is_none() {
            let person = self.person(child);
            self.put(person, "ChildProtectionFlag", Some("1"));
        }
        self.add(row.done())
    }

    fn planned(&mut self, days: Option<i64>) -> Option<(Subject, usize, usize)> {
        let (child, case) = self.child_at_home()?;
        let start = self.after(case, 20);
        let plan = self.plan(child, case, start, days.map(|days| plus(start, days)));
        Some((child, case, plan))
    }
}

fn multiple(site: &mut Site<'_>) -> Option<()> {
    let (child, _, plan) = site.planned(None)?;
    let category = site.council.named("ChildProtectionCategoryOfAbuse", "Multiple").guid;
    site.put_guid(plan, "ChildProtectionCategoryOfAbuseId", category);
    site.expect(Reason::CpCategoryMultiple, child, plan, Some("ChildProtectionCategoryOfAbuseId"));
    Some(())
}

fn overlap(site: &mut Site<'_>) -> Option<()> {
    let (child, case, _) = site.planned(Some(200))?;
    let start = site.after(case, 120);
    let second = site.bare_plan(child, case, start, None);
    site.expect(Reason::CpOverlap, child, second, Some("EndDate"));
    Some(())
}

fn no_conference(site: &mut Site<'_>) -> Option<()> {
    let (child, case) = site.child_at_home()?;
    let conferences = ["ICPC-1", "ICPC-2"].map(|code| site.council.template(code).guid);
    let held = |form: usize| {
        site.guid_at(form, "DocumentId").is_some_and(|template| conferences.contains(&template))
    };
    if site.rows_of("CaseForm", child).into_iter().any(held) {
        return None;
    }
    let start = site.after(case, 20);
    let plan = site.bare_plan(child, case, start, None);
    site.expect(Reason::CpNoConference, child, plan, Some("CaseId"));
    Some(())
}

fn no_reason(site: &mut Site<'_>) -> Option<()> {
    let (child, _, plan) = site.planned(Some(180))?;
    site.put(plan, "ChildProtectionEndReasonTypeId", None);
    site.expect(Reason::CpEndNoReason, child, plan, Some("ChildProtectionEndReasonTypeId"));
    Some(())
}

fn other_date(site: &mut Site<'_>) -> Option<()> {
    let (child, case, plan) = site.planned(None)?;
    let day = site.after(case, 27).to_string();
    site.put(plan, "DateStatusChanged", Some(&day));
    site.expect(Reason::CpStatusDateDiffers, child, plan, Some("DateStatusChanged"));
    Some(())
}

/// A category that came after the mapping was written: without it the plan says nothing.
fn new_category(site: &mut Site<'_>) -> Option<()> {
    let (child, _, plan) = site.planned(None)?;
    let category = site.new_code("ChildProtectionCategoryOfAbuse", "31", "Exploitation", None);
    site.put_guid(plan, "ChildProtectionCategoryOfAbuseId", category);
    site.expect_critical(Reason::UnmappedCode, child, plan, "ChildProtectionCategoryOfAbuseId");
    Some(())
}

/// A plan that ended before it began.
fn ended_before(site: &mut Site<'_>) -> Option<()> {
    let (child, case, plan) = site.planned(Some(180))?;
    let day = site.after(case, 10).to_string();
    site.put(plan, "EndDate", Some(&day));
    site.expect(Reason::CpOverlap, child, plan, Some("EndDate"));
    Some(())
}
