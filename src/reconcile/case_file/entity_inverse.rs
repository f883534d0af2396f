//! How the columns of one entity are rebuilt.

use super::Layout;
use crate::map::plan::{
    Carrier, Cell, EntityPlan, LineKind, NotePlace, Plan, RowShape, Source, Stamp, Step, ToldBy,
};
use crate::record::{EntityId, FieldId};
use crate::source::{DataType, Entity, Kind};
use crate::target::contract::ColumnId;

/// A cell that a column is rebuilt from.
#[derive(Clone, Copy, Debug)]
pub(super) struct CellPlace<'p> {
    /// The row of the entity's plan.
    pub(super) rule: usize,
    pub(super) column: ColumnId,
    pub(super) branch: usize,
    pub(super) cell: &'p Cell,
    /// What parts the codes of a cell that is split into rows.
    pub(super) separator: Option<char>,
}

impl<'p> CellPlace<'p> {
    fn new(plan: &'p EntityPlan, (rule, column, branch): (usize, ColumnId, usize)) -> Self {
        let row = &plan.rows[rule];
        let separator = match row.shape {
            RowShape::Split { column: split, separator } if split == column => Some(separator),
            _ => None,
        };
        Self { rule, column, branch, cell: &row.cells[usize::from(column.0)], separator }
    }

    /// The steps that lead to the cell.
    pub(super) fn steps(&self) -> &'p [Step] {
        &self.cell.branches[self.branch].steps
    }
}

/// A cell that joins several columns.
#[derive(Clone, Debug)]
pub(super) struct Joined<'p> {
    pub(super) rule: usize,
    pub(super) column: ColumnId,
    pub(super) fields: &'p [FieldId],
    pub(super) separator: &'p str,
}

/// How a column is rebuilt.
#[derive(Clone, Debug)]
pub(super) enum How<'p> {
    Cells(Vec<CellPlace<'p>>),
    /// From a line of the layout.
    Line(usize),
    /// From the line of another column, whose table it names.
    With(FieldId),
    Joined(Joined<'p>),
    Stamp(Stamp),
    Head,
    NotePerson,
    Told(ToldBy),
}

/// A carried column.
#[derive(Clone, Debug)]
pub(super) struct FieldInverse<'p> {
    pub(super) field: FieldId,
    pub(super) name: &'p str,
    pub(super) how: How<'p>,
    /// How its value is written in the note of a merged record.
    pub(super) kind: &'p LineKind,
    /// Whether it is a GUID, whose case never matters.
    pub(super) is_guid: bool,
}

/// How the columns of one entity are rebuilt.
#[derive(Clone, Debug)]
pub(super) struct EntityInverse<'p> {
    pub(super) plan: &'p EntityPlan,
    pub(super) name: &'p str,
    /// The carried columns, in ascending order of name.
    pub(super) fields: Vec<FieldInverse<'p>>,
    pub(super) own: Layout<'p>,
    pub(super) merged: Layout<'p>,
    /// The labels of the lines that other records leave at the foot of its note.
    pub(super) left_here: Vec<&'p str>,
}

impl<'p> EntityInverse<'p> {
    /// Works it out for an entity; none where no mapping covers it.
    pub(super) fn new(plan: &'p Plan, id: EntityId) -> Option<Self> {
        let entity = plan.dictionary().entity(id);
        let own = plan.entity(id)?;
        let mut fields: Vec<_> =
            entity.fields().filter_map(|field| field_inverse(own, entity, field)).collect();
        fields.sort_unstable_by_key(|field| field.name);
        Some(Self {
            plan: own,
            name: &entity.name,
            fields,
            own: Layout::own(own),
            merged: Layout::merged(own, entity),
            left_here: left_here(plan, id),
        })
    }

    /// A carried column.
    pub(super) fn field(&self, field: FieldId) -> Option<&FieldInverse<'p>> {
        self.fields.iter().find(|own| own.field == field)
    }
}

fn field_inverse<'p>(plan: &'p EntityPlan, entity: &'p Entity, field: FieldId) -> Option<FieldInverse<'p>> {
    let status = &plan.columns[usize::from(field.0)];
    let how = match &status.carrier {
        Carrier::Cell { row, column, branch } => {
            How::Cells(vec![CellPlace::new(plan, (*row, *column, *branch))])
        }
        Carrier::Cells(cells) => How::Cells(cells.iter().map(|cell| CellPlace::new(plan, *cell)).collect()),
        Carrier::Line(line) => How::Line(*line),
        Carrier::With(field) => How::With(*field),
        Carrier::Joined { row, column } => How::Joined(joined(plan, *row, *column)?),
        Carrier::Stamp(stamp) => How::Stamp(*stamp),
        Carrier::Head => How::Head,
        Carrier::NotePerson => How::NotePerson,
        Carrier::Told(by) => How::Told(*by),
        Carrier::Lossy | Carrier::NotCarried => return None,
    };
    let column = entity.field(field);
    let is_guid = column.data_type == DataType::Guid;
    Some(FieldInverse { field, name: &column.name, how, kind: &status.line, is_guid })
}

/// The labels of the lines that records of other entities leave at the foot of this one's notes, and that of its pictures.
fn left_here(plan: &Plan, id: EntityId) -> Vec<&str> {
    let label = |other: &'_ EntityPlan| {
        let NotePlace::ParentTail { parent } = other.note.as_ref()?.place else { return None };
        let kind = &plan.dictionary().entity(other.entity).field(parent).kind;
        matches!(kind, Kind::Lookup { table } if *table == id).then_some(other.entity)
    };
    let others = plan.entities().filter(|other| label(other).is_some());
    let others = others.filter_map(|other| Some(other.note.as_ref()?.lines.first()?.label.as_str()));
    let lifts = plan.images().is_some() && plan.entity(id).is_some_and(|own| own.lifts_images().is_some());
    others.chain(lifts.then_some("Image")).collect()
}

fn joined(plan: &EntityPlan, rule: usize, column: ColumnId) -> Option<Joined<'_>> {
    let cell = &plan.rows[rule].cells[usize::from(column.0)];
    match &cell.branches.first()?.source {
        Source::Join { fields, separator } => Some(Joined { rule, column, fields, separator }),
        _ => None,
    }
}
