//! Signs of Safety: danger statements, goals and scales belong together.

use std::collections::{BTreeMap, HashMap};

use super::inspection::{Inspection, trimmed};
use crate::record::{Guid, Reason, SourceRecord};

/// The answers of one row of the table.
#[derive(Default)]
struct Set<'a> {
    danger: Option<&'a SourceRecord>,
    goal: bool,
    scale: bool,
}

/// The sets of a form, by row number.
type Sets<'a> = BTreeMap<&'a str, Set<'a>>;

/// Raises `sos-set-incomplete`, `sos-many-sets` and `sos-unstructured`.
pub(super) fn safety_sets(look: &mut Inspection<'_>) {
    if look.all().is_empty() {
        return;
    }
    let mut forms: HashMap<Guid, Sets<'_>> = HashMap::new();
    for answer in look.others("answer") {
        let (Some(form), Some(identifier)) = (look.guid(answer, "form"), identifier(look, answer)) else {
            continue;
        };
        if identifier == look.value("block") {
            look.raise(answer, Reason::SosUnstructured, "question");
            continue;
        }
        let row = look.text(answer, "row").unwrap_or_default();
        if let Some(part) =
            ["danger", "goal", "scale"].into_iter().find(|part| look.value(part) == identifier)
        {
            let set = forms.entry(form).or_default().entry(row).or_default();
            match part {
                "danger" => set.danger = Some(answer),
                "goal" => set.goal = true,
                _ => set.scale = true,
            }
        }
    }
    judge(look, &forms);
}

fn judge(look: &mut Inspection<'_>, forms: &HashMap<Guid, Sets<'_>>) {
    let most = look.value("most").parse().unwrap_or(usize::MAX);
    for form in look.own() {
        let Some(sets) = look.case.key(form).and_then(|key| forms.get(&key)) else { continue };
        if sets.len() > most {
            look.raise_at(form, Reason::SosManySets, None);
        }
        for set in sets.values() {
            if let (Some(danger), false) = (set.danger, set.goal && set.scale) {
                look.raise(danger, Reason::SosSetIncomplete, "question");
            }
        }
    }
}

/// The identifier of the question that an answer answers.
fn identifier<'a>(look: &Inspection<'a>, answer: &SourceRecord) -> Option<&'a str> {
    let question = look.guid(answer, "question")?;
    let row = look.world.row(*look.rule.entities.get("identifier")?, question)?;
    trimmed(row, look.field("identifier")?)
}
