//! The named computations.

use std::borrow::Cow;

use super::cell::{Evaluation, Passing, Raised, raised};
use super::templates::Question;
use super::work::Work;
use crate::map::plan::Compute;
use crate::map::step::{day_of, is_sentinel};
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord};

type Computed = Result<Option<String>, Raised>;

impl<'a> Evaluation<'_, 'a> {
    /// Works out a named computation.
    pub(super) fn compute(&mut self, compute: &Compute) -> Computed {
        match compute {
            Compute::ContextFlag { born, age, kind, unborn } => {
                Ok(Some(self.context_flag((*born, *age), *kind, unborn)))
            }
            Compute::Restricted { fields, end } => Ok(self.restricted(fields, *end)),
            Compute::ExtractTime => Ok(Some(self.work.extract_time.clone())),
            Compute::Owner => Ok(self.owner()),
            Compute::PrimaryJob { worker, team, default_team } => {
                Ok(self.primary_job(*worker, *team, *default_team))
            }
            Compute::AddressKey => Ok(self.address_key()),
            Compute::DisplayAddress { .. } => Ok(Some(self.display_address(compute))),
            Compute::ConferenceStep { .. } => Ok(self.conference_step(compute)),
            Compute::NextForm(next) => Ok(self.next_form(next)),
            Compute::OpenRegistration { .. } => Ok(self.open_registration(compute)),
            Compute::GridRow => Ok(grid_row(self.work, self.record)),
            Compute::RowSubject => Ok(self.row_subject()),
            Compute::AnswerForm => {
                Ok(self.answer().and_then(|answer| form_of(self.work, answer)).map(Guid::text))
            }
            Compute::AnswerQuestion => self.answer_question(),
            Compute::AnswerGridRow => Ok(self.answer().and_then(|answer| grid_row(self.work, answer))),
            Compute::OptionOrdinal => Ok(self.option_ordinal()),
            Compute::FileName(file) => self.file_name(*file).map(Some),
            Compute::FileSha256(file) => self.file_facts(*file).map(|facts| Some(facts.sha256)),
            Compute::FileBytes(file) => self.file_facts(*file).map(|facts| Some(facts.bytes.to_string())),
        }
    }

    /// The person at the root of the case file; shared records have none.
    fn owner(&self) -> Option<String> {
        Some(self.work.person).filter(|person| *person != Guid::default()).map(Guid::text)
    }

    fn context_flag(&self, (born, age): (FieldId, Option<FieldId>), kind: FieldId, unborn: &str) -> String {
        let day = &self.work.extract_time[..10];
        let born = self.record.get(born).filled().filter(|born| !is_sentinel(born.trim()));
        let age = age.and_then(|age| self.record.get(age).filled()?.trim().parse::<u32>().ok());
        let child = self.record.get(kind).filled() == Some(unborn)
            || born.map_or(age.is_some_and(|age| age < 18), |born| under_eighteen(born, day));
        if child { "C" } else { "A" }.to_owned()
    }

    fn restricted(&self, fields: &[(EntityId, FieldId)], end: Option<(EntityId, FieldId)>) -> Option<String> {
        let ended = |record: &SourceRecord, field: FieldId| {
            let row = end.and_then(|(table, _)| self.work.around.row(table, record.guid(field)?));
            let day = row.zip(end).and_then(|(row, (table, end))| {
                let column = self.work.plan.dictionary().entity(table).field(end);
                let text = row.get(end).filled().filter(|_| row.why_unread(end).is_none())?;
                day_of(column, text)
            });
            day.is_some_and(|day| day.as_str() < &self.work.extract_time[..10])
        };
        let restricts = |(entity, field): &(_, _)| {
            let mut records = self.work.case.by_entity(*entity).iter();
            records.any(|record| record.get(*field).filled().is_some() && !ended(record, *field))
        };
        let released = self.work.plan.policy().releases_restricted();
        (released && fields.iter().any(restricts)).then(|| "Y".to_owned())
    }

    fn primary_job(&self, worker: FieldId, team: FieldId, default_team: FieldId) -> Option<String> {
        let people = &self.work.plan.model().people;
        let row = self.work.around.row(people.worker, self.record.guid(worker)?)?;
        (row.guid(default_team)? == self.record.guid(team)?).then(|| "Y".to_owned())
    }

    fn address_key(&self) -> Option<String> {
        let shared = self.work.address_keys.get(&self.place).copied();
        shared.or_else(|| self.work.case.key_at(self.place)).map(Guid::text)
    }

    fn display_address(&self, compute: &Compute) -> String {
        let Compute::DisplayAddress { kind, start, end, types } = compute else { return String::new() };
        let open: Vec<_> = self
            .work
            .open_records(self.record.entity())
            .filter(|record| day_in(self.work, record, *end).is_none())
            .collect();
        let shown = types.iter().find_map(|number| {
            let of_type = open.iter().filter(|record| record.get(*kind).filled() == Some(number));
            of_type.max_by_key(|record| {
                (day_in(self.work, record, *start), std::cmp::Reverse(record.guid(self.entity.key)))
            })
        });
        let own = self.record.guid(self.entity.key);
        let yes = shown.is_some_and(|record| record.guid(self.entity.key) == own);
        if yes { "Y" } else { "N" }.to_owned()
    }

    fn conference_step(&self, compute: &Compute) -> Option<String> {
        let Compute::ConferenceStep {
            case,
            start,
            form,
            form_case,
            form_template,
            form_completed,
            template,
            templates,
        } = compute
        else {
            return None;
        };
        let cases = self.work.tables_of(self.record.entity(), *case);
        let case = self.work.case_key(cases, self.record.guid(*case)?);
        let day = day_in(self.work, self.record, *start)?;
        let key = self.work.plan.key_of(*form)?;
        let conference = self.work.open_records(*form).filter(|record| {
            record.guid(*form_case).map(|key| self.work.case_key(cases, key)) == Some(case)
                && day_in(self.work, record, *form_completed).is_some_and(|done| done <= day)
                && self.template_code(record, *form_template, *templates).as_deref() == Some(template)
        });
        let latest =
            conference.max_by_key(|record| (day_in(self.work, record, *form_completed), record.guid(key)));
        latest?.guid(key).map(Guid::text)
    }

    fn template_code(
        &self,
        form: &SourceRecord,
        column: FieldId,
        table: crate::map::plan::CodeTableId,
    ) -> Option<String> {
        let plan = self.work.plan;
        let document = *self.work.tables_of(form.entity(), column).first()?;
        let row = self.work.around.row(document, form.guid(column)?)?;
        let code = plan.model().reference[usize::from(document.0)].code?;
        plan.code_table(table).find(row.get(code).filled()?)?.target.clone()
    }

    fn open_registration(&self, compute: &Compute) -> Option<String> {
        let Compute::OpenRegistration { at, registration, start, end } = compute else { return None };
        let day = day_in(self.work, self.record, *at)?;
        let key = self.work.plan.key_of(*registration)?;
        let open = self.work.open_records(*registration).filter(|record| {
            day_in(self.work, record, *start).is_some_and(|start| start <= day)
                && day_in(self.work, record, *end).is_none_or(|end| day <= end)
        });
        let latest = open
            .max_by_key(|record| (day_in(self.work, record, *start), std::cmp::Reverse(record.guid(key))));
        latest?.guid(key).map(Guid::text)
    }

    fn row_subject(&self) -> Option<String> {
        let forms = &self.work.plan.model().forms;
        let (form, table, row) = grid_place(self.work, self.record)?;
        let subject = self.work.record(self.work.answers.subject(form, table, row)?);
        let person = forms.values.iter().find_map(|(_, field)| subject.guid(*field))?;
        self.work.around.survivor(person).filter(|person| self.work.may_name(*person)).map(Guid::text)
    }

    fn answer(&self) -> Option<&'a SourceRecord> {
        let forms = &self.work.plan.model().forms;
        self.work.case.find(forms.answer, self.record.guid(forms.tick_answer)?)
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
    pub(super) fn earliest(&self, fields: &[FieldId]) -> Option<Passing<'a>> {
        let day = |field: &FieldId| Some((day_in(self.work, self.record, *field)?, *field));
        let (text, field) = fields.iter().filter_map(day).min()?;
        Some(self.own(text, field))
    }
}

/// The UK day that a column of days or times holds; none for one that stands for none, or that cannot be read.
pub(super) fn day_in(work: &Work<'_>, record: &SourceRecord, field: FieldId) -> Option<String> {
    let column = work.plan.dictionary().entity(record.entity()).field(field);
    let text = record.get(field).filled().filter(|_| record.why_unread(field).is_none())?;
    day_of(column, text)
}

/// Whether somebody born on that day is under eighteen on the other, as `YYYY-MM-DD`; no day that cannot be read tells so.
fn under_eighteen(born: &str, day: &str) -> bool {
    let read = |text: &str| text.trim().parse::<jiff::civil::Date>().ok();
    read(born).zip(read(day)).is_some_and(|(born, day)| {
        (born.year() + 18, born.month(), born.day()) > (day.year(), day.month(), day.day())
    })
}

/// The template's question that an answer is to.
fn question<'a>(work: &Work<'a>, answer: &SourceRecord) -> Option<&'a Question> {
    let key = answer.guid(work.plan.model().forms.answer_question)?;
    work.prepared.templates.question(key)
}

/// The form of an answer.
fn form_of(work: &Work<'_>, answer: &SourceRecord) -> Option<Guid> {
    answer.guid(work.plan.model().forms.answer_form)
}

/// The form, the identifier of the table question, and the row number of an answer in a table.
fn grid_place<'a>(work: &Work<'a>, answer: &'a SourceRecord) -> Option<(Guid, &'a str, &'a str)> {
    let row = answer.get(work.plan.model().forms.answer_row).filled()?;
    let table = question(work, answer)?.table.as_deref()?;
    Some((form_of(work, answer)?, table, row))
}

/// `form:identifier of the table question:row number` of an answer in a table.
fn grid_row(work: &Work<'_>, answer: &SourceRecord) -> Option<String> {
    let row = answer.get(work.plan.model().forms.answer_row).filled()?;
    let table = question(work, answer)?.table.as_deref()?;
    Some(format!("{}:{table}:{}", form_of(work, answer)?, row.trim()))
}

/// The answer of a form to the question with this user code.
pub(super) fn answer_to<'a>(work: &Work<'a>, form: usize, code: &str) -> Option<Passing<'a>> {
    let forms = &work.plan.model().forms;
    let place =
        work.answers.copied(work.case.key_at(form)?, code, |place| work.verdicts[place].gives_rows())?;
    let answer = work.record(place);
    let value = |(_, field): &(String, FieldId)| {
        let text = answer.get(*field).filled()?;
        let away = work.is_turned_away(answer, *field);
        (!away).then_some(Passing { text: Cow::Borrowed(text), entity: forms.answer, field: *field })
    };
    forms.values.iter().find_map(value)
}

/// Whether a form has any answers.
pub(super) fn has_answers(work: &Work<'_>, form: usize) -> bool {
    work.case.key_at(form).is_some_and(|key| !work.answers.of(key).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_compared_as_numbers() {
        assert!(under_eighteen("9999-12-31", "2026-06-30"));
        assert!(under_eighteen("2008-07-01", "2026-06-30") && !under_eighteen("2008-06-30", "2026-06-30"));
    }
}
