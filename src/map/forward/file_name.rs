//! Names of attached files, safe for Mosaic and unique within their owner.

use super::cell::{Evaluation, Raised, raised};
use super::surroundings::DocumentFacts;
use crate::record::{FieldId, Guid, Reason};

/// The longest name that Mosaic keeps.
const LONGEST: usize = 80;

impl Evaluation<'_, '_> {
    /// The safe name of the file that a column points at.
    pub(super) fn file_name(&mut self, file: FieldId) -> Result<String, Raised> {
        let documents = &self.work.plan.model().documents;
        let key = self.record.guid(file).ok_or(raised(Reason::DocumentNoContent, file))?;
        let row =
            self.work.case.find(documents.file, key).ok_or(raised(Reason::DocumentFileMissing, file))?;
        let original = row.get(documents.name).filled().unwrap_or_default();
        let name = safe_name(original);
        if name != original {
            self.note(Some(Reason::BadFileName), file);
        }
        if !self.work.plan.policy().allows_file(&name) {
            return Err(raised(Reason::FileTypeNotAllowed, file));
        }
        self.look_inside(file, key, &name);
        Ok(name)
    }

    /// Lists a file whose bytes are not what its name says, or that needs a password. Where there are no bytes, they say
    /// nothing.
    fn look_inside(&mut self, file: FieldId, key: Guid, name: &str) {
        let facts = self.work.around.document(key).filter(|facts| facts.bytes > 0 && !facts.damaged);
        let Some(content) = facts.map(|facts| facts.content) else { return };
        let extension =
            name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default();
        if !content.kind.fits(&extension) {
            self.note(Some(Reason::ExtensionMismatch), file);
        }
        if content.encrypted {
            self.note(Some(Reason::EncryptedFile), file);
        }
    }

    /// Size and digest of the file that a column points at.
    pub(super) fn file_facts(&self, file: FieldId) -> Result<DocumentFacts, Raised> {
        let key = self.record.guid(file).ok_or(raised(Reason::DocumentNoContent, file))?;
        let facts = self.work.around.document(key).ok_or(raised(Reason::DocumentFileMissing, file))?;
        if facts.damaged {
            return Err(raised(Reason::BadBase64, file));
        }
        if facts.bytes == 0 {
            return Err(raised(Reason::EmptyDocument, file));
        }
        let longest =
            self.work.plan.policy().largest_file(self.entity.entity == self.work.plan.model().people.person);
        if longest.is_some_and(|longest| facts.bytes > longest) {
            return Err(raised(Reason::OversizeFile, file));
        }
        if !self.is_recorded_size(key, facts.bytes) {
            return Err(raised(Reason::BadBase64, file));
        }
        Ok(facts)
    }

    /// Whether a file has the size that is recorded of it. A file of another size is not the one that was recorded, and what is
    /// no size at all is none's.
    fn is_recorded_size(&self, file: Guid, bytes: u64) -> bool {
        let documents = &self.work.plan.model().documents;
        let recorded =
            self.work.case.find(documents.file, file).and_then(|row| row.get(documents.size).filled());
        let recorded = recorded.map(str::trim).filter(|recorded| !recorded.is_empty());
        recorded.is_none_or(|recorded| recorded.parse() == Ok(bytes))
    }
}

/// Outer spaces and trailing dots off, characters that no file system takes as `_`, cut before the extension.
pub(super) fn safe_name(original: &str) -> String {
    let trimmed = original.trim().trim_end_matches('.').trim_end();
    let safe: String = trimmed
        .chars()
        .map(
            |character| {
                if r#"\/:*?"<>|"#.contains(character) || character.is_control() { '_' } else { character }
            },
        )
        .collect();
    shortened(&safe, "")
}

/// The name with a suffix before its extension, no longer than Mosaic keeps.
pub(super) fn shortened(name: &str, suffix: &str) -> String {
    let (stem, extension) = match name.rfind('.') {
        Some(dot) if dot > 0 => name.split_at(dot),
        _ => (name, ""),
    };
    let room = LONGEST.saturating_sub(extension.chars().count() + suffix.chars().count());
    let stem: String = stem.chars().take(room).collect();
    format!("{stem}{suffix}{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_safe() {
        assert_eq!(safe_name(" plan: v2?.docx.. "), "plan_ v2_.docx");
        assert_eq!(safe_name(&format!("{}.pdf", "a".repeat(100))).chars().count(), 80);
        assert_eq!(shortened("letter.pdf", " (2)"), "letter (2).pdf");
    }
}
