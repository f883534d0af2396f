//! Columns of other records of the same case file.

use super::Compiler;
use super::cell::Start;
use super::chain::Form;
use crate::map::plan::{Beside, Source};
use crate::map::raw::{Name, RawAttribute, RawBeside};
use crate::record::{EntityId, FieldId};
use crate::source::Kind;

impl Compiler<'_> {
    /// A column of another record as the source of a cell.
    pub(super) fn beside(&mut self, raw: &RawBeside) -> Option<Start> {
        let entity = self.entity_named(&raw.entity)?;
        let [field, start, end] = [&raw.column, &raw.start, &raw.end].map(|name| self.field_of(entity, name));
        let field = field?;
        let with = match &raw.with {
            Some(with) => Some(self.attribute_of(entity, with)?),
            None => None,
        };
        let open_on = match &raw.open_on {
            Some(name) => Some(self.date(name)?),
            None => None,
        };
        let of = match &raw.of {
            Some(name) => Some(self.column_behind((entity, field), &raw.column, name)?),
            None => None,
        };
        let (from, last) = of.unwrap_or((entity, field));
        let form = Form::of(self.world.dictionary.entity(from).field(last));
        let source = Source::Beside(Beside { entity, field, with, start: start?, end: end?, open_on, of });
        Some(Start { source, form, origin: Some((from, last)) })
    }

    /// A column of another entity that points at a reference row, the column of that row, and the texts it may have.
    fn attribute_of(
        &mut self,
        entity: EntityId,
        raw: &RawAttribute,
    ) -> Option<(FieldId, FieldId, Vec<String>)> {
        let field = self.field_of(entity, &raw.column)?;
        let (_, attribute) = self.column_behind((entity, field), &raw.column, &raw.of)?;
        let texts = raw.is.get_ref().iter().map(|text| text.get_ref().clone()).collect();
        Some((field, attribute, texts))
    }

    /// A column of the row that a column of another entity points at.
    fn column_behind(
        &mut self,
        (entity, field): (EntityId, FieldId),
        name: &Name,
        of: &Name,
    ) -> Option<(EntityId, FieldId)> {
        let (Kind::Reference { table } | Kind::Lookup { table }) =
            self.world.dictionary.entity(entity).field(field).kind
        else {
            let title = format!("`{}` points at no row", name.get_ref());
            self.mistakes.add(name.span(), title, "expected a reference or a lookup");
            return None;
        };
        Some((table, self.field_of(table, of)?))
    }
}
