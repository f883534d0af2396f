//! What a record is called in digests.

use crate::map::plan::{LineSource, NotePlace, NotePlan};
use crate::reconcile::ExportCaseFile;
use crate::reconcile::inverse::{Backwards, Normal, line_normal};
use crate::record::{FieldId, SourceRecord};

/// What a record is called on both sides: its GUID; an answer `form/question identifier/row number`, the row empty
/// outside tables; an option of a tick list its answer's identity and the option's GUID; a line in another record's note that
/// record's GUID and the GUID, or else the text, that the line shows.
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
    if let Some(note) = backwards.plan.entity(record.entity()).and_then(|plan| plan.note.as_ref())
        && let NotePlace::ParentTail { parent } = note.place
    {
        return Some(format!("{}/{}", record.guid(parent)?, named(backwards, record, note)));
    }
    record.guid(key).map(|key| key.to_string())
}

/// The first thing that the record's line in another's note shows: the key it names, else the text.
fn named(backwards: &Backwards<'_>, record: &SourceRecord, note: &NotePlan) -> String {
    let shown = note.lines.iter().find_map(|line| match &line.source {
        LineSource::Field(field, kind) => match line_normal(backwards, record, *field, kind) {
            Normal::Value(text) => Some(text.into_owned()),
            Normal::Null | Normal::Refused => None,
        },
        LineSource::Computed(_) => None,
    });
    shown.unwrap_or_default()
}

fn answer(backwards: &Backwards<'_>, record: &SourceRecord) -> Option<String> {
    let forms = &backwards.plan.model().forms;
    let question = backwards.questions.get(record.guid(forms.answer_question)?)?;
    let row = record.get(forms.answer_row).filled().map(str::trim).unwrap_or_default();
    Some(format!("{}/{}/{row}", record.guid(forms.answer_form)?, question.identifier))
}
