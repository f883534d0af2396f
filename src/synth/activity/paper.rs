//! Documents filed with contacts and forms.

use super::super::clock::day_between;
use super::super::maker::Maker;
use super::Anchor;

impl Maker<'_> {
    /// Documents filed with a record.
    pub(super) fn papers(&mut self, about: &Anchor<'_>) {
        let (table, column, place, share) = match about.table {
            "Contact" => ("ContactAttachment", "ContactId", 7, 6),
            "CaseForm" => ("CaseFormAttachment", "CaseFormId", 8, 6),
            "PersonForm" => ("PersonFormAttachment", "PersonFormId", 9, 25),
            _ => return,
        };
        if self.seldom(about, place, share) {
            let day = day_between(&mut self.rng, about.work.start, about.work.last());
            self.attach((table, column), about.key, (about.work.team, day), &about.work.called);
        }
    }
}
