//! Notes for what has no column of its own.

use toml::Spanned;

use super::Compiler;
use crate::map::plan::{NotePlace, NotePlan, NoteScope, RowPlan};
use crate::map::raw::{Name, RawEntity, RawPer, RawRemainder, RawTail};
use crate::record::FieldId;
use crate::target::contract::ColumnKind;

/// The characters of a person's key and the colon behind it.
const PERSON_KEY: usize = 37;

impl Compiler<'_> {
    /// The note of an entity, where it leaves lines.
    pub(super) fn note(&mut self, raw: &RawEntity, rows: &[RowPlan]) -> Option<NotePlan> {
        if let Some(tail) = &raw.parent_tail {
            return self.parent_tail(raw, tail);
        }
        match (&raw.remainder, &raw.tail) {
            (None, None) => None,
            (Some(remainder), None) => {
                let place = self.remainder(remainder, rows);
                let lines = self.lines(&remainder.lines);
                Some(NotePlan { place: place?, lines })
            }
            (None, Some(tail)) => {
                let place = self.tail(tail, rows);
                let lines = self.lines(&tail.lines);
                Some(NotePlan { place: place?, lines })
            }
            (Some(_), Some(tail)) => {
                let label = "a record that is itself a note has no other";
                self.mistakes.add(
                    tail.lines.span(),
                    "lines stand in [remainder] or in [tail], not in both",
                    label,
                );
                None
            }
        }
    }

    fn remainder(&mut self, raw: &RawRemainder, rows: &[RowPlan]) -> Option<NotePlace> {
        match (&raw.per, &raw.into) {
            (None, Some(column)) => self.of_column(column, rows),
            (Some(per), None) => self.own_note(raw, per),
            _ => {
                let help = "write per = \"record\", per = \"person\", or into = \"COLUMN\"".to_owned();
                let title = "lines go into a note or into a column";
                self.mistakes.add_with(raw.lines.span(), title, "it is not said where these go", help);
                None
            }
        }
    }

    fn of_column(&mut self, column: &Name, rows: &[RowPlan]) -> Option<NotePlace> {
        let row = rows.iter().position(|row| row.main)?;
        let id = self.target_column(rows[row].table, column)?;
        if self.target(rows[row].table).columns[usize::from(id.0)].kind != ColumnKind::Text {
            let title = format!("`{}` takes no text", column.get_ref());
            self.mistakes.add(column.span(), title, "expected a column of text");
        }
        Some(NotePlace::Column { row, column: id })
    }

    fn own_note(&mut self, raw: &RawRemainder, per: &Spanned<RawPer>) -> Option<NotePlace> {
        let scope = self.note_scope(raw, per);
        let suffix = match per.get_ref() {
            RawPer::Record => "remainder".to_owned(),
            RawPer::Person => self.shared_suffix(raw, per),
        };
        let (Some(note_type), Some(title)) = (&raw.note_type, &raw.title) else {
            let title = "a note has a note_type and a title";
            self.mistakes.add(per.span(), title, "one of the two is not given");
            return None;
        };
        let types = &self.world.contract.table(self.world.notes.table).columns;
        let list = types[usize::from(self.world.notes.note_type.0)].codes.as_deref();
        super::notes::check_code(&self.world.contract, list, note_type, &mut self.mistakes);
        let (note_type, title) = (note_type.get_ref().clone(), title.get_ref().clone());
        Some(NotePlace::Note { scope: scope?, suffix, note_type, title })
    }

    /// What stands behind the person's key in the key of a note that their records share. Both must fit the key's column.
    fn shared_suffix(&mut self, raw: &RawRemainder, per: &Spanned<RawPer>) -> String {
        let own = self.own().name.clone();
        let (suffix, span) = match &raw.suffix {
            Some(name) => (name.get_ref().clone(), name.span()),
            None => (own.clone(), per.span()),
        };
        if suffix != own && self.world.dictionary.find(&suffix).is_some() {
            let title = format!("`{suffix}` is another table");
            self.mistakes.add(span.clone(), title, "its notes would have the same keys");
        }
        let columns = &self.world.contract.table(self.world.notes.table).columns;
        let width = columns[usize::from(self.world.notes.legacy_id.0)].width.unwrap_or(u32::MAX) as usize;
        if PERSON_KEY + suffix.chars().count() > width {
            let title =
                format!("the key of the note is longer than its column, which takes {width} characters");
            let most = width.saturating_sub(PERSON_KEY);
            let help = format!("give it a `suffix` of {most} characters at most");
            self.mistakes.add_with(span, title, "stands behind the person's key and a colon", help);
        }
        suffix
    }

    fn note_scope(&mut self, raw: &RawRemainder, per: &Spanned<RawPer>) -> Option<NoteScope> {
        let stamps = [&raw.created_by, &raw.created_on, &raw.updated_by];
        if *per.get_ref() == RawPer::Person {
            if let Some(stamp) = stamps.into_iter().flatten().next() {
                let title = "a note that a person's records share is dated with the extract";
                self.mistakes.add(stamp.span(), title, "has no place in such a note");
            }
            return Some(NoteScope::Person);
        }
        let (Some(created_by), Some(created_on)) = (&raw.created_by, &raw.created_on) else {
            let help = "write created_by and created_on, or per = \"person\"".to_owned();
            let title = "a note of one record carries the record's stamp";
            self.mistakes.add_with(per.span(), title, "it is not said who wrote it and when", help);
            return None;
        };
        let (created_by, created_on) = (self.worker(created_by), self.field(created_on));
        let updated_by = raw.updated_by.as_ref().and_then(|name| self.worker(name));
        Some(NoteScope::Record { created_by: created_by?, created_on: created_on?, updated_by })
    }

    fn worker(&mut self, name: &Name) -> Option<FieldId> {
        let field = self.field(name)?;
        if !self.points_at(field, self.world.model.people.worker) {
            let title = format!("`{}` names no worker", name.get_ref());
            self.mistakes.add(name.span(), title, "expected a lookup to a worker");
        }
        Some(field)
    }

    fn tail(&mut self, raw: &RawTail, rows: &[RowPlan]) -> Option<NotePlace> {
        let note_table = self.world.notes.table;
        let Some(row) = rows.iter().position(|row| row.main && row.table == note_table) else {
            let title = "the main row is no note";
            let help = "use [remainder]; a [tail] stands at the foot of the record's own note".to_owned();
            self.mistakes.add_with(raw.lines.span(), title, "there is nothing these could stand under", help);
            return None;
        };
        let subject = raw.subject.as_ref().and_then(|name| self.field(name));
        Some(NotePlace::Tail { row, subject })
    }
}
