//! What ties registrations to conferences and visits.

use std::cmp::Reverse;

use crate::map::plan::{CodeTableId, Compute};
use crate::reconcile::recompute::derivation::Derivation;
use crate::record::{EntityId, FieldId, Guid, SourceRecord};

impl Derivation<'_, '_> {
    /// The form of the template, in the same case, that was completed last up to the first day of this record.
    pub(super) fn conference_step(&self, compute: &Compute) -> Option<String> {
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
        let case = self.surviving_case(self.record.guid(*case)?);
        let first_day = self.day(*start)?;
        let key = self.scene.plan.key_of(*form)?;
        let conferences = self.scene.giving(*form).filter_map(|record| {
            let completed = self.scene.day_in(record, *form_completed).filter(|day| *day <= first_day)?;
            let same_case = self.surviving_case(record.guid(*form_case)?) == case;
            let conference =
                same_case && self.template_of(record, *form_template, *templates) == Some(template);
            conference.then(|| (completed, record.guid(key)))
        });
        conferences.max().and_then(|(_, key)| key).map(|key| key.to_string())
    }

    /// The case that a case's key leads to, merges followed.
    pub(super) fn surviving_case(&self, case: Guid) -> Guid {
        let merging = self.scene.plan.entities().filter(|entity| entity.indexed && entity.merge.is_some());
        let tables: Vec<EntityId> = merging.map(|entity| entity.entity).collect();
        self.scene.surviving_work(&tables, case).map_or(case, |(survivor, _)| survivor)
    }

    /// The user code of a form's template.
    fn template_of(&self, form: &SourceRecord, column: FieldId, codes: CodeTableId) -> Option<&String> {
        let plan = self.scene.plan;
        let table = self.scene.tables_of(form.entity(), column).first().copied()?;
        let template = self.scene.rest.row(table, form.guid(column)?)?;
        let code = template.get(plan.model().reference[usize::from(table.0)].code?).filled()?;
        plan.code_table(codes).find(code)?.target.as_ref()
    }

    /// The registration that was open on the UK day of a time; of several, the one begun last.
    pub(super) fn open_registration(
        &self,
        at: FieldId,
        registration: EntityId,
        start: FieldId,
        end: FieldId,
    ) -> Option<String> {
        let day = self.day(at)?;
        let key = self.scene.plan.key_of(registration)?;
        let open = self.scene.giving(registration).filter_map(|record| {
            let begun = self.scene.day_in(record, start).filter(|start| *start <= day)?;
            let still = self.scene.day_in(record, end).is_none_or(|end| end >= day);
            still.then(|| (begun, Reverse(record.guid(key))))
        });
        open.max().and_then(|(_, Reverse(key))| key).map(|key| key.to_string())
    }
}
