//! Sheets from traces: words in place of codes, parts in a practitioner's order.

use super::audit_rules::{AuditRules, Section};
use super::read_text::{lines_naming, section_of, shown_of_markup, shown_of_source, uk_time};
use super::shown::Shown;
use crate::map::column_label;
use crate::map::plan::{Line, LineSource};
use crate::map::step::wall_time;
use crate::pipeline::prove::ProveInput;
use crate::pipeline::trace::{CaseFileTrace, TracedCell, TracedRecord, TracedRow};
use crate::record::{EntityId, FieldId, Guid};
use crate::report::audit::{AuditLine, Fact, Sheet, SheetRecord, SheetRow, SheetSection};
use crate::source::{Column, Kind, TimeBasis};
use crate::target::contract::{CodeList, Column as TargetColumn, ColumnKind};

/// What stands under no other title.
const REST: &str = "Everything else";

/// The sheet of a case file.
pub(super) fn sheet(
    input: &ProveInput<'_>,
    rules: &AuditRules,
    trace: &CaseFileTrace,
    (line, basis): (&AuditLine, &str),
) -> Sheet {
    let listed = |entity: &EntityId| rules.sections.iter().any(|section| section.entities.contains(entity));
    let dictionary = input.plan.dictionary();
    let writer = Writer { input, rules, shown: Shown::new(input, trace) };
    let rest = dictionary.ids().filter(|entity| !listed(entity)).collect();
    let rest = Section { title: REST.to_owned(), entities: rest, ..Section::default() };
    let sections = rules.sections.iter().chain([&rest]).map(|section| {
        let of = |entity: &EntityId| {
            let (id, name) = (*entity, &dictionary.entity(*entity).name);
            trace.records.iter().filter(move |record| record.entity == *name).map(move |one| (id, one))
        };
        let mut records: Vec<_> = section.entities.iter().flat_map(of).collect();
        if !section.days.is_empty() {
            records.sort_by_cached_key(|(_, one)| day_of(one, &section.days));
        }
        let records = records.into_iter().map(|(entity, one)| writer.record(entity, one));
        SheetSection { title: section.title.clone(), records: records.collect() }
    });
    Sheet {
        case_file: trace.case_file,
        stratum: line.stratum.clone(),
        besides: line.besides,
        basis: basis.to_owned(),
        state: trace.state.clone(),
        sections: sections.filter(|section| !section.records.is_empty()).collect(),
    }
}

/// The day or moment of a record in UK time, by the first of these columns that it fills; without one it comes last.
fn day_of(record: &TracedRecord, days: &[String]) -> (bool, String) {
    let filled =
        |day: &String| record.values.iter().find(|cell| cell.column == *day && !cell.value.trim().is_empty());
    let day = days.iter().find_map(filled).map(|cell| cell.value.trim());
    let in_uk = |text: &str| wall_time(text).unwrap_or_else(|| text.to_owned());
    (day.is_none(), day.map(in_uk).unwrap_or_default())
}

/// Puts columns and values into words.
struct Writer<'a> {
    input: &'a ProveInput<'a>,
    rules: &'a AuditRules,
    shown: Shown<'a>,
}

impl Writer<'_> {
    fn record(&self, id: EntityId, record: &TracedRecord) -> SheetRecord {
        let entity = self.input.plan.dictionary().entity(id);
        let mut reasons: Vec<String> = Vec::new();
        for one in &record.reasons {
            if !reasons.contains(&one.reason) {
                reasons.push(one.reason.clone());
            }
        }
        let filled = record.values.iter().filter(|cell| !cell.value.is_empty());
        let filled: Vec<(FieldId, &str)> =
            filled.filter_map(|cell| Some((entity.column(&cell.column)?, cell.value.as_str()))).collect();
        let line = self.line_of_another(id, &filled);
        let rows = record.rows.iter().map(|one| self.row(one, (&record.source_id, line.as_ref())));
        SheetRecord {
            title: column_label(&entity.name),
            outcome: record.outcome,
            reasons,
            facts: filled
                .iter()
                .filter_map(|(field, value)| self.fact(id, (*field, value), &filled))
                .collect(),
            rows: rows.filter(|row| !row.facts.is_empty()).collect(),
        }
    }

    /// A column of the export in words; none where nobody needs it to know the case.
    fn fact(
        &self,
        id: EntityId,
        (field, value): (FieldId, &str),
        record: &[(FieldId, &str)],
    ) -> Option<Fact> {
        let plan = self.input.plan;
        let column = plan.dictionary().entity(id).field(field);
        let kind = &column.kind;
        if matches!(kind, Kind::Key | Kind::System | Kind::TableName) {
            return None;
        }
        let of = |field: FieldId| record.iter().find(|(own, _)| *own == field).map(|(_, value)| *value);
        // What is read in place of an identifier is told as the identifier's value.
        if record.iter().any(|(other, _)| plan.label_column(id, *other) == Some(field)) {
            return None;
        }
        let named = plan.label_column(id, field).and_then(of).map(str::to_owned);
        let somebody = Guid::parse(value.trim()).ok().and_then(|key| self.shown.somebody_else(key));
        let value =
            somebody.or(named).or_else(|| self.in_words(column, value)).unwrap_or_else(|| value.to_owned());
        let label = match kind {
            Kind::Label { of: Some(base) } => self.label(id, *base),
            _ => self.label(id, field),
        };
        Guid::parse(value.trim()).is_err().then_some(Fact { label, value })
    }

    /// What a column is called: the mapping's word for it, else one made of its name.
    fn label(&self, id: EntityId, field: FieldId) -> String {
        let mapped = self.input.plan.entity(id).and_then(|plan| plan.columns.get(usize::from(field.0)));
        let made = || column_label(&self.input.plan.dictionary().entity(id).field(field).name);
        mapped.map(|status| status.label.clone()).filter(|label| !label.is_empty()).unwrap_or_else(made)
    }

    fn in_words(&self, column: &Column, value: &str) -> Option<String> {
        let shown = |tables: &[EntityId]| self.shown.of(tables, Guid::parse(value.trim()).ok()?);
        match &column.kind {
            Kind::Option { list } => self.input.staged.world.option_text(list, value).map(str::to_owned),
            Kind::Reference { table } | Kind::Lookup { table } | Kind::File { table } => shown(&[*table]),
            Kind::Polymorphic { tables, .. } => shown(tables),
            Kind::Html => Some(shown_of_source(value)),
            Kind::Date if column.time == Some(TimeBasis::Utc) => uk_time(value),
            Kind::Flag => match value {
                "1" => Some("Yes".to_owned()),
                "0" => Some("No".to_owned()),
                _ => None,
            },
            _ => None,
        }
    }

    /// What the line begins with that a record leaves in the note of another, and what it names; none of records of other tables.
    fn line_of_another(&self, id: EntityId, record: &[(FieldId, &str)]) -> Option<(String, Vec<String>)> {
        let note = self.input.plan.entity(id)?.note.as_ref().filter(|note| note.is_line_of_another())?;
        let value = |line: &Line| {
            let LineSource::Field(field, _) = &line.source else { return None };
            let (_, value) = record.iter().find(|(own, _)| own == field)?;
            Some(Guid::parse(value.trim()).map_or_else(|_| value.trim().to_owned(), Guid::text))
        };
        Some((note.lines.first()?.label.clone(), note.lines.iter().filter_map(value).collect()))
    }

    /// A row that a record gave; of a note that several records share, what stands there of this one.
    fn row(&self, row: &TracedRow, (source_id, line): (&str, Option<&(String, Vec<String>)>)) -> SheetRow {
        let contract = self.input.plan.contract();
        let table = contract.find(&row.table);
        let fact = |cell: &TracedCell| {
            let place = table.and_then(|table| Some((table, contract.table(table).column(&cell.column)?)));
            let described =
                place.map(|(table, column)| &contract.table(table).columns[usize::from(column.0)]);
            let word = place.and_then(|place| self.rules.words.get(&place));
            let label = word.cloned().unwrap_or_else(|| label_of(&cell.column, described));
            if let Ok(key) = Guid::parse(cell.value.trim()) {
                // Keys say nothing to whoever compares two screens; those they stand for do.
                let own = described.is_some_and(|column| column.unique);
                return self.shown.referred(key).filter(|_| !own).map(|value| Fact { label, value });
            }
            let is_key = described.is_some_and(|column| column.unique || !column.references.is_empty());
            let list = described.and_then(|column| contract.code_list(column.codes.as_deref()?));
            let own = || lines_naming(&cell.value, &line?.0, &line?.1);
            let section = || section_of(&cell.value, source_id);
            let text = || own().or_else(section).unwrap_or_else(|| shown_of_markup(&cell.value));
            let plain = || described.and_then(|column| in_plain_words(column, &cell.value));
            let coded = list.map(|list| with_label(list, &cell.value));
            let value = coded.or_else(plain).unwrap_or_else(text);
            (!is_key).then_some(Fact { label, value })
        };
        let title = in_words(&row.table);
        let title = if row.role == "absorbed" { format!("{title} (of another record)") } else { title };
        SheetRow { title, facts: row.values.iter().filter_map(fact).collect() }
    }
}

/// A flag and a moment as the other side of the sheet has them.
fn in_plain_words(column: &TargetColumn, value: &str) -> Option<String> {
    match (column.kind, value) {
        (ColumnKind::Flag, "Y") => Some("Yes".to_owned()),
        (ColumnKind::Flag, "N") => Some("No".to_owned()),
        (ColumnKind::DateTime | ColumnKind::DateOrDateTime, value) => Some(value.replacen('T', " ", 1)),
        _ => None,
    }
}

/// What a code stands for, as the screen shows it, and the code.
fn with_label(list: &CodeList, code: &str) -> String {
    list.label(code).map_or_else(|| code.to_owned(), |label| format!("{label} [{code}]"))
}

/// What a column for Mosaic is called: `WORKER_LEGACY_ID` is `Worker` and `NAME_TYPE_ID` is `Name type`, whose values are shown in
/// words; `UNIQUE_ID`, a number for itself, is `Unique ID`.
fn label_of(name: &str, described: Option<&TargetColumn>) -> String {
    let in_words_of = described.is_some_and(|column| column.codes.is_some());
    match name.strip_suffix("_LEGACY_ID").or_else(|| name.strip_suffix("_ID").filter(|_| in_words_of)) {
        Some(name) => in_words(name),
        None => {
            in_words(name.strip_suffix("_ID").unwrap_or(name))
                + if name.ends_with("_ID") { " ID" } else { "" }
        }
    }
}

/// `PERSON_LEGAL_STATUSES` as `Person legal statuses`.
fn in_words(name: &str) -> String {
    let lower = name.strip_prefix("MO_").unwrap_or(name).replace('_', " ").to_lowercase();
    let mut characters = lower.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}
