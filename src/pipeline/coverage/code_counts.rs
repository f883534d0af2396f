//! Counts codes as rows go by, and finds those that the code tables do not know.

use std::collections::{BTreeMap, BTreeSet};

use super::UncoveredCode;
use super::code_uses::CodeUse;
use super::judged::Judge;
use super::option_number::is_option_number;
use super::reference_rows::ReferenceRows;
use crate::map::plan::{CodeBy, CodeTable, Plan};
use crate::record::{EntityId, Guid, Reason, SourceRecord};
use crate::source::{Kind, Sighted};

/// How many rows have each code, and which first, by use.
pub(in crate::pipeline) struct CodeCounts {
    counts: Vec<BTreeMap<String, Sighted>>,
    by_entity: BTreeMap<EntityId, Vec<usize>>,
    /// The questions of the drop that an answer's use is about, by use.
    questions: Vec<Option<BTreeSet<Guid>>>,
}

impl CodeCounts {
    /// Nothing counted yet.
    pub(in crate::pipeline) fn new(plan: &Plan, uses: &[CodeUse], reference: &ReferenceRows) -> Self {
        let mut by_entity: BTreeMap<EntityId, Vec<usize>> = BTreeMap::new();
        for (place, one) in uses.iter().enumerate() {
            by_entity.entry(one.entity).or_default().push(place);
        }
        let questions = uses.iter().map(|one| Some(questions(plan, reference, one.question.as_deref()?)));
        Self { counts: vec![BTreeMap::new(); uses.len()], by_entity, questions: questions.collect() }
    }

    /// Counts the codes of a record.
    pub(in crate::pipeline) fn see(
        &mut self,
        plan: &Plan,
        uses: &[CodeUse],
        judge: &Judge<'_>,
        record: &SourceRecord,
    ) {
        let Some(places) = self.by_entity.get(&record.entity()) else { return };
        if plan.entity(record.entity()).is_some_and(|entity| judge.left_out(entity, record)) {
            return;
        }
        for place in places {
            let one = &uses[*place];
            let Some(text) = record.get(one.field).filled().map(str::trim) else { continue };
            let asked = self.questions[*place].as_ref().is_none_or(|questions| {
                let question = record.guid(plan.model().forms.answer_question);
                question.is_some_and(|question| questions.contains(&question))
            });
            if asked && one.when.iter().all(|when| judge.holds(when, record) != Some(false)) {
                self.counts[*place].entry(text.to_lowercase()).or_default().see(record.origin());
            }
        }
    }
}

/// The questions that a user code of the target stands for.
fn questions(plan: &Plan, reference: &ReferenceRows, user_code: &str) -> BTreeSet<Guid> {
    let forms = &plan.model().forms;
    let (Some(codes), Some(key)) = (plan.code_table_named(&forms.user_codes), plan.key_of(forms.question))
    else {
        return BTreeSet::new();
    };
    let asks = |row: &&SourceRecord| {
        let identifier = row.get(forms.identifier).filled();
        identifier.and_then(|identifier| codes.find(identifier)?.target.as_deref()) == Some(user_code)
    };
    reference.rows(forms.question).iter().filter(asks).filter_map(|row| row.guid(key)).collect()
}

/// The codes that the code tables do not know, in order of table and key.
pub(super) fn uncovered(
    plan: &Plan,
    uses: &[CodeUse],
    counts: &CodeCounts,
    reference: &ReferenceRows,
) -> Vec<UncoveredCode> {
    let mut found: BTreeMap<UncoveredCode, u64> = BTreeMap::new();
    for (_, code, seen) in uncovered_by_use(plan, uses, counts, reference) {
        *found.entry(code).or_default() += seen.times;
    }
    let codes = found.into_iter().map(|(code, records)| UncoveredCode { records, ..code });
    codes.collect()
}

/// The codes that the code tables do not know, use by use, with the rows that have each; one may have none.
pub(in crate::pipeline) fn uncovered_by_use<'a>(
    plan: &'a Plan,
    uses: &'a [CodeUse],
    counts: &'a CodeCounts,
    reference: &'a ReferenceRows,
) -> impl Iterator<Item = (&'a CodeUse, UncoveredCode, Sighted)> {
    uses.iter().zip(&counts.counts).flat_map(|(one, counts)| {
        let codes = codes_of(plan, one, counts, reference).into_iter();
        codes.map(move |(code, seen)| (one, code, seen))
    })
}

type Counted = Vec<(UncoveredCode, Sighted)>;

fn codes_of(
    plan: &Plan,
    one: &CodeUse,
    counts: &BTreeMap<String, Sighted>,
    reference: &ReferenceRows,
) -> Counted {
    let table = plan.code_table(one.table);
    match &plan.dictionary().entity(one.entity).field(one.field).kind {
        Kind::Option { list } => options(table, list, counts, reference),
        Kind::Reference { table: of } | Kind::Lookup { table: of } => {
            rows(plan, one, table, *of, counts, reference)
        }
        _ => Vec::new(),
    }
}

fn options(
    table: &CodeTable,
    list: &str,
    counts: &BTreeMap<String, Sighted>,
    reference: &ReferenceRows,
) -> Counted {
    let labels: BTreeMap<&str, &str> = reference.option_values(list).into_iter().collect();
    let mut numbers: BTreeSet<&str> = counts.keys().map(String::as_str).collect();
    numbers.extend(labels.keys());
    // A row without a label is somebody's word that no list has the number.
    let decided = |number: &str| table.find(number).is_some_and(|entry| entry.label.is_empty());
    let unknown =
        |number: &&str| table.find(number).is_none() || !labels.contains_key(number) && !decided(number);
    let uncovered = |number: &str| {
        let label = labels.get(number).copied();
        // What is no number may be anything: it is counted and not shown.
        let code =
            if label.is_some() || is_option_number(number, labels.keys().copied()) { number } else { "" };
        let code = UncoveredCode {
            table: table.name().to_owned(),
            list: list.to_owned(),
            key: code.to_owned(),
            code: code.to_owned(),
            label: label.unwrap_or_default().to_owned(),
            reason: if label.is_some() { Reason::UnmappedCode } else { Reason::OptionNoLabel },
            records: 0,
        };
        (code, counts.get(number).copied().unwrap_or_default())
    };
    numbers.into_iter().filter(unknown).map(uncovered).collect()
}

fn rows(
    plan: &Plan,
    one: &CodeUse,
    table: &CodeTable,
    of: EntityId,
    counts: &BTreeMap<String, Sighted>,
    reference: &ReferenceRows,
) -> Counted {
    let mut found = Vec::new();
    for row in reference.rows(of) {
        let key = plan.key_of(of).and_then(|key| row.guid(key)).map(|key| key.to_string());
        let seen = key.and_then(|key| counts.get(&key)).copied().unwrap_or_default();
        // What no row has is only told of lists that a whole table is for: an option belongs to one question.
        if seen.times == 0
            && (one.question.is_some()
                || one.when.iter().any(|when| *when != crate::map::plan::Condition::Always))
        {
            continue;
        }
        if let Some(reason) = reason(plan, one, table, (of, row), reference)
            && (seen.times > 0 || reason == Reason::UnmappedCode)
        {
            found.push((uncovered_row(plan, one, table, (of, row), reason), seen));
        }
    }
    found
}

fn reason(
    plan: &Plan,
    one: &CodeUse,
    table: &CodeTable,
    (of, row): (EntityId, &SourceRecord),
    reference: &ReferenceRows,
) -> Option<Reason> {
    let Some(key) = text(plan, of, row, one.by) else {
        return Some(if one.by == CodeBy::GovCode { Reason::MissingGovcode } else { Reason::UnmappedCode });
    };
    let name = text(plan, of, row, CodeBy::Name);
    let shares = |other: &SourceRecord| {
        text(plan, of, other, CodeBy::GovCode) == Some(key) && text(plan, of, other, CodeBy::Name) != name
    };
    let ambiguous = one.by == CodeBy::GovCode && reference.rows(of).iter().any(shares);
    let unknown = || table.find(key).is_none().then_some(Reason::UnmappedCode);
    ambiguous.then_some(Reason::AmbiguousGovcode).or_else(unknown)
}

/// What a row of a reference table is looked up by.
fn text<'r>(plan: &Plan, of: EntityId, row: &'r SourceRecord, by: CodeBy) -> Option<&'r str> {
    let columns = plan.model().reference[usize::from(of.0)];
    let column = match by {
        CodeBy::Name => columns.name,
        CodeBy::GovCode => columns.gov_code,
        CodeBy::Code | CodeBy::Number => columns.code,
    };
    row.get(column?).filled().map(str::trim)
}

fn uncovered_row(
    plan: &Plan,
    one: &CodeUse,
    table: &CodeTable,
    (of, row): (EntityId, &SourceRecord),
    reason: Reason,
) -> UncoveredCode {
    let text = |by| text(plan, of, row, by).unwrap_or_default().to_owned();
    let code = if one.by == CodeBy::GovCode { text(CodeBy::GovCode) } else { text(CodeBy::Code) };
    UncoveredCode {
        table: table.name().to_owned(),
        list: plan.dictionary().entity(of).name.clone(),
        key: text(one.by),
        code,
        label: text(CodeBy::Name),
        reason,
        records: 0,
    }
}
