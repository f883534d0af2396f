//! Every column of a written table must be proven: by a source value that is rebuilt from it, by working it out again, or
//! by being the same in every row. A column that no mapping fills is none of these, unless a mapping leaves it empty on
//! purpose.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::map::plan::Notes;
use crate::map::raw::{Name, RawEntity};
use crate::record::{Diagnostic, nearest};
use crate::target::contract::{Contract, Table, TableId};

/// The columns that mappings say something of, by table.
#[derive(Default)]
pub(super) struct ProvenColumns {
    tables: BTreeMap<TableId, Named>,
    /// Whether a table has a name that the contract does not know: what it was to fill is not known.
    astray: bool,
}

/// One table: the columns named, and where the first mapping that writes it says so.
struct Named {
    columns: BTreeSet<String>,
    file: PathBuf,
    span: Range<usize>,
}

impl ProvenColumns {
    /// Takes what a mapping file names.
    pub(super) fn take(&mut self, contract: &Contract, file: &Path, raw: &RawEntity) {
        for row in &raw.row {
            self.row(contract, (file, &row.table), row.columns.keys());
        }
        let into = raw.remainder.as_ref().and_then(|note| note.into.as_ref());
        if let (Some(into), Some(main)) = (into, raw.row.iter().find(|row| row.main)) {
            self.row(contract, (file, &main.table), std::iter::once(into));
        }
        for list in &raw.list {
            let named = list.columns.keys().chain([&list.value, &list.kind]);
            self.row(contract, (file, &list.table), named);
        }
    }

    fn row<'n>(
        &mut self,
        contract: &Contract,
        (file, table): (&Path, &Name),
        named: impl Iterator<Item = &'n Name>,
    ) {
        let Some(id) = contract.find(table.get_ref()) else {
            self.astray = true;
            return;
        };
        let new = || Named { columns: BTreeSet::new(), file: file.to_path_buf(), span: table.span() };
        let written = self.tables.entry(id).or_insert_with(new);
        let meant = |name: &Name| meant(contract.table(id), name.get_ref());
        written.columns.extend(named.filter_map(meant));
    }

    /// The tables with columns that no mapping names. What is required in every row is told of at each row.
    pub(super) fn unproven(self, contract: &Contract, notes: &Notes) -> Vec<Diagnostic> {
        if self.astray {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (id, named) in &self.tables {
            let table = contract.table(*id);
            let of_notes = notes.columns();
            let columns = table.columns.iter().zip(0_u16..);
            let unnamed = columns.filter(|(column, place)| {
                let told = *id == notes.table && of_notes.iter().any(|own| own.0 == *place);
                !column.required && !told && !named.columns.contains(&column.name)
            });
            let unnamed: Vec<_> = unnamed.map(|(column, _)| column.name.as_str()).collect();
            if !unnamed.is_empty() {
                found.push(diagnostic(table, &unnamed, named));
            }
        }
        found
    }
}

/// The column that a name means: a misspelled one is told of where it stands.
fn meant(table: &Table, name: &str) -> Option<String> {
    let names = || table.columns.iter().map(|column| column.name.as_str());
    let exact = names().find(|column| *column == name);
    exact.or_else(|| nearest(name, names())).map(str::to_owned)
}

fn diagnostic(table: &Table, unnamed: &[&str], named: &Named) -> Diagnostic {
    let quoted: Vec<_> = unnamed.iter().map(|name| format!("`{name}`")).collect();
    let lines: Vec<_> =
        unnamed.iter().map(|name| format!("  {name} = {{ empty = \"the reason\" }}")).collect();
    Diagnostic {
        file: named.file.clone(),
        span: named.span.clone(),
        title: format!("no mapping fills {} of `{}`", quoted.join(", "), table.name),
        label: "every column is rebuilt from, worked out anew, or the same in every row".to_owned(),
        help: Some(format!(
            "give each a cell in some row, or leave it empty on purpose:\n{}",
            lines.join("\n")
        )),
    }
}
