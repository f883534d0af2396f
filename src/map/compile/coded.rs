//! The step through a code table: the table must be for the column's codes, and give those that the target takes.

use std::ops::Range;

use super::Compiler;
use super::chain::list_of;
use super::code_use::{CodeUse, word};
use super::steps::Chain;
use crate::map::plan::{CodeBy, CodeTableId, Step};
use crate::map::raw::{Name, RawCode, RawCodeBy};
use crate::record::EntityId;
use crate::source::Kind;

impl Compiler<'_> {
    /// The step through a code table.
    pub(super) fn code(&mut self, chain: &Chain<'_>, raw: &RawCode) -> Option<Step> {
        let by = code_by(*raw.by.get_ref());
        let table = self.code_table(&raw.table, by, raw.table.span())?;
        if self.world.codes[usize::from(table.0)].sound {
            self.check_domain(chain, table, raw);
            self.check_list(chain, table, raw, by);
        }
        Some(Step::Code { table, by })
    }

    /// A code table by its name; the use is remembered.
    pub(super) fn code_table(&mut self, name: &Name, by: CodeBy, span: Range<usize>) -> Option<CodeTableId> {
        let Some(table) = self.world.codes.iter().position(|source| source.name == *name.get_ref()) else {
            let title = format!("there is no code table `{}`", name.get_ref());
            let there = self.world.codes.iter().map(|source| source.name.as_str());
            self.mistakes.unknown(span, title, name.get_ref(), there);
            return None;
        };
        let file = self.mistakes.file().to_path_buf();
        self.uses.push(CodeUse { table, by, separator: self.separator, file, span });
        u16::try_from(table).ok().map(CodeTableId)
    }

    /// The codes that the table gives must be those that the column takes.
    fn check_domain(&mut self, chain: &Chain<'_>, table: CodeTableId, raw: &RawCode) {
        let source = &self.world.codes[usize::from(table.0)];
        let Some(target) = chain.target else { return };
        if let Some(codes) = target.codes.as_ref().filter(|codes| **codes != source.domain) {
            let title = format!("`{}` takes codes of {codes}", target.name);
            self.mistakes.add(
                raw.table.span(),
                title,
                format!("this table gives codes of {}", source.domain),
            );
        }
    }

    /// The table must be for the list that the column's codes are of, and be keyed by what such a code has.
    fn check_list(&mut self, chain: &Chain<'_>, table: CodeTableId, raw: &RawCode, by: CodeBy) {
        let Some((entity, field)) = chain.origin else { return };
        let column = self.world.dictionary.entity(entity).field(field);
        let name_of = |table: EntityId| self.world.dictionary.entity(table).name.as_str();
        let list = list_of(column, name_of).unwrap_or_default();
        let source = &self.world.codes[usize::from(table.0)];
        if list != source.list {
            let of = if list.is_empty() { "no list".to_owned() } else { format!("the list {list}") };
            let title = format!("`{}` holds codes of {of}", column.name);
            let label = format!("this table is for the list {}", source.list);
            self.mistakes.add(raw.table.span(), title, label);
        }
        let numbered = matches!(column.kind, Kind::Option { .. });
        if numbered != (by == CodeBy::Number) && !list.is_empty() {
            let title = format!("codes of {list} cannot be looked up by {}", word(by));
            let help = if numbered { "by = \"number\"" } else { "by = \"name\", \"GovCode\" or \"code\"" };
            self.mistakes.add_with(raw.by.span(), title, "not of these codes", format!("write {help}"));
        }
        self.check_key(&column.kind, raw, by);
    }

    /// A reference table must have the column that the code table is keyed by.
    fn check_key(&mut self, kind: &Kind, raw: &RawCode, by: CodeBy) {
        let (Kind::Reference { table } | Kind::Lookup { table }) = kind else { return };
        let table = *table;
        let columns = self.world.model.reference[usize::from(table.0)];
        let has = match by {
            CodeBy::GovCode => columns.gov_code,
            CodeBy::Code => columns.code,
            CodeBy::Name => columns.name,
            CodeBy::Number => return,
        };
        if has.is_none() {
            let name = &self.world.dictionary.entity(table).name;
            let title = format!("rows of `{name}` have no {}", word(by));
            self.mistakes.add(raw.by.span(), title, "see [reference] of model.toml");
        }
    }
}

fn code_by(raw: RawCodeBy) -> CodeBy {
    match raw {
        RawCodeBy::Number => CodeBy::Number,
        RawCodeBy::Name => CodeBy::Name,
        RawCodeBy::GovCode => CodeBy::GovCode,
        RawCodeBy::Code => CodeBy::Code,
    }
}
