//! The form that the outcome of another led to.

use super::cell::Evaluation;
use crate::map::plan::{CodeBy, CodeTableId, NextForm};
use crate::record::{FieldId, Guid, SourceRecord};

impl Evaluation<'_, '_> {
    /// The first form of the same case that the outcome leads to, begun on or after the day of the outcome.
    pub(super) fn next_form(&self, next: &NextForm) -> Option<String> {
        let key = self.work.plan.key_of(next.forms)?;
        let form = self.record.guid(next.form)?;
        let case = self.case_of(next, self.work.case.find(next.forms, form)?)?;
        let day = self.record.get(next.day).filled()?.trim();
        let action = self.code_of(self.record, next.outcome, next.outcomes)?;
        let follows = |record: &&SourceRecord| {
            record.guid(key) != Some(form)
                && record.get(next.form_start).filled().is_some_and(|start| start.trim() >= day)
                && self.case_of(next, record) == Some(case)
                && self.code_of(record, next.form_template, next.templates) == Some(action)
        };
        let followers = self.work.open_records(next.forms).filter(follows);
        let first = followers.min_by_key(|record| (record.get(next.form_start).filled(), record.guid(key)));
        first?.guid(key).map(Guid::text)
    }

    /// The case of a form, merges followed.
    fn case_of(&self, next: &NextForm, form: &SourceRecord) -> Option<Guid> {
        let cases = self.work.tables_of(form.entity(), next.form_case);
        form.guid(next.form_case).map(|case| self.work.case_key(cases, case))
    }

    /// What a code table gives for the reference row that a column names.
    fn code_of(&self, record: &SourceRecord, column: FieldId, codes: CodeTableId) -> Option<&str> {
        let plan = self.work.plan;
        let table = *self.work.tables_of(record.entity(), column).first()?;
        let row = self.work.around.row(table, record.guid(column)?)?;
        let (columns, codes) = (plan.model().reference[usize::from(table.0)], plan.code_table(codes));
        let shown = if codes.by() == CodeBy::Name { columns.name } else { columns.code };
        codes.find(row.get(shown?).filled()?)?.target.as_deref()
    }
}
