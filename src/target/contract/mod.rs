//! The Mosaic staging contract: tables, columns, keys, references, code lists, all as data.

mod claims;
mod code_list;
mod column;
mod constraint;
mod file_form;
mod load;
mod load_constraints;
mod load_order;
mod lookups;
mod raw;
mod row;
mod table;
mod templates;
mod twins;

use std::path::Path;

use crate::record::Diagnostic;

pub use code_list::CodeList;
pub use column::{Column, ColumnKind, Reference};
pub use constraint::{AmongOf, Checked, Constraint, Demand, Named};
pub use file_form::{FileForm, TextEncoding};
pub use row::TargetRow;
pub use table::Table;
pub use templates::{Template, TemplateQuestion, Templates};

/// Number of a table: its place in load order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(pub u16);

/// Number of a column: its place in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub u16);

/// The staging contract of one version of the target.
#[derive(Clone, Debug)]
pub struct Contract {
    tables: Vec<Table>,
    lists: Vec<CodeList>,
    templates: Templates,
    schema_version: String,
    sha256: String,
    form: FileForm,
}

impl Contract {
    /// Reads the folder `contract/` of a mappings folder, and the council's own exports beside it: lists in `lookups/`, form
    /// templates in `templates/`. All mistakes of all files are reported.
    pub fn load(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        load::load(folder)
    }

    /// The tables in load order.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The tables in the order in which their rows can be loaded: whatever a row refers to comes before it.
    pub fn load_order(&self) -> Vec<TableId> {
        load_order::load_order(self)
    }

    /// A table by its number.
    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[usize::from(id.0)]
    }

    /// A table by its name.
    pub fn find(&self, name: &str) -> Option<TableId> {
        let place = self.tables.iter().position(|table| table.name == name)?;
        u16::try_from(place).ok().map(TableId)
    }

    /// The form of import files.
    pub fn form(&self) -> FileForm {
        self.form
    }

    /// The version of the target's schema that the contract is for.
    pub fn schema_version(&self) -> &str {
        &self.schema_version
    }

    /// SHA-256 over all files of the contract, in order of their paths, in lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The council's form templates; none where it gave none.
    pub fn templates(&self) -> &Templates {
        &self.templates
    }

    /// A code list by its name.
    pub fn code_list(&self, name: &str) -> Option<&CodeList> {
        let place = self.lists.binary_search_by(|list| list.name().cmp(name)).ok()?;
        self.lists.get(place)
    }

    /// The code lists, in order of name.
    pub fn code_lists(&self) -> impl Iterator<Item = &CodeList> {
        self.lists.iter()
    }

    /// Whether a list has a code; a list that the contract lacks has every code.
    pub fn has_code(&self, list: &str, code: &str) -> bool {
        self.code_list(list).is_none_or(|list| list.has(code))
    }
}
