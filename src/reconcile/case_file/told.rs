//! Columns that something else tells: rows of tables in forms, ticks, files, jobs.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::entity_inverse::EntityInverse;
use super::{Links, Reading, RecordView};
use crate::map::plan::{Compute, LineKind, Plan, Source, Step, ToldBy};
use crate::reconcile::inverse::{Backwards, Rebuilt};
use crate::reconcile::{CrossReferences, ExportCaseFile, RowId};
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::source::Kind;
use crate::target::contract::{ColumnId, TableId};

/// What the rows of other records tell of one.
#[derive(Clone, Copy)]
pub(super) struct Told<'v> {
    /// How the columns of every entity are rebuilt.
    pub(super) inverses: &'v [Option<EntityInverse<'v>>],
    /// What the rows of every record of the case file say.
    pub(super) readings: &'v [Reading<'v>],
    pub(super) answers: &'v AnswerKeys,
    pub(super) cross_references: &'v CrossReferences,
    pub(super) job: Option<JobColumns>,
}

/// The answers of a case file by what identifies them in the target: form, table row, question.
#[derive(Clone, Debug, Default)]
pub(super) struct AnswerKeys {
    keys: FxHashMap<String, Vec<Guid>>,
}

/// The columns of the roles of workers that tell which team is a worker's own.
#[derive(Clone, Copy, Debug)]
pub(super) struct JobColumns {
    table: TableId,
    worker: ColumnId,
    team: ColumnId,
    mark: ColumnId,
}

impl AnswerKeys {
    /// Collects the answers of a case file, where it has ticks that name them.
    pub(super) fn new(backwards: &Backwards<'_>, file: &ExportCaseFile<'_>) -> Self {
        let forms = &backwards.plan.model().forms;
        let mut answers = Self::default();
        if file.records.of(forms.tick).is_empty() {
            return answers;
        }
        let Some(key) = backwards.plan.key_of(forms.answer) else { return answers };
        for answer in file.records.of(forms.answer) {
            if let (Some(own), Some(name)) = (answer.guid(key), name_of(backwards, answer)) {
                answers.keys.entry(name).or_default().push(own);
            }
        }
        answers
    }

    /// For each answer, by its place in the case file, the row of a tick that names it.
    pub(super) fn details(
        backwards: &Backwards<'_>,
        file: &ExportCaseFile<'_>,
        links: &Links,
    ) -> FxHashMap<usize, RowId> {
        let forms = &backwards.plan.model().forms;
        let Some(plan) = backwards.plan.entity(forms.tick) else { return FxHashMap::default() };
        let mut details = FxHashMap::default();
        for place in file.records.range(forms.tick) {
            let answer = file.records.all()[place].guid(forms.tick_answer);
            let answer = answer.and_then(|key| file.records.place(forms.answer, key));
            let row = links.of(place).iter().find(|(rule, _)| plan.rows[*rule].main);
            if let (Some(answer), Some((_, row))) = (answer, row) {
                details.entry(answer).or_insert(*row);
            }
        }
        details
    }

    fn find(&self, name: &str, source: Option<&str>) -> Option<Guid> {
        let keys = self.keys.get(name)?;
        let same = source.and_then(|source| Guid::parse(source).ok()).filter(|source| keys.contains(source));
        same.or(keys.first().copied())
    }
}

/// What identifies an answer in the target.
fn name_of(backwards: &Backwards<'_>, answer: &SourceRecord) -> Option<String> {
    let forms = &backwards.plan.model().forms;
    let form = answer.guid(forms.answer_form)?;
    let question = backwards.questions.get(answer.guid(forms.answer_question)?)?;
    let row = match (&question.table, answer.get(forms.answer_row).filled()) {
        (Some(table), Some(row)) => format!("{form}:{table}:{row}"),
        _ => String::new(),
    };
    Some(format!("{form}/{row}/{}", question.user_code.as_deref()?))
}

impl JobColumns {
    /// Finds them in a plan that has such a column.
    pub(super) fn new(plan: &Plan) -> Option<Self> {
        for rule in plan.entities().flat_map(|entity| &entity.rows) {
            let cells = || (0_u16..).map(ColumnId).zip(&rule.cells);
            let holds = |wanted: &dyn Fn(&Source) -> bool| {
                cells()
                    .find(|(_, cell)| cell.branches.iter().any(|branch| wanted(&branch.source)))
                    .map(|(column, _)| column)
            };
            let mark = holds(&|source| matches!(source, Source::Compute(Compute::PrimaryJob { .. })));
            let step = |step: &Step| {
                cells()
                    .find(|(_, cell)| cell.branches.iter().any(|branch| branch.steps.contains(step)))
                    .map(|(column, _)| column)
            };
            if let (Some(mark), Some(worker), Some(team)) =
                (mark, step(&Step::Worker), step(&Step::Organisation))
            {
                return Some(Self { table: rule.table, worker, team, mark });
            }
        }
        None
    }
}

impl<'v> Told<'v> {
    /// What is told of a column of a record.
    pub(super) fn target(&self, view: &RecordView<'v>, by: ToldBy, source: Option<&str>) -> Rebuilt<'v> {
        match by {
            ToldBy::GridRow => Self::grid_row(view),
            ToldBy::ParentDisplay => self.parent_display(view),
            // The row tells the size of every file, also where the export does not.
            ToldBy::ParentCell if source.is_none() => Rebuilt::Null,
            ToldBy::ParentCell => self.parent_cell(view),
            ToldBy::Answer => self.answer(view, source),
            ToldBy::Row => Rebuilt::Value(Cow::Borrowed(if main_row(view).is_some() { "1" } else { "0" })),
            ToldBy::PrimaryJob => self.job(view),
            ToldBy::ParentNote => Self::parent_note(view),
        }
    }

    /// The number at the end of the key of a table row.
    fn grid_row(view: &RecordView<'v>) -> Rebuilt<'v> {
        let cell = computed_cell(view, |compute| matches!(compute, Compute::GridRow));
        match cell {
            Some(key) => Rebuilt::possible(key.rsplit_once(':').map(|(_, row)| Cow::Borrowed(row))),
            None => Rebuilt::Null,
        }
    }

    /// The record that absorbs this one, by its place in the case file.
    fn parent(view: &RecordView<'v>) -> Option<usize> {
        let field = view.inverse.plan.merged_into?;
        let key = view.record.guid(field)?;
        let tables = match &view.backwards.column(view.record.entity(), field).kind {
            Kind::Lookup { table } | Kind::File { table } => std::slice::from_ref(table),
            Kind::Polymorphic { tables, .. } => tables,
            _ => &[],
        };
        tables.iter().find_map(|table| view.file.records.place(*table, key))
    }

    /// What the parent's line shows before the key of this record.
    fn parent_display(&self, view: &RecordView<'v>) -> Rebuilt<'v> {
        let own = view.record.guid(view.inverse.plan.key).map(|key| format!("[{key}]"));
        let (Some(parent), Some(own)) = (Self::parent(view), own) else { return Rebuilt::Null };
        let entity = view.file.records.all()[parent].entity();
        let Some(inverse) = &self.inverses[usize::from(entity.0)] else { return Rebuilt::Null };
        let shown = self
            .lines_about(inverse, parent, view.record.entity())
            .find_map(|text| text.strip_suffix(own.as_str()));
        match shown {
            Some("") | None => Rebuilt::Null,
            Some(shown) => Rebuilt::possible(shown.strip_suffix(' ').map(Cow::Borrowed)),
        }
    }

    /// The values of a record's lines that name records of a table.
    fn lines_about(
        &self,
        inverse: &'v EntityInverse<'v>,
        place: usize,
        table: EntityId,
    ) -> impl Iterator<Item = &'v str> {
        let reading = &self.readings[place];
        let about = move |kind: &LineKind| matches!(kind, LineKind::Lookup(own) if *own == table);
        let lines = inverse.own.lines.iter().enumerate();
        lines
            .filter(move |(_, line)| line.field.is_some_and(|(_, kind)| about(kind)))
            .filter_map(|(at, _)| reading.value(at))
    }

    /// The key of the note at whose foot the record's line stands.
    fn parent_note(view: &RecordView<'v>) -> Rebuilt<'v> {
        let column = view.backwards.plan.notes().legacy_id;
        let key = view.reading.note.and_then(|row| view.side.row(row).cell(column));
        key.map_or(Rebuilt::Null, |key| Rebuilt::Value(Cow::Borrowed(key)))
    }

    /// The size in the parent's row that stands for this file.
    fn parent_cell(&self, view: &RecordView<'v>) -> Rebuilt<'v> {
        let (Some(parent), Some(own)) = (Self::parent(view), view.record.guid(view.inverse.plan.key)) else {
            return Rebuilt::Null;
        };
        let holder = &view.file.records.all()[parent];
        let Some(inverse) = &self.inverses[usize::from(holder.entity().0)] else { return Rebuilt::Null };
        for (rule, row) in view.links.of(parent) {
            let of_file = |compute: &Compute| matches!(compute, Compute::FileBytes(field) if holder.guid(*field) == Some(own));
            let column = column_computing(inverse, *rule, of_file);
            if let Some(cell) = column.and_then(|column| view.side.row(*row).cell(column)) {
                return Rebuilt::Value(Cow::Borrowed(cell));
            }
        }
        Rebuilt::Null
    }

    /// The answer that the row of a tick, or the row that absorbed one, speaks of.
    fn answer(&self, view: &RecordView<'v>, source: Option<&str>) -> Rebuilt<'v> {
        let Some(row) = main_row(view).or_else(|| self.absorbing_row(view)) else { return Rebuilt::Null };
        let notes = view.backwards.plan.notes();
        if row.table == notes.table {
            // The note of an answer is called by its key.
            let name = view.side.row(row).cell(notes.legacy_id);
            let answer = name.and_then(|name| Guid::parse(name.split(':').next()?).ok());
            return answer
                .map_or(Rebuilt::Impossible, |answer| Rebuilt::Value(Cow::Owned(answer.to_string())));
        }
        // A row that stands for copies tells of the answer of each.
        let mut named = view.side.readings(row).filter_map(|row| answer_name(view, row));
        let answer = named.find_map(|name| self.answers.find(&name, source));
        answer.map_or(Rebuilt::Impossible, |answer| Rebuilt::Value(Cow::Owned(answer.to_string())))
    }

    /// The row that the cross-reference says absorbed a record.
    fn absorbing_row(&self, view: &RecordView<'v>) -> Option<RowId> {
        let key = view.record.guid(view.inverse.plan.key)?;
        let lines = self.cross_references.of(view.record.entity(), key);
        lines.iter().find_map(|line| {
            super::outcome::row_named(view.backwards.plan, view.side, line.table, &line.legacy_id)
        })
    }

    /// An option that is not ticked: it is one of the question's, and has no row.
    pub(super) fn option_not_ticked(&self, view: &RecordView<'v>) -> Rebuilt<'v> {
        let forms = &view.backwards.plan.model().forms;
        let Some(option) = view.record.guid(forms.tick_option) else { return Rebuilt::Null };
        let answer =
            view.record.guid(forms.tick_answer).and_then(|key| view.file.records.get(forms.answer, key));
        let question =
            answer.and_then(|answer| view.backwards.questions.get(answer.guid(forms.answer_question)?));
        let of_question = question
            .is_some_and(|question| view.backwards.questions.catalogue_of(option) == question.catalogue);
        if of_question && self.absorbing_row(view).is_some() {
            return Rebuilt::Value(Cow::Owned(option.to_string()));
        }
        Rebuilt::Null
    }

    /// The team of the role that is marked as the main job.
    fn job(&self, view: &RecordView<'v>) -> Rebuilt<'v> {
        let (Some(job), Some(worker)) = (self.job, view.record.guid(view.inverse.plan.key)) else {
            return Rebuilt::Null;
        };
        let mut roles = view.side.find(job.table, job.worker, &worker.to_string());
        let marked = roles.find(|role| view.side.row(*role).cell(job.mark).is_some());
        let team = marked.and_then(|role| view.side.row(role).cell(job.team));
        team.map_or(Rebuilt::Null, |team| Rebuilt::Value(Cow::Borrowed(team)))
    }
}

/// The first row of the record in a main table.
pub(super) fn main_row(view: &RecordView<'_>) -> Option<RowId> {
    let rules = &view.inverse.plan.rows;
    let own = view.links.of(view.place).iter().find(|(rule, _)| rules[*rule].main).map(|(_, row)| *row);
    own.or(view.detail)
}

fn computed_cell<'v>(view: &RecordView<'v>, wanted: impl Fn(&Compute) -> bool) -> Option<&'v str> {
    let rules = view.links.of(view.place).iter();
    let mut columns =
        rules.filter_map(|(rule, row)| Some((column_computing(view.inverse, *rule, &wanted)?, *row)));
    columns.find_map(|(column, row)| view.side.row(row).cell(column))
}

fn column_computing(
    inverse: &EntityInverse<'_>,
    rule: usize,
    wanted: impl Fn(&Compute) -> bool,
) -> Option<ColumnId> {
    let computes = |source: &Source| matches!(source, Source::Compute(compute) if wanted(compute));
    let cells = (0_u16..).map(ColumnId).zip(&inverse.plan.rows[rule].cells);
    cells
        .into_iter()
        .find(|(_, cell)| cell.branches.iter().any(|branch| computes(&branch.source)))
        .map(|(column, _)| column)
}

/// The name of the answer that a row speaks of: form, table row and question.
fn answer_name(view: &RecordView<'_>, row: RowId) -> Option<String> {
    let rule = view.inverse.plan.rows.iter().position(|rule| rule.main && rule.table == row.table)?;
    let column = |wanted: fn(&Compute) -> bool| column_computing(view.inverse, rule, wanted);
    let cell = |column: Option<ColumnId>| column.and_then(|column| view.side.row(row).cell(column));
    let form = cell(column(|compute| matches!(compute, Compute::AnswerForm)))?;
    let table_row = cell(column(|compute| matches!(compute, Compute::AnswerGridRow)));
    let question = cell(column(|compute| matches!(compute, Compute::AnswerQuestion)))?;
    Some(format!("{form}/{}/{question}", table_row.unwrap_or_default()))
}

/// Whether the column is the option of a tick that is not set.
pub(super) fn is_option_not_ticked(view: &RecordView<'_>, field: FieldId) -> bool {
    let forms = &view.backwards.plan.model().forms;
    view.record.entity() == forms.tick && field == forms.tick_option && main_row(view).is_none()
}
