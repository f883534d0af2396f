//! Makes entities of the dictionary's lines, collecting every mistake.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use super::super::Mistake;
use super::line::{Cell, Line, lines};
use super::{Column, DataType, Entity, Kind, Role, TimeBasis, link};
use crate::record::{EntityId, FieldId, Reason};

/// The entities of a dictionary, in the order of the file.
pub(super) fn entities(file: &Path, text: &str) -> Result<Vec<Entity>, Vec<Mistake>> {
    let lines = lines(file, text)?;
    let mut build = Build { file, tables: HashMap::new(), mistakes: Vec::new() };
    let mut entities = build.tables(&lines);
    for line in &lines {
        build.column(&mut entities, line);
    }
    for entity in &mut entities {
        link::columns(entity);
    }
    if build.mistakes.is_empty() { Ok(entities) } else { Err(build.mistakes) }
}

struct Build<'a> {
    file: &'a Path,
    tables: HashMap<String, EntityId>,
    mistakes: Vec<Mistake>,
}

impl Build<'_> {
    fn mistake(&mut self, span: Range<usize>, title: String, label: &str) -> &mut Mistake {
        self.mistakes.push(Mistake::new(self.file, span, title, label));
        let last = self.mistakes.len() - 1;
        &mut self.mistakes[last]
    }

    /// One entity for each table, still without columns.
    fn tables(&mut self, lines: &[Line]) -> Vec<Entity> {
        let mut entities: Vec<Entity> = Vec::new();
        for line in lines {
            let name = line.cell(Cell::Table);
            let role = self.role(line);
            if let Some(id) = self.tables.get(&name.to_lowercase()) {
                if entities[usize::from(id.0)].role != role {
                    let title = format!("table {name} has two roles");
                    self.mistake(line.span(Cell::Role), title, "differs from the table's first line");
                }
                continue;
            }
            let id = EntityId(u16::try_from(entities.len()).unwrap_or(u16::MAX));
            self.tables.insert(name.to_lowercase(), id);
            entities.push(Entity { name: name.to_owned(), role, columns: Vec::new(), key: None });
        }
        entities
    }

    fn role(&mut self, line: &Line) -> Role {
        if let Some(role) = Role::parse(line.cell(Cell::Role)) {
            return role;
        }
        let title = format!("table {} has no known role", line.cell(Cell::Table));
        let help = format!("write one of {}", Role::WORDS.join(", "));
        self.mistake(line.span(Cell::Role), title, "not a role").diagnostic.help = Some(help);
        Role::Casework
    }

    fn column(&mut self, entities: &mut [Entity], line: &Line) {
        let name = line.cell(Cell::Column);
        let Some(&id) = self.tables.get(&line.cell(Cell::Table).to_lowercase()) else { return };
        let entity = &mut entities[usize::from(id.0)];
        let place = format!("{}.{name}", entity.name);
        if name.is_empty() || entity.name.is_empty() {
            self.mistake(line.span(Cell::Column), "a line without a table or a column".into(), "empty");
        } else if entity.column(name).is_some() {
            self.mistake(
                line.span(Cell::Column),
                format!("{place} stands twice"),
                "second line of this column",
            );
        }
        let data_type = self.data_type(line, &place);
        let kind = self.kind(line, &place);
        if kind == Kind::Key {
            let field = FieldId(u16::try_from(entity.columns.len()).unwrap_or(u16::MAX));
            if entity.key.replace(field).is_some() {
                let title = format!("{} has two keys", entity.name);
                self.mistake(line.span(Cell::Kind), title, "second key of this table");
            }
        }
        entity.columns.push(Column {
            name: name.to_owned(),
            data_type,
            nullable: self.nullable(line, &place),
            kind,
            time: self.time(line, data_type, &place),
            note: line.cell(Cell::Note).to_owned(),
        });
    }

    fn data_type(&mut self, line: &Line, place: &str) -> DataType {
        DataType::parse(line.cell(Cell::Type)).unwrap_or_else(|| {
            let title = format!("the type of {place} is not known");
            let mistake = self.mistake(line.span(Cell::Type), title, "not a type");
            mistake.diagnostic.help = Some(format!("write {}", DataType::FORMS));
            DataType::Text(None)
        })
    }

    fn nullable(&mut self, line: &Line, place: &str) -> bool {
        match line.cell(Cell::Nullable) {
            "Y" | "y" => true,
            "N" | "n" => false,
            _ => {
                let title = format!("{place} does not say whether it may be null");
                self.mistake(line.span(Cell::Nullable), title, "expected Y or N");
                true
            }
        }
    }

    fn time(&mut self, line: &Line, data_type: DataType, place: &str) -> Option<TimeBasis> {
        if !matches!(data_type, DataType::Date | DataType::DateTime) {
            return None;
        }
        let basis = TimeBasis::parse(line.cell(Cell::Time));
        if basis.is_none() {
            let title = format!("{place} has no time basis");
            let mistake = self.mistake(line.span(Cell::Time), title, "expected utc, local or date");
            mistake.reason = Some(Reason::TimeBasisUndeclared);
            let help = "ask the export's owner which clock the column shows; most datetimes are utc";
            mistake.diagnostic.help = Some(help.into());
        }
        basis
    }

    fn kind(&mut self, line: &Line, place: &str) -> Kind {
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
        let nearest = super::super::nearest::nearest(name, self.tables.keys().map(String::as_str));
        let help = nearest.map(|table| format!("the nearest table is {table}, without regard to case"));
        let title = format!("{place} points at a table that the dictionary does not have");
        self.mistake(line.span(Cell::RefersTo), title, "no such table").diagnostic.help = help;
    }
}
