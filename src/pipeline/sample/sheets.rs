//! Sheets from traces: words in place of codes, parts in a practitioner's order.

use super::audit_rules::AuditRules;
use super::shown::Shown;
use crate::map::column_label;
use crate::pipeline::prove::ProveInput;
use crate::pipeline::trace::{CaseFileTrace, TracedCell, TracedRecord, TracedRow};
use crate::record::{EntityId, FieldId, Guid};
use crate::report::audit::{AuditLine, Fact, Sheet, SheetRecord, SheetRow, SheetSection};
use crate::source::Kind;
use crate::target::contract::CodeList;

/// What stands under no other title.
const REST: &str = "Everything else";

/// The sheet of a case file.
pub(super) fn sheet(
    input: &ProveInput<'_>,
    rules: &AuditRules,
    trace: &CaseFileTrace,
    (line, basis): (&AuditLine, &str),
) -> Sheet {
    let listed = |entity: &EntityId| rules.sections.iter().any(|(_, entities)| entities.contains(entity));
    let dictionary = input.plan.dictionary();
    let writer = Writer { input, shown: Shown::new(input, trace) };
    let rest: Vec<EntityId> = dictionary.ids().filter(|entity| !listed(entity)).collect();
    let sections = rules.sections.iter().map(|(title, entities)| (title.as_str(), entities));
    let sections = sections.chain([(REST, &rest)]).map(|(title, entities)| {
        let of = |entity: &EntityId| {
            let (id, name) = (*entity, &dictionary.entity(*entity).name);
            trace.records.iter().filter(move |record| record.entity == *name).map(move |one| (id, one))
        };
        let records = entities.iter().flat_map(of).map(|(entity, one)| writer.record(entity, one));
        SheetSection { title: title.to_owned(), records: records.collect() }
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

/// Puts columns and values into words.
struct Writer<'a> {
    input: &'a ProveInput<'a>,
    shown: Shown<'a>,
}

impl Writer<'_> {
    fn record(&self, id: EntityId, record: &TracedRecord) -> SheetRecord {
        let entity = self.input.plan.dictionary().entity(id);
        let mut reasons: Vec<String> = record.reasons.iter().map(|one| one.reason.clone()).collect();
        reasons.dedup();
        let filled = record.values.iter().filter(|cell| !cell.value.is_empty());
        let filled: Vec<(FieldId, &str)> =
            filled.filter_map(|cell| Some((entity.column(&cell.column)?, cell.value.as_str()))).collect();
        SheetRecord {
            title: column_label(&entity.name),
            outcome: record.outcome,
            reasons,
            facts: filled
                .iter()
                .filter_map(|(field, value)| self.fact(id, (*field, value), &filled))
                .collect(),
            rows: record.rows.iter().map(|one| self.row(one)).collect(),
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
        let kind = &plan.dictionary().entity(id).field(field).kind;
        if matches!(kind, Kind::Key | Kind::System | Kind::TableName) {
            return None;
        }
        let of = |field: FieldId| record.iter().find(|(own, _)| *own == field).map(|(_, value)| *value);
        // What is read in place of an identifier is told as the identifier's value.
        if record.iter().any(|(other, _)| plan.label_column(id, *other) == Some(field)) {
            return None;
        }
        let named = plan.label_column(id, field).and_then(of).map(str::to_owned);
        let value = named.or_else(|| self.in_words(kind, value)).unwrap_or_else(|| value.to_owned());
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

    fn in_words(&self, kind: &Kind, value: &str) -> Option<String> {
        let shown = |tables: &[EntityId]| self.shown.of(tables, Guid::parse(value.trim()).ok()?);
        match kind {
            Kind::Option { list } => self.input.staged.world.option_text(list, value).map(str::to_owned),
            Kind::Reference { table } | Kind::Lookup { table } | Kind::File { table } => shown(&[*table]),
            Kind::Polymorphic { tables, .. } => shown(tables),
            Kind::Html => Some(in_lines(value)),
            Kind::Flag => match value {
                "1" => Some("Yes".to_owned()),
                "0" => Some("No".to_owned()),
                _ => None,
            },
            _ => None,
        }
    }

    fn row(&self, row: &TracedRow) -> SheetRow {
        let contract = self.input.plan.contract();
        let table = contract.find(&row.table).map(|table| contract.table(table));
        let column =
            |name: &str| table.and_then(|table| table.columns.iter().find(|column| column.name == name));
        let fact = |cell: &TracedCell| {
            let described = column(&cell.column);
            let label = in_words(&cell.column);
            if let Ok(key) = Guid::parse(cell.value.trim()) {
                // Keys say nothing to whoever compares two screens; those they stand for do.
                let own = described.is_some_and(|column| column.unique);
                return self.shown.referred(key).filter(|_| !own).map(|value| Fact { label, value });
            }
            let is_key = described.is_some_and(|column| column.unique || !column.references.is_empty());
            let list = described.and_then(|column| contract.code_list(column.codes.as_deref()?));
            let value = list.map_or_else(|| in_lines(&cell.value), |list| with_label(list, &cell.value));
            (!is_key).then_some(Fact { label, value })
        };
        let title = in_words(&row.table);
        let title = if row.role == "absorbed" { format!("{title} (of another record)") } else { title };
        SheetRow { title, facts: row.values.iter().filter_map(fact).collect() }
    }
}

/// What a code stands for, as the screen shows it, and the code.
fn with_label(list: &CodeList, code: &str) -> String {
    list.label(code).map_or_else(|| code.to_owned(), |label| format!("{label} [{code}]"))
}

/// A text with paragraphs as lines.
fn in_lines(text: &str) -> String {
    let lines = text.replace("</p>", "\n").replace("<p>", "").replace("<br>", "\n");
    lines.trim_end().to_owned()
}

/// `PERSON_LEGAL_STATUSES` as `Person legal statuses`, and `WORKER_LEGACY_ID` as `Worker`.
fn in_words(name: &str) -> String {
    let name = ["_LEGACY_ID", "_ID"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let lower = name.strip_prefix("MO_").unwrap_or(name).replace('_', " ").to_lowercase();
    let mut characters = lower.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}
