//! What is wrong with cases, contacts, allocations and alerts.

use super::Weighed;
use super::look::Look;
use crate::record::{Reason, SourceRecord};
use crate::source::Kind;

impl Weighed<'_, '_> {
    /// The causes that lie in casework; none for other codes.
    pub(super) fn in_casework(&self, reason: Reason) -> Option<bool> {
        match reason {
            Reason::UnknownCaseKind => self.by_rule("unknown-case-kind", |look| {
                let name = look.attribute(self.record, "kind", "name").unwrap_or_default();
                !look.lists("known", name)
            }),
            Reason::TwoLeadingWorkers => self.by_rule("two-leading-workers", |look| {
                let leads = |row: &SourceRecord| {
                    let role = look.attribute(row, "role", "role_name").unwrap_or_default();
                    look.lists("leading", role) && look.readable(row, "end").is_none()
                };
                leads(self.record) && look.standing().any(|(place, row)| place != self.place && leads(row))
            }),
            Reason::AlertExposedTo => self.by_rule("alert-exposed-to", |look| {
                look.text(self.record, "role").is_some_and(|role| look.lists("exposed", role))
            }),
            Reason::PersonCaseMismatch => Some(self.is_of_two_people()),
            Reason::EndBeforeStart | Reason::DeathBeforeBirth => self.by_rule("dates-in-order", |look| {
                let code = Some(look.value("code")).filter(|code| !code.is_empty());
                code.unwrap_or(Reason::EndBeforeStart.code()) == reason.code()
                    && is_before(look.readable(self.record, "end"), look.readable(self.record, "start"))
            }),
            Reason::StepDateConflict => {
                self.by_rule("step-dates", |look| has_date_conflict(look, self.record))
            }
            _ => None,
        }
    }

    /// Whether the record and the work it names are two people's, or somebody else's record names this work.
    fn is_of_two_people(&self) -> bool {
        let named = self.key().is_some_and(|key| self.around.everybody.is_misnamed(key));
        named || self.rules("person-case-mismatch").any(|look| self.names_other_work(&look))
    }

    fn names_other_work(&self, look: &Look<'_, '_>) -> bool {
        let (Some(own), Some(parent)) = (look.guid(self.record, "person"), look.guid(self.record, "parent"))
        else {
            return false;
        };
        let tables = look
            .field("parent")
            .map(|field| self.scene.tables_of(self.entity.entity, field))
            .unwrap_or_default();
        let here = tables.iter().find_map(|table| self.scene.find(*table, parent));
        let person = match here {
            Some(parent) => look.guid(parent, "parent_person"),
            None if self.around.everybody.is_misnamed(parent) => return true,
            None => self.scene.surviving_work(&tables, parent).map(|(_, person)| person),
        };
        person.is_some_and(|person| look.survivor(person) != look.survivor(own))
    }
}

/// Whether one time is earlier than another; a day and a time are compared by their days.
fn is_before(end: Option<&str>, start: Option<&str>) -> bool {
    let (Some(end), Some(start)) = (end, start) else { return false };
    let shorter = end.len().min(start.len());
    let length = if end.len() == start.len() { shorter } else { shorter.min(10) };
    end.get(..length) < start.get(..length)
}

/// Whether the status asks for a date that is not there, forbids one that is, or a date comes before the start.
fn has_date_conflict(look: &Look<'_, '_>, step: &SourceRecord) -> bool {
    let status = match look.field("status_name") {
        Some(_) => look.attribute(step, "status", "status_name"),
        None => look.text(step, "status").filter(|number| is_an_option(look, number)),
    };
    let Some(status) = status else { return false };
    ["ended", "completed", "cancelled"].into_iter().filter(|name| look.field(name).is_some()).any(|name| {
        let date = look.time(step, name);
        let demanded = look.lists(name, status);
        let forbidden = if name == "ended" { look.lists("open", status) } else { !demanded };
        let early =
            name != "cancelled" && is_before(look.readable(step, name), look.readable(step, "started"));
        (demanded && date.is_none()) || (forbidden && date.is_some()) || early
    })
}

/// Whether the number of a status is one of its column's list, where that has one.
fn is_an_option(look: &Look<'_, '_>, number: &str) -> bool {
    let Some(field) = look.field("status") else { return false };
    match &look.scene.plan.dictionary().entity(look.entity.entity).field(field).kind {
        Kind::Option { list } => look.scene.rest.option_text(list, number).is_some(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::is_before;

    #[test]
    fn days_and_times_are_compared_by_days() {
        assert!(is_before(Some("2020-01-01"), Some("2020-01-02T08:00:00")));
        assert!(!is_before(Some("2020-01-02"), Some("2020-01-02T08:00:00")));
        assert!(is_before(Some("2020-01-02T07:00:00"), Some("2020-01-02T08:00:00")));
        assert!(!is_before(None, Some("2020-01-02")));
    }
}
