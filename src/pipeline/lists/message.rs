//! What a code means for whoever corrects a rejected row.

use crate::record::Reason;

/// What was expected, and what to do; never a value.
pub(super) fn message(reason: Reason) -> &'static str {
    match reason {
        Reason::MissingKey => "the row has no key: export it again, or give it its key at source",
        Reason::BadKey => "the key is not of the declared form: correct it at source",
        Reason::OrphanParent => {
            "the record it belongs to is not in the drop: export that as well, or correct the column"
        }
        Reason::ParentRejected => "the record it belongs to is rejected: it goes when that is put right",
        Reason::MissingMandatory => {
            "Mosaic needs a value here: fill it at source, or declare one in policy.toml"
        }
        Reason::OverLength => "longer than Mosaic takes: shorten it at source; nothing is cut",
        Reason::UnencodableCharacter => {
            "a character that the target's encoding lacks: choose UTF-8, or correct it"
        }
        Reason::RelationshipConflict => {
            "another row gives the pair a relationship that disagrees: correct one of them"
        }
        Reason::SelfRelationship => "a person related to themselves: correct the row at source",
        Reason::RelationshipNoStart => {
            "no start date: fill it, or declare relationship-start-when-empty in policy.toml"
        }
        Reason::PolymorphicMismatch => {
            "the record stands in another table than the row says: correct the table"
        }
        Reason::PolymorphicUnknownTable => {
            "a table that the mapping does not know: map it, or correct the row"
        }
        Reason::UnknownAuthor => {
            "the author is no worker of the drop: export the worker, or declare substitute_author"
        }
        Reason::EndBeforeStart => "the end is before the start: correct one of the dates",
        Reason::StepDateConflict => "state and dates of the work disagree: correct the state or the dates",
        Reason::AlertExposedTo => {
            "exposed to, which is not the same as represents: map the role by a rule of its own"
        }
        Reason::TemplateUnknown => "a version of the form that is not mapped: map it",
        Reason::QuestionUnmapped => "an answer to a question that is not mapped: map the question",
        Reason::GridUnmapped => "a row or cell of a table question without a rule: map it",
        Reason::AnswerWrongColumn => {
            "the answer stands in another column than its question type says: correct it"
        }
        Reason::AnswerSeveralColumns => "one answer in several columns: keep the one of its question type",
        Reason::DocumentNoContent => "the attachment has no file: supply it, or remove the row",
        Reason::DocumentFileMissing => "the file is not in the documents folder: supply it",
        Reason::FileWithoutMetadata => {
            "the record that the file belongs to does not name it: name it there, or remove the row"
        }
        Reason::EmptyDocument => "the file has no bytes, which Mosaic refuses: supply its content",
        Reason::BadBase64 => {
            "the content does not decode, or not to its size, or stands twice and differs: export it again"
        }
        Reason::FileTypeNotAllowed => {
            "files of this kind are not allowed: add the extension to policy.toml, or convert"
        }
        Reason::InlineImage => {
            "a picture is pasted into the note: declare files.inline_images in policy.toml, and it becomes a document"
        }
        Reason::OversizeFile => "larger than policy.toml allows: raise the threshold, or make it smaller",
        Reason::StepNoSubject => "the work is about nobody: correct its person",
        Reason::LinkEndpointMissing => "one end of the link is not written: it goes when that is put right",
        Reason::LinkCycle => "the link closes a circle: remove it at source",
        Reason::RaggedRow => "more or fewer fields than the header: export again with quotes around texts",
        Reason::TruncatedAtExcelLimit => "cut at the limit of a cell: export it by another way",
        Reason::RestrictedPlaceholder => {
            "the export shows a placeholder: export with an account that may see the record"
        }
        Reason::UnmappedCode => {
            "a code without a target where Mosaic needs one: fill target_code in its code table"
        }
        Reason::CodeNotInTarget => "the target code is not in Mosaic's list: correct the code table",
        _ => {
            "a value that Mosaic needs here was turned away under this code: put it right at source or in the mappings"
        }
    }
}
