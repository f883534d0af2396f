//! Plans and the conference that made them.

use super::inspection::{Inspection, day_of, trimmed};
use crate::record::{EntityId, Guid, Reason, SourceRecord};

/// Raises `cp-no-conference` where the case has no initial conference completed on or before the plan's first day, or the plan
/// no case.
pub(super) fn cp_no_conference(look: &mut Inspection<'_>) {
    for plan in look.own() {
        let Some(start) = look.readable(plan, "start") else { continue };
        let cases = look.field("case").and_then(|field| look.table_of(field));
        let case = look.guid(plan, "case").map(|case| look.followed(cases, case));
        let held = |form: &SourceRecord| {
            let form_case = look.guid(form, "form_case").map(|other| look.followed(cases, other));
            case.is_some()
                && form_case == case
                && look.readable(form, "form_completed").is_some_and(|day| day_of(day) <= day_of(start))
                && is_conference(look, form)
        };
        if !look.others("form").iter().any(held) {
            look.raise(plan, Reason::CpNoConference, "case");
        }
    }
}

/// Whether a form's template is the conference's.
fn is_conference(look: &Inspection<'_>, form: &SourceRecord) -> bool {
    let code = template_code(look, form);
    let template = code.and_then(|code| look.world.target(look.value("templates"), code));
    template.is_some_and(|template| look.lists("conference", template))
}

fn template_code<'a>(look: &Inspection<'a>, form: &SourceRecord) -> Option<&'a str> {
    let templates: EntityId = *look.rule.entities.get("template")?;
    let key: Guid = look.guid(form, "form_template")?;
    trimmed(look.world.row(templates, key)?, look.field("template_code")?)
}
