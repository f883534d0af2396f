//! Compiles one mapping file.

use std::collections::BTreeSet;

use super::carriers;
use super::code_use::CodeUse;
use super::mistakes::Mistakes;
use super::{Compiler, World};
use crate::map::plan::{EntityPlan, Joins, Merge, Owner, RowPlan, WithoutRow};
use crate::map::raw::{Name, RawEntity, RawOwner, RawWithoutRow};
use crate::record::{Diagnostic, EntityId, FieldId};
use crate::source::{Kind, Role};

/// A mapping file, compiled as far as it could be.
pub(super) struct CompiledEntity {
    pub(super) plan: Option<EntityPlan>,
    pub(super) uses: Vec<CodeUse>,
    pub(super) policies: BTreeSet<String>,
    pub(super) found: Vec<Diagnostic>,
}

/// Compiles a mapping file.
pub(super) fn entity(world: &World, mistakes: Mistakes, raw: &RawEntity) -> CompiledEntity {
    let mut compiler = Compiler {
        world,
        entity: EntityId(0),
        mistakes,
        uses: Vec::new(),
        separator: None,
        policies: BTreeSet::new(),
        mentioned: BTreeSet::new(),
        cell_spans: std::collections::BTreeMap::new(),
    };
    let plan = compiler.entity_named(&raw.entity).and_then(|entity| {
        compiler.entity = entity;
        compiler.compile(raw)
    });
    CompiledEntity {
        plan,
        uses: compiler.uses,
        policies: compiler.policies,
        found: compiler.mistakes.into_found(),
    }
}

impl Compiler<'_> {
    fn compile(&mut self, raw: &RawEntity) -> Option<EntityPlan> {
        if !self.has_outcomes(raw) {
            return None;
        }
        let key = self.key_column(&raw.key);
        let owner = self.owner(raw);
        let merge = self.merge(raw);
        let joins = raw.joins.as_ref().and_then(|name| self.person(name)).map(|other| Joins { other });
        let merged_into = raw.merged_into.as_ref().and_then(|name| self.field(name));
        let cross_reference = raw.cross_reference.as_ref().and_then(|names| self.fields(names));
        let siblings = self.siblings(raw);
        self.mentioned.clear();
        let rows = self.rows(raw);
        let note = self.note(raw, &rows);
        self.check_siblings(raw, siblings.as_ref(), &rows, note.as_ref());
        let declared = self.declared(raw);
        let mentioned = std::mem::take(&mut self.mentioned);
        let rules = self.rules(&raw.rule);
        let scope = self.scope(&raw.scope);
        self.check_main(raw, &rows, merged_into);
        self.examples(&raw.example);
        self.mentioned = mentioned;
        let (key, owner) = (key?, owner?);
        let accounts =
            carriers::Accounts { key, owner, rows: &rows, note: note.as_ref(), declared: &declared };
        let columns = self.columns(raw, &accounts);
        Some(EntityPlan {
            entity: self.entity,
            file: self.mistakes.file().to_string_lossy().into_owned(),
            key,
            owner,
            indexed: raw.indexed,
            joins,
            merge,
            scope,
            rules,
            rows,
            note,
            cross_reference,
            without_row: without_row(raw),
            merged_into,
            siblings,
            columns,
        })
    }

    fn has_outcomes(&mut self, raw: &RawEntity) -> bool {
        let role = self.own().role;
        if !role.has_outcomes() {
            let title = format!("the rows of `{}` have no outcomes", raw.entity.get_ref());
            let label = match role {
                Role::Control => "a table that steers the run",
                _ => "a table of reference data",
            };
            self.mistakes.add_with(raw.entity.span(), title, label, "take the file away".to_owned());
        }
        role.has_outcomes()
    }

    /// The column that identifies a record.
    fn key_column(&mut self, name: &Name) -> Option<FieldId> {
        let field = self.field(name)?;
        if self.column(field).kind != Kind::Key {
            let title = format!("`{}` does not identify a record", name.get_ref());
            self.mistakes.add(name.span(), title, "expected the table's key");
        }
        Some(field)
    }

    /// A column that names a person.
    fn person(&mut self, name: &Name) -> Option<FieldId> {
        let field = self.field(name)?;
        if !self.points_at(field, self.world.model.people.person) {
            let title = format!("`{}` names no person", name.get_ref());
            self.mistakes.add(name.span(), title, "expected a lookup to a person");
        }
        Some(field)
    }

    fn owner(&mut self, raw: &RawEntity) -> Option<Owner> {
        match &raw.owner {
            RawOwner::CaseFile(name) => Some(Owner::CaseFile(self.field(name)?)),
            RawOwner::Person(name) => Some(Owner::Person(self.person(name)?)),
            RawOwner::Through(name) => {
                let field = self.field(name)?;
                if super::steps::tables(&self.column(field).kind).is_empty() {
                    let title = format!("`{}` points at no record", name.get_ref());
                    self.mistakes.add(name.span(), title, "expected a lookup");
                }
                Some(Owner::Through(field))
            }
            RawOwner::Shared => Some(Owner::Shared),
        }
    }

    /// Whether a column may hold the key of a record of that entity.
    pub(super) fn points_at(&self, field: FieldId, entity: EntityId) -> bool {
        let kind = &self.column(field).kind;
        super::steps::tables(kind).contains(&entity) || (*kind == Kind::Key && self.entity == entity)
    }

    fn merge(&mut self, raw: &RawEntity) -> Option<Merge> {
        let merge = raw.merge.as_ref()?;
        let note = merge.note.get_ref();
        if !self.world.merged.contains_key(note) {
            let title = format!("notes.toml has no note `{note}` under [merged]");
            let there = self.world.merged.keys().map(String::as_str);
            self.mistakes.unknown(merge.note.span(), title, note, there);
        }
        let master = self.field(&merge.master)?;
        if !self.points_at(master, self.entity) {
            let title = format!("`{}` names no record of this table", merge.master.get_ref());
            self.mistakes.add(merge.master.span(), title, "expected a lookup to the survivor");
        }
        Some(Merge { master, note: note.clone() })
    }

    /// An entity gives rows in a main table, or its records fold into others, or they live in notes alone, or a rule of
    /// scope leaves them out.
    fn check_main(&mut self, raw: &RawEntity, rows: &[RowPlan], merged_into: Option<FieldId>) {
        let main = rows.iter().any(|row| row.main) || raw.row.iter().any(|row| row.main);
        let noted =
            without_row(raw) == WithoutRow::Migrated && (raw.remainder.is_some() || !raw.scope.is_empty());
        if !main && !noted && merged_into.is_none() {
            let help = "write `main = true` in the row that stands for the record, `merged_into`, or \
                        `without_row = \"migrated\"` where its note is all there is of it"
                .to_owned();
            self.mistakes.add_with(raw.entity.span(), "no row is the main one", "of this table", help);
        }
    }
}

fn without_row(raw: &RawEntity) -> WithoutRow {
    match raw.without_row {
        Some(RawWithoutRow::Migrated) => WithoutRow::Migrated,
        Some(RawWithoutRow::Merged) | None => WithoutRow::Merged,
    }
}
