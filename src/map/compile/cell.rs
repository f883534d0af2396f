//! Cells: a source, the steps it goes through, and what to do otherwise.

use std::ops::Range;

use toml::Spanned;

use super::Compiler;
use super::chain::{Form, wanted};
use super::steps::Chain;
use crate::map::plan::{Branch, Cell, Source};
use crate::map::raw::{Name, RawCell};
use crate::record::{Diagnostic, EntityId, FieldId, nearest};
use crate::target::contract::{Column as TargetColumn, ColumnId, ColumnKind, TableId};

/// A source with what is known of its values.
pub(super) struct Start {
    pub(super) source: Source,
    pub(super) form: Form,
    pub(super) origin: Option<(EntityId, FieldId)>,
}

impl Compiler<'_> {
    /// The cell of a column.
    pub(super) fn cell(&mut self, table: TableId, column: ColumnId, raw: &Spanned<RawCell>) -> Cell {
        let mut cell = Cell::default();
        if let Some(reason) = &raw.get_ref().empty {
            self.check_empty(table, column, raw, reason);
        }
        let mut next = Some(raw);
        while let Some(raw) = next {
            cell.branches.extend(self.branch(table, column, raw));
            next = raw.get_ref().otherwise.as_deref();
        }
        cell
    }

    fn branch(&mut self, table: TableId, column: ColumnId, spanned: &Spanned<RawCell>) -> Option<Branch> {
        let raw = spanned.get_ref();
        let when = self.when(raw.when.as_ref(), Some(table));
        let target = self.world.contract.table(table).columns[usize::from(column.0)].clone();
        let start = self.source(spanned, &target)?;
        let mut chain = Chain { form: start.form, origin: start.origin, target: Some(&target) };
        let steps = self.steps(&mut chain, &raw.steps);
        let form = chain.form;
        if steps.is_some() {
            self.check_end(&start.source, form, &target, spanned.span());
        }
        let line = self.mistakes.line(spanned.span().start);
        Some(Branch { when: when?, source: start.source, steps: steps?, line })
    }

    /// The one source of a cell; a value of the policy that the council leaves empty is none.
    fn source(&mut self, spanned: &Spanned<RawCell>, target: &TargetColumn) -> Option<Start> {
        let raw = spanned.get_ref();
        let given = [
            raw.from.is_some(),
            raw.last.is_some(),
            raw.constant.is_some(),
            raw.empty.is_some(),
            raw.join.is_some(),
            raw.via.is_some(),
            raw.beside.is_some(),
            raw.answer.is_some(),
            raw.earliest.is_some(),
            raw.policy.is_some(),
            raw.compute.is_some(),
        ];
        if given.iter().filter(|given| **given).count() != 1 {
            let title = "a cell takes its value from exactly one source";
            let help =
                "write one of from, last, constant, empty, join, via, beside, answer, earliest, policy, compute"
                    .to_owned();
            self.mistakes.add_with(spanned.span(), title, "none, or several", help);
            return None;
        }
        None.or_else(|| raw.from.as_ref().and_then(|name| self.from(name)))
            .or_else(|| raw.last.as_ref().and_then(|name| self.last(name)))
            .or_else(|| raw.constant.as_ref().map(|text| self.constant(text, target)))
            .or_else(|| raw.policy.as_ref().and_then(|name| self.policy_value(name, target)))
            .or_else(|| self.several(raw))
            .or_else(|| raw.beside.as_ref().and_then(|beside| self.beside(beside)))
            .or_else(|| raw.answer.as_ref().and_then(|name| self.answer(name)))
            .or_else(|| raw.compute.as_ref().and_then(|compute| self.compute_start(compute)))
    }

    /// Sources that look at several columns.
    fn several(&mut self, raw: &RawCell) -> Option<Start> {
        if let Some(join) = &raw.join {
            self.check_several(&join.columns);
            let fields = self.fields(join.columns.get_ref())?;
            let source = Source::Join { fields, separator: join.separator.get_ref().clone() };
            return Some(Start { source, form: Form::Text, origin: None });
        }
        if let Some(earliest) = &raw.earliest {
            let fields: Vec<_> = earliest.get_ref().iter().map(|name| self.date(name)).collect();
            let fields = fields.into_iter().collect::<Option<_>>()?;
            return Some(Start { source: Source::Earliest(fields), form: Form::Day, origin: None });
        }
        let via = raw.via.as_ref()?;
        let (lookup, entity) = (self.field(&via.lookup), self.entity_named(&via.entity));
        let (lookup, entity) = (lookup?, entity?);
        if !self.points_at(lookup, entity) {
            let title = format!("`{}` does not point at `{}`", via.lookup.get_ref(), via.entity.get_ref());
            self.mistakes.add(via.lookup.span(), title, "points at other records");
        }
        let field = self.field_of(entity, &via.column)?;
        let form = Form::of(self.world.dictionary.entity(entity).field(field));
        Some(Start { source: Source::Via { lookup, entity, field }, form, origin: Some((entity, field)) })
    }

    /// A cell that is left empty says why, and nothing else; a required column cannot be.
    fn check_empty(&mut self, table: TableId, column: ColumnId, raw: &Spanned<RawCell>, reason: &Name) {
        let target = &self.world.contract.table(table).columns[usize::from(column.0)];
        let (name, required) = (target.name.clone(), target.required);
        let cell = raw.get_ref();
        if required {
            self.mistakes.add(
                raw.span(),
                format!("`{name}` is left empty"),
                "required in every row of this table",
            );
        } else if reason.get_ref().trim().is_empty() {
            self.mistakes.add(
                reason.span(),
                format!("`{name}` is left empty without a reason"),
                "expected a reason",
            );
        } else if !cell.steps.is_empty() || cell.when.is_some() || cell.otherwise.is_some() {
            let title = format!("`{name}` is left empty, and filled");
            self.mistakes.add(raw.span(), title, "`empty` stands alone in its cell");
        }
    }

    fn check_several(&mut self, columns: &Spanned<Vec<Name>>) {
        if columns.get_ref().len() < 2 {
            self.mistakes.add(columns.span(), "a join takes several columns", "expected at least two");
        }
    }

    pub(super) fn from(&mut self, name: &Name) -> Option<Start> {
        let field = self.field(name)?;
        Some(self.start(Source::Field(field), field))
    }

    fn last(&mut self, name: &Name) -> Option<Start> {
        let field = self.field(name)?;
        Some(self.start(Source::Last(field), field))
    }

    fn start(&self, source: Source, field: FieldId) -> Start {
        Start { source, form: Form::of(self.column(field)), origin: Some((self.entity, field)) }
    }

    fn answer(&mut self, name: &Name) -> Option<Start> {
        let source = Source::Answer(self.question(name)?);
        Some(Start { source, form: Form::Any, origin: None })
    }

    pub(super) fn constant(&mut self, text: &Name, target: &TargetColumn) -> Start {
        self.check_constant(text, target);
        Start { source: Source::Constant(text.get_ref().clone()), form: Form::Any, origin: None }
    }

    fn policy_value(&mut self, name: &Name, target: &TargetColumn) -> Option<Start> {
        self.policies.insert(name.get_ref().clone());
        let value = self.setting(name)?;
        let value = (!value.is_empty()).then_some(value)?;
        self.check_policy_value(name, &value, target);
        Some(Start { source: Source::Constant(value), form: Form::Any, origin: None })
    }

    /// A value under `[values]` of the policy.
    pub(super) fn setting(&mut self, name: &Name) -> Option<String> {
        let value = self.world.policy.settings.get(&format!("values.{}", name.get_ref())).cloned();
        if value.is_none() && !self.world.policy.settings.is_empty() {
            let title = format!("policy.toml has no value `{}`", name.get_ref());
            let there = self.world.policy.settings.keys().filter_map(|name| name.strip_prefix("values."));
            self.mistakes.unknown(name.span(), title, name.get_ref(), there);
        }
        value
    }

    /// A constant must be a value of its column.
    fn check_constant(&mut self, text: &Name, target: &TargetColumn) {
        if let Some((title, label, help)) = self.fault_of(text.get_ref(), target) {
            self.mistakes.add_with(text.span(), title, format!("this is {label}"), help);
        }
    }

    /// A value of the policy must be one of the column that takes it; what is wrong with it is told where it stands.
    fn check_policy_value(&mut self, name: &Name, value: &str, target: &TargetColumn) {
        let Some((title, label, help)) = self.fault_of(value, target) else { return };
        let Some(span) = self.world.policy_places.get(name.get_ref()).cloned() else { return };
        let asked = format!("{label}; {} writes it to `{}`", self.mistakes.file().display(), target.name);
        self.mistakes.push(Diagnostic { file: "policy.toml".into(), span, title, label: asked, help });
    }

    /// Why a column takes no such constant: a title, what it is, and what to do.
    fn fault_of(&self, text: &str, target: &TargetColumn) -> Option<(String, String, Option<String>)> {
        let list = target.codes.as_ref().and_then(|list| self.world.contract.code_list(list));
        if let Some(list) = list.filter(|list| !list.has(text)) {
            let title = format!("`{text}` is no code of {}", list.name());
            let help = nearest(text, list.codes()).map(|near| format!("did you mean `{near}`?"));
            return Some((title, "not in the list".to_owned(), help));
        }
        let wrong = match target.kind {
            ColumnKind::Flag => !["Y", "N"].contains(&text),
            ColumnKind::Date => text.parse::<jiff::civil::Date>().is_err(),
            ColumnKind::Number { .. } => text.parse::<f64>().is_err(),
            _ => false,
        };
        let width = target.width.map_or(usize::MAX, |width| width as usize);
        if wrong {
            let title = format!("`{text}` is no value of `{}`", target.name);
            return Some((title, format!("not {}", wanted(target.kind).0), None));
        }
        (text.chars().count() > width)
            .then(|| (format!("`{}` takes {width} characters", target.name), "longer".to_owned(), None))
    }

    pub(super) fn check_end(
        &mut self,
        source: &Source,
        form: Form,
        target: &TargetColumn,
        span: Range<usize>,
    ) {
        if matches!(source, Source::Constant(_)) || form.fits(target.kind) {
            return;
        }
        let (what, steps) = wanted(target.kind);
        let title = format!("`{}` takes {what}, and this gives {}", target.name, form.words());
        self.mistakes.add_with(span, title, "does not fit", format!("end with the step {steps}"));
    }
}
