//! Reads `extract.toml` and turns its names into numbers.

use std::path::Path;

use jiff::civil::DateTime;
use toml::Spanned;

use super::files::RULES;
use super::raw::{Name, RawExtract, RawForm, RawUnexpected};
use super::rules::{ExtractRules, Mirrored, NotCompared};
use crate::record::{Diagnostic, MappingFile};
use crate::target::contract::{ColumnId, ColumnKind, Contract, FileForm, TableId, TextEncoding};

const FILE: MappingFile = MappingFile(RULES);

/// Reads `extract.toml` of a mappings folder or of an extract; where there is none, an extract is as the import files are.
///
/// # Errors
/// All its mistakes.
pub fn load_extract_rules(folder: &Path, contract: &Contract) -> Result<ExtractRules, Vec<Diagnostic>> {
    let path = folder.join(RULES);
    let form = contract.tables().first().map(|table| table.form).unwrap_or_default();
    if !path.is_file() {
        return Ok(ExtractRules { form, ..ExtractRules::default() });
    }
    let raw: RawExtract = FILE.read(folder, "mistake in what is said of extracts")?;
    let mut names = Names { contract, mistakes: Vec::new() };
    let rules = names.rules(&raw, form);
    if names.mistakes.is_empty() { Ok(rules) } else { Err(names.mistakes) }
}

/// Looks names up and remembers those that are not there.
struct Names<'c> {
    contract: &'c Contract,
    mistakes: Vec<Diagnostic>,
}

impl Names<'_> {
    fn rules(&mut self, raw: &RawExtract, form: FileForm) -> ExtractRules {
        for reason in raw.added.iter().map(|added| &added.reason) {
            self.reason(reason);
        }
        let mut added = Vec::new();
        for block in &raw.added {
            let table = block.table.as_ref().and_then(|name| self.table(name));
            added.extend(block.columns.iter().map(|column| (table, column.clone())));
        }
        for file in &raw.ignore {
            self.reason(&file.reason);
        }
        ExtractRules {
            form: self.form(&raw.form, form),
            null_words: raw.form.null_words.clone(),
            dates: self.forms(&raw.form.dates),
            datetimes: self.forms(&raw.form.datetimes),
            unexpected_stops: raw.unexpected == Some(RawUnexpected::Stop),
            added,
            lacks: self.lacks(raw),
            day_before: self.day_before(raw),
            mirrored: self.mirrored(raw),
            ignored: raw.ignore.iter().map(|file| file.file.get_ref().clone()).collect(),
        }
    }

    fn wrong(&mut self, name: &Name, title: &str, label: impl Into<String>) {
        self.mistakes.push(FILE.mistake(name.span(), title, label));
    }

    fn reason(&mut self, reason: &Name) {
        if reason.get_ref().trim().is_empty() {
            self.wrong(reason, "no reason", "say why; the report shows it");
        }
    }

    fn form(&mut self, raw: &RawForm, like: FileForm) -> FileForm {
        let mut form = FileForm { byte_order_mark: false, ..like };
        if let Some(name) = &raw.encoding {
            match TextEncoding::ALL.into_iter().find(|one| one.name() == name.get_ref()) {
                Some(encoding) => form.encoding = encoding,
                None => self.wrong(name, "no such encoding", "`utf-8` or `windows-1252`"),
            }
        }
        if let Some(name) = &raw.delimiter {
            let mut characters = name.get_ref().chars();
            match (characters.next(), characters.next()) {
                (Some(one), None) if one.is_ascii() && one != '"' => form.delimiter = one,
                _ => self.wrong(name, "no delimiter", "one ASCII character, such as `,`, `|` or a tab"),
            }
        }
        form
    }

    /// Forms of days and times; one that cannot be written in cannot be read either.
    fn forms(&mut self, raw: &[Name]) -> Vec<String> {
        for form in raw {
            if jiff::fmt::strtime::format(form.get_ref(), DateTime::default()).is_err() {
                self.wrong(form, "no form of a date", "as `strptime` has it, such as `%d/%m/%Y %H:%M:%S`");
            }
        }
        raw.iter().map(|form| form.get_ref().clone()).collect()
    }

    fn lacks(&mut self, raw: &RawExtract) -> Vec<NotCompared> {
        let mut all = Vec::new();
        for lack in &raw.lacks {
            self.reason(&lack.reason);
            let Some(table) = self.table(&lack.table) else { continue };
            let columns = self.columns(table, &lack.columns);
            let key = &self.contract.table(table).key;
            let of_key = lack.columns.iter().zip(&columns).find(|(_, column)| key.contains(column));
            if let Some((name, _)) = of_key {
                self.wrong(name, "a column of the key", "without it rows cannot be told apart");
            }
            all.push(NotCompared { table, columns, reason: lack.reason.get_ref().clone() });
        }
        all
    }

    fn day_before(&mut self, raw: &RawExtract) -> Vec<(TableId, ColumnId)> {
        let mut all = Vec::new();
        for block in &raw.day_before {
            let Some(table) = self.table(&block.table) else { continue };
            for (name, column) in block.columns.iter().zip(self.columns(table, &block.columns)) {
                if self.contract.table(table).columns[usize::from(column.0)].kind != ColumnKind::Date {
                    self.wrong(name, "no date", "only a date can be given back one day earlier");
                }
                all.push((table, column));
            }
        }
        all
    }

    fn mirrored(&mut self, raw: &RawExtract) -> Vec<Mirrored> {
        let mut all: Vec<Mirrored> = Vec::new();
        for block in &raw.mirrored {
            let Some(table) = self.table(&block.table) else { continue };
            if all.iter().any(|one| one.table == table) {
                self.wrong(&block.table, "said twice", "a table has one kind of pairs");
            }
            let (ends, same) = (self.columns(table, block.ends.get_ref()), self.columns(table, &block.same));
            if let [one, other] = ends[..] {
                all.push(Mirrored { table, ends: [one, other], same });
            } else {
                let label = "two columns that change places";
                self.mistakes.push(FILE.mistake(block.ends.span(), "no ends of a pair", label));
            }
        }
        all
    }

    fn table(&mut self, name: &Name) -> Option<TableId> {
        let found = self.contract.find(name.get_ref());
        if found.is_none() {
            self.wrong(name, "no such table", "the contract has no table of this name");
        }
        found
    }

    /// The columns of these names; of none that is not there.
    fn columns(&mut self, table: TableId, names: &[Spanned<String>]) -> Vec<ColumnId> {
        let described = self.contract.table(table);
        let mut columns = Vec::new();
        for name in names {
            match described.column(name.get_ref()) {
                Some(column) => columns.push(column),
                None => self.wrong(name, "no such column", format!("{} has no such column", described.name)),
            }
        }
        columns
    }
}
