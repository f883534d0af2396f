//! The named computations of the plan, each by code of the reconciler's own.

mod address;
mod answer;
mod document;
mod next_form;
mod person;
mod registration;

use super::derivation::Derivation;
use crate::map::plan::Compute;

pub(super) use document::with_suffix;

impl Derivation<'_, '_> {
    /// What a computation gives; nothing leaves the column empty.
    pub(super) fn compute(&self, compute: &Compute) -> Option<String> {
        match compute {
            Compute::ContextFlag { born, age, kind, unborn } => {
                Some(self.context_flag((*born, *age), *kind, unborn).to_owned())
            }
            Compute::Restricted { fields, end } => self.restricted(fields, *end),
            Compute::ExtractTime => Some(self.scene.rest.extract_time()),
            Compute::Owner => self.owner(),
            Compute::PrimaryJob { worker, team, default_team } => {
                self.primary_job(*worker, *team, *default_team)
            }
            Compute::AddressKey => self.address_key(),
            Compute::DisplayAddress { kind, start, end, types } => {
                Some(self.display_address(*kind, *start, *end, types).to_owned())
            }
            Compute::ConferenceStep { .. } => self.conference_step(compute),
            Compute::NextForm(next) => self.next_form(next),
            Compute::OpenRegistration { at, registration, start, end } => {
                self.open_registration(*at, *registration, *start, *end)
            }
            Compute::GridRow => self.grid_row(self.record),
            Compute::RowSubject => self.row_subject(),
            Compute::AnswerForm => self.form_of_tick(),
            Compute::AnswerQuestion => self.question_of_tick(),
            Compute::AnswerGridRow => self.ticked_answer().and_then(|answer| self.grid_row(answer)),
            Compute::OptionOrdinal => self.option_ordinal(),
            Compute::FileName(file) => self.file_name(*file),
            Compute::FileSha256(file) => self.stored_file(*file).map(|file| file.sha256),
            Compute::FileBytes(file) => self.stored_file(*file).map(|file| file.bytes.to_string()),
        }
    }
}
