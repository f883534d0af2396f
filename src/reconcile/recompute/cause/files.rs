//! What is wrong with attached files.

use super::Weighed;
use crate::map::plan::{Compute, Source};
use crate::reconcile::export::ExportDocument;
use crate::reconcile::note::Picture;
use crate::reconcile::recompute::derivation::Derivation;
use crate::reconcile::recompute::inline_images;
use crate::record::{FieldId, Guid, Reason};

/// The longest cell of a spreadsheet, in characters, and the most line feeds in one.
const SHEET_CELL: (usize, usize) = (32_767, 253);

impl Weighed<'_, '_> {
    /// The causes that lie in an attached file, or in a cell that was cut or hidden before it came; none for other codes.
    pub(super) fn in_files(&self, reason: Reason) -> Option<bool> {
        if self.lies_in_a_picture(reason) {
            return Some(true);
        }
        let documents = &self.scene.plan.model().documents;
        let field = || self.claim.field.filter(|field| self.attaches_by(*field));
        let key = || self.record.guid(field()?);
        let described = |key: Guid| self.scene.find(documents.file, key);
        let stored = || self.scene.rest.document(key()?);
        Some(match reason {
            Reason::FileWithoutMetadata => self.is_file_of_another(),
            Reason::DocumentNoContent => field().is_some() && key().is_none(),
            Reason::DocumentFileMissing => {
                key().is_some_and(|key| described(key).is_none() || self.scene.rest.document(key).is_none())
            }
            Reason::EmptyDocument => stored().is_some_and(|file| file.bytes == 0),
            Reason::OversizeFile => {
                let most = self.scene.plan.policy().largest_file(self.is_person());
                stored().zip(most).is_some_and(|(file, most)| file.bytes > most)
            }
            Reason::BadBase64 => {
                let recorded = key().and_then(described).and_then(|row| row.get(documents.size).filled());
                let recorded = recorded.filter(|size| !size.trim().is_empty());
                let is_other =
                    |file: &ExportDocument, size: &str| size.trim().parse::<u64>() != Ok(file.bytes);
                let damaged = stored().is_some_and(|file| file.damaged);
                damaged || stored().zip(recorded).is_some_and(|(file, size)| is_other(&file, size))
            }
            Reason::FileTypeNotAllowed => {
                let derivation = Derivation::bare(self.scene, self.entity, self.record);
                let name = field().and_then(|field| derivation.file_name(field));
                name.is_some_and(|name| !self.scene.plan.policy().allows_file(&name))
            }
            Reason::RestrictedPlaceholder => self.any_text(|text| text.starts_with("Restricted Record:")),
            Reason::TruncatedAtExcelLimit => self.any_text(|text| {
                text.encode_utf16().count() == SHEET_CELL.0 || text.matches('\n').count() == SHEET_CELL.1
            }),
            _ => return None,
        })
    }

    /// Whether a picture within the note that is concerned can be no document for this reason.
    fn lies_in_a_picture(&self, reason: Reason) -> bool {
        let (pictures, field) = inline_images::of_record(self.scene.plan, self.entity, self.record);
        let fault = |picture: &Picture| inline_images::fault(self.scene.plan, picture) == Some(reason);
        field.is_some() && self.claim.field == field && pictures.iter().any(fault)
    }

    /// Whether the record describes a file, and the record that it hangs on holds files and not this one.
    fn is_file_of_another(&self) -> bool {
        let holder =
            self.entity.merged_into.filter(|_| self.entity.entity == self.scene.plan.model().documents.file);
        let Some(owner) = holder.filter(|owner| self.claim.field == Some(*owner)) else { return false };
        let tables = self.scene.tables_of(self.entity.entity, owner);
        let holder = self
            .record
            .guid(owner)
            .and_then(|key| tables.iter().find_map(|table| self.scene.find(*table, key)));
        holder.is_some_and(|holder| {
            let plan = self.scene.plan.entity(holder.entity());
            let rows = plan.into_iter().flat_map(|plan| &plan.rows);
            let branches = rows.flat_map(|row| &row.cells).flat_map(|cell| &cell.branches);
            let mut columns = branches
                .filter_map(|branch| match branch.source {
                    Source::Compute(Compute::FileName(column)) => Some(column),
                    _ => None,
                })
                .peekable();
            columns.peek().is_some() && columns.all(|column| holder.guid(column) != self.key())
        })
    }

    /// Whether a row that the record gives tells the name, the digest or the size of the file that a column names.
    fn attaches_by(&self, field: FieldId) -> bool {
        let told = |source: &Source| match source {
            Source::Compute(Compute::FileName(own) | Compute::FileSha256(own) | Compute::FileBytes(own)) => {
                *own == field
            }
            _ => false,
        };
        self.entity.rows.iter().any(|row| {
            let derivation = Derivation::new(self.scene, self.entity, row, self.record, self.record);
            let mut branches = row.cells.iter().flat_map(|cell| &cell.branches);
            derivation.holds(&row.when)
                && branches.any(|branch| told(&branch.source) && derivation.holds(&branch.when))
        })
    }

    fn any_text(&self, is_told: impl Fn(&str) -> bool) -> bool {
        self.record.values().filter_map(crate::record::Value::filled).any(is_told)
    }
}
