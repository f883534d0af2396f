//! What is worked out of attached files.

use crate::reconcile::ExportDocument;
use crate::reconcile::recompute::derivation::Derivation;
use crate::record::FieldId;

/// The most characters that Mosaic keeps of a file's name.
const MOST: usize = 80;

impl Derivation<'_, '_> {
    /// The file's name, made safe; whether it is taken is settled when all rows are there.
    pub(in crate::reconcile::recompute) fn file_name(&self, file: FieldId) -> Option<String> {
        let documents = &self.scene.plan.model().documents;
        let described = self.scene.find(documents.file, self.record.guid(file)?)?;
        Some(safe_name(described.get(documents.name).filled().unwrap_or_default()))
    }

    /// The file in the drop.
    pub(super) fn stored_file(&self, file: FieldId) -> Option<ExportDocument> {
        self.scene.rest.document(self.record.guid(file)?)
    }
}

/// A name without outer spaces, trailing dots and characters that no file system takes, at most 80 characters long.
fn safe_name(name: &str) -> String {
    let mut name = name.trim();
    while let Some(shorter) = name.strip_suffix('.') {
        name = shorter;
    }
    let name = name.trim_end();
    let safe: String =
        name.chars().map(|character| if is_unsafe(character) { '_' } else { character }).collect();
    with_suffix(&safe, "")
}

fn is_unsafe(character: char) -> bool {
    matches!(character, '\\' | '/' | ':' | '*' | '?' | '"' | '<' | '>' | '|') || character.is_control()
}

/// A name with something before its extension, cut before it to the most characters.
pub(in crate::reconcile::recompute) fn with_suffix(name: &str, suffix: &str) -> String {
    let dot = name.char_indices().rev().find(|(at, character)| *character == '.' && *at > 0);
    let (stem, extension) = dot.map_or((name, ""), |(at, _)| name.split_at(at));
    let kept = MOST.saturating_sub(extension.chars().count() + suffix.chars().count());
    let mut made: String = stem.chars().take(kept).collect();
    made.push_str(suffix);
    made.push_str(extension);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_short() {
        assert_eq!(safe_name(" plan: v2?.docx.. "), "plan_ v2_.docx");
        assert_eq!(safe_name(&format!("{}.pdf", "é".repeat(100))), format!("{}.pdf", "é".repeat(76)));
        assert_eq!(
            (with_suffix("letter.pdf", " (2)"), with_suffix(".profile", " (2)")),
            ("letter (2).pdf".into(), ".profile (2)".into())
        );
    }
}
