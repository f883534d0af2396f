//! What becomes of the records of one entity.

use std::collections::BTreeMap;

use super::{Condition, LineKind, NotePlace, NotePlan, RowPlan};
use crate::map::rule::Signature;
use crate::record::{EntityId, FieldId, Reason};
use crate::target::contract::{ColumnId, TableId};

/// What becomes of the records of one entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityPlan {
    /// The entity.
    pub entity: EntityId,
    /// The mapping file's name.
    pub file: String,
    /// The key column.
    pub key: FieldId,
    /// Whose case file a record belongs to.
    pub owner: Owner,
    /// Whether the pipeline keeps its keys in memory: cases, contacts and forms, which others hang on.
    pub indexed: bool,
    /// Set for records that join two case files.
    pub joins: Option<Joins>,
    /// Set for entities whose records can be merged.
    pub merge: Option<Merge>,
    /// The rules that leave records out, in order.
    pub scope: Vec<ScopeRule>,
    /// The rules of the domain that are checked, in order.
    pub rules: Vec<Rule>,
    /// The rows that a record gives.
    pub rows: Vec<RowPlan>,
    /// The lines that a record leaves.
    pub note: Option<NotePlan>,
    /// Set where `xref.csv` lists every written record: columns whose values are listed besides the key.
    pub cross_reference: Option<Vec<FieldId>>,
    /// What a written record without a row in its main table counts as.
    pub without_row: WithoutRow,
    /// The entity whose record absorbs this one, where it gives no rows of its own (`merge_into`).
    pub merged_into: Option<FieldId>,
    /// Set for entities whose records are cloned for several people.
    pub siblings: Option<Siblings>,
    /// One entry for each source column.
    pub columns: Vec<ColumnStatus>,
}

impl EntityPlan {
    /// Whether a record is nothing without a row of its own: no other record's row stands for it, nor its note.
    pub fn needs_its_row(&self) -> bool {
        let absorbed = self.merged_into.is_some() || self.joins.is_some();
        self.without_row == WithoutRow::Merged && !absorbed && !matches!(self.owner, Owner::Through(_))
    }

    /// The column whose pictures become documents, and the row of the note at whose foot they are named: the text that the
    /// rule `note-text` looks at, where the entity's notes have a foot.
    pub fn lifts_images(&self) -> Option<(FieldId, usize)> {
        let NotePlace::Tail { row, .. } = self.note.as_ref()?.place else { return None };
        let rule = self.rules.iter().find(|rule| rule.name() == "note-text")?;
        Some((*rule.fields.get("text")?, row))
    }
}

/// What a written record without a row in its main table counts as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WithoutRow {
    /// Merged into the rows of another record.
    #[default]
    Merged,
    /// Migrated all the same: its rows are those of its details, or its note.
    Migrated,
}

/// Whose case file a record belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The record is a person: the root of a case file, with this person number.
    CaseFile(FieldId),
    /// The person that the column names.
    Person(FieldId),
    /// The owner of the record that the column (a lookup, file or polymorphic lookup) names.
    Through(FieldId),
    /// Nobody: a shared record, in batch 0000.
    Shared,
}

/// A record that joins two case files: the column that names the other person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joins {
    /// The other person.
    pub other: FieldId,
}

/// Records that can be folded into a surviving record of the same entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The column that names the survivor.
    pub master: FieldId,
    /// The suffix of the note that keeps the losers' columns: `MergedPerson`.
    pub note: String,
}

/// Records that are cloned for several people, which the policy may fold into one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Siblings {
    /// The column that names the record it was cloned from.
    pub cloned_from: FieldId,
    /// Columns in which the rows of copies may differ: what they are made of stands in the record's note as well.
    pub may_differ: Vec<(TableId, ColumnId)>,
}

/// A named rule that leaves a record out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeRule {
    /// The council's own name for the rule.
    pub id: String,
    /// The reason code.
    pub code: Reason,
    /// When it applies.
    pub when: Condition,
    /// Keys it applies to, in text form, where the rule lists them.
    pub ids: Vec<String>,
    /// Keys it leaves in all the same, in text form: an inquiry or a legal hold stands against disposal.
    pub keep: Vec<String>,
}

/// A rule of the domain, by name, with the columns it looks at. The room `map::rule` has one file a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What the rule is called, and what checks it.
    pub signature: &'static Signature,
    /// Its columns, by the name of the parameter.
    pub fields: BTreeMap<String, FieldId>,
    /// Its other parameters.
    pub values: BTreeMap<String, String>,
    /// The entities it looks at besides, by the name of the parameter.
    pub entities: BTreeMap<String, EntityId>,
    /// Line of the mapping file, counted from 1.
    pub line: u32,
}

impl Rule {
    /// The rule's name.
    pub fn name(&self) -> &'static str {
        self.signature.name
    }
}

/// How a source column is accounted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnStatus {
    /// How reconciliation rebuilds it.
    pub carrier: Carrier,
    /// Its label in note lines: the rule's, else made from the column's name.
    pub label: String,
    /// How its value is written in a note line, as its kind demands.
    pub line: LineKind,
    /// Why it is lossy or not carried; empty for a carried column.
    pub reason: String,
    /// Whether some row has it in a form that loses something, whatever carries it besides.
    pub lossy_copies: bool,
    /// The line of the mapping file that says what tells the column (`told_by`); 0 for every other column.
    pub told_line: u32,
}

/// How reconciliation rebuilds a source column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// From a cell of a row, by the inverse of its steps.
    Cell {
        /// The row of [`EntityPlan::rows`].
        row: usize,
        /// The column of its table.
        column: ColumnId,
        /// The branch of the cell.
        branch: usize,
    },
    /// From whichever of several cells is filled (one branch or row a type of answer).
    Cells(Vec<(usize, ColumnId, usize)>),
    /// From a line of the note, by its index in [`NotePlan::lines`].
    Line(usize),
    /// From the line that carries another column (the table of a polymorphic lookup).
    With(FieldId),
    /// From a join: what is left when the other columns are taken off.
    Joined {
        /// The row of [`EntityPlan::rows`].
        row: usize,
        /// The column of its table.
        column: ColumnId,
    },
    /// From the stamp of the record's own note.
    Stamp(Stamp),
    /// From the line `[<guid>]` that heads the record in a note that several records share.
    Head,
    /// From the person whom the record's note is about.
    NotePerson,
    /// From something else that stands in the import files, by code of the reconciler's own.
    Told(ToldBy),
    /// It loses something everywhere.
    Lossy,
    /// It is not carried.
    NotCarried,
}

/// The columns of a note that say who wrote it and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stamp {
    /// Who recorded it.
    CreatedBy,
    /// When.
    CreatedOn,
    /// Who changed it last.
    UpdatedBy,
}

/// What tells a column that no cell and no line of its own record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToldBy {
    /// The number at the end of the key of the row of a table question.
    GridRow,
    /// The text before the key, in the line of the parent's note that names the record (the name of a file).
    ParentDisplay,
    /// The size in the row that absorbs the record.
    ParentCell,
    /// Form, question, and table row of the answer that the record belongs to.
    Answer,
    /// The row's existence: a tick is 1 where there is a row.
    Row,
    /// The mark of the main job in the worker's roles.
    PrimaryJob,
    /// The key of the note at whose foot the record's line stands.
    ParentNote,
}
