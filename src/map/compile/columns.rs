//! Every source column is accounted for, once.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Compiler;
use super::carriers::{Accounts, Carriers, Declared, Found};
use super::label::column_label;
use super::lines::line_kind;
use crate::map::plan::{Carrier, ColumnStatus, LineKind, LineSource, ToldBy};
use crate::map::raw::{RawEntity, RawReason, RawToldBy};
use crate::record::FieldId;

impl Compiler<'_> {
    /// What the mapping says of columns that no cell and no line holds.
    pub(super) fn declared(&mut self, raw: &RawEntity) -> Declared {
        let mut declared = Declared {
            not_carried: self.reasons(&raw.not_carried),
            lossy: self.reasons(&raw.lossy),
            told: BTreeMap::new(),
        };
        for told in &raw.told_by {
            if let Some(field) = self.field(&told.column) {
                declared.told.insert(field, (told.column.span(), told_by(told.by)));
            }
        }
        declared
    }

    fn reasons(&mut self, raw: &[RawReason]) -> BTreeMap<FieldId, (Range<usize>, String)> {
        let mut reasons = BTreeMap::new();
        for one in raw {
            if one.reason.get_ref().trim().is_empty() {
                self.mistakes.add(one.reason.span(), "it is not said why", "expected a reason");
            }
            let Some(field) = self.field(&one.column) else { continue };
            let entry = (one.column.span(), one.reason.get_ref().clone());
            if let Some((first, _)) = reasons.insert(field, entry) {
                self.twice(&one.column.span(), field, &first);
            }
        }
        reasons
    }

    fn twice(&mut self, span: &Range<usize>, field: FieldId, other: &Range<usize>) {
        let title = format!("`{}` is accounted for twice", self.column(field).name);
        let line = self.mistakes.line(other.start);
        self.mistakes.add(span.clone(), title, format!("line {line} accounts for it as well"));
    }

    /// The status of every column of the entity.
    pub(super) fn columns(&mut self, raw: &RawEntity, accounts: &Accounts<'_>) -> Vec<ColumnStatus> {
        let world = self.world;
        let carriers = Carriers::new(world, self.entity, accounts);
        // Where a cell, a line, or the whole note is mistaken, what it would have carried is not known.
        let (broken, no_note) = (!self.mistakes.none(), accounts.note.is_none() && has_note(raw));
        let (mut columns, mut unmentioned) = (Vec::new(), Vec::new());
        for field in world.dictionary.entity(self.entity).fields() {
            self.check_once(accounts, &carriers, field);
            let carrier = match carriers.find(field) {
                Found::Carrier(carrier) => carrier,
                Found::Lost(place, why) => {
                    if !no_note {
                        self.lost(raw, field, place, &why);
                    }
                    Carrier::Lossy
                }
                Found::Nothing => {
                    if !(broken && self.mentioned.contains(&field)) {
                        unmentioned.push(field);
                    }
                    Carrier::NotCarried
                }
            };
            columns.push(self.status(accounts, &carriers, field, carrier));
        }
        if !no_note {
            self.unmentioned(raw, &unmentioned);
        }
        self.check_kept_labels(raw, &columns);
        columns
    }

    /// A column that is not carried stands nowhere else; one that is told by something is not lossy besides.
    fn check_once(&mut self, accounts: &Accounts<'_>, carriers: &Carriers<'_>, field: FieldId) {
        let declared = accounts.declared;
        let places = [
            declared.not_carried.get(&field).map(|(span, _)| span.clone()),
            declared.lossy.get(&field).map(|(span, _)| span.clone()),
            declared.told.get(&field).map(|(span, _)| span.clone()),
        ];
        let places: Vec<_> = places.into_iter().flatten().collect();
        if let [first, second, ..] = places.as_slice() {
            self.twice(second, field, first);
        }
        if let Some((span, _)) = declared.not_carried.get(&field)
            && carriers.line_of(field).is_some()
        {
            let title = format!("`{}` is accounted for twice", self.column(field).name);
            self.mistakes.add(span.clone(), title, "it has a line of the note as well");
        }
    }

    fn lost(
        &mut self,
        raw: &RawEntity,
        field: FieldId,
        place: Option<(usize, crate::target::contract::ColumnId)>,
        why: &str,
    ) {
        let name = self.column(field).name.clone();
        let span = place.and_then(|(row, column)| self.cell_spans.get(&(row, column.0)).cloned());
        let span = span.unwrap_or_else(|| raw.entity.span());
        let help = match place {
            Some(_) => format!(
                "add {{ from = \"{name}\", label = \"{}\" }} to the lines of the note, or declare it under `lossy` with the reason",
                column_label(&name)
            ),
            None => "take the condition away, or declare the column under `lossy` with the reason".to_owned(),
        };
        self.mistakes.add_with(span, format!("`{name}` cannot be rebuilt in every row"), why, help);
    }

    fn unmentioned(&mut self, raw: &RawEntity, fields: &[FieldId]) {
        if fields.is_empty() {
            return;
        }
        let names: Vec<_> = fields.iter().map(|field| self.column(*field).name.clone()).collect();
        let lines: Vec<_> = names
            .iter()
            .map(|name| format!("  {{ from = \"{name}\", label = \"{}\" }},", column_label(name)))
            .collect();
        let title = match names.as_slice() {
            [name] => format!("the column `{name}` is not accounted for"),
            _ => format!("{} columns are not accounted for", names.len()),
        };
        let help = format!(
            "give each a cell, a line of the note, or a reason under `not_carried`; as lines:\n{}",
            lines.join("\n")
        );
        self.mistakes.add_with(raw.entity.span(), title, "columns of this table", help);
    }

    /// A value that is turned away is kept in the note under its column's label, which no line may have.
    fn check_kept_labels(&mut self, raw: &RawEntity, columns: &[ColumnStatus]) {
        let own = |status: &&ColumnStatus| matches!(status.carrier, Carrier::Line(_));
        let lines: Vec<_> = columns.iter().filter(own).map(|status| status.label.clone()).collect();
        let entity = self.world.dictionary.entity(self.entity);
        for (column, status) in entity.columns.iter().zip(columns) {
            let kept =
                matches!(status.carrier, Carrier::Cell { .. } | Carrier::Cells(_) | Carrier::Joined { .. });
            if kept && lines.contains(&status.label) {
                let title =
                    format!("a line has the label `{}`, which is that of `{}`", status.label, column.name);
                let label = "a value of that column that is turned away is kept under it";
                self.mistakes.add(label_span(raw, &status.label), title, label);
            }
        }
    }

    fn status(
        &self,
        accounts: &Accounts<'_>,
        carriers: &Carriers<'_>,
        field: FieldId,
        carrier: Carrier,
    ) -> ColumnStatus {
        let column = self.column(field);
        let lines = accounts.note.map(|note| note.lines.as_slice()).unwrap_or_default();
        let own = lines.iter().find(|line| matches!(&line.source, LineSource::Field(of, _) if *of == field));
        let declared = accounts.declared;
        let reason = declared.not_carried.get(&field).or_else(|| declared.lossy.get(&field));
        ColumnStatus {
            carrier,
            label: own.map_or_else(|| column_label(&column.name), |line| line.label.clone()),
            line: line_kind(column).unwrap_or(LineKind::Text),
            reason: reason.map(|(_, reason)| reason.clone()).unwrap_or_default(),
            lossy_copies: carriers.lossy_copies(field),
            told_line: declared.told.get(&field).map_or(0, |(span, _)| self.mistakes.line(span.start)),
        }
    }
}

/// Where a label stands.
fn label_span(raw: &RawEntity, label: &str) -> Range<usize> {
    let remainder = raw.remainder.iter().flat_map(|remainder| remainder.lines.get_ref());
    let lines = remainder.chain(raw.tail.iter().flat_map(|tail| tail.lines.get_ref()));
    let line = lines.map(|line| &line.get_ref().label).find(|own| own.get_ref() == label);
    line.map_or_else(|| raw.entity.span(), toml::Spanned::span)
}

/// Whether the mapping writes lines, rightly or not.
fn has_note(raw: &RawEntity) -> bool {
    raw.remainder.is_some() || raw.tail.is_some() || raw.parent_tail.is_some()
}

fn told_by(raw: RawToldBy) -> ToldBy {
    match raw {
        RawToldBy::GridRow => ToldBy::GridRow,
        RawToldBy::ParentDisplay => ToldBy::ParentDisplay,
        RawToldBy::ParentCell => ToldBy::ParentCell,
        RawToldBy::Answer => ToldBy::Answer,
        RawToldBy::Row => ToldBy::Row,
        RawToldBy::PrimaryJob => ToldBy::PrimaryJob,
        RawToldBy::ParentNote => ToldBy::ParentNote,
    }
}
