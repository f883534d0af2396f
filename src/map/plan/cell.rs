//! What fills a column of a target row.

use super::{Condition, Step};
use crate::record::{EntityId, FieldId};

/// What fills a column: the first branch that holds and gives a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The branches, in order; none means that the column stays empty.
    pub branches: Vec<Branch>,
}

/// One way to fill a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// When it applies.
    pub when: Condition,
    /// Where the value comes from.
    pub source: Source,
    /// The steps it goes through.
    pub steps: Vec<Step>,
    /// Line of the mapping file, counted from 1.
    pub line: u32,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Always this text.
    Constant(String),
    /// A column of the record; in a run, of its first record.
    Field(FieldId),
    /// A column of the last record of a run.
    Last(FieldId),
    /// The filled columns with one space between, each trimmed.
    Join {
        /// The columns.
        fields: Vec<FieldId>,
        /// What stands between two.
        separator: String,
    },
    /// A column of the record that a lookup of the record points at.
    Via {
        /// The lookup column of this record.
        lookup: FieldId,
        /// The entity pointed at.
        entity: EntityId,
        /// The column there.
        field: FieldId,
    },
    /// A column of another record of the same case file.
    Beside(Beside),
    /// The answer of this form to the question with this user code in Mosaic.
    Answer(String),
    /// The earliest of several dates, as a UK day.
    Earliest(Vec<FieldId>),
    /// A named computation.
    Compute(Compute),
}

/// Another record of the same case file, and the column of it that counts: the one record open on a day, else the one that
/// is still open or was begun last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The entity of the other record.
    pub entity: EntityId,
    /// The column there.
    pub field: FieldId,
    /// What must hold of it: a column that points at a reference row, the column of that row, and the texts it may have.
    pub with: Option<(FieldId, FieldId, Vec<String>)>,
    /// The other record's first day.
    pub start: FieldId,
    /// Its last day.
    pub end: FieldId,
    /// The date of this record on which it must be open: begun by then, not ended on it, and the only one.
    pub open_on: Option<FieldId>,
    /// The column of the shared record that the column points at, with its entity.
    pub of: Option<(EntityId, FieldId)>,
}

/// A named computation from several records. Each has code of its own in `reconcile` that checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compute {
    /// `C` when unborn or under 18 on the extract date, else `A`; the age tells where there is no birth date.
    ContextFlag {
        /// Birth date.
        born: FieldId,
        /// The age in years.
        age: Option<FieldId>,
        /// The type of birth date and age.
        kind: FieldId,
        /// The value of `kind` that means unborn.
        unborn: String,
    },
    /// `Y` where the person or one of their cases carries a restriction that the policy releases.
    Restricted {
        /// The restriction columns: of the person, and of the entities that count (case).
        fields: Vec<(EntityId, FieldId)>,
        /// The last day of a restriction, in the table that they point at; one that ended restricts nobody.
        end: Option<(EntityId, FieldId)>,
    },
    /// The extract time, as UK wall time.
    ExtractTime,
    /// The person whose case file the record belongs to, merges followed.
    Owner,
    /// `Y` when the role is in the worker's default team.
    PrimaryJob {
        /// The worker of the role.
        worker: FieldId,
        /// The team of the role.
        team: FieldId,
        /// The default team in the worker's own record.
        default_team: FieldId,
    },
    /// The key of the address: lowest id among rows of written people that are equal in all columns of the address table.
    AddressKey,
    /// `Y` for the open address of the first of these types that the person has, else `N`.
    DisplayAddress {
        /// The address type column.
        kind: FieldId,
        /// Start date.
        start: FieldId,
        /// End date.
        end: FieldId,
        /// Type numbers in order of preference.
        types: Vec<String>,
    },
    /// The form of this template in the same case with the latest completion date up to the day.
    ConferenceStep {
        /// The case column of this record.
        case: FieldId,
        /// The start date of this record.
        start: FieldId,
        /// The form entity.
        form: EntityId,
        /// The form's case.
        form_case: FieldId,
        /// The form's template.
        form_template: FieldId,
        /// The form's completion date.
        form_completed: FieldId,
        /// Template user code.
        template: String,
        /// The code table from template versions to template user codes.
        templates: super::CodeTableId,
    },
    /// The first form of the case of a form, begun on or after a day, to which the outcome of the form leads.
    NextForm(NextForm),
    /// The registration of the person that was open on the day, where the cell `kind` is this visit type.
    OpenRegistration {
        /// The instant of the visit.
        at: FieldId,
        /// The registration entity.
        registration: EntityId,
        /// Its start date.
        start: FieldId,
        /// Its end date.
        end: FieldId,
    },
    /// `form GUID:identifier of the table question:row number`, empty outside tables.
    GridRow,
    /// The child that a row of a table question is about, as a person key.
    RowSubject,
    /// The form of the answer that a ticked option belongs to.
    AnswerForm,
    /// The question of the answer that a ticked option belongs to, as user code in Mosaic.
    AnswerQuestion,
    /// The table row of the answer that a ticked option belongs to.
    AnswerGridRow,
    /// The place of the option in its question, counted from 1.
    OptionOrdinal,
    /// The file's name, made safe and unique within its owner.
    FileName(FieldId),
    /// SHA-256 of the file's bytes, lower-case hexadecimal.
    FileSha256(FieldId),
    /// The number of bytes of the file.
    FileBytes(FieldId),
}

/// What leads from the outcome of a form to the form that followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextForm {
    /// The form whose outcome this record is: a column of it.
    pub form: FieldId,
    /// The day of the outcome.
    pub day: FieldId,
    /// What the outcome is.
    pub outcome: FieldId,
    /// The code table from outcomes to next actions.
    pub outcomes: super::CodeTableId,
    /// The table of the forms.
    pub forms: EntityId,
    /// A form's case.
    pub form_case: FieldId,
    /// A form's first day.
    pub form_start: FieldId,
    /// A form's template.
    pub form_template: FieldId,
    /// The code table from template versions to next actions.
    pub templates: super::CodeTableId,
}
