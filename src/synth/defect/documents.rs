//! Attached files.

use jiff::civil::date;

use super::{Kind, Site};
use crate::record::Reason;
use crate::synth::clock::Moment;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::DocumentNoContent, no_file),
    Kind::alone(Reason::DocumentFileMissing, file_missing),
    Kind::alone(Reason::DocumentFileMissing, file_of_case_missing),
    Kind::alone(Reason::EmptyDocument, |site| turned_away(site, Reason::EmptyDocument, "report.pdf", b"")),
    Kind::alone(Reason::FileTypeNotAllowed, |site| {
        turned_away(site, Reason::FileTypeNotAllowed, "setup.exe", b"MZ\x90\0")
    }),
    Kind::alone(Reason::OversizeFile, large_photo),
    Kind::beside(Reason::FileWithoutMetadata, undescribed),
    Kind::beside(Reason::SharedFile, shared),
    Kind::beside(Reason::FileNameCollision, same_name),
    Kind::beside(Reason::BadFileName, |site| kept(site, Reason::BadFileName, "plan: draft?.pdf", PDF)),
    Kind::beside(Reason::ExtensionMismatch, |site| kept(site, Reason::ExtensionMismatch, "letter.pdf", PNG)),
    Kind::beside(Reason::EncryptedFile, |site| kept(site, Reason::EncryptedFile, "report.pdf", LOCKED)),
];

const FILE: &str = "FileId";

/// A page of nothing.
const PDF: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n\
    trailer<</Root 1 0 R/Size 3>>\n%%EOF\n";

/// The same, protected by a password.
const LOCKED: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n\
    3 0 obj<</Filter/Standard/V 2/R 3/Length 128/P -3904/O<00>/U<00>>>endobj\n\
    trailer<</Root 1 0 R/Size 4/Encrypt 3 0 R/ID[<01><01>]>>\n%%EOF\n";

/// The beginning of a picture.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\0IEND\xaeB`\x82";

/// A document that is written, with something to be said about its file.
fn kept(site: &mut Site<'_>, reason: Reason, name: &str, content: &[u8]) -> Option<()> {
    let person = site.anyone()?;
    let (document, _) = site.document(person, name, Some(content));
    site.expect(reason, person, document, Some(FILE));
    Some(())
}

/// A document that is rejected, and with it the row of its file.
fn turned_away(site: &mut Site<'_>, reason: Reason, name: &str, content: &[u8]) -> Option<()> {
    let person = site.anyone()?;
    let (document, file) = site.document(person, name, Some(content));
    site.expect(reason, person, document, Some(FILE));
    site.expect(Reason::ParentRejected, person, file, None);
    Some(())
}

fn no_file(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let row = site.document_draft(person, date(2024, 2, 19));
    let document = site.add(row.done());
    site.expect(Reason::DocumentNoContent, person, document, Some(FILE));
    Some(())
}

fn file_missing(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let (document, file) = site.document(person, "report.pdf", None);
    site.expect(Reason::DocumentFileMissing, person, document, Some(FILE));
    site.expect(Reason::ParentRejected, person, file, None);
    Some(())
}

/// The same of a document that is filed with a case.
fn file_of_case_missing(site: &mut Site<'_>) -> Option<()> {
    let (child, case) = site.child_at_home()?;
    let (kind, file) = (site.any_of("DocumentType"), site.rng.guid());
    let day = site.after(case, 30);
    let mut row = site.draft("CaseAttachment", child, day);
    site.put_in_case(&mut row, case);
    row.text("Title", "Report").time("Date", Moment::at(day, 9, 0, 0, 0));
    row.guid(&mut site.rng, "DocumentTypeId", kind).guid(&mut site.rng, "FileId", file);
    row.flag("IsCloned", false).flag("Declared", false);
    let document = site.add(row.done());
    let owner = (site.key(document), "CaseAttachment", FILE);
    let described = site.file_row(file, owner, "report.pdf", None);
    site.expect(Reason::DocumentFileMissing, child, document, Some(FILE));
    site.expect(Reason::ParentRejected, child, described, None);
    Some(())
}

/// A photo larger than Mosaic takes.
fn large_photo(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let place = site.person(person);
    if site.value(place, "PersonPhotoId").is_some() {
        return None;
    }
    let mut content = PNG.to_vec();
    content.resize(2_000_001, 0);
    let file = site.rng.guid();
    site.put_guid(place, "PersonPhotoId", file);
    site.file_row(file, (person.guid, "Person", "PersonPhotoId"), "photo.png", Some(&content));
    site.household.files.push((file.to_string(), content));
    site.expect(Reason::OversizeFile, person, place, Some("PersonPhotoId"));
    Some(())
}

/// A file that no row describes: its name is all that is known of it.
fn undescribed(site: &mut Site<'_>) -> Option<()> {
    site.anyone()?;
    let file = site.rng.guid();
    let content = [PDF, format!("% {file}\n").as_bytes()].concat();
    site.expect_file(Reason::FileWithoutMetadata, &content);
    site.household.files.push((file.to_string(), content));
    Some(())
}

/// Two documents of one file.
fn shared(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let (document, _) = site.document(person, "report.pdf", Some(PDF));
    let copy = site.add(site.household.rows[document].clone());
    let key = site.rng.guid();
    site.put_guid(copy, "PersonAttachmentId", key);
    for place in [document, copy] {
        site.expect(Reason::SharedFile, person, place, Some(FILE));
    }
    Some(())
}

/// Two documents of one name.
fn same_name(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let name = format!("chronology {}.pdf", site.rng.below(1_000_000));
    let (one, _) = site.document(person, &name, Some(PDF));
    let (other, _) = site.document(person, &name, Some(PDF));
    for document in [one, other] {
        site.expect(Reason::FileNameCollision, person, document, Some(FILE));
    }
    Some(())
}
