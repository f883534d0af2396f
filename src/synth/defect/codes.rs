//! Codes and labels.

use jiff::civil::date;

use super::{Kind, Site, Subject};
use crate::record::Reason;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::UnmappedCode, new_religion),
    Kind::alone(Reason::UnmappedCode, new_alert),
    Kind::alone(Reason::LabelVariant, other_dash),
    Kind::alone(Reason::OptionNoLabel, no_label),
    Kind::alone(Reason::LabelDisagrees, other_team),
    Kind::alone(Reason::AlertExposedTo, exposed),
    Kind::alone(Reason::EndBeforeStart, over_before),
];

/// A value that came after the mapping was written.
fn new_religion(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let place = site.person(person);
    let code = site.new_code("Religion", "31", "Humanist", None);
    site.put_guid(place, "ReligionId", code);
    site.expect(Reason::UnmappedCode, person, place, Some("ReligionId"));
    Some(())
}

/// The same in a column that must be filled.
fn new_alert(site: &mut Site<'_>) -> Option<()> {
    let (person, alert) = alert(site)?;
    let code = site.new_code("AlertAndHazardType", "31", "Unregistered firearm", None);
    site.put_guid(alert, "AlertAndHazardTypeId", code);
    site.expect_critical(Reason::UnmappedCode, person, alert, "AlertAndHazardTypeId");
    Some(())
}

fn other_dash(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let place = site.person(person);
    let code = site.new_code("Language", "32", "Welsh - Cymraeg", None);
    site.put_guid(place, "LanguageId", code);
    site.expect(Reason::LabelVariant, person, place, Some("LanguageId"));
    Some(())
}

fn no_label(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let place = site.person(person);
    site.put(place, "PreferredContactMethodId", Some("97"));
    site.expect(Reason::OptionNoLabel, person, place, Some("PreferredContactMethodId"));
    Some(())
}

fn other_team(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let place = site.person(person);
    site.put(place, "ownerid_cwname", Some("Area Office Three"));
    site.expect(Reason::LabelDisagrees, person, place, Some("ownerid_cwname"));
    Some(())
}

fn alert(site: &mut Site<'_>) -> Option<(Subject, usize)> {
    let person = site.anyone()?;
    let kind = site.council.named("AlertAndHazardType", "Do not visit alone").guid;
    let day = date(2024, 1, 22);
    let mut row = site.draft("PersonAlertAndHazard", person, day);
    row.guid(&mut site.rng, "AlertAndHazardTypeId", kind).number("RoleId", 1);
    row.text("roleid_cwname", site.council.option("AlertRole", 1))
        .text("Details", "Visit in pairs.")
        .day("StartDate", day);
    let place = site.person(person);
    site.put(place, "RepresentAlertOrHazard", Some("1"));
    Some((person, site.add(row.done())))
}

/// Exposed to the hazard, not the hazard.
fn exposed(site: &mut Site<'_>) -> Option<()> {
    let (person, alert) = alert(site)?;
    site.put(alert, "RoleId", Some("2"));
    site.put(alert, "roleid_cwname", Some(site.council.option("AlertRole", 2)));
    site.expect(Reason::AlertExposedTo, person, alert, Some("RoleId"));
    Some(())
}

/// An alert that was over before it began.
fn over_before(site: &mut Site<'_>) -> Option<()> {
    let (person, alert) = alert(site)?;
    site.put(alert, "EndDate", Some("2023-11-06"));
    site.expect(Reason::EndBeforeStart, person, alert, Some("EndDate"));
    Some(())
}
