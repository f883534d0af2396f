//! Forms outside cases: of people, and of episodes of the multi-agency safeguarding hub.

use super::super::clock::{YESTERDAY, plus};
use super::super::form::FormState;
use super::super::maker::Maker;
use super::super::work::Work;
use super::Anchor;

/// The templates of forms of people.
const OF_PEOPLE: [&str; 3] = ["EHA", "PEP", "HEA"];

impl<'a> Maker<'a> {
    /// Makes forms outside cases; other records can be about those of people.
    pub(super) fn forms_elsewhere(&mut self, anchors: &[Anchor<'a>]) -> Vec<Anchor<'a>> {
        let mut made: Vec<Anchor<'a>> = Vec::new();
        for about in anchors {
            let child = self.children.iter().any(|(child, _)| *child == about.key);
            let (table, template) = match about.table {
                "Person" if child && self.seldom_child(made.is_empty()) => {
                    ("PersonForm", self.rng.pick(&OF_PEOPLE))
                }
                "MashEpisode" if self.rng.percent(60) => ("MASHEpisodeForm", "STR"),
                _ => continue,
            };
            let end = plus(about.work.start, self.rng.between(3, 30)).min(YESTERDAY);
            let state = match self.rng.below(20) {
                0 => FormState::Cancelled(end),
                1 if table == "PersonForm" => FormState::Shell,
                2 | 3 => FormState::Begun,
                _ => FormState::Done(end),
            };
            let form = self.form_elsewhere((table, about.key), &about.work, template, state);
            if table == "PersonForm" && state != FormState::Shell {
                let work = Work { end: Some(end), title: form.title.clone(), ..about.work.clone() };
                let first = made.is_empty();
                let (table, key, shown) =
                    (self.council.schema().name(self.council.schema().table(table)), form.guid, form.title);
                made.push(Anchor { table, key, shown, first, place: 0, work });
            }
        }
        made
    }

    /// A few children have a form of their own, and one in every household of a place in the round.
    fn seldom_child(&mut self, none_yet: bool) -> bool {
        let sure = none_yet && [1, 9, 14].contains(&(self.household.number % super::ROUND));
        sure || self.rng.percent(8)
    }
}
