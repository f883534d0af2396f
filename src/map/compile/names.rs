//! Names of tables and columns, looked up where they stand.

use std::ops::Range;

use super::Compiler;
use crate::map::raw::Name;
use crate::record::nearest;
use crate::record::{EntityId, FieldId};
use crate::source::{Column, Entity};
use crate::target::contract::{ColumnId, Table, TableId};

impl Compiler<'_> {
    /// The entity being mapped.
    pub(super) fn own(&self) -> &Entity {
        self.world.dictionary.entity(self.entity)
    }

    /// A column of the entity being mapped.
    pub(super) fn column(&self, field: FieldId) -> &Column {
        self.own().field(field)
    }

    /// A column of the entity being mapped, by its name.
    pub(super) fn field(&mut self, name: &Name) -> Option<FieldId> {
        self.field_of(self.entity, name)
    }

    /// The columns of these names.
    pub(super) fn fields(&mut self, names: &[Name]) -> Option<Vec<FieldId>> {
        let fields: Vec<_> = names.iter().map(|name| self.field(name)).collect();
        fields.into_iter().collect()
    }

    /// A column of an entity.
    pub(super) fn field_of(&mut self, entity: EntityId, name: &Name) -> Option<FieldId> {
        self.named_field(entity, name.get_ref(), name.span())
    }

    fn named_field(&mut self, entity: EntityId, column: &str, span: Range<usize>) -> Option<FieldId> {
        let own = entity == self.entity;
        let entity = self.world.dictionary.entity(entity);
        let field = entity.column(column);
        if own {
            let meant = field.or_else(|| entity.column(nearest(column, names_of(entity))?));
            self.mentioned.extend(meant);
        }
        if field.is_none() {
            let title = format!("`{}` has no column `{column}`", entity.name);
            self.mistakes.unknown(span, title, column, names_of(entity));
        }
        field
    }

    /// An entity by its name.
    pub(super) fn entity_named(&mut self, name: &Name) -> Option<EntityId> {
        let found = self.world.dictionary.find(name.get_ref());
        if found.is_none() {
            let title = format!("the data dictionary has no table `{}`", name.get_ref());
            let there = self.world.dictionary.entities().iter().map(|entity| entity.name.as_str());
            self.mistakes.unknown(name.span(), title, name.get_ref(), there);
        }
        found
    }

    /// A column that may be another entity's: `Column` or `Entity.Column`.
    pub(super) fn dotted(&mut self, name: &Name) -> Option<(EntityId, FieldId)> {
        let Some((table, column)) = name.get_ref().split_once('.') else {
            return Some((self.entity, self.field(name)?));
        };
        // The quotation mark and the table's name stand before the column.
        let start = name.span().start + 1;
        let table_name = Name::new(start..start + table.len(), table.to_owned());
        let entity = self.entity_named(&table_name)?;
        let span = start + table.len() + 1..name.span().end.saturating_sub(1);
        Some((entity, self.named_field(entity, column, span)?))
    }

    /// A column that is written with its entity's name, or without.
    pub(super) fn dotted_field(&mut self, name: &Name) -> Option<FieldId> {
        self.dotted(name).map(|(_, field)| field)
    }

    /// A table of the contract.
    pub(super) fn table(&mut self, name: &Name) -> Option<TableId> {
        let found = self.world.contract.find(name.get_ref());
        if found.is_none() {
            let title = format!("the contract has no table `{}`", name.get_ref());
            let there = self.world.contract.tables().iter().map(|table| table.name.as_str());
            self.mistakes.unknown(name.span(), title, name.get_ref(), there);
        }
        found
    }

    /// A table of the contract by its number.
    pub(super) fn target(&self, id: TableId) -> &Table {
        self.world.contract.table(id)
    }

    /// A column of a table of the contract.
    pub(super) fn target_column(&mut self, table: TableId, name: &Name) -> Option<ColumnId> {
        let table = self.world.contract.table(table);
        let found = table.column(name.get_ref());
        if found.is_none() {
            let title = format!("`{}` has no column `{}`", table.name, name.get_ref());
            let there = table.columns.iter().map(|column| column.name.as_str());
            self.mistakes.unknown(name.span(), title, name.get_ref(), there);
        }
        found
    }
}

fn names_of(entity: &Entity) -> impl Iterator<Item = &str> {
    entity.columns.iter().map(|column| column.name.as_str())
}
