//! Documents attached to people and cases, and pictures.

use jiff::civil::Date;

use super::maker::{Maker, Stamp};
use super::member::Member;
use super::sample_file::{SampleFile, sample};
use super::work::Work;
use crate::record::Guid;

/// What the owner of an attachment is.
#[derive(Clone, Copy, Debug)]
struct Holder {
    /// The table of attachments.
    table: &'static str,
    /// The column that names the owner.
    column: &'static str,
    /// The owner.
    guid: Guid,
}

impl Maker<'_> {
    /// Documents on a case and on its child.
    pub(super) fn attachments(&mut self, work: &Work, count: i64) {
        for _ in 0..count {
            let day = super::clock::day_between(&mut self.rng, work.start, work.last());
            let on_case = self.rng.percent(55);
            let (table, column, guid) = if on_case {
                ("CaseAttachment", "CaseId", work.case)
            } else {
                ("PersonAttachment", "PersonId", work.person)
            };
            self.attach((table, column), guid, (work.team, day), &work.called);
        }
    }

    /// A document filed with a record, on some day; now and then it is copied.
    pub(super) fn attach(
        &mut self,
        (table, column): (&'static str, &'static str),
        guid: Guid,
        (team, day): (usize, Date),
        called: &str,
    ) {
        let holder = Holder { table, column, guid };
        let stamp = self.recorded(team, day);
        let row_guid = self.rng.guid();
        let (file, name) = self.stored((row_guid, table), called, &stamp);
        self.attachment(holder, row_guid, (file, &name), &stamp, None);
        if self.rng.percent(5) {
            let (again, copied) = (self.rng.guid(), self.recorded(team, day));
            self.attachment(holder, again, (file, &name), &copied, Some(row_guid));
        }
    }

    /// Stores a file of some kind for the `FileId` of a row; tells its key and name.
    pub(super) fn stored(
        &mut self,
        (owner, table): (Guid, &str),
        called: &str,
        stamp: &Stamp,
    ) -> (Guid, String) {
        let kind = self.rng.index(5);
        let file = sample(&mut self.rng, kind);
        let name = self.file_name(called, &file);
        (self.document_file(&name, file, (owner, table, "FileId"), stamp), name)
    }

    /// A row that points at a file; `from` is the attachment of which it is a copy.
    fn attachment(
        &mut self,
        holder: Holder,
        guid: Guid,
        (file, name): (Guid, &str),
        stamp: &Stamp,
        from: Option<Guid>,
    ) {
        let mut row = self.draft(holder.table);
        self.guid(&mut row, &format!("{}Id", holder.table), guid);
        self.guid(&mut row, holder.column, holder.guid);
        let title = title(name);
        row.text("Title", &*title).time("Date", stamp.created);
        self.any_code(&mut row, "DocumentTypeId", "DocumentType", 100);
        self.any_code(&mut row, "DocumentSubTypeId", "DocumentSubType", 35);
        self.guid(&mut row, "FileId", file);
        row.flag("IsCloned", from.is_some()).flag("Declared", self.rng.percent(4));
        if let Some(from) = from {
            self.guid(&mut row, "ClonedFromId", from);
            row.text("ClonedFromIdTableName", holder.table).text("ClonedFromIdName", title);
        }
        self.stamp(&mut row, stamp, None);
        self.push(row);
    }

    /// Stores a file and adds its row: whose it is, in which column of which table.
    pub(super) fn document_file(
        &mut self,
        name: &str,
        file: SampleFile,
        (owner, table, column): (Guid, &str, &str),
        stamp: &Stamp,
    ) -> Guid {
        let guid = self.rng.guid();
        let mut row = self.draft("DocumentFile");
        self.guid(&mut row, "DocumentFileId", guid);
        self.guid(&mut row, "BusinessObjectRecordId", owner);
        row.text("BusinessObjectTableName", table)
            .text("BusinessObjectFieldName", column)
            .text("FileName", name);
        row.text("FileSize", file.bytes.len().to_string()).text("MimeType", file.mime);
        self.stamp(&mut row, stamp, None);
        self.push(row);
        self.household.files.push((guid.to_string(), file.bytes));
        guid
    }

    /// The picture of a person.
    pub(super) fn photo(&mut self, member: &Member, day: Date) -> Guid {
        let stamp = self.recorded(0, day);
        let file = self.picture();
        let name = format!("photo {}.{}", member.number(), file.extension);
        self.document_file(&name, file, (member.guid, "Person", "PersonPhotoId"), &stamp)
    }

    /// A small picture.
    pub(super) fn picture(&mut self) -> SampleFile {
        let kind = self.rng.between(2, 3);
        sample(&mut self.rng, usize::try_from(kind).unwrap_or(2))
    }

    /// A name as people give them: some with characters that no file may have, some long, some that many files share.
    fn file_name(&mut self, called: &str, file: &SampleFile) -> String {
        let extension = file.extension;
        match self.rng.below(100) {
            0..8 => format!("Report: {called} 12/03/2024?.{extension}"),
            8..12 => format!("Letter from GP.{extension}."),
            12..16 => format!(" \"Final\" minutes <signed> | v2*.{extension}"),
            16..22 => format!("{}.{extension}", "Minutes of the initial child protection conference and of the review that followed it in spring".replace("review", called)),
            22..50 => format!("scan.{extension}"),
            50..60 => format!("Llythyr – Siân Ŵyn.{}", extension.to_uppercase()),
            number => format!("{called} report {number}.{extension}"),
        }
    }
}

/// The title that the screen makes of a file's name.
fn title(name: &str) -> String {
    let stem = name.trim().trim_end_matches('.');
    stem.rsplit_once('.').map_or(stem, |(stem, _)| stem).to_owned()
}
