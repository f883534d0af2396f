//! A child's periods of care, legal statuses, placements and plans.

use super::Weighed;
use super::look::{Days, Look};
use crate::record::{Guid, Reason, SourceRecord};

impl Weighed<'_, '_> {
    /// The causes that lie in periods of care and plans; none for other codes.
    pub(super) fn in_care(&self, reason: Reason) -> Option<bool> {
        match reason {
            Reason::LacTwoOpen => Some(self.is_one_of_two_open() || self.is_placed_twice(true)),
            Reason::LacOpenMismatch => Some(self.status_is_backwards() || self.episode_disagrees()),
            Reason::LacStatusOverlap => self.by_rule("lac-statuses", |look| {
                let own =
                    look.days(self.record, "start", "end").filter(|_| is_looked_after(look, self.record));
                let mut others = statuses(look).filter(|(place, _)| *place != self.place);
                let overlaps = own.is_some_and(|own| others.any(|(_, other)| other.coincides(&own)));
                overlaps || self.is_placed_twice(false)
            }),
            Reason::PlacementOutsideStatus => self.by_rule("placement-outside-status", |look| {
                let own = look.days(self.record, "start", "end");
                let placed = look.text(self.record, "placement").is_some();
                let apart = placed && !is_looked_after(look, self.record);
                own.is_some_and(|own| apart && !all_statuses(look).any(|(_, other)| other.encloses(&own)))
            }),
            Reason::CpOverlap => self.by_rule("cp-overlap", |look| {
                let Some(own) = look.days(self.record, "start", "end") else { return false };
                let mut others = look.standing().filter(|(place, _)| *place != self.place);
                own.runs_backwards()
                    || others.any(|(_, other)| {
                        let other = look.days(other, "start", "end");
                        other.is_some_and(|other| !other.runs_backwards() && other.coincides(&own))
                    })
            }),
            Reason::CpCategoryMultiple => self.by_rule("cp-category-multiple", |look| {
                let code = look.attribute(self.record, "category", "code").unwrap_or_default();
                let name = look.attribute(self.record, "category", "name").unwrap_or_default();
                look.lists("multiple", code) && look.target("categories", name).is_empty()
            }),
            Reason::CpNoConference => self.by_rule("cp-no-conference", |look| {
                look.readable(self.record, "start").is_some()
                    && !look.others("form").any(|form| is_conference(look, self.record, form))
            }),
            _ => None,
        }
    }

    /// Whether the record has no end and another of its kind has none either.
    fn is_one_of_two_open(&self) -> bool {
        let open = |days: Option<Days<'_>>| days.is_some_and(|days| days.end.is_none());
        let episodes = self.rules("lac-episodes").any(|look| {
            let mut others = look.standing().filter(|(place, _)| *place != self.place);
            open(look.days(self.record, "start", "end"))
                && others.any(|(_, other)| open(look.days(other, "start", "end")))
        });
        let statuses = self.rules("lac-statuses").any(|look| {
            let mut others = statuses(&look).filter(|(place, _)| *place != self.place);
            is_looked_after(&look, self.record)
                && open(look.days(self.record, "start", "end"))
                && others.any(|(_, other)| open(Some(other)))
        });
        episodes || statuses
    }

    /// Whether the record, under whose status the child is not looked after, has a placement while another has one: both
    /// without an end, or not.
    fn is_placed_twice(&self, both_open: bool) -> bool {
        self.rules("placement-outside-status").any(|look| {
            let placed = |record: &'_ SourceRecord| look.text(record, "placement").is_some();
            let own = look.days(self.record, "start", "end").filter(|days| !days.runs_backwards());
            let Some(own) = own.filter(|_| placed(self.record) && !is_looked_after(&look, self.record))
            else {
                return false;
            };
            let mut others = look.standing().filter(|(place, record)| *place != self.place && placed(record));
            others.any(|(_, record)| {
                let other = look.days(record, "start", "end").filter(|days| !days.runs_backwards());
                other.is_some_and(|other| {
                    own.coincides(&other) && both_open == (own.end.is_none() && other.end.is_none())
                })
            })
        })
    }

    fn status_is_backwards(&self) -> bool {
        self.rules("lac-statuses").any(|look| {
            let own = look.days(self.record, "start", "end");
            is_looked_after(&look, self.record) && own.is_some_and(|own| own.runs_backwards())
        })
    }

    /// Whether a period of care is over and its last status is not, or the other way round, or it has none.
    fn episode_disagrees(&self) -> bool {
        self.rules("lac-episodes").any(|look| {
            let Some(own) = look.days(self.record, "start", "end") else { return false };
            let key = self.key();
            let of_episode = || look.others("status").filter(|row| look.guid(row, "episode") == key);
            let all_dated = of_episode().all(|row| look.readable(row, "status_start").is_some());
            let days = of_episode().filter_map(|row| look.days(row, "status_start", "status_end"));
            let last = days.max_by_key(|days| (days.start, days.end.unwrap_or("9999")));
            let disagrees = last.is_none_or(|last| last.end.is_none() != own.end.is_none());
            own.runs_backwards() || (all_dated && disagrees)
        })
    }
}

/// The columns that may tell of an adoption, each with the code it points at and the list of codes that do.
pub(super) const SIGNS: [(&str, &str, &str); 3] = [
    ("status", "status_code", "statuses"),
    ("placement", "placement_code", "placements"),
    ("ended", "ended_code", "reasons"),
];

pub(super) fn is_looked_after(look: &Look<'_, '_>, row: &SourceRecord) -> bool {
    look.attribute(row, "status", "status_type") != Some(look.value("not_looked_after"))
}

/// The statuses under which the child is looked after, with their places.
fn all_statuses<'l>(look: &'l Look<'_, 'l>) -> impl Iterator<Item = (usize, Days<'l>)> {
    let own = look.standing().filter(|(_, row)| is_looked_after(look, row));
    own.filter_map(|(place, row)| Some((place, look.days(row, "start", "end")?)))
}

/// The same without those that run backwards.
fn statuses<'l>(look: &'l Look<'_, 'l>) -> impl Iterator<Item = (usize, Days<'l>)> {
    all_statuses(look).filter(|(_, days)| !days.runs_backwards())
}

/// Whether a form is the conference of the plan's case, completed by the plan's first day.
fn is_conference(look: &Look<'_, '_>, plan: &SourceRecord, form: &SourceRecord) -> bool {
    let cases = look.field("case").map(|field| look.scene.tables_of(look.entity.entity, field));
    let surviving = |key: Guid| {
        look.scene.surviving_work(&cases.clone().unwrap_or_default(), key).map_or(key, |(key, _)| key)
    };
    let case = |record: &SourceRecord, name: &str| look.guid(record, name).map(surviving);
    let same = case(plan, "case").is_some() && case(plan, "case") == case(form, "form_case");
    let in_time = look
        .readable_day(form, "form_completed")
        .zip(look.readable_day(plan, "start"))
        .is_some_and(|(completed, start)| completed <= start);
    let template = look.table("template").zip(look.guid(form, "form_template"));
    let template = template.and_then(|(table, key)| look.scene.rest.row(table, key));
    let code = template.and_then(|row| look.text(row, "template_code")).unwrap_or_default();
    same && in_time && look.lists("conference", look.target("templates", code))
}
