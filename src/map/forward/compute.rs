//! The named computations.

use super::cell::{Evaluation, Passing, Raised};
use super::context_step::raised;
use super::work::Work;
use crate::map::plan::Compute;
use crate::record::{FieldId, Guid, Reason, SourceRecord};
use crate::source::UtcInstant;

type Computed = Result<Option<String>, Raised>;

impl Evaluation<'_, '_> {
    /// Works out a named computation.
    pub(super) fn compute(&mut self, compute: &Compute) -> Computed {
        match compute {
            Compute::ContextFlag { born, kind, unborn } => Ok(Some(self.context_flag(*born, *kind, unborn))),
            Compute::Restricted { fields } => Ok(self.restricted(fields)),
            Compute::ExtractTime => Ok(Some(self.work.around.extract_time().to_owned())),
            Compute::PrimaryJob { worker, team, default_team } => Ok(self.primary_job(*worker, *team, *default_team)),
            Compute::AddressKey => Ok(self.address_key()),
            Compute::DisplayAddress { .. } => Ok(Some(self.display_address(compute))),
            Compute::ConferenceStep { .. } => Ok(self.conference_step(compute)),
            Compute::OpenRegistration { .. } => Ok(self.open_registration(compute)),
            Compute::GridRow => Ok(grid_row(self.work, self.record)),
            Compute::RowSubject => Ok(self.row_subject()),
            Compute::AnswerForm => Ok(self.answer().and_then(|answer| form_of(self.work, answer)).map(|key| key.to_string())),
            Compute::AnswerQuestion => self.answer_question(),
            Compute::AnswerGridRow => Ok(self.answer().and_then(|answer| grid_row(self.work, answer))),
            Compute::OptionOrdinal => Ok(self.option_ordinal()),
            Compute::FileName(file) => self.file_name(*file).map(Some),
            Compute::FileSha256(file) => self.file_facts(*file).map(|facts| Some(facts.sha256)),
            Compute::FileBytes(file) => self.file_facts(*file).map(|facts| Some(facts.bytes.to_string())),
        }
    }

    fn context_flag(&self, born: FieldId, kind: FieldId, unborn: &str) -> String {
        let day = &self.work.around.extract_time()[..10];
        let child = self.record.get(kind).filled() == Some(unborn)
            || self.record.get(born).filled().is_some_and(|born| under_eighteen(born, day));
        if child { "C" } else { "A" }.to_owned()
    }

    fn restricted(&self, fields: &[(crate::record::EntityId, FieldId)]) -> Option<String> {
        let filled = |(entity, field): &(_, _)| {
            self.work.index.of(*entity).iter().any(|record| record.get(*field).filled().is_some())
        };
        (self.work.plan.policy().releases_restricted() && fields.iter().any(filled)).then(|| "Y".to_owned())
    }

    fn primary_job(&self, worker: FieldId, team: FieldId, default_team: FieldId) -> Option<String> {
        let people = &self.work.plan.model().people;
        let row = self.work.around.row(people.worker, self.record.guid(worker)?)?;
        (row.guid(default_team)? == self.record.guid(team)?).then(|| "Y".to_owned())
    }

    fn address_key(&self) -> Option<String> {
        let own = self.record.guid(self.entity.key)?;
        Some(self.work.around.address_key(own).unwrap_or(own).to_string())
    }

    fn display_address(&self, compute: &Compute) -> String {
        let Compute::DisplayAddress { kind, start, end, types } = compute else { return String::new() };
        let open: Vec<_> = self
            .work
            .open_records(self.record.entity())
            .filter(|record| record.get(*end).filled().is_none())
            .collect();
        let shown = types.iter().find_map(|number| {
            let of_type = open.iter().filter(|record| record.get(*kind).filled() == Some(number));
            of_type.max_by_key(|record| (record.get(*start).filled(), std::cmp::Reverse(record.guid(self.entity.key))))
        });
        let own = self.record.guid(self.entity.key);
        let yes = shown.is_some_and(|record| record.guid(self.entity.key) == own);
        if yes { "Y" } else { "N" }.to_owned()
    }

    fn conference_step(&self, compute: &Compute) -> Option<String> {
        let Compute::ConferenceStep { case, start, form, form_case, form_template, form_completed, template, templates } =
            compute
        else {
            return None;
        };
        let case = self.work.case_key(self.record.guid(*case)?);
        let day = self.record.get(*start).filled()?;
        let key = self.work.plan.key_of(*form)?;
        let conference = self.work.open_records(*form).filter(|record| {
            record.guid(*form_case).map(|key| self.work.case_key(key)) == Some(case)
                && record.get(*form_completed).filled().is_some_and(|done| done <= day)
                && self.template_code(record, *form_template, *templates).as_deref() == Some(template)
        });
        let latest = conference.max_by_key(|record| (record.get(*form_completed).filled(), record.guid(key)));
        latest?.guid(key).map(|key| key.to_string())
    }

    fn template_code(
        &self,
        form: &SourceRecord,
        column: FieldId,
        table: crate::map::plan::CodeTableId,
    ) -> Option<String> {
        let plan = self.work.plan;
        let document = self.tables_of_entity(form.entity(), column).first().copied()?;
        let row = self.work.around.row(document, form.guid(column)?)?;
        let code = plan.model().reference[usize::from(document.0)].code?;
        plan.code_table(table).find(row.get(code).filled()?)?.target.clone()
    }

    fn open_registration(&self, compute: &Compute) -> Option<String> {
        let Compute::OpenRegistration { at, registration, start, end } = compute else { return None };
        let day = uk_day(self.record.get(*at).filled()?)?;
        let key = self.work.plan.key_of(*registration)?;
        let open = self.work.open_records(*registration).filter(|record| {
            record.get(*start).filled().is_some_and(|start| start <= day.as_str())
                && record.get(*end).filled().is_none_or(|end| day.as_str() <= end)
        });
        let latest = open.max_by_key(|record| (record.get(*start).filled(), std::cmp::Reverse(record.guid(key))));
        latest?.guid(key).map(|key| key.to_string())
    }

    fn row_subject(&self) -> Option<String> {
        let forms = &self.work.plan.model().forms;
        let row = grid_row(self.work, self.record)?;
        let form = form_of(self.work, self.record)?;
        let lookup = forms.values.iter().find(|(kind, _)| kind == "11").map(|(_, field)| *field)?;
        let subject = self.work.answers(form).find(|answer| {
            question(self.work, answer).is_some_and(|question| question.subject)
                && grid_row(self.work, answer).as_ref() == Some(&row)
        })?;
        self.work.around.survivor(subject.guid(lookup)?).map(|person| person.to_string())
    }

    fn answer(&self) -> Option<&SourceRecord> {
        let forms = &self.work.plan.model().forms;
        self.work.index.get(forms.answer, self.record.guid(forms.tick_answer)?)
    }

    fn answer_question(&self) -> Computed {
        let code = self.answer().and_then(|answer| question(self.work, answer)?.user_code.clone());
        code.map(Some).ok_or(raised(Reason::QuestionUnmapped, self.entity.key))
    }

    fn option_ordinal(&self) -> Option<String> {
        let option = self.record.guid(self.work.plan.model().forms.tick_option)?;
        self.work.prepared.templates.ordinal(option).map(|place| place.to_string())
    }

    /// The earliest of several dates, as a UK day.
    pub(super) fn earliest(&self, fields: &[FieldId]) -> Option<Passing> {
        let day = |field: &FieldId| {
            let text = self.record.get(*field).filled()?;
            let day = if text.len() == 10 { text.to_owned() } else { uk_day(text)? };
            Some((day, *field))
        };
        let (text, field) = fields.iter().filter_map(day).min()?;
        Some(Passing { text, entity: self.record.entity(), field })
    }
}

/// The UK day of a UTC instant as the export writes it.
pub(super) fn uk_day(text: &str) -> Option<String> {
    UtcInstant::parse(text).map(|instant| instant.to_uk_wall().date().to_string())
}

/// Whether somebody born on that day is under eighteen on the other; both as `YYYY-MM-DD`.
fn under_eighteen(born: &str, day: &str) -> bool {
    let birthday = born.get(..4).and_then(|year| year.parse::<u32>().ok()).map(|year| year + 18);
    birthday.is_some_and(|year| format!("{year:04}{}", &born[4..]).as_str() > day)
}

/// The template's question that an answer is to.
pub(super) fn question<'w>(work: &'w Work<'_>, answer: &SourceRecord) -> Option<&'w super::templates::Question> {
    let key = answer.guid(work.plan.model().forms.answer_question)?;
    work.prepared.templates.question(key)
}

/// The form of an answer.
pub(super) fn form_of(work: &Work<'_>, answer: &SourceRecord) -> Option<Guid> {
    answer.guid(work.plan.model().forms.answer_form)
}

/// `form:identifier of the table question:row number` of an answer in a table.
pub(super) fn grid_row(work: &Work<'_>, answer: &SourceRecord) -> Option<String> {
    let row = answer.get(work.plan.model().forms.answer_row).filled()?;
    let table = question(work, answer)?.table.as_deref()?;
    Some(format!("{}:{table}:{row}", form_of(work, answer)?))
}

/// The answer of a form to the question with this user code.
pub(super) fn answer_to(work: &Work<'_>, form: &SourceRecord, code: &str) -> Option<Passing> {
    let forms = &work.plan.model().forms;
    let key = form.guid(work.plan.key_of(form.entity())?)?;
    let answer = work.answers(key).find(|answer| {
        question(work, answer).is_some_and(|question| question.user_code.as_deref() == Some(code))
    })?;
    let value = |(_, field): &(String, FieldId)| {
        let text = answer.get(*field).filled()?.to_owned();
        Some(Passing { text, entity: forms.answer, field: *field })
    };
    forms.values.iter().find_map(value)
}

/// Whether a form has any answers.
pub(super) fn has_answers(work: &Work<'_>, form: &SourceRecord) -> bool {
    let key = work.plan.key_of(form.entity()).and_then(|key| form.guid(key));
    key.is_some_and(|key| work.answers(key).next().is_some())
}
