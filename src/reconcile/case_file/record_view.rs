//! One record of the export beside what its rows say.

use std::borrow::Cow;

use super::{CellPlace, EntityInverse, FieldInverse, How, Joined, Links, Reading};
use crate::map::plan::{Branch, Condition, LineKind, Owner, Source, Stamp, Step, ToldBy};
use crate::reconcile::inverse::{
    Backwards, Conditions, Normal, Rebuilt, line_normal, lower_guid, read_line, read_table, rebuild,
    step_normal, table_named,
};
use crate::reconcile::{ExportCaseFile, RowId, TargetSide};
use crate::record::{FieldId, SourceRecord};

/// One record of the export beside what its rows say.
pub(super) struct RecordView<'v> {
    pub(super) backwards: &'v Backwards<'v>,
    pub(super) file: &'v ExportCaseFile<'v>,
    pub(super) side: &'v TargetSide,
    pub(super) links: &'v Links,
    pub(super) place: usize,
    pub(super) record: &'v SourceRecord,
    pub(super) inverse: &'v EntityInverse<'v>,
    pub(super) reading: &'v Reading<'v>,
    /// The row of a detail that stands for the record, which has none of its own: a tick for its answer.
    pub(super) detail: Option<RowId>,
    /// Whether its row is another record's, so that all its columns stand in a note.
    pub(super) folded: bool,
    /// The columns whose values were turned away, and those with authors for whom another signs.
    pub(super) rejected: Vec<FieldId>,
    /// What the rows of other records tell of this one.
    pub(super) told: super::told::Told<'v>,
}

impl<'v> RecordView<'v> {
    /// The normal form of a column of the export, as it is carried.
    pub(super) fn source(&self, field: &FieldInverse<'_>) -> Normal<'v> {
        if self.rejected.contains(&field.field) {
            return Normal::Null;
        }
        if let How::With(of) = field.how {
            return self.source_table(of);
        }
        if self.folded {
            return lower(field, line_normal(self.backwards, self.record, field.field, field.kind));
        }
        match &field.how {
            How::Line(line) => self.source_line(field, *line),
            How::Cells(places) => self.source_cell(field.field, places),
            How::Joined(_) => self.stepped(field.field, &[Step::Trim]),
            How::Stamp(Stamp::CreatedOn) => self.stepped(field.field, &[Step::Local]),
            How::Stamp(_) | How::Head => self.stepped(field.field, &[Step::Guid]),
            How::NotePerson => self.stepped(field.field, &[Step::Person]),
            How::Told(by) => self.source_told(field.field, *by),
            How::With(_) => Normal::Null,
        }
    }

    /// The row that the record gave by a rule.
    fn row(&self, rule: usize) -> Option<RowId> {
        let own = self.links.row(self.place, rule);
        let stands_for = |row: &RowId| {
            let plan = &self.inverse.plan.rows[rule];
            plan.main && plan.table == row.table
        };
        own.or(self.detail.filter(stands_for))
    }

    fn stepped(&self, field: FieldId, steps: &[Step]) -> Normal<'v> {
        match self.record.get(field).filled() {
            Some(_) if self.record.why_unread(field).is_some() => Normal::Refused,
            Some(text) => step_normal(self.backwards, steps, text),
            None => Normal::Null,
        }
    }

    fn source_line(&self, field: &FieldInverse<'_>, line: usize) -> Normal<'v> {
        let layout = &self.inverse.own.lines[line];
        let Some((_, kind)) = layout.field else { return Normal::Null };
        match (line_normal(self.backwards, self.record, field.field, kind), layout.unless) {
            // No line is written for it, nor for null: the two are one.
            (Normal::Null, Some(unless)) => Normal::Value(Cow::Owned(unless.to_owned())),
            (normal, _) => normal,
        }
    }

    fn source_table(&self, of: FieldId) -> Normal<'v> {
        let Some(with) = self.inverse.field(of) else { return Normal::Null };
        if self.rejected.contains(&of) || self.record.get(of).filled().is_none() {
            return Normal::Null;
        }
        let LineKind::Polymorphic { table } = with.kind else { return Normal::Null };
        match table_named(self.backwards, self.record, *table) {
            Some(table) => Normal::Value(Cow::Borrowed(&self.backwards.plan.dictionary().entity(table).name)),
            None => Normal::Refused,
        }
    }

    fn source_cell(&self, field: FieldId, places: &[CellPlace<'_>]) -> Normal<'v> {
        if self.reading.subject.as_ref().is_some_and(|(own, _)| *own == field) {
            return self.stepped(field, &[Step::Trim]);
        }
        // Of a single cell nothing is to be chosen.
        let active = match places {
            [only] => Some(only),
            _ => places.iter().find(|place| self.fills(place)).or(places.first()),
        };
        active.map_or(Normal::Null, |place| self.stepped(field, place.steps()))
    }

    fn source_told(&self, field: FieldId, by: ToldBy) -> Normal<'v> {
        match by {
            ToldBy::GridRow | ToldBy::ParentCell => self.stepped(field, &[Step::Int]),
            ToldBy::Row => self.stepped(field, &[Step::YesNo]),
            ToldBy::Answer | ToldBy::PrimaryJob | ToldBy::ParentNote => self.stepped(field, &[Step::Guid]),
            ToldBy::ParentDisplay => match self.record.get(field).filled() {
                Some(text) => Normal::Value(Cow::Owned(text.replace(['\n', '\r'], " "))),
                None => Normal::Null,
            },
        }
    }

    /// What is rebuilt of a column. `source` is what the export has, chosen where several values would do.
    pub(super) fn target(&self, field: &FieldInverse<'_>, source: Option<&str>) -> Rebuilt<'v> {
        match &field.how {
            How::With(of) => self.target_table(*of),
            _ if self.folded && self.rejected.contains(&field.field) => Rebuilt::Null,
            _ if self.folded => self.target_folded(field, source),
            How::Line(_) | How::Joined(_) if self.rejected.contains(&field.field) => Rebuilt::Null,
            How::Line(line) => self.target_line(*line, source),
            How::Cells(_) if super::told::is_option_not_ticked(self, field.field) => {
                self.told.option_not_ticked(self)
            }
            How::Cells(places) => match self.target_cell(field.field, places, source) {
                Rebuilt::Null => self.target_about_note(field.field, source),
                found => self.but_for_the_substitute(field.field, found),
            },
            How::Joined(joined) => self.target_joined(field.field, joined),
            How::Stamp(stamp) => self.but_for_the_substitute(field.field, self.target_stamp(*stamp)),
            How::Head => self.target_head(),
            How::NotePerson => self.note_cell(self.backwards.plan.notes().person, &[Step::Person]),
            How::Told(by) => self.told.target(self, *by, source),
        }
    }

    /// Nothing, where whoever stands in by policy signs for an author who cannot.
    fn but_for_the_substitute(&self, field: FieldId, found: Rebuilt<'v>) -> Rebuilt<'v> {
        let Some(name) = self.backwards.plan.policy().substitute_author() else { return found };
        let signs = match self.backwards.worker(name) {
            Some(worker) => found.value() == Some(worker.to_string().as_str()),
            None => found == Rebuilt::Impossible,
        };
        if signs && self.rejected.contains(&field) { Rebuilt::Null } else { found }
    }

    fn target_line(&self, line: usize, source: Option<&str>) -> Rebuilt<'v> {
        let layout = &self.inverse.own.lines[line];
        let Some((_, kind)) = layout.field else { return Rebuilt::Null };
        match (self.reading.value(line), layout.unless) {
            (Some(text), _) => read_line(self.backwards, kind, text, source),
            (None, Some(unless)) => Rebuilt::Value(Cow::Borrowed(unless)),
            (None, None) => Rebuilt::Null,
        }
    }

    fn target_folded(&self, field: &FieldInverse<'_>, source: Option<&str>) -> Rebuilt<'v> {
        let line = self.inverse.merged.line_of(field.field);
        let Some(text) = line.and_then(|line| self.reading.value(line)) else { return Rebuilt::Null };
        match read_line(self.backwards, field.kind, text, source) {
            Rebuilt::Value(text) if field.is_guid && !text.is_empty() => {
                Rebuilt::possible(lower_guid(&text).map(|own| Cow::Owned(own.into_owned())))
            }
            other => other,
        }
    }

    fn target_table(&self, of: FieldId) -> Rebuilt<'v> {
        if self.rejected.contains(&of) {
            return Rebuilt::Null;
        }
        let layout = if self.folded { &self.inverse.merged } else { &self.inverse.own };
        let text = layout.line_of(of).and_then(|line| self.reading.value(line));
        text.map_or(Rebuilt::Null, read_table)
    }

    /// Whether a cell takes its value from this branch: the first that holds and gives something.
    fn fills(&self, place: &CellPlace<'_>) -> bool {
        let row = self.row(place.rule).map(|row| self.side.row(row));
        let conditions = Conditions { backwards: self.backwards, file: self.file, record: self.record, row };
        let mut branches = place.cell.branches.iter().take(place.branch + 1).enumerate();
        branches
            .find(|(_, branch)| conditions.hold(&branch.when) && self.gives(branch))
            .is_some_and(|(at, _)| at == place.branch)
    }

    fn gives(&self, branch: &Branch) -> bool {
        match &branch.source {
            Source::Field(field) => {
                !self.rejected.contains(field)
                    && matches!(self.stepped(*field, &branch.steps), Normal::Value(_))
            }
            _ => true,
        }
    }

    fn target_cell(&self, field: FieldId, places: &[CellPlace<'_>], source: Option<&str>) -> Rebuilt<'v> {
        if let Some((own, subject)) = &self.reading.subject
            && *own == field
        {
            return Rebuilt::filled(Cow::Owned(subject.as_ref().to_owned()));
        }
        for place in places {
            // A single branch without a condition needs no look at the record.
            let single = place.cell.branches.len() == 1 && place.cell.branches[0].when == Condition::Always;
            if !single && !self.fills(place) {
                continue;
            }
            if let Some(cell) = self.cell(place) {
                let own = (self.record.entity(), field);
                return rebuild(self.backwards, place.steps(), own, place.separator, cell, source);
            }
        }
        Rebuilt::Null
    }

    /// The record's key, its person, and what else the note tells, where the row that would hold them was not written.
    fn target_about_note(&self, field: FieldId, source: Option<&str>) -> Rebuilt<'v> {
        if field == self.inverse.plan.key {
            self.target_head()
        } else if self.inverse.plan.owner == Owner::Person(field) {
            self.note_cell(self.backwards.plan.notes().person, &[Step::Person])
        } else if super::told::main_row(self).is_none()
            && let Some(line) = self.inverse.own.line_of(field)
        {
            self.target_line(line, source)
        } else {
            Rebuilt::Null
        }
    }

    /// The text of a cell, without what a note puts around it; split cells are put together again.
    fn cell(&self, place: &CellPlace<'_>) -> Option<Cow<'v, str>> {
        if let Some((column, body)) = self.reading.body
            && column == place.column
            && self.reading.note == self.row(place.rule)
        {
            return (!body.is_empty()).then_some(Cow::Borrowed(body));
        }
        let Some(separator) = place.separator else {
            let row = self.side.row(self.row(place.rule)?);
            return row.cell(place.column).map(Cow::Borrowed);
        };
        let rows = self.links.rows(self.place, place.rule);
        let parts: Vec<&str> = rows.filter_map(|row| self.side.row(row).cell(place.column)).collect();
        (!parts.is_empty()).then(|| Cow::Owned(parts.join(&separator.to_string())))
    }

    /// The row that a column is rebuilt from.
    pub(super) fn row_of(&self, field: &FieldInverse<'_>) -> Option<RowId> {
        match &field.how {
            _ if self.folded => self.reading.note,
            How::Cells(places) => places.iter().find_map(|place| self.row(place.rule)),
            How::Joined(joined) => self.row(joined.rule),
            How::Told(_) => None,
            How::Line(_) | How::With(_) | How::Stamp(_) | How::Head | How::NotePerson => self.reading.note,
        }
    }

    /// A part of a joined cell: what is left when the other parts, which stand elsewhere, are taken off.
    fn target_joined(&self, field: FieldId, joined: &Joined<'_>) -> Rebuilt<'v> {
        let row = self.row(joined.rule);
        let Some(text) = row.and_then(|row| self.side.row(row).cell(joined.column)) else {
            return Rebuilt::Null;
        };
        let at = joined.fields.iter().position(|own| *own == field).unwrap_or_default();
        let parts: Vec<Part> = joined.fields.iter().map(|own| self.part(*own)).collect();
        if parts.iter().filter(|part| matches!(part, Part::Unknown)).count() == 1 {
            return left_over(text, &parts, joined.separator)
                .map_or(Rebuilt::Impossible, |rest| Rebuilt::filled(Cow::Owned(rest)));
        }
        // Two parts and a separator that parts them; where it stands within a part, or where there is but one, the export's
        // own seam is tried.
        let mut seams: Vec<_> = text
            .match_indices(joined.separator)
            .map(|(seam, _)| (&text[..seam], &text[seam + joined.separator.len()..]))
            .collect();
        seams.extend([(text, ""), ("", text)]);
        let own = seams.iter().find(|(before, after)| self.holds_parts(joined, [before, after]));
        let (before, after) = own.copied().unwrap_or(seams[0]);
        Rebuilt::filled(Cow::Borrowed(if at == 0 { before } else { after }))
    }

    /// Whether two texts are what the export has in the columns that are joined; of a value that was turned away, nothing.
    fn holds_parts(&self, joined: &Joined<'_>, texts: [&str; 2]) -> bool {
        let held = |field: &FieldId| match self.stepped(*field, &[Step::Trim]) {
            Normal::Value(text) if !self.rejected.contains(field) => text,
            _ => Cow::Borrowed(""),
        };
        joined.fields.iter().map(held).eq(texts)
    }

    /// What is known otherwise of a part of a joined cell.
    fn part(&self, field: FieldId) -> Part {
        if self.rejected.contains(&field) {
            return Part::Known(String::new());
        }
        let Some(own) = self.inverse.field(field) else { return Part::Known(String::new()) };
        if matches!(own.how, How::Joined(_)) {
            return Part::Unknown;
        }
        let value = self.target(own, None);
        Part::Known(value.value().unwrap_or_default().trim().to_owned())
    }

    fn target_stamp(&self, stamp: Stamp) -> Rebuilt<'v> {
        let notes = self.backwards.plan.notes();
        match stamp {
            Stamp::CreatedBy => self.note_cell(notes.created_by, &[Step::WorkerUserName]),
            Stamp::CreatedOn => self.note_cell(notes.created_on, &[Step::Local]),
            Stamp::UpdatedBy => self.note_cell(notes.updated_by, &[Step::WorkerUserName]),
        }
    }

    fn note_cell(&self, column: crate::target::contract::ColumnId, steps: &[Step]) -> Rebuilt<'v> {
        let cell = self.reading.note.and_then(|row| self.side.row(row).cell(column));
        let own = (self.record.entity(), self.inverse.plan.key);
        match cell {
            Some(cell) => rebuild(self.backwards, steps, own, None, Cow::Borrowed(cell), None),
            None => Rebuilt::Null,
        }
    }

    /// The key in the line that heads the record, or in the key of its note: the note was found by it.
    fn target_head(&self) -> Rebuilt<'v> {
        if self.reading.note.is_none() {
            return Rebuilt::Null;
        }
        self.stepped(self.inverse.plan.key, &[Step::Guid]).into()
    }
}

/// A part of a joined cell.
enum Part {
    /// It stands elsewhere; empty where it is not filled.
    Known(String),
    /// It is to be found.
    Unknown,
}

/// What is left of a joined text for the one part that is not known; none where the others are not in it.
fn left_over(text: &str, parts: &[Part], separator: &str) -> Option<String> {
    let unknown = parts.iter().position(|part| matches!(part, Part::Unknown))?;
    let known = |parts: &[Part]| {
        let filled = parts.iter().filter_map(|part| match part {
            Part::Known(text) if !text.is_empty() => Some(text.as_str()),
            _ => None,
        });
        filled.collect::<Vec<_>>().join(separator)
    };
    let (before, after) = (known(&parts[..unknown]), known(&parts[unknown + 1..]));
    let others: Vec<&str> =
        [before.as_str(), after.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
    if text == others.join(separator) {
        return Some(String::new());
    }
    let rest = if before.is_empty() { text } else { text.strip_prefix(&before)?.strip_prefix(separator)? };
    let rest = if after.is_empty() { rest } else { rest.strip_suffix(&after)?.strip_suffix(separator)? };
    Some(rest.to_owned())
}

impl<'t> From<Normal<'t>> for Rebuilt<'t> {
    fn from(normal: Normal<'t>) -> Self {
        match normal {
            Normal::Null => Self::Null,
            Normal::Value(text) => Self::Value(text),
            Normal::Refused => Self::Impossible,
        }
    }
}

/// In the note of a merged record GUIDs stand as they are; their case never matters.
fn lower<'v>(field: &FieldInverse<'_>, normal: Normal<'v>) -> Normal<'v> {
    match normal {
        Normal::Value(text) if field.is_guid && !text.is_empty() => {
            let own = lower_guid(&text).map(|own| Cow::Owned(own.into_owned()));
            own.map_or(Normal::Refused, Normal::Value)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seam_of_joined_names_is_found() {
        let known = |text: &str| Part::Known(text.to_owned());
        let first = |text: &str, middle: &str| left_over(text, &[Part::Unknown, known(middle)], " ");
        assert_eq!(first("Amina Rose", "Rose").as_deref(), Some("Amina"));
        assert_eq!(first("Amina Rose", "").as_deref(), Some("Amina Rose"));
        assert_eq!(first("Rose", "Rose").as_deref(), Some(""));
        assert_eq!(first("Amina", "Rose"), None);
        assert_eq!(left_over("A B C", &[known("A"), Part::Unknown, known("C")], " ").as_deref(), Some("B"));
    }
}
