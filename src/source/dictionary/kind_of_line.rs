//! What a line of the dictionary says that its column means.

use super::Kind;
use super::build::Build;
use super::line::{Cell, Line};
use crate::record::nearest;
use crate::record::{EntityId, Reason};

impl Build<'_> {
    /// What the line says that the column means; a mistake is noted where it says nothing known.
    pub(super) fn kind(&mut self, line: &Line, place: &str) -> Kind {
        let word = line.cell(Cell::Kind).to_ascii_lowercase();
        match word.as_str() {
            "key" => Kind::Key,
            "identifier" => Kind::Identifier,
            "text" => Kind::Text,
            "html" => Kind::Html,
            "date" => Kind::Date,
            "number" => Kind::Number,
            "flag" => Kind::Flag,
            "label" => Kind::Label { of: None },
            "system" => Kind::System,
            "option" => self.option(line, place),
            "reference" => self.table(line, place).map_or(Kind::System, |table| Kind::Reference { table }),
            "lookup" => self.table(line, place).map_or(Kind::System, |table| Kind::Lookup { table }),
            "file" => self.table(line, place).map_or(Kind::System, |table| Kind::File { table }),
            "polymorphic" if line.cell(Cell::RefersTo).is_empty() => Kind::TableName,
            "polymorphic" => {
                let tables = self.targets(line, place);
                Kind::Polymorphic { tables, table_column: None, name_column: None }
            }
            _ => self.no_kind(line, place, &word),
        }
    }

    fn no_kind(&mut self, line: &Line, place: &str, word: &str) -> Kind {
        let undeclared = word.is_empty() && line.cell(Cell::Column).ends_with("Id");
        let title = if undeclared {
            format!("{place} ends in Id and its kind is not declared")
        } else {
            format!("the kind of {place} is not known")
        };
        let mistake = self.mistake(line.span(Cell::Kind), title, "not a kind");
        let help = "write key, identifier, text, html, date, number, flag, option, reference, lookup, file, \
                    polymorphic, label or system";
        mistake.diagnostic.help = Some(help.into());
        mistake.reason = undeclared.then_some(Reason::LookupKindUndeclared);
        Kind::System
    }

    fn option(&mut self, line: &Line, place: &str) -> Kind {
        let list = line.cell(Cell::RefersTo).to_owned();
        if list.is_empty() {
            let title = format!("{place} is an option and names no list");
            self.mistake(line.span(Cell::RefersTo), title, "expected a list of the code tables");
        }
        Kind::Option { list }
    }

    fn table(&mut self, line: &Line, place: &str) -> Option<EntityId> {
        let tables = self.targets(line, place);
        if tables.len() > 1 {
            let title = format!("{place} points at several tables");
            let mistake = self.mistake(line.span(Cell::RefersTo), title, "expected one table");
            mistake.diagnostic.help = Some("a column that may point at several tables is polymorphic".into());
        }
        tables.first().copied()
    }

    fn targets(&mut self, line: &Line, place: &str) -> Vec<EntityId> {
        let mut tables = Vec::new();
        for name in line.cell(Cell::RefersTo).split('|').map(str::trim) {
            match self.tables.get(&name.to_lowercase()) {
                Some(&id) => tables.push(id),
                None => self.no_table(line, place, name),
            }
        }
        tables
    }

    fn no_table(&mut self, line: &Line, place: &str, name: &str) {
        let nearest = nearest(name, self.tables.keys().map(String::as_str));
        let help = nearest.map(|table| format!("the nearest table is {table}, without regard to case"));
        let title = format!("{place} points at a table that the dictionary does not have");
        self.mistake(line.span(Cell::RefersTo), title, "no such table").diagnostic.help = help;
    }
}
