//! Rules about attached files.

use std::collections::BTreeSet;

use care2mosaic::map::forward::{CaseFileState, ContentKind, DocumentContent};
use care2mosaic::record::{Guid, Outcome, Reason};
use proptest::prelude::*;

use super::{fires, silent};
use crate::map::world::World;

const PDF: DocumentContent = DocumentContent { kind: ContentKind::Pdf, encrypted: false };

/// An attachment with a file of this name.
fn attach(world: &mut World, name: &str, bytes: u64, content: DocumentContent) -> (Guid, Guid) {
    let file = described(world, name, bytes);
    world.document(file, bytes, content);
    let attachment = world.add("PersonAttachment", &[("FileId", &file.to_string())]);
    world.hang(file, attachment);
    (attachment, file)
}

/// What is known of a file.
fn described(world: &mut World, name: &str, bytes: u64) -> Guid {
    let (child, bytes) = (world.person.to_string(), bytes.to_string());
    let cells = [
        ("BusinessObjectRecordId", child.as_str()),
        ("BusinessObjectTableName", "PersonAttachment"),
        ("FileName", name),
        ("FileSize", bytes.as_str()),
    ];
    world.add("DocumentFile", &cells)
}

/// An attachment with a file whose size is recorded so.
fn sized(world: &mut World, bytes: u64, recorded: u64) {
    let file = described(world, "plan.pdf", recorded);
    world.document(file, bytes, PDF);
    let attachment = world.add("PersonAttachment", &[("FileId", &file.to_string())]);
    world.hang(file, attachment);
}

#[test]
fn a_file_and_its_document() {
    let mut world = World::new();
    let (attachment, file) = attach(&mut world, "plan.pdf", 1024, PDF);
    let mapped = world.map();
    assert_eq!(mapped.state(), CaseFileState::Complete, "{:?}", mapped.codes());
    let row = mapped.row("DOCUMENT_INDEX");
    assert_eq!((row["FILE_NAME"].as_str(), row["BYTES"].as_str()), ("plan.pdf", "1024"));
    assert_eq!((mapped.outcome(attachment), mapped.outcome(file)), (Outcome::Migrated, Outcome::Merged));
    assert_eq!(mapped.file.documents.len(), 1);
    let line = mapped.file.cross_references.iter().find(|line| line.source_id == file.to_string()).unwrap();
    assert_eq!(line.legacy_id, attachment.to_string());
    let note = mapped.note(&format!("{}:PersonAttachment", world.person)).unwrap();
    assert!(note.contains(&format!("<p>File: plan.pdf [{file}]</p>")), "{note}");
}

#[test]
fn files_that_are_not_there() {
    fires(Reason::DocumentNoContent, |world| {
        world.add("PersonAttachment", &[]);
    });
    fires(Reason::DocumentFileMissing, |world| {
        let file = described(world, "plan.pdf", 1024).to_string();
        world.add("PersonAttachment", &[("FileId", &file)]);
    });
    fires(Reason::EmptyDocument, |world| {
        attach(world, "plan.pdf", 0, PDF);
    });
    for reason in [Reason::DocumentNoContent, Reason::DocumentFileMissing, Reason::EmptyDocument] {
        silent(reason, |world| {
            attach(world, "plan.pdf", 1, PDF);
        });
    }
}

#[test]
fn a_file_of_another_size_than_recorded() {
    fires(Reason::BadBase64, |world| {
        sized(world, 1024, 1025);
    });
    silent(Reason::BadBase64, |world| {
        sized(world, 1024, 1024);
    });
}

#[test]
fn files_that_are_not_taken() {
    fires(Reason::FileTypeNotAllowed, |world| {
        attach(world, "setup.exe", 1024, DocumentContent { kind: ContentKind::Program, encrypted: false });
    });
    fires(Reason::OversizeFile, |world| {
        attach(world, "plan.pdf", 50_000_001, PDF);
    });
    for reason in [Reason::FileTypeNotAllowed, Reason::OversizeFile] {
        silent(reason, |world| {
            attach(world, "plan.PDF", 50_000_000, PDF);
        });
    }
}

#[test]
fn files_that_are_odd() {
    fires(Reason::ExtensionMismatch, |world| {
        attach(world, "plan.docx", 1024, PDF);
    });
    fires(Reason::EncryptedFile, |world| {
        attach(world, "plan.pdf", 1024, DocumentContent { encrypted: true, ..PDF });
    });
    for reason in [Reason::ExtensionMismatch, Reason::EncryptedFile] {
        silent(reason, |world| {
            attach(world, "plan.pdf", 1024, PDF);
        });
    }
}

#[test]
fn names_of_files() {
    let mut world = World::new();
    attach(&mut world, " plan: final?.pdf. ", 1024, PDF);
    let mapped = world.map();
    assert!(mapped.has(Reason::BadFileName));
    assert_eq!(mapped.row("DOCUMENT_INDEX")["FILE_NAME"], "plan_ final_.pdf");
    let mut world = World::new();
    attach(&mut world, "plan.pdf", 1024, PDF);
    attach(&mut world, "Plan.pdf", 2048, PDF);
    let mapped = world.map();
    assert_eq!(mapped.count(Reason::FileNameCollision), 2, "both of one name");
    assert!(!mapped.has(Reason::BadFileName));
    let names: Vec<_> = mapped.rows("DOCUMENT_INDEX").iter().map(|row| row["FILE_NAME"].clone()).collect();
    assert_eq!(names, ["plan.pdf", "Plan (2).pdf"]);
    silent(Reason::FileNameCollision, |world| {
        attach(world, "plan.pdf", 1024, PDF);
        attach(world, "letter.pdf", 1024, PDF);
    });
}

#[test]
fn one_file_of_two_documents() {
    fires(Reason::SharedFile, |world| {
        let (_, file) = attach(world, "plan.pdf", 1024, PDF);
        world.add("PersonAttachment", &[("FileId", &file.to_string())]);
    });
    silent(Reason::SharedFile, |world| {
        attach(world, "plan.pdf", 1024, PDF);
        attach(world, "letter.pdf", 1024, PDF);
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever files are called (but for a name that is nothing before its dot), their names fit, keep their extension,
    /// and no two of one child are the same.
    #[test]
    fn names_fit_and_never_clash(stems in prop::collection::vec("[aA:é/()2][aA: é/()2]{0,2}|[b]{78,90}|a \\(2\\)", 2..9)) {
        let mut world = World::new();
        for stem in &stems {
            attach(&mut world, &format!("{stem}.pdf"), 1024, PDF);
        }
        let mapped = world.map();
        let rows = mapped.rows("DOCUMENT_INDEX");
        prop_assert_eq!(rows.len(), stems.len());
        let names: BTreeSet<String> = rows.iter().map(|row| row["FILE_NAME"].to_lowercase()).collect();
        prop_assert_eq!(names.len(), rows.len());
        for row in rows {
            let name = &row["FILE_NAME"];
            prop_assert!(name.chars().count() <= 80 && name.rsplit_once('.').is_some_and(|(_, end)| end == "pdf"), "{}", name);
        }
    }
}
