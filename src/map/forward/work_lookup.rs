//! What a case file under work is asked for.

use super::mapped::RecordPlace;
use super::validate::has_control_character;
use super::work::{MadeRow, NoteLine, Section, Work};
use crate::map::plan::{EntityPlan, RowPlan};
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::source::{Column, Kind};
use crate::target::contract::{Named, TableId, TargetRow};

/// The tables that a column may point at.
pub(super) fn tables(column: &Column) -> &[EntityId] {
    match &column.kind {
        Kind::Lookup { table } | Kind::Reference { table } | Kind::File { table } => {
            std::slice::from_ref(table)
        }
        Kind::Polymorphic { tables, .. } => tables,
        _ => &[],
    }
}

impl<'a> Work<'a> {
    /// The place of the person at the root.
    pub(super) fn root(&self) -> Option<usize> {
        self.case.place(self.plan.model().people.person, self.person)
    }

    /// The tables that a column of an entity may point at.
    pub(super) fn tables_of(&self, entity: EntityId, field: FieldId) -> &'a [EntityId] {
        tables(&self.plan.dictionary().entity(entity).columns[usize::from(field.0)])
    }

    /// The records of an entity that give rows.
    pub(super) fn open_records(&self, entity: EntityId) -> impl Iterator<Item = &'a SourceRecord> + '_ {
        let open = |place: &usize| self.verdicts[*place].gives_rows();
        self.case.places(entity).filter(open).map(|place| self.record(place))
    }

    /// The surviving case that a case key leads to.
    pub(super) fn case_key(&self, cases: &[EntityId], case: Guid) -> Guid {
        let found = cases.iter().find_map(|table| self.around.work(*table, case));
        found.map_or(case, |(survivor, _)| survivor)
    }

    /// What the row that another names by its key has in the column that is asked for, among the rows that there are so far.
    pub(super) fn text_of_named(&self, named: Named, key: &str) -> Option<&str> {
        let mut rows = self.rows.iter().map(|made| &made.row).filter(|row| row.table == named.table);
        let row = rows.find(|row| row.cells[usize::from(named.key.0)].as_deref() == Some(key))?;
        row.cells[usize::from(named.column.0)].as_deref()
    }

    /// Where a record stands.
    pub(super) fn record_place(&self, place: usize) -> RecordPlace {
        let record = self.record(place);
        RecordPlace {
            entity: record.entity(),
            key: self.case.key_at(place).unwrap_or_default(),
            origin: record.origin(),
        }
    }

    /// The rows that a record has given so far.
    pub(super) fn rows_of(&self, place: usize) -> impl Iterator<Item = &MadeRow> {
        self.rows_by_record[place].iter().map(|row| &self.rows[*row])
    }

    /// The place of the row that a record gave by a rule.
    pub(super) fn row_by_rule(&self, place: usize, rule: usize) -> Option<usize> {
        self.rows_by_record[place].iter().copied().find(|row| self.rows[*row].rule == Some(rule))
    }

    /// The rule that gave a row.
    pub(super) fn rule_of(&self, made: &MadeRow) -> Option<(&'a EntityPlan, &'a RowPlan)> {
        let entity = self.entity_plan(made.record)?;
        Some((entity, &entity.rows[made.rule?]))
    }

    /// Whether a value of a record of this case file is turned away by itself, or by what it leads to, whatever takes it:
    /// to another record it says nothing.
    pub(super) fn is_turned_away(&self, record: &SourceRecord, field: FieldId) -> bool {
        let entity = record.entity();
        let key = self.plan.key_of(entity).and_then(|key| record.guid(key));
        let place = key.and_then(|key| self.case.place(entity, key));
        record.why_unread(field).is_some()
            || record.get(field).filled().is_some_and(has_control_character)
            || place.is_some_and(|place| self.turned_away.contains_key(&(place, field)))
            || self.names_no_row(record, field)
    }

    /// Whether a column names rows of a list, and the list has no such row.
    fn names_no_row(&self, record: &SourceRecord, field: FieldId) -> bool {
        let Kind::Reference { table } =
            self.plan.dictionary().entity(record.entity()).columns[usize::from(field.0)].kind
        else {
            return false;
        };
        let text = record.get(field).filled();
        text.is_some_and(|text| {
            Guid::parse(text.trim()).ok().and_then(|key| self.around.row(table, key)).is_none()
        })
    }

    /// Takes a row.
    pub(super) fn add_row(&mut self, made: MadeRow) {
        self.rows_by_record[made.record].push(self.rows.len());
        self.rows.push(made);
    }

    /// Whether a row is written where its case file is.
    pub(super) fn is_written(&self, row: usize) -> bool {
        !self.rows[row].dropped && self.is_let_through(self.rows[row].record)
    }

    /// Whether a record is written where its case file is. A shared record has none, and one of a case file that stands
    /// withholds nothing else: they are held by themselves.
    pub(super) fn is_let_through(&self, place: usize) -> bool {
        let verdict = &self.verdicts[place];
        verdict.open() && (verdict.held.is_none() || (self.case.number.is_some() && !self.stands))
    }

    /// Adds the lines of a record to a note that several records share.
    pub(super) fn section(
        &mut self,
        place: usize,
        key: String,
        (note_type, title): (&str, &str),
        lines: Vec<NoteLine>,
    ) {
        let Some(own) = self.case.key_at(place) else { return };
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

    /// The other person of a joining record; none where both sides are this case file's.
    pub(super) fn joining_other(&self, place: usize) -> Option<Guid> {
        let joins = self.entity_plan(place)?.joins?;
        let other = self.around.survivor(self.record(place).guid(joins.other)?)?;
        (other != self.person).then_some(other)
    }

    /// Whether an answer may name a surviving person: the one at the root, or somebody who is written.
    pub(super) fn may_name(&self, survivor: Guid) -> bool {
        survivor == self.person || self.around.is_written(survivor)
    }

    /// The record of this case file that a lookup column names.
    pub(super) fn parent_of(&self, record: &SourceRecord, field: FieldId) -> Option<usize> {
        let key = record.guid(field)?;
        self.tables_of(record.entity(), field).iter().find_map(|table| self.case.place(*table, key))
    }

    /// The key of a row: its `LEGACY_ID`, or its key cells joined by slashes.
    pub(super) fn row_key(&self, row: &TargetRow) -> String {
        let table = self.plan.contract().table(row.table);
        let cells =
            table.key.iter().map(|column| row.cells[usize::from(column.0)].as_deref().unwrap_or_default());
        cells.collect::<Vec<_>>().join("/")
    }

    /// The rows of a record in main tables: table and key.
    pub(super) fn main_rows(&self, place: usize) -> Vec<(TableId, String)> {
        let Some(entity) = self.entity_plan(place) else { return Vec::new() };
        let main = self.rows_of(place).filter(|made| made.rule.is_some_and(|rule| entity.rows[rule].main));
        main.map(|made| (made.row.table, self.row_key(&made.row))).collect()
    }

    /// The options of a record that is an answer, ticked or not.
    pub(super) fn ticks_of(&self, place: usize) -> &[usize] {
        let is_answer = self.record(place).entity() == self.plan.model().forms.answer;
        let answer = self.case.key_at(place).filter(|_| is_answer);
        answer.map(|answer| self.answers.ticks(answer)).unwrap_or_default()
    }

    /// Whether a record, or an option of it, has a row in a main table.
    pub(super) fn stands_in_a_row(&self, place: usize) -> bool {
        self.has_main_row(place) || self.ticks_of(place).iter().any(|tick| self.has_main_row(*tick))
    }

    /// Whether a record has a row in a main table of its entity.
    pub(super) fn has_main_row(&self, place: usize) -> bool {
        let Some(entity) = self.entity_plan(place) else { return false };
        self.rows_of(place).any(|made| made.rule.is_some_and(|rule| entity.rows[rule].main))
    }
}
