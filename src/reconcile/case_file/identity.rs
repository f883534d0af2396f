//! What a record is called in digests.

use crate::reconcile::ExportCaseFile;
use crate::reconcile::inverse::Backwards;
use crate::record::{FieldId, SourceRecord};

/// What a record is called on both sides: its GUID; an answer `form/question identifier/row number`, the row empty
/// outside tables; an option of a tick list its answer's identity and the option's GUID.
pub(super) fn identity(
    backwards: &Backwards<'_>,
    file: &ExportCaseFile<'_>,
    record: &SourceRecord,
    key: FieldId,
) -> Option<String> {
    let forms = &backwards.plan.model().forms;
    if record.entity() == forms.answer {
        return answer(backwards, record);
    }
    if record.entity() == forms.tick {
        let of = file.records.get(forms.answer, record.guid(forms.tick_answer)?)?;
        return Some(format!("{}/{}", answer(backwards, of)?, record.guid(forms.tick_option)?));
    }
    record.guid(key).map(|key| key.to_string())
}

fn answer(backwards: &Backwards<'_>, record: &SourceRecord) -> Option<String> {
    let forms = &backwards.plan.model().forms;
    let question = backwards.questions.get(record.guid(forms.answer_question)?)?;
    let row = record.get(forms.answer_row).filled().map(str::trim).unwrap_or_default();
    Some(format!("{}/{}/{row}", record.guid(forms.answer_form)?, question.identifier))
}
