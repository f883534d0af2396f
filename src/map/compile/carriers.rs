//! How reconciliation rebuilds each source column.

use std::collections::BTreeMap;
use std::ops::Range;

use super::World;
use super::exactness::{Exactness, Use, join_parts, uses};
use crate::map::plan::{
    Carrier, Condition, LineSource, NotePlace, NotePlan, NoteScope, Owner, RowPlan, Source, Stamp, ToldBy,
};
use crate::record::{EntityId, FieldId};
use crate::source::{Entity, Kind};
use crate::target::contract::ColumnId;

/// What a mapping says of columns that no cell and no line holds.
#[derive(Default)]
pub(super) struct Declared {
    pub(super) not_carried: BTreeMap<FieldId, (Range<usize>, String)>,
    pub(super) lossy: BTreeMap<FieldId, (Range<usize>, String)>,
    pub(super) told: BTreeMap<FieldId, (Range<usize>, ToldBy)>,
}

/// Everything of a mapping that accounts for columns.
pub(super) struct Accounts<'a> {
    pub(super) key: FieldId,
    pub(super) owner: Owner,
    pub(super) rows: &'a [RowPlan],
    pub(super) note: Option<&'a NotePlan>,
    pub(super) declared: &'a Declared,
}

/// What accounts for a column.
pub(super) enum Found {
    /// It is rebuilt, or it is said why not.
    Carrier(Carrier),
    /// Some cell or line holds it, but it cannot be rebuilt in every row: where, and why.
    Lost(Option<(usize, ColumnId)>, String),
    /// Nothing mentions it.
    Nothing,
}

/// Finds what accounts for the columns of one entity.
pub(super) struct Carriers<'a> {
    accounts: &'a Accounts<'a>,
    entity: &'a Entity,
    uses: Vec<Use>,
}

impl<'a> Carriers<'a> {
    /// Looks through the rows of an entity.
    pub(super) fn new(world: &'a World, entity: EntityId, accounts: &'a Accounts<'a>) -> Self {
        let uses = uses(world, entity, accounts.rows);
        Self { accounts, entity: world.dictionary.entity(entity), uses }
    }

    /// Whether some cell holds the column in a form that loses something.
    pub(super) fn lossy_copies(&self, field: FieldId) -> bool {
        self.uses.iter().any(|one| one.field == field && one.exactness != Exactness::Always)
    }

    /// What accounts for a column.
    pub(super) fn find(&self, field: FieldId) -> Found {
        let found = self.declared(field).or_else(|| self.line(field)).or_else(|| self.cell(field));
        let found = found.or_else(|| self.about_the_note(field)).or_else(|| self.joined(field));
        match found.or_else(|| self.with(field)).or_else(|| self.in_each_main_row(field)) {
            Some(carrier) => Found::Carrier(carrier),
            None => self.lost(field),
        }
    }

    fn declared(&self, field: FieldId) -> Option<Carrier> {
        let declared = self.accounts.declared;
        if declared.not_carried.contains_key(&field) {
            return Some(Carrier::NotCarried);
        }
        if declared.lossy.contains_key(&field) {
            return Some(Carrier::Lossy);
        }
        declared.told.get(&field).map(|(_, by)| Carrier::Told(*by))
    }

    /// The line of a column, with whether it is written whenever the column is filled.
    pub(super) fn line_of(&self, field: FieldId) -> Option<(usize, bool)> {
        let lines = &self.accounts.note?.lines;
        let is_line = |line: &crate::map::plan::Line| matches!(&line.source, LineSource::Field(own, _) if *own == field);
        let place = lines.iter().position(is_line)?;
        Some((place, lines[place].when == Condition::Always))
    }

    fn line(&self, field: FieldId) -> Option<Carrier> {
        self.line_of(field).filter(|(_, always)| *always).map(|(line, _)| Carrier::Line(line))
    }

    /// A cell that always holds the column, the main row's first.
    fn cell(&self, field: FieldId) -> Option<Carrier> {
        let exact = self.uses.iter().filter(|one| one.field == field && one.exactness == Exactness::Always);
        let best = exact.min_by_key(|one| (!self.accounts.rows[one.row].main, one.row, one.column))?;
        let mut branches = self.before(best);
        if branches.is_empty() {
            return Some(Carrier::Cell { row: best.row, column: best.column, branch: best.branch });
        }
        branches.push((best.row, best.column, best.branch));
        Some(Carrier::Cells(branches))
    }

    /// The branches of a cell that take the same column in another way, before the one that takes it always.
    fn before(&self, best: &Use) -> Vec<(usize, ColumnId, usize)> {
        let same = |one: &&Use| (one.field, one.row, one.column) == (best.field, best.row, best.column);
        let earlier = self.uses.iter().filter(same).filter(|one| one.branch < best.branch);
        earlier.map(|one| (one.row, one.column, one.branch)).collect()
    }

    /// What a note tells besides its lines: whom it is about, which record, who wrote it and when.
    fn about_the_note(&self, field: FieldId) -> Option<Carrier> {
        let NotePlace::Note { scope, .. } = &self.accounts.note?.place else { return None };
        if field == self.accounts.key {
            return Some(Carrier::Head);
        }
        if self.accounts.owner == Owner::Person(field) {
            return Some(Carrier::NotePerson);
        }
        let NoteScope::Record { created_by, created_on, updated_by } = scope else { return None };
        if !self.always_written() {
            return None;
        }
        let stamps = [
            (Some(*created_by), Stamp::CreatedBy),
            (Some(*created_on), Stamp::CreatedOn),
            (*updated_by, Stamp::UpdatedBy),
        ];
        let stamp = stamps.iter().find(|(of, _)| *of == Some(field));
        stamp.map(|(_, stamp)| Carrier::Stamp(*stamp))
    }

    /// Whether every record leaves a line: one of a column that is always filled.
    fn always_written(&self) -> bool {
        let Some(note) = self.accounts.note else { return false };
        note.lines.iter().any(|line| match &line.source {
            LineSource::Field(field, _) => {
                line.when == Condition::Always && line.unless.is_none() && !self.entity.field(*field).nullable
            }
            LineSource::Computed(_) => false,
        })
    }

    fn joined(&self, field: FieldId) -> Option<Carrier> {
        let known = |other: FieldId| {
            other != field
                && (self.declared(other).is_some()
                    || self.line(other).is_some()
                    || self.cell(other).is_some())
        };
        for (row, plan) in self.accounts.rows.iter().enumerate() {
            for (column, cell) in (0_u16..).map(ColumnId).zip(&plan.cells) {
                if let Some(Source::Join { fields, separator }) =
                    cell.branches.first().map(|branch| &branch.source)
                    && fields.contains(&field)
                    && join_parts(fields, separator, known)
                {
                    return Some(Carrier::Joined { row, column });
                }
            }
        }
        None
    }

    /// Cells of several main rows, one of which every written record gives.
    fn in_each_main_row(&self, field: FieldId) -> Option<Carrier> {
        let exact = |row: usize| {
            let held =
                |one: &&Use| one.field == field && one.row == row && one.exactness == Exactness::InItsRow;
            self.uses.iter().find(held).map(|one| (row, one.column, one.branch))
        };
        let main = (0..self.accounts.rows.len()).filter(|row| self.accounts.rows[*row].main);
        let cells: Option<Vec<_>> = main.map(exact).collect();
        cells.filter(|cells| cells.len() > 1).map(Carrier::Cells)
    }

    /// The table of a polymorphic column stands in that column's line.
    fn with(&self, field: FieldId) -> Option<Carrier> {
        let of = |other: &FieldId| {
            matches!(&self.entity.field(*other).kind,
                Kind::Polymorphic { table_column: Some(table), .. } if *table == field)
        };
        let column = self.entity.fields().find(of)?;
        self.line(column).map(|_| Carrier::With(column))
    }

    fn lost(&self, field: FieldId) -> Found {
        let of = self.uses.iter().filter(|one| one.field == field);
        let worst = of.min_by_key(|one| matches!(one.exactness, Exactness::Never(_)));
        if let Some(one) = worst
            && let Some(why) = one.exactness.why()
        {
            return Found::Lost(Some((one.row, one.column)), why.to_owned());
        }
        if self.line_of(field).is_some() {
            return Found::Lost(None, "its line is written under a condition".to_owned());
        }
        Found::Nothing
    }
}
