//! What a case file under work is asked for.

use super::work::{MadeRow, Section, Work};
use crate::map::plan::{Compute, Owner, Source};
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::target::contract::{TableId, TargetRow};

impl<'a> Work<'a> {
    /// The place of the person at the root.
    pub(super) fn root(&self) -> Option<usize> {
        let person = self.plan.model().people.person;
        self.index.place(person, self.person)
    }

    /// The records of an entity that give rows.
    pub(super) fn open_records(&self, entity: EntityId) -> impl Iterator<Item = &'a SourceRecord> + '_ {
        let open = |place: &usize| self.verdicts[*place].open() && !self.verdicts[*place].merged;
        self.index.range(entity).filter(open).map(|place| self.record(place))
    }

    /// The answers of a form.
    pub(super) fn answers(&self, form: Guid) -> impl Iterator<Item = &'a SourceRecord> + '_ {
        let places = self.answers_by_form.get(&form).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|place| self.record(*place))
    }

    /// The surviving case that a case key leads to.
    pub(super) fn case_key(&self, case: Guid) -> Guid {
        let indexed = self.plan.entities().filter(|entity| entity.indexed && entity.merge.is_some());
        let found = indexed.filter_map(|entity| self.around.work(entity.entity, case)).next();
        found.map_or(case, |(survivor, _)| survivor)
    }

    /// The rows that a record has given so far.
    pub(super) fn rows_of(&self, place: usize) -> impl Iterator<Item = &MadeRow> {
        self.rows_by_record[place].iter().map(|row| &self.rows[*row])
    }

    /// The row that a record gave by a rule.
    pub(super) fn row_by_rule(&mut self, place: usize, rule: usize) -> Option<&mut MadeRow> {
        let found = self.rows_by_record[place].iter().copied().find(|row| self.rows[*row].rule == Some(rule));
        found.map(|row| &mut self.rows[row])
    }

    /// Takes a row.
    pub(super) fn add_row(&mut self, made: MadeRow) {
        self.rows_by_record[made.record].push(self.rows.len());
        self.rows.push(made);
    }

    /// Adds the lines of a record to a note that several records share.
    pub(super) fn section(&mut self, place: usize, key: String, note_type: &str, title: &str, lines: Vec<String>) {
        let Some(entity) = self.entity_plan(place) else { return };
        let Some(own) = self.record(place).guid(entity.key) else { return };
        if lines.is_empty() {
            return;
        }
        let section = self.sections.entry(key).or_insert_with(|| Section {
            note_type: note_type.to_owned(),
            title: title.to_owned(),
            place,
            records: std::collections::BTreeMap::new(),
        });
        section.records.insert(own, lines);
    }

    /// The other person of a joining record.
    pub(super) fn joining_other(&self, place: usize) -> Option<Guid> {
        let joins = self.entity_plan(place)?.joins?;
        self.around.survivor(self.record(place).guid(joins.other)?)
    }

    /// The record of this case file that a lookup column names.
    pub(super) fn parent_of(&self, record: &SourceRecord, field: FieldId) -> Option<usize> {
        let key = record.guid(field)?;
        let column = &self.plan.dictionary().entity(record.entity()).columns[usize::from(field.0)];
        super::lookups::tables(column).iter().find_map(|table| self.index.place(*table, key))
    }

    /// The key of a row: its `LEGACY_ID`, or its key cells joined by slashes.
    pub(super) fn row_key(&self, row: &TargetRow) -> String {
        let table = self.plan.contract().table(row.table);
        let cells = table.key.iter().map(|column| row.cells[usize::from(column.0)].as_deref().unwrap_or_default());
        cells.collect::<Vec<_>>().join("/")
    }

    /// The rows of a record that stand for an attached file.
    pub(super) fn document_rows(&self, place: usize) -> Vec<(TableId, String)> {
        let Some(entity) = self.entity_plan(place) else { return Vec::new() };
        let of_file = |made: &&MadeRow| {
            made.rule.is_some_and(|rule| entity.rows[rule].cells.iter().any(|cell| {
                cell.branches.iter().any(|branch| matches!(branch.source, Source::Compute(Compute::FileName(_))))
            }))
        };
        self.rows_of(place).filter(of_file).map(|made| (made.row.table, self.row_key(&made.row))).collect()
    }

    /// The rows of the ticked options of an answer.
    pub(super) fn rows_of_ticks(&self, answer: usize) -> Vec<(TableId, String)> {
        let forms = &self.plan.model().forms;
        if self.record(answer).entity() != forms.answer {
            return Vec::new();
        }
        let key = self.entity_plan(answer).and_then(|entity| self.record(answer).guid(entity.key));
        let ticks = self.index.range(forms.tick).filter(|tick| self.record(*tick).guid(forms.tick_answer) == key);
        ticks.flat_map(|tick| self.main_rows(tick)).collect()
    }

    /// Whether records of the entity belong to nobody.
    pub(super) fn is_shared(&self, place: usize) -> bool {
        self.entity_plan(place).is_some_and(|entity| entity.owner == Owner::Shared)
    }
}
