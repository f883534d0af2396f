//! Notes, addresses and documents of a scene.

use jiff::civil::Date;

use super::{Site, Subject};
use crate::record::Guid;
use crate::synth::clock::{Moment, plus};
use crate::synth::draft::Draft;

impl<'a> Site<'a> {
    /// Adds a note on a person, with that text.
    pub(super) fn note(&mut self, person: Subject, day: Date, text: &str) -> usize {
        let row = self.note_draft("PersonCaseNote", person, day, text);
        self.add(row.done())
    }

    /// Adds a note on a case.
    pub(super) fn case_note(&mut self, person: Subject, case: usize, day: Date) -> usize {
        let mut row = self.note_draft("CaseCaseNote", person, day, "Spoke to the school.");
        self.put_in_case(&mut row, case);
        self.add(row.done())
    }

    /// A completed note without a category.
    pub(super) fn note_draft(&mut self, table: &str, person: Subject, day: Date, text: &str) -> Draft<'a> {
        let mut row = self.draft(table, person, day);
        row.text("Subject", "Telephone call").text("Notes", text);
        row.time("CaseNoteDate", Moment::at(day, 11, 30, 0, 0)).number("StatusId", 2);
        for flag in ["InformationByThirdParty", "IsSignificantEvent", "IsCloned"] {
            row.flag(flag, false);
        }
        row
    }

    /// Adds a home of some years ago, long left.
    pub(super) fn former_home(&mut self, person: Subject) -> usize {
        let day = plus(jiff::civil::date(2012, 1, 9), self.rng.between(0, 900));
        let mut row = self.draft("PersonAddress", person, day);
        let number = self.rng.between(241, 900);
        row.number("AddressTypeId", 6).number("AddressLine1", number).text("AddressLine2", "Harbour Row");
        row.text("AddressLine4", "Porthsynth").text("Postcode", "QX2 4AB");
        row.day("StartDate", day).day("EndDate", plus(day, 200)).flag("Inactive", true);
        self.add(row.done())
    }

    /// Adds a document of a person with its file; none where there is no file to it. Tells the places of the document and of
    /// its file's row.
    pub(super) fn document(&mut self, person: Subject, name: &str, content: Option<&[u8]>) -> (usize, usize) {
        let day = jiff::civil::date(2024, 2, 19);
        let file = self.rng.guid();
        let mut row = self.document_draft(person, day);
        row.guid(&mut self.rng, "FileId", file);
        let document = self.add(row.done());
        let described =
            self.file_row(file, (self.key(document), "PersonAttachment", "FileId"), name, content);
        if let Some(content) = content {
            self.household.files.push((file.to_string(), content.to_vec()));
        }
        (document, described)
    }

    /// A document of a person without a file.
    pub(super) fn document_draft(&mut self, person: Subject, day: Date) -> Draft<'a> {
        let kind = self.any_of("DocumentType");
        let mut row = self.draft("PersonAttachment", person, day);
        row.text("Title", "Report").time("Date", Moment::at(day, 9, 0, 0, 0));
        row.guid(&mut self.rng, "DocumentTypeId", kind).flag("IsCloned", false).flag("Declared", false);
        row
    }

    /// Adds the row that describes a file.
    pub(super) fn file_row(
        &mut self,
        file: Guid,
        (owner, table, column): (Guid, &str, &str),
        name: &str,
        content: Option<&[u8]>,
    ) -> usize {
        let mut row = self.control_draft("DocumentFile");
        row.text("DocumentFileId", file.to_string()).guid(&mut self.rng, "BusinessObjectRecordId", owner);
        row.text("BusinessObjectTableName", table).text("BusinessObjectFieldName", column);
        let bytes = content.map_or(2048, <[u8]>::len);
        row.text("FileName", name).number("FileSize", i64::try_from(bytes).unwrap_or(i64::MAX));
        row.text("MimeType", "application/octet-stream");
        self.add(row.done())
    }
}
