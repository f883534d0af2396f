//! The named steps of a mapping. Each knows its inverse or declares what it loses.

/// Number of a code table in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeTableId(pub u16);

/// What of a coded value a code table is keyed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeBy {
    /// The number of an option set value.
    Number,
    /// The name of the reference row.
    Name,
    /// The statutory code of the reference row.
    GovCode,
    /// The `Code` (or `Identifier`) of the reference row.
    Code,
}

/// What happens to a text longer than the target allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overflow {
    /// The row is rejected (`over-length`).
    Reject,
    /// The cell stays empty; the text stands in the remainder note.
    Empty,
    /// The cell stays empty; the text is the first line of the note, `Subject: …`.
    Head,
}

/// Identifiers with a check digit (`linked-systems.md` 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckDigit {
    /// NHS number, modulus 11.
    Nhs,
    /// Unique pupil number, modulus 23.
    Upn,
    /// Unique learner number, modulus 11 variant.
    Uln,
}

impl Step {
    /// Whether it writes whom a value names, if they are written.
    pub fn refers_to_people(&self) -> bool {
        matches!(self, Self::PersonReference | Self::PersonReferenceList)
    }
}

/// A step of a chain from a source value to a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A GUID in lower case.
    Guid,
    /// A fixed suffix after a colon.
    Suffix(String),
    /// Outer white space removed, line ends as LF.
    Trim,
    /// As it is, line ends as LF.
    Text,
    /// Spaces removed.
    Digits,
    /// Upper case with one space, where it is a postcode; else as held.
    Postcode,
    /// Digits without leading zeros.
    Uprn,
    /// A whole number in decimal digits.
    Int,
    /// A decimal number with two places.
    Decimal,
    /// A date, `YYYY-MM-DD`; sentinel dates become empty.
    Date,
    /// A UTC instant as UK wall time, `YYYY-MM-DDTHH:MM:SS`.
    Local,
    /// The UK day of a UTC instant.
    UkDay,
    /// A date as midnight at its start.
    Midnight,
    /// `1`/`0` as `Y`/`N`.
    YesNo,
    /// The opposite of a flag.
    Not,
    /// `1`/`2`/`3` as `Y`/`N`/empty.
    Tri,
    /// Through a code table.
    Code {
        /// The code table.
        table: CodeTableId,
        /// What its rows are keyed by.
        by: CodeBy,
    },
    /// The declared note markup.
    Html,
    /// No longer than the column's width.
    Fit(Overflow),
    /// The key of a person, merges followed.
    Person,
    /// The key of a record that became a step, merges followed.
    WorkflowStep,
    /// The key of an organisation.
    Organisation,
    /// The key of a worker.
    Worker,
    /// `SystemUser.UserName` of a worker.
    WorkerUserName,
    /// A person's key; any other record as `display [guid]`.
    PersonReference,
    /// The keys of several people, parted by semicolons.
    PersonReferenceList,
    /// A check digit: a value that fails is rejected.
    Check(CheckDigit),
}
