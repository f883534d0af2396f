//! Signs of Safety.

use super::{Kind, Site, Subject};
use crate::record::Reason;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::ScaleOutOfRange, eleven),
    Kind::beside(Reason::SosSetIncomplete, without_goal),
    Kind::beside(Reason::SosManySets, four_sets),
    Kind::beside(Reason::SosUnstructured, one_block),
];

const DANGER: &str = "QA-DQ-119";
const GOAL: &str = "QA-DQ-120";
const SCALE: &str = "QA-DQ-121";

/// A form in progress of that version.
fn form(site: &mut Site<'_>, template: &str) -> Option<(Subject, usize)> {
    let (child, case) = site.child()?;
    let (day, document) = (site.after(case, 15), site.council.template(template).guid);
    Some((child, site.begun_form(child, case, document, day)))
}

/// A danger statement with its goal and scale, as a row of the table; tells the place of the scale.
fn set(site: &mut Site<'_>, form: usize, row: u32, scale: &str) -> usize {
    site.answer(form, site.question("SOS-2", DANGER), Some(row), "Shouting at night frightens the children.");
    site.answer(form, site.question("SOS-2", GOAL), Some(row), "Evenings are calm.");
    site.answer(form, site.question("SOS-2", SCALE), Some(row), scale)
}

fn eleven(site: &mut Site<'_>) -> Option<()> {
    let (child, form) = form(site, "SOS-2")?;
    let scale = set(site, form, 1, "11");
    site.expect(Reason::ScaleOutOfRange, child, scale, Some("NumericAnswer"));
    Some(())
}

fn without_goal(site: &mut Site<'_>) -> Option<()> {
    let (child, form) = form(site, "SOS-2")?;
    let danger = site.answer(
        form,
        site.question("SOS-2", DANGER),
        Some(1),
        "Shouting at night frightens the children.",
    );
    site.expect(Reason::SosSetIncomplete, child, danger, Some("DocumentQuestionIdentifierId"));
    Some(())
}

fn four_sets(site: &mut Site<'_>) -> Option<()> {
    let (child, form) = form(site, "SOS-2")?;
    for row in 1..=4 {
        set(site, form, row, "6");
    }
    site.expect(Reason::SosManySets, child, form, None);
    Some(())
}

fn one_block(site: &mut Site<'_>) -> Option<()> {
    let (child, form) = form(site, "SOS-1")?;
    let block = site.answer(
        form,
        site.question("SOS-1", "QA-DQ-113"),
        None,
        "Worries: shouting. Well: school. Next: visits.",
    );
    site.expect(Reason::SosUnstructured, child, block, Some("DocumentQuestionIdentifierId"));
    Some(())
}
