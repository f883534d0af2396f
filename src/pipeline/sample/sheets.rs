//! Sheets from traces: words in place of codes, parts in a practitioner's order.

use super::audit_rules::AuditRules;
use crate::map::column_label;
use crate::pipeline::prove::ProveInput;
use crate::pipeline::trace::{CaseFileTrace, TracedCell, TracedRecord, TracedRow};
use crate::record::{EntityId, Guid};
use crate::report::audit::{Fact, Sheet, SheetRecord, SheetRow, SheetSection};
use crate::source::{Entity, Kind};
use crate::target::contract::{CodeList, Contract};

/// What stands under no other title.
const REST: &str = "Everything else";

/// The sheet of a case file.
pub(super) fn sheet(
    input: &ProveInput<'_>,
    rules: &AuditRules,
    trace: &CaseFileTrace,
    stratum: &str,
) -> Sheet {
    let listed = |entity: &EntityId| rules.sections.iter().any(|(_, entities)| entities.contains(entity));
    let dictionary = input.plan.dictionary();
    let rest: Vec<EntityId> = dictionary.ids().filter(|entity| !listed(entity)).collect();
    let sections = rules.sections.iter().map(|(title, entities)| (title.as_str(), entities));
    let sections = sections.chain([(REST, &rest)]).map(|(title, entities)| {
        let of = |entity: &EntityId| {
            let described = dictionary.entity(*entity);
            let own = trace.records.iter().filter(move |record| record.entity == described.name);
            own.map(move |one| (described, one))
        };
        let records = entities.iter().flat_map(of).map(|(entity, one)| record(input, entity, one));
        SheetSection { title: title.to_owned(), records: records.collect() }
    });
    Sheet {
        case_file: trace.case_file,
        stratum: stratum.to_owned(),
        state: trace.state.clone(),
        sections: sections.filter(|section| !section.records.is_empty()).collect(),
    }
}

fn record(input: &ProveInput<'_>, entity: &Entity, record: &TracedRecord) -> SheetRecord {
    let mut reasons: Vec<String> = record.reasons.iter().map(|one| one.reason.clone()).collect();
    reasons.dedup();
    SheetRecord {
        title: column_label(&entity.name),
        outcome: record.outcome,
        reasons,
        facts: record.values.iter().filter_map(|cell| fact(input, entity, cell)).collect(),
        rows: record.rows.iter().map(|one| row(input.plan.contract(), one)).collect(),
    }
}

/// A column of the export in words; none where nobody needs it to know the case.
fn fact(input: &ProveInput<'_>, entity: &Entity, cell: &TracedCell) -> Option<Fact> {
    let column = entity.field(entity.column(&cell.column)?);
    if cell.value.is_empty() || matches!(column.kind, Kind::Key | Kind::System | Kind::TableName) {
        return None;
    }
    let world = &input.staged.world;
    let value = match &column.kind {
        Kind::Option { list } => world.option_text(list, &cell.value).map(str::to_owned),
        Kind::Reference { table } => Guid::parse(&cell.value).ok().and_then(|key| {
            let name = input.plan.model().reference.get(usize::from(table.0))?.name?;
            world.row(*table, key)?.get(name).filled().map(str::to_owned)
        }),
        Kind::Flag => match cell.value.as_str() {
            "1" => Some("Yes".to_owned()),
            "0" => Some("No".to_owned()),
            _ => None,
        },
        _ => None,
    };
    Some(Fact { label: column_label(&column.name), value: value.unwrap_or_else(|| cell.value.clone()) })
}

fn row(contract: &Contract, row: &TracedRow) -> SheetRow {
    let table = contract.find(&row.table).map(|table| contract.table(table));
    let column = |name: &str| table.and_then(|table| table.columns.iter().find(|column| column.name == name));
    // Keys say nothing to whoever compares two screens.
    let is_key =
        |name: &str| column(name).is_some_and(|column| column.unique || !column.references.is_empty());
    let facts = row.values.iter().filter(|cell| !is_key(&cell.column)).map(|cell| {
        let list = column(&cell.column).and_then(|column| contract.code_list(column.codes.as_deref()?));
        let value = list.map_or_else(|| in_lines(&cell.value), |list| with_label(list, &cell.value));
        Fact { label: in_words(&cell.column), value }
    });
    let title = in_words(&row.table);
    let title = if row.role == "absorbed" { format!("{title} (of another record)") } else { title };
    SheetRow { title, facts: facts.collect() }
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

/// `PERSON_LEGAL_STATUSES` as `Person legal statuses`.
fn in_words(name: &str) -> String {
    let lower = name.strip_prefix("MO_").unwrap_or(name).replace('_', " ").to_lowercase();
    let mut characters = lower.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}
