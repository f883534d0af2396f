//! The lines of a note.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use super::Compiler;
use crate::map::plan::{Line, LineKind, LineSource};
use crate::map::raw::{Name, RawLine};
use crate::source::{Column, DataType, Kind, TimeBasis};

impl Compiler<'_> {
    /// The lines, in order.
    pub(super) fn lines(&mut self, raw: &Spanned<Vec<Spanned<RawLine>>>) -> Vec<Line> {
        let lines: Vec<_> = raw.get_ref().iter().filter_map(|line| self.line(line)).collect();
        self.check_labels(raw.get_ref());
        lines
    }

    fn line(&mut self, spanned: &Spanned<RawLine>) -> Option<Line> {
        let raw = spanned.get_ref();
        let wanted = raw.with_policy.as_ref().is_none_or(|name| self.policy_gives(name));
        let when = self.when(raw.when.as_ref(), None);
        let source = match (&raw.from, &raw.compute) {
            (Some(name), None) => self.line_field(name),
            (None, Some(compute)) => {
                self.compute_start(compute).map(|start| LineSource::Computed(start.source))
            }
            _ => {
                let title = "a line has a column or a computation";
                self.mistakes.add(spanned.span(), title, "none, or both");
                None
            }
        };
        if let (Some(LineSource::Field(field, _)), Some(unless)) = (&source, &raw.unless)
            && self.column(*field).nullable
        {
            let title = format!("`{}` may be null, which leaves no line either", self.column(*field).name);
            self.mistakes.add(unless.span(), title, "the two could not be told apart");
        }
        wanted.then_some(())?;
        Some(Line {
            label: raw.label.get_ref().clone(),
            source: source?,
            unless: raw.unless.as_ref().map(|text| text.get_ref().clone()),
            when: when?,
            line: self.mistakes.line(spanned.span().start),
        })
    }

    /// Whether the council gives a value that the policy asks for.
    fn policy_gives(&mut self, name: &Name) -> bool {
        self.policies.insert(name.get_ref().clone());
        self.setting(name).is_some_and(|value| !value.is_empty())
    }

    pub(super) fn line_field(&mut self, name: &Name) -> Option<LineSource> {
        let field = self.field(name)?;
        let Some(kind) = line_kind(self.column(field)) else {
            let title = format!("`{}` cannot be written in a line", name.get_ref());
            self.mistakes.add(name.span(), title, "no column says which table it points into");
            return None;
        };
        Some(LineSource::Field(field, kind))
    }

    /// Labels must be told apart, and end at the first colon.
    fn check_labels(&mut self, lines: &[Spanned<RawLine>]) {
        let mut seen: BTreeMap<&str, Range<usize>> = BTreeMap::new();
        for line in lines {
            let label = &line.get_ref().label;
            let text = label.get_ref().as_str();
            if text.is_empty() || text.contains([':', '\n', '\r']) || text.starts_with(['[', ' ']) {
                let title = "a label ends at its colon, so it has none itself";
                self.mistakes.add(label.span(), title, "cannot be read back");
            }
            if let Some(first) = seen.insert(text, label.span()) {
                let first = self.mistakes.line(first.start);
                let title = format!("two lines have the label `{text}`");
                self.mistakes.add(label.span(), title, format!("line {first} has it as well"));
            }
        }
    }
}

/// How a column's value is written in a line; none where that cannot be told.
pub(super) fn line_kind(column: &Column) -> Option<LineKind> {
    Some(match &column.kind {
        Kind::Flag => LineKind::Flag,
        Kind::Option { list } => LineKind::Option(list.clone()),
        Kind::Reference { table } => LineKind::Reference(*table),
        Kind::Lookup { table } | Kind::File { table } => LineKind::Lookup(*table),
        Kind::Polymorphic { table_column, tables, .. } => match (table_column, tables.as_slice()) {
            (Some(table), _) => LineKind::Polymorphic { table: *table },
            (None, [table]) => LineKind::Lookup(*table),
            (None, _) => return None,
        },
        _ => match (column.data_type, column.time) {
            (DataType::Date, _) | (DataType::DateTime, Some(TimeBasis::Date)) => LineKind::Date,
            (DataType::DateTime, _) => LineKind::DateTime,
            (DataType::Bit, _) => LineKind::Flag,
            _ => LineKind::Text,
        },
    })
}
