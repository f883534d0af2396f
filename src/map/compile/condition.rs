//! Conditions.

use super::Compiler;
use super::steps::tables;
use crate::map::plan::Condition;
use crate::map::raw::{Name, RawAttribute, RawCondition, RawEquals};
use crate::source::{DataType, Kind};
use crate::target::contract::TableId;

impl Compiler<'_> {
    /// A condition that may be left out; `table` is the target table where it stands in a row.
    pub(super) fn when(&mut self, raw: Option<&RawCondition>, table: Option<TableId>) -> Option<Condition> {
        raw.map_or(Some(Condition::Always), |raw| self.condition(raw, table))
    }

    fn condition(&mut self, raw: &RawCondition, table: Option<TableId>) -> Option<Condition> {
        Some(match raw {
            RawCondition::Filled(name) => self.filled(name)?,
            RawCondition::Empty(name) => Condition::Not(Box::new(self.filled(name)?)),
            RawCondition::Equals(equals) => self.equals(equals)?,
            RawCondition::Attribute(attribute) => self.attribute(attribute)?,
            RawCondition::Written(written) => self.written(written, table)?,
            RawCondition::Answered(question) => Condition::Answered(self.question(question)?),
            RawCondition::NoAnswers(yes) => signed(Condition::NoAnswers, *yes),
            RawCondition::SamePerson(name) => self.same_person(name)?,
            RawCondition::Alone(yes) => signed(Condition::Alone, *yes),
            RawCondition::Named(yes) => signed(Condition::Named, *yes),
            RawCondition::NoRow(yes) => self.no_row(yes, table)?,
            RawCondition::All(all) => Condition::All(self.conditions(all, table)?),
            RawCondition::Any(any) => Condition::Any(self.conditions(any, table)?),
            RawCondition::Not(not) => Condition::Not(Box::new(self.condition(not, table)?)),
        })
    }

    /// Whether a column has a value. One that its steps turn away is none: of days and times, one that stands for none or cannot
    /// be read.
    fn filled(&mut self, name: &Name) -> Option<Condition> {
        let field = self.field(name)?;
        let dated = matches!(self.column(field).data_type, DataType::Date | DataType::DateTime);
        Some(if dated { Condition::Dated(field) } else { Condition::Filled(field) })
    }

    /// Whether a record gives rows is known only when they are worked out.
    fn no_row(&mut self, yes: &toml::Spanned<bool>, table: Option<TableId>) -> Option<Condition> {
        if table.is_some() {
            self.mistakes.add(
                yes.span(),
                "a row cannot depend on whether there are rows",
                "stands in lines of notes",
            );
            return None;
        }
        Some(signed(Condition::NoRow, *yes.get_ref()))
    }

    fn conditions(
        &mut self,
        raw: &toml::Spanned<Vec<RawCondition>>,
        table: Option<TableId>,
    ) -> Option<Vec<Condition>> {
        if raw.get_ref().is_empty() {
            self.mistakes.add(raw.span(), "no condition stands here", "expected at least one");
        }
        let conditions: Vec<_> = raw.get_ref().iter().map(|one| self.condition(one, table)).collect();
        conditions.into_iter().collect()
    }

    fn texts(&mut self, texts: &toml::Spanned<Vec<Name>>) -> Vec<String> {
        if texts.get_ref().is_empty() {
            self.mistakes.add(texts.span(), "no text stands here", "expected at least one");
        }
        texts.get_ref().iter().map(|text| text.get_ref().clone()).collect()
    }

    fn equals(&mut self, raw: &RawEquals) -> Option<Condition> {
        let values = self.texts(&raw.is);
        let field = self.field(&raw.column)?;
        if self.column(field).data_type == DataType::Bit {
            for text in raw.is.get_ref().iter().filter(|text| !["0", "1"].contains(&text.get_ref().as_str()))
            {
                self.mistakes.add(text.span(), "a flag is \"0\" or \"1\"", "never this");
            }
        }
        Some(Condition::Equals { field, values })
    }

    fn attribute(&mut self, raw: &RawAttribute) -> Option<Condition> {
        let values = self.texts(&raw.is);
        let field = self.field(&raw.column)?;
        let (Kind::Reference { table } | Kind::Lookup { table }) = self.column(field).kind else {
            let title = format!("`{}` points at no reference row", raw.column.get_ref());
            self.mistakes.add(raw.column.span(), title, "expected a reference or a lookup");
            return None;
        };
        let attribute = self.field_of(table, &raw.of)?;
        Some(Condition::Attribute { field, attribute, values })
    }

    fn written(&mut self, raw: &RawEquals, table: Option<TableId>) -> Option<Condition> {
        let values: Vec<_> = raw.is.get_ref().iter().map(|text| text.get_ref().clone()).collect();
        let Some(table) = table else {
            let label = "there is no target row here";
            self.mistakes.add(raw.column.span(), "`written` looks at a cell of the same row", label);
            return None;
        };
        let column = self.target_column(table, &raw.column)?;
        let list = self.target(table).columns[usize::from(column.0)].codes.clone();
        if let Some(list) = list.and_then(|list| self.world.contract.code_list(&list)) {
            for text in raw.is.get_ref().iter().filter(|text| !list.has(text.get_ref())) {
                let title = format!("`{}` is no code of {}", text.get_ref(), list.name());
                self.mistakes.unknown(text.span(), title, text.get_ref(), list.codes());
            }
        }
        Some(Condition::Written { column, values })
    }

    fn same_person(&mut self, name: &Name) -> Option<Condition> {
        let field = self.field(name)?;
        if tables(&self.column(field).kind).is_empty() {
            let title = format!("`{}` points at no record", name.get_ref());
            self.mistakes.add(name.span(), title, "expected a lookup");
        }
        Some(Condition::SamePerson(field))
    }

    /// A question's user code in the target: one that the code table of questions gives.
    pub(super) fn question(&mut self, name: &Name) -> Option<String> {
        let codes = self.world.codes.iter().find(|source| source.name == self.world.model.forms.user_codes);
        if let Some(codes) = codes
            && !codes.gives(name.get_ref())
        {
            let title = format!("no question has the user code `{}`", name.get_ref());
            let there = codes.rows.iter().filter_map(|row| row.target.as_deref());
            self.mistakes.unknown(name.span(), title, name.get_ref(), there);
            return None;
        }
        Some(name.get_ref().clone())
    }
}

fn signed(condition: Condition, yes: bool) -> Condition {
    if yes { condition } else { Condition::Not(Box::new(condition)) }
}
