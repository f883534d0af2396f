//! Named computations, as they are written.

use serde::Deserialize;

use super::Name;

/// A named computation and what it needs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(in crate::map) enum RawCompute {
    ContextFlag { born: Name, age: Option<Name>, kind: Name, unborn: String },
    Restricted { fields: Vec<Name>, end: Option<Name> },
    ExtractTime {},
    Owner {},
    PrimaryJob { worker: Name, team: Name, default_team: Name },
    AddressKey {},
    DisplayAddress { kind: Name, start: Name, end: Name, types: Vec<String> },
    ConferenceStep(RawConferenceStep),
    NextForm(RawNextForm),
    OpenRegistration { at: Name, registration: Name, start: Name, end: Name },
    GridRow {},
    RowSubject {},
    AnswerForm {},
    AnswerQuestion {},
    AnswerGridRow {},
    OptionOrdinal {},
    FileName(Name),
    FileSha256(Name),
    FileBytes(Name),
}

/// The form of a template in the same case with the latest completion date up to a day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawConferenceStep {
    pub(in crate::map) case: Name,
    pub(in crate::map) start: Name,
    pub(in crate::map) form: Name,
    pub(in crate::map) form_case: Name,
    pub(in crate::map) form_template: Name,
    pub(in crate::map) form_completed: Name,
    pub(in crate::map) template: Name,
    pub(in crate::map) templates: Name,
}

/// The first form of the same case that an outcome led to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawNextForm {
    pub(in crate::map) form: Name,
    pub(in crate::map) day: Name,
    pub(in crate::map) outcome: Name,
    pub(in crate::map) outcomes: Name,
    pub(in crate::map) form_case: Name,
    pub(in crate::map) form_start: Name,
    pub(in crate::map) form_template: Name,
    pub(in crate::map) templates: Name,
}
