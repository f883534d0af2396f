//! Reads `totals.toml` and turns its names into numbers.

use std::collections::BTreeMap;
use std::path::Path;

use super::raw::{Name, RawBy, RawCode, RawSource, RawTarget, RawTotal, RawTotals};
use super::total::{Born, SourceBy, SourceRows, TargetBy, TargetRows, TextCondition, Total};
use crate::map::plan::{CodeBy, CodeTableId, Plan};
use crate::record::{Diagnostic, EntityId, FieldId, MappingFile};
use crate::source::Kind;
use crate::target::contract::{ColumnId, TableId};

const FILE: MappingFile = MappingFile("totals.toml");

/// Reads the file; all its mistakes are reported.
pub(super) fn load(mappings: &Path, plan: &Plan) -> Result<Vec<Total>, Vec<Diagnostic>> {
    let raw: RawTotals = FILE.read(mappings, "mistake in the totals")?;
    let text = std::fs::read_to_string(mappings.join(FILE.0)).unwrap_or_default();
    let mut names = Names { plan, text, mistakes: Vec::new() };
    names.ids_once(&raw.total);
    let totals = raw.total.iter().map(|raw| names.total(raw)).collect();
    if names.mistakes.is_empty() { Ok(totals) } else { Err(names.mistakes) }
}

/// Conditions by the column of `age` that they are for.
type Only = BTreeMap<Name, BTreeMap<Name, Vec<String>>>;

/// Looks names up and remembers those that are not there.
struct Names<'p> {
    plan: &'p Plan,
    /// The file, for the lines of what it declares.
    text: String,
    mistakes: Vec<Diagnostic>,
}

impl Names<'_> {
    fn wrong<T: Default>(&mut self, name: &Name, title: &str, label: String) -> T {
        self.mistakes.push(FILE.mistake(name.span(), title, label));
        T::default()
    }

    /// Totals are told by their ids.
    fn ids_once(&mut self, totals: &[RawTotal]) {
        for (place, total) in totals.iter().enumerate() {
            if totals[..place].iter().any(|other| other.id.get_ref() == total.id.get_ref()) {
                self.wrong::<()>(&total.id, "two totals have this id", "here again".to_owned());
            }
        }
    }

    fn total(&mut self, raw: &RawTotal) -> Total {
        let target = self.target(&raw.target);
        let people = raw.people.as_ref().map(|name| self.cell(target.table, name));
        let sources = raw.source.iter().chain(&raw.sources).map(|raw| self.source(raw)).collect();
        let (id, line) = (raw.id.get_ref().clone(), self.line(&raw.id));
        let (title, inline_images) = (raw.title.clone(), raw.inline_images);
        Total { id, title, sources, target, people, inline_images, line }
    }

    fn line(&self, name: &Name) -> u32 {
        let before = self.text.get(..name.span().start).unwrap_or_default();
        u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX)
    }

    fn source(&mut self, raw: &RawSource) -> SourceRows {
        let found = self.plan.dictionary().find(raw.entity.get_ref());
        let entity = found.unwrap_or_else(|| {
            let label = "the data dictionary has no table of this name".to_owned();
            EntityId(self.wrong(&raw.entity, "no such table", label))
        });
        SourceRows {
            entity,
            by: raw.by.iter().filter_map(|by| self.source_by(entity, by)).collect(),
            conditions: self.source_conditions(entity, &raw.conditions),
            filled: raw.filled.iter().map(|name| self.field(entity, name)).collect(),
            empty: raw.empty.iter().map(|name| self.field(entity, name)).collect(),
            open: raw
                .open
                .as_ref()
                .map(|open| (self.field(entity, &open.start), self.field(entity, &open.end))),
            sum: raw.sum.as_ref().map(|name| self.field(entity, name)),
        }
    }

    fn field(&mut self, entity: EntityId, name: &Name) -> FieldId {
        self.field_named(entity, name, name.get_ref())
    }

    fn field_named(&mut self, entity: EntityId, name: &Name, text: &str) -> FieldId {
        let described = self.plan.dictionary().entity(entity);
        described.column(text).unwrap_or_else(|| {
            FieldId(self.wrong(name, "no such column", format!("{} has no such column", described.name)))
        })
    }

    fn source_conditions(
        &mut self,
        entity: EntityId,
        raw: &BTreeMap<Name, Vec<String>>,
    ) -> Vec<TextCondition> {
        let mut conditions = Vec::new();
        for (name, values) in raw {
            let (own, attribute) = name
                .get_ref()
                .split_once('.')
                .map_or((name.get_ref().as_str(), None), |(own, of)| (own, Some(of)));
            let field = self.field_named(entity, name, own);
            let attribute = attribute.map(|attribute| self.attribute(entity, field, name, attribute));
            conditions.push((field, attribute, values.clone()));
        }
        conditions
    }

    /// A column of the table that a column points at.
    fn attribute(&mut self, entity: EntityId, field: FieldId, name: &Name, attribute: &str) -> FieldId {
        match self.plan.dictionary().entity(entity).field(field).kind {
            Kind::Reference { table } | Kind::Lookup { table } => self.field_named(table, name, attribute),
            _ => FieldId(self.wrong(
                name,
                "points at no row",
                "only references and lookups have attributes".to_owned(),
            )),
        }
    }

    fn source_by(&mut self, entity: EntityId, raw: &RawBy) -> Option<SourceBy> {
        if let Some(names) = &raw.age {
            self.only_of(&raw.only, names);
            return Some(SourceBy::Age(
                names.iter().map(|name| self.born(entity, name, &raw.only)).collect(),
            ));
        }
        if let Some(code) = &raw.code {
            return self.code(entity, code);
        }
        if let Some(name) = &raw.cell {
            return self.wrong(name, "rows of the export have no cells", "`age`, `code` or `key`".to_owned());
        }
        raw.key.as_ref().map(|name| SourceBy::Key(self.field(entity, name)))
    }

    fn born(&mut self, entity: EntityId, name: &Name, only: &Only) -> Born {
        let conditions = only.iter().find(|(own, _)| own.get_ref() == name.get_ref());
        Born {
            field: self.field(entity, name),
            only: conditions.map(|(_, raw)| self.source_conditions(entity, raw)).unwrap_or_default(),
        }
    }

    /// Reports conditions of columns that tell no age.
    fn only_of(&mut self, only: &Only, names: &[Name]) {
        for name in only.keys().filter(|own| !names.iter().any(|name| name.get_ref() == own.get_ref())) {
            self.wrong::<()>(
                name,
                "is no column of `age`",
                "only those that it lists have conditions".to_owned(),
            );
        }
    }

    fn code(&mut self, entity: EntityId, raw: &RawCode) -> Option<SourceBy> {
        let place = self.plan.code_tables().iter().position(|table| table.name() == raw.table.get_ref());
        let table = place.and_then(|place| u16::try_from(place).ok()).map(CodeTableId);
        let by = match raw.by.get_ref().as_str() {
            "number" => Some(CodeBy::Number),
            "name" => Some(CodeBy::Name),
            "GovCode" => Some(CodeBy::GovCode),
            "code" => Some(CodeBy::Code),
            _ => None,
        };
        if table.is_none() {
            self.wrong::<()>(&raw.table, "no such code table", "see mappings/codes".to_owned());
        }
        if by.is_none() {
            self.wrong::<()>(&raw.by, "no such key", "`number`, `name`, `GovCode` or `code`".to_owned());
        }
        let column = self.field(entity, &raw.column);
        let otherwise = raw.otherwise.as_ref().and_then(|name| self.policy_value(name));
        Some(SourceBy::Code { column, table: table?, by: by?, split: raw.split.clone(), otherwise })
    }

    /// A value under `[values]` of the policy; none where the council leaves it empty.
    fn policy_value(&mut self, name: &Name) -> Option<String> {
        let setting = format!("values.{}", name.get_ref());
        let policy = self.plan.policy();
        if !policy.settings.contains_key(&setting) {
            self.wrong::<()>(
                name,
                "no such value",
                "policy.toml has none of this name under [values]".to_owned(),
            );
        }
        policy.get(&setting).map(str::to_owned)
    }

    fn target(&mut self, raw: &RawTarget) -> TargetRows {
        let found = self.plan.contract().find(raw.table.get_ref());
        let table = found.unwrap_or_else(|| {
            TableId(self.wrong(
                &raw.table,
                "no such table",
                "the contract has no table of this name".to_owned(),
            ))
        });
        let texts = |names: &mut Self, raw: &BTreeMap<Name, Vec<String>>| {
            raw.iter().map(|(name, values)| (names.cell(table, name), values.clone())).collect()
        };
        TargetRows {
            table,
            by: raw.by.iter().filter_map(|by| self.target_by(table, by)).collect(),
            conditions: texts(self, &raw.conditions),
            not: texts(self, &raw.not),
            empty: raw.empty.iter().map(|name| self.cell(table, name)).collect(),
            open: raw.open.as_ref().map(|open| (self.cell(table, &open.start), self.cell(table, &open.end))),
            sum: raw.sum.as_ref().map(|name| self.cell(table, name)),
        }
    }

    fn cell(&mut self, table: TableId, name: &Name) -> ColumnId {
        let described = self.plan.contract().table(table);
        described.column(name.get_ref()).unwrap_or_else(|| {
            ColumnId(self.wrong(name, "no such column", format!("{} has no such column", described.name)))
        })
    }

    fn target_by(&mut self, table: TableId, raw: &RawBy) -> Option<TargetBy> {
        if let Some(names) = &raw.age {
            self.only_of(&raw.only, &[]);
            return Some(TargetBy::Age(names.iter().map(|name| self.cell(table, name)).collect()));
        }
        if let Some(name) = raw.key.as_ref().or(raw.code.as_ref().map(|code| &code.column)) {
            return self.wrong(
                name,
                "import files have neither keys nor codes to look up",
                "`age` or `cell`".to_owned(),
            );
        }
        raw.cell.as_ref().map(|name| TargetBy::Cell(self.cell(table, name)))
    }
}
