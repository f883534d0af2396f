//! Reads `notes.toml`: the table that notes are written to.

use std::collections::BTreeMap;
use std::path::Path;

use super::mistakes::Mistakes;
use crate::map::plan::{ImageTable, MergedNote, Notes};
use crate::map::raw::{Name, RawImageTable, RawNotes};
use crate::record::Diagnostic;
use crate::target::contract::{ColumnId, Contract, TableId};

/// The note table, and the notes of merged records by the suffix that a mapping's `merge` names.
pub(super) struct CompiledNotes {
    pub(super) notes: Notes,
    pub(super) merged: BTreeMap<String, MergedNote>,
}

/// Reads the note table.
pub(super) fn notes(
    mappings: &Path,
    contract: &Contract,
    found: &mut Vec<Diagnostic>,
) -> Option<CompiledNotes> {
    let mut mistakes = Mistakes::read(mappings, "notes.toml");
    let raw: Option<RawNotes> = mistakes.parse();
    let compiled = raw.and_then(|raw| Reader { contract, mistakes: &mut mistakes }.read(&raw));
    found.extend(mistakes.into_found());
    compiled
}

struct Reader<'a> {
    contract: &'a Contract,
    mistakes: &'a mut Mistakes,
}

impl Reader<'_> {
    fn read(&mut self, raw: &RawNotes) -> Option<CompiledNotes> {
        let note = &raw.note;
        let table = self.table(&note.table)?;
        let [legacy_id, person, note_type, title, created_on, created_by, updated_by, text] = [
            &note.legacy_id,
            &note.person,
            &note.note_type,
            &note.title,
            &note.created_on,
            &note.created_by,
            &note.updated_by,
            &note.text,
        ]
        .map(|name| self.column(table, name));
        let columns = &self.contract.table(table).columns;
        let (note_type, created_by) = (note_type?, created_by?);
        let types = columns[usize::from(note_type.0)].codes.clone();
        let merged = self.merged(raw, types.as_deref());
        let image = raw.image.as_ref().and_then(|raw| self.image(raw));
        let author_width = columns[usize::from(created_by.0)].width.map(|width| width as usize);
        let notes = Notes {
            table,
            legacy_id: legacy_id?,
            person: person?,
            note_type,
            title: title?,
            created_on: created_on?,
            created_by,
            updated_by: updated_by?,
            note: text?,
            author_width,
            merged: BTreeMap::new(),
            image,
        };
        Some(CompiledNotes { notes, merged })
    }

    fn merged(&mut self, raw: &RawNotes, types: Option<&str>) -> BTreeMap<String, MergedNote> {
        let mut merged = BTreeMap::new();
        for (suffix, note) in &raw.merged {
            check_code(self.contract, types, &note.note_type, self.mistakes);
            let (note_type, title) = (note.note_type.get_ref().clone(), note.title.get_ref().clone());
            merged.insert(suffix.get_ref().clone(), MergedNote { note_type, title });
        }
        merged
    }

    fn image(&mut self, raw: &RawImageTable) -> Option<ImageTable> {
        let table = self.table(&raw.table)?;
        let [legacy_id, owner, category, file_name, sha256, bytes] =
            [&raw.legacy_id, &raw.owner, &raw.category, &raw.file_name, &raw.sha256, &raw.bytes]
                .map(|name| self.column(table, name));
        let constants = raw.constants.iter().filter_map(|(name, text)| {
            let column = self.column(table, name)?;
            let list = &self.contract.table(table).columns[usize::from(column.0)].codes;
            check_code(self.contract, list.as_deref(), text, self.mistakes);
            Some((column, text.get_ref().clone()))
        });
        let constants = constants.collect();
        Some(ImageTable {
            table,
            legacy_id: legacy_id?,
            owner: owner?,
            category: category?,
            file_name: file_name?,
            sha256: sha256?,
            bytes: bytes?,
            constants,
        })
    }

    fn table(&mut self, name: &Name) -> Option<TableId> {
        let found = self.contract.find(name.get_ref());
        if found.is_none() {
            let title = format!("the contract has no table `{}`", name.get_ref());
            let there = self.contract.tables().iter().map(|table| table.name.as_str());
            self.mistakes.unknown(name.span(), title, name.get_ref(), there);
        }
        found
    }

    fn column(&mut self, table: TableId, name: &Name) -> Option<ColumnId> {
        let table = self.contract.table(table);
        let found = table.column(name.get_ref());
        if found.is_none() {
            let title = format!("`{}` has no column `{}`", table.name, name.get_ref());
            let there = table.columns.iter().map(|column| column.name.as_str());
            self.mistakes.unknown(name.span(), title, name.get_ref(), there);
        }
        found
    }
}

/// Notes a code that the list of a column does not have.
pub(super) fn check_code(contract: &Contract, list: Option<&str>, name: &Name, mistakes: &mut Mistakes) {
    let Some(list) = list.and_then(|list| contract.code_list(list)) else { return };
    if !list.has(name.get_ref()) {
        let title = format!("`{}` is no code of {}", name.get_ref(), list.name());
        mistakes.unknown(name.span(), title, name.get_ref(), list.codes());
    }
}
