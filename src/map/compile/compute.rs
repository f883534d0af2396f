//! Named computations.

use toml::Spanned;

use super::Compiler;
use super::cell::Start;
use super::chain::Form;
use crate::map::plan::{CodeBy, Compute, NextForm, Source};
use crate::map::raw::{Name, RawCompute, RawNextForm};

impl Compiler<'_> {
    /// A computation as the source of a cell.
    pub(super) fn compute_start(&mut self, raw: &Spanned<RawCompute>) -> Option<Start> {
        let compute = self.compute(raw.get_ref())?;
        let form = form_of(&compute);
        Some(Start { source: Source::Compute(compute), form, origin: None })
    }

    /// A computation.
    pub(super) fn compute(&mut self, raw: &RawCompute) -> Option<Compute> {
        Some(match raw {
            RawCompute::ContextFlag { born, age, kind, unborn } => {
                let (born, kind) = (self.field(born), self.field(kind));
                let age = age.as_ref().map(|age| self.field(age));
                let age = age.map_or(Some(None), |age| age.map(Some))?;
                Compute::ContextFlag { born: born?, age, kind: kind?, unborn: unborn.clone() }
            }
            RawCompute::Restricted { fields, end } => self.restricted(fields, end.as_ref())?,
            RawCompute::ExtractTime {} => Compute::ExtractTime,
            RawCompute::Owner {} => Compute::Owner,
            RawCompute::PrimaryJob { worker, team, default_team } => {
                let (worker, team) = (self.field(worker), self.field(team));
                let default_team = self.dotted_field(default_team);
                Compute::PrimaryJob { worker: worker?, team: team?, default_team: default_team? }
            }
            RawCompute::AddressKey {} => Compute::AddressKey,
            RawCompute::DisplayAddress { kind, start, end, types } => {
                let (kind, start, end) = (self.field(kind), self.field(start), self.field(end));
                Compute::DisplayAddress { kind: kind?, start: start?, end: end?, types: types.clone() }
            }
            RawCompute::ConferenceStep(raw) => self.conference_step(raw)?,
            RawCompute::NextForm(raw) => Compute::NextForm(self.next_form(raw)?),
            RawCompute::OpenRegistration { at, registration, start, end } => {
                let (at, registration) = (self.field(at), self.entity_named(registration));
                let (start, end) = (self.dotted_field(start), self.dotted_field(end));
                Compute::OpenRegistration { at: at?, registration: registration?, start: start?, end: end? }
            }
            RawCompute::GridRow {} => Compute::GridRow,
            RawCompute::RowSubject {} => Compute::RowSubject,
            RawCompute::AnswerForm {} => Compute::AnswerForm,
            RawCompute::AnswerQuestion {} => Compute::AnswerQuestion,
            RawCompute::AnswerGridRow {} => Compute::AnswerGridRow,
            RawCompute::OptionOrdinal {} => Compute::OptionOrdinal,
            RawCompute::FileName(file) => Compute::FileName(self.file(file)?),
            RawCompute::FileSha256(file) => Compute::FileSha256(self.file(file)?),
            RawCompute::FileBytes(file) => Compute::FileBytes(self.file(file)?),
        })
    }

    fn restricted(&mut self, names: &[Name], end: Option<&Name>) -> Option<Compute> {
        let fields: Vec<_> = names.iter().map(|name| self.dotted(name)).collect();
        let end = end.map(|end| self.dotted(end));
        Some(Compute::Restricted {
            fields: fields.into_iter().collect::<Option<_>>()?,
            end: end.map_or(Some(None), |end| end.map(Some))?,
        })
    }

    fn conference_step(&mut self, raw: &crate::map::raw::RawConferenceStep) -> Option<Compute> {
        let (case, start) = (self.field(&raw.case), self.field(&raw.start));
        let form = self.entity_named(&raw.form);
        let [form_case, form_template, form_completed] =
            [&raw.form_case, &raw.form_template, &raw.form_completed].map(|name| self.dotted_field(name));
        let templates = self.code_table(&raw.templates, CodeBy::Code, raw.templates.span())?;
        let source = &self.world.codes[usize::from(templates.0)];
        if !source.gives(raw.template.get_ref()) {
            let title = format!("no template has the user code `{}`", raw.template.get_ref());
            let there = source.rows.iter().filter_map(|row| row.target.as_deref());
            self.mistakes.unknown(raw.template.span(), title, raw.template.get_ref(), there);
        }
        Some(Compute::ConferenceStep {
            case: case?,
            start: start?,
            form: form?,
            form_case: form_case?,
            form_template: form_template?,
            form_completed: form_completed?,
            template: raw.template.get_ref().clone(),
            templates,
        })
    }

    fn next_form(&mut self, raw: &RawNextForm) -> Option<NextForm> {
        let [form, day, outcome] = [&raw.form, &raw.day, &raw.outcome].map(|name| self.field(name));
        let case = self.dotted(&raw.form_case);
        let [form_start, form_template] =
            [&raw.form_start, &raw.form_template].map(|name| self.dotted_field(name));
        let outcomes = self.code_table(&raw.outcomes, CodeBy::Name, raw.outcomes.span());
        let templates = self.code_table(&raw.templates, CodeBy::Code, raw.templates.span());
        let (forms, form_case) = case?;
        if !self.points_at(form?, forms) {
            let title = format!("`{}` names no such form", raw.form.get_ref());
            self.mistakes.add(raw.form.span(), title, "expected a lookup to the table of `form_case`");
        }
        Some(NextForm {
            form: form?,
            day: day?,
            outcome: outcome?,
            outcomes: outcomes?,
            forms,
            form_case,
            form_start: form_start?,
            form_template: form_template?,
            templates: templates?,
        })
    }

    /// A column that holds the key of a stored file.
    fn file(&mut self, name: &Name) -> Option<crate::record::FieldId> {
        let field = self.field(name)?;
        if !self.points_at(field, self.world.model.documents.file) {
            let title = format!("`{}` names no stored file", name.get_ref());
            self.mistakes.add(name.span(), title, "expected the key of a file");
        }
        Some(field)
    }
}

/// What a computation gives.
fn form_of(compute: &Compute) -> Form {
    match compute {
        Compute::Restricted { .. } | Compute::PrimaryJob { .. } | Compute::DisplayAddress { .. } => {
            Form::Flag
        }
        Compute::ExtractTime => Form::WallTime,
        Compute::OptionOrdinal | Compute::FileBytes(_) => Form::Int,
        Compute::AnswerQuestion => Form::Code,
        Compute::ContextFlag { .. } | Compute::FileName(_) | Compute::FileSha256(_) => Form::Text,
        _ => Form::Key,
    }
}
