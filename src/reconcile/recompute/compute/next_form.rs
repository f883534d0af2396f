//! The form that followed from the outcome of another.

use crate::map::plan::{CodeBy, CodeTableId, NextForm};
use crate::reconcile::recompute::derivation::Derivation;
use crate::record::{FieldId, SourceRecord};

impl Derivation<'_, '_> {
    /// Of the other forms of the case that the outcome leads to and that began no earlier than it, the first.
    pub(super) fn next_form(&self, next: &NextForm) -> Option<String> {
        let key = self.scene.plan.key_of(next.forms)?;
        let own = self.record.guid(next.form)?;
        let of = self.scene.find(next.forms, own)?;
        let case = self.surviving_case(of.guid(next.form_case)?);
        let (day, action) =
            (self.record.get(next.day).filled()?, self.coded(self.record, next.outcome, next.outcomes)?);
        let candidates = self.scene.giving(next.forms).filter_map(|form| {
            let start = form.get(next.form_start).filled().map(str::trim)?;
            let led_to = self.coded(form, next.form_template, next.templates)? == action;
            let same_case = self.surviving_case(form.guid(next.form_case)?) == case;
            let guid = form.guid(key).filter(|guid| *guid != own)?;
            (start >= day.trim() && same_case && led_to).then_some((start, guid))
        });
        candidates.min().map(|(_, guid)| guid.to_string())
    }

    /// The target of the reference row that a column names, in a code table by name or by code.
    fn coded(&self, record: &SourceRecord, column: FieldId, codes: CodeTableId) -> Option<&String> {
        let plan = self.scene.plan;
        let table = self.scene.tables_of(record.entity(), column).first().copied()?;
        let row = self.scene.rest.row(table, record.guid(column)?)?;
        let reference = plan.model().reference[usize::from(table.0)];
        let codes = plan.code_table(codes);
        let by = match codes.by() {
            CodeBy::Name => reference.name,
            _ => reference.code,
        };
        codes.find(row.get(by?).filled()?)?.target.as_ref()
    }
}
