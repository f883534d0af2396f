//! How each column of the target is proven.

use std::collections::{BTreeMap, BTreeSet};

use crate::map::plan::{
    Branch, Carrier, Cell, Condition, EntityPlan, NotePlace, NoteScope, Plan, Source, Stamp,
};
use crate::reconcile::ProofKind;
use crate::target::contract::{ColumnId, TableId};

/// How each column of each table that the plan writes is proven: a source value is rebuilt from it, or it is worked out
/// again, or every rule that writes the table gives it the same literal, or leaves it empty.
pub fn column_proofs(plan: &Plan) -> BTreeMap<(TableId, ColumnId), ProofKind> {
    let inverted = inverted_columns(plan);
    let worked_out = worked_out_columns(plan);
    let mut proofs = BTreeMap::new();
    for table in written_tables(plan) {
        let columns = plan.contract().table(table).columns.len();
        for column in (0_u16..).map(ColumnId).take(columns) {
            let proof = if inverted.contains(&(table, column)) {
                ProofKind::Inverted
            } else if worked_out.contains(&(table, column)) {
                ProofKind::Recomputed
            } else {
                ProofKind::Constant
            };
            proofs.insert((table, column), proof);
        }
    }
    proofs
}

fn written_tables(plan: &Plan) -> BTreeSet<TableId> {
    let rules = plan.entities().flat_map(|entity| &entity.rows).map(|rule| rule.table);
    rules.chain([plan.notes().table]).collect()
}

/// The columns that source values are rebuilt from.
fn inverted_columns(plan: &Plan) -> BTreeSet<(TableId, ColumnId)> {
    let mut inverted = BTreeSet::new();
    for entity in plan.entities() {
        for status in &entity.columns {
            inverted.extend(carried_by(plan, entity, &status.carrier));
        }
    }
    inverted
}

fn carried_by(plan: &Plan, entity: &EntityPlan, carrier: &Carrier) -> Vec<(TableId, ColumnId)> {
    let notes = plan.notes();
    let cell = |row: usize, column: ColumnId| (entity.rows[row].table, column);
    match carrier {
        Carrier::Cell { row, column, .. } | Carrier::Joined { row, column } => vec![cell(*row, *column)],
        Carrier::Cells(cells) => cells.iter().map(|(row, column, _)| cell(*row, *column)).collect(),
        Carrier::Line(_) | Carrier::Head => match entity.note.as_ref().map(|note| &note.place) {
            Some(NotePlace::Column { row, column }) => vec![cell(*row, *column)],
            Some(_) => vec![(notes.table, notes.note)],
            None => Vec::new(),
        },
        Carrier::Stamp(Stamp::CreatedBy) => vec![(notes.table, notes.created_by)],
        Carrier::Stamp(Stamp::CreatedOn) => vec![(notes.table, notes.created_on)],
        Carrier::Stamp(Stamp::UpdatedBy) => vec![(notes.table, notes.updated_by)],
        Carrier::NotePerson => vec![(notes.table, notes.person)],
        Carrier::With(_) | Carrier::Told(_) | Carrier::Lossy | Carrier::NotCarried => Vec::new(),
    }
}

/// The columns whose value follows from the record in some rule, or from which rule wrote the row; and those of notes that
/// follow from the person.
fn worked_out_columns(plan: &Plan) -> BTreeSet<(TableId, ColumnId)> {
    let mut columns = BTreeSet::new();
    let note_columns = (0_u16..).map(ColumnId).take(plan.contract().table(plan.notes().table).columns.len());
    // What a note does not fill is empty in its row.
    let mut literals: BTreeMap<(TableId, ColumnId), &str> =
        note_columns.map(|column| ((plan.notes().table, column), "")).collect();
    for rule in plan.entities().flat_map(|entity| &entity.rows) {
        for (column, cell) in (0_u16..).map(ColumnId).zip(&rule.cells) {
            let place = (rule.table, column);
            match literal(cell) {
                Some(text) if *literals.entry(place).or_insert(text) == text => {}
                _ => {
                    columns.insert(place);
                }
            }
        }
    }
    let notes = plan.notes();
    columns.extend([notes.legacy_id, notes.person, notes.note].map(|column| (notes.table, column)));
    let scopes =
        plan.entities().filter_map(|entity| entity.note.as_ref()).filter_map(|note| match &note.place {
            NotePlace::Note { scope, .. } => Some(scope),
            _ => None,
        });
    for scope in scopes {
        columns.extend(
            [notes.note_type, notes.title, notes.created_on, notes.created_by]
                .map(|column| (notes.table, column)),
        );
        if matches!(scope, NoteScope::Record { updated_by: Some(_), .. }) {
            columns.insert((notes.table, notes.updated_by));
        }
    }
    columns
}

/// What a cell holds in every row of its rule: a literal, or nothing, which is the empty text here; none where that is not
/// certain.
fn literal(cell: &Cell) -> Option<&str> {
    match cell.branches.as_slice() {
        [] => Some(""),
        [Branch { when: Condition::Always, source: Source::Constant(text), .. }] => Some(text),
        _ => None,
    }
}
