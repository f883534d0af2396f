//! Notes on contacts, on forms of people, and on what else has notes of its own.

use super::Maker;
use crate::synth::activity::Anchor;
use crate::synth::clock::day_between;

impl Maker<'_> {
    /// Notes on a record, where records of its table have notes of their own.
    pub(in crate::synth) fn notes_on(&mut self, about: &Anchor<'_>) {
        let (schema, table) = (self.council.schema(), format!("{}CaseNote", about.table));
        let made_elsewhere = ["Person", "Case", "CaseForm"].contains(&about.table);
        if made_elsewhere || !schema.dictionary().entities().iter().any(|entity| entity.name == table) {
            return;
        }
        let share = if about.table == "Contact" { 10 } else { 40 };
        if !(about.first && about.table != "Contact" || self.rng.percent(share)) {
            return;
        }
        let day = day_between(&mut self.rng, about.work.start, about.work.last());
        let mut row = self.draft(&table);
        let key = self.rng.guid();
        self.guid(&mut row, &format!("{table}Id"), key);
        self.guid(&mut row, "PersonId", about.work.person);
        self.guid(&mut row, &format!("{}Id", about.table), about.key);
        let (subject, text) = self.written(&about.work.called);
        row.put("Subject", subject).put("Notes", text).flag("IsCloned", false);
        let stamp = self.note_stamp(&about.work, day, &mut row);
        self.kind(&mut row, "Case note", &stamp);
        self.stamp(&mut row, &stamp, None);
        self.push(row);
    }
}
