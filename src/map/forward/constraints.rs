//! The contract's constraints on rows: what must hold of several columns, and of several rows.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::context_step::fits;
use super::validate::in_required_column;
use super::work::Work;
use crate::map::plan::CheckDigit;
use crate::map::step::passes_check;
use crate::record::{FieldId, Reason};
use crate::target::contract::{AmongOf, Checked, ColumnId, Constraint, Demand, TableId, TargetRow};

/// Stands for no end; after every day.
const NEVER: &str = "9999-99-99";

/// Turns away what breaks a constraint of its table.
pub(super) fn check_constraints(work: &mut Work<'_>) {
    let broken = broken(work);
    if broken.is_empty() {
        return;
    }
    for (place, code, field) in broken {
        let told = work.found.iter().any(|found| found.place == Some(place) && found.finding.reason == code);
        if !told {
            work.raise_as(place, code, field, in_required_column(code));
        }
    }
    super::lookups::inherit(work);
}

/// A record whose row breaks a constraint, the code, and the column where it is one.
type Broken = (usize, Reason, Option<FieldId>);

/// The records whose rows break a constraint, in order, each code once.
fn broken(work: &Work<'_>) -> Vec<Broken> {
    let contract = work.plan.contract();
    let mut broken = Vec::new();
    let mut rows: BTreeMap<TableId, Vec<usize>> = BTreeMap::new();
    for row in (0..work.rows.len()).filter(|row| work.is_written(*row)) {
        if !contract.table(work.rows[row].row.table).constraints.is_empty() {
            rows.entry(work.rows[row].row.table).or_default().push(row);
        }
    }
    for (table, constraints) in
        contract.tables().iter().enumerate().map(|(at, table)| (at, &table.constraints))
    {
        let Ok(table) = u16::try_from(table).map(TableId) else { continue };
        let rows = rows.get(&table).map(Vec::as_slice).unwrap_or_default();
        // Where there is no row, only one that is missing can be wrong.
        let due = |one: &&Constraint| !rows.is_empty() || matches!(one.demand, Demand::OneOpen { .. });
        for constraint in constraints.iter().filter(due) {
            let places = breakers(work, rows, constraint).into_iter();
            broken.extend(places.map(|(place, field)| (place, constraint.code, field)));
        }
    }
    broken.sort_unstable();
    broken.dedup();
    broken
}

/// The records whose rows break a constraint; `rows` are those of its table.
fn breakers(work: &Work<'_>, rows: &[usize], constraint: &Constraint) -> Vec<(usize, Option<FieldId>)> {
    let rows: Vec<usize> =
        rows.iter().copied().filter(|row| is_meant(&work.rows[*row].row, constraint)).collect();
    let whole = |places: Vec<usize>| places.into_iter().map(|place| (place, None)).collect();
    match &constraint.demand {
        Demand::OneOpen { per, end } => whole(not_one_open(work, &rows, *per, *end)),
        Demand::OneUnended { per, end } => whole(several_unended(work, &rows, *per, *end)),
        Demand::Listed { column, table, by } => whole(not_listed(work, &rows, *column, (*table, *by))),
        Demand::NotOutlasting { per, end, of } => whole(outlasting(work, &rows, (*per, *end), of)),
        Demand::AmongOf(among) => whole(not_among_those_of(work, &rows, among)),
        demand => {
            let breaks = rows.into_iter().filter(|row| !meets(&work.rows[*row].row, demand));
            breaks.map(|row| (work.rows[row].record, missing_field(work, row, demand))).collect()
        }
    }
}

/// The source column of the first column that is not filled and must be.
fn missing_field(work: &Work<'_>, row: usize, demand: &Demand) -> Option<FieldId> {
    let Demand::Filled(columns) = demand else { return None };
    let column = columns.iter().find(|column| cell(&work.rows[row].row, **column).is_none())?;
    super::links::field_of(work, row, *column)
}

fn cell(row: &TargetRow, column: ColumnId) -> Option<&str> {
    row.cells[usize::from(column.0)].as_deref()
}

fn is_meant(row: &TargetRow, constraint: &Constraint) -> bool {
    has_all(row, &constraint.when)
}

/// Whether each of the columns has one of its texts.
fn has_all(row: &TargetRow, when: &[(ColumnId, Vec<String>)]) -> bool {
    when.iter()
        .all(|(column, texts)| cell(row, *column).is_some_and(|text| texts.iter().any(|own| own == text)))
}

fn meets(row: &TargetRow, demand: &Demand) -> bool {
    match demand {
        Demand::Filled(columns) => columns.iter().all(|column| cell(row, *column).is_some()),
        Demand::Empty(columns) => columns.iter().all(|column| cell(row, *column).is_none()),
        Demand::InOrder(columns) => columns.iter().filter_map(|column| cell(row, *column)).is_sorted(),
        Demand::OneOf(columns) => columns.iter().filter(|column| cell(row, **column).is_some()).count() == 1,
        Demand::AtMost(column, width) => cell(row, *column).is_none_or(|text| fits(text, *width)),
        Demand::Among { column, by, texts } => {
            let allowed = cell(row, *by).and_then(|by| texts.get(by));
            let (Some(text), Some(allowed)) = (cell(row, *column), allowed) else { return true };
            allowed.iter().any(|one| one == text)
        }
        Demand::Different(columns) => {
            let filled: Vec<&str> = columns.iter().filter_map(|column| cell(row, *column)).collect();
            filled.iter().collect::<HashSet<_>>().len() == filled.len()
        }
        Demand::AtLeast(column, least) => cell(row, *column).is_none_or(|text| is_at_least(text, *least)),
        Demand::Hexadecimal(column, digits) => cell(row, *column).is_none_or(|text| {
            text.len() == *digits as usize
                && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        }),
        Demand::CheckDigit(column, of) => {
            cell(row, *column).is_none_or(|text| passes_check(kind_of(*of), text))
        }
        Demand::NotEnding(column, texts) => cell(row, *column).is_none_or(|text| {
            let text = text.to_lowercase();
            !texts.iter().any(|end| text.ends_with(end.as_str()))
        }),
        Demand::TogetherAtMost(columns, most) => {
            let filled = columns.iter().filter_map(|column| cell(row, *column));
            fits(&filled.collect::<Vec<_>>().join(", "), *most)
        }
        Demand::OneOpen { .. }
        | Demand::OneUnended { .. }
        | Demand::Listed { .. }
        | Demand::NotOutlasting { .. }
        | Demand::AmongOf(_) => true,
    }
}

fn kind_of(checked: Checked) -> CheckDigit {
    match checked {
        Checked::Nhs => CheckDigit::Nhs,
        Checked::Upn => CheckDigit::Upn,
        Checked::Uln => CheckDigit::Uln,
    }
}

/// Whether a number in digits is no less than another; what is no number is judged elsewhere.
fn is_at_least(text: &str, least: u32) -> bool {
    text.parse::<f64>().map_or(true, |number| number >= f64::from(least))
}

/// The records of rows that are several where one may be open; the person, where none is.
fn not_one_open(work: &Work<'_>, rows: &[usize], per: ColumnId, end: ColumnId) -> Vec<usize> {
    let mut open: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for row in rows {
        let row = &work.rows[*row];
        if let (Some(value), true) = (cell(&row.row, per), is_open(work, &row.row, end)) {
            open.entry(value).or_default().push(row.record);
        }
    }
    let person = work.person.to_string();
    let root =
        work.root().filter(|root| work.verdicts[*root].gives_rows() && !open.contains_key(person.as_str()));
    open.into_values().filter(|places| places.len() > 1).flatten().chain(root).collect()
}

/// The records of rows without an end that are several where one may be. Where one of them is held already, a rule has told of it.
fn several_unended(work: &Work<'_>, rows: &[usize], per: ColumnId, end: ColumnId) -> Vec<usize> {
    let mut unended: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for made in rows.iter().map(|row| &work.rows[*row]) {
        if let (Some(value), None) = (cell(&made.row, per), cell(&made.row, end)) {
            unended.entry(value).or_default().push(made.record);
        }
    }
    let told = |place: &usize| work.verdicts[*place].held.is_some();
    let new = unended.into_values().filter(|places| places.len() > 1 && !places.iter().any(told));
    new.flatten().collect()
}

/// Whether a row's end is not filled, or comes after the extract.
fn is_open(work: &Work<'_>, row: &TargetRow, end: ColumnId) -> bool {
    cell(row, end).is_none_or(|end| end > &work.extract_time[..10])
}

fn not_listed(
    work: &Work<'_>,
    rows: &[usize],
    column: ColumnId,
    (table, by): (TableId, ColumnId),
) -> Vec<usize> {
    if rows.is_empty() {
        return Vec::new();
    }
    let others =
        (0..work.rows.len()).filter(|row| work.rows[*row].row.table == table && work.is_written(*row));
    let listed: HashSet<&str> = others.filter_map(|row| cell(&work.rows[row].row, by)).collect();
    let unlisted = rows
        .iter()
        .map(|row| &work.rows[*row])
        // What hangs on somebody else's work is listed in their case file.
        .filter(|made| made.other.is_none())
        .filter(|made| cell(&made.row, column).is_some_and(|value| !listed.contains(value)));
    unlisted.map(|made| made.record).collect()
}

/// The records of rows that end after the last of those that they must not outlast, or that have none.
fn outlasting(
    work: &Work<'_>,
    rows: &[usize],
    (per, end): (ColumnId, ColumnId),
    of: &[(ColumnId, Vec<String>)],
) -> Vec<usize> {
    let mut last: BTreeMap<&str, &str> = BTreeMap::new();
    for row in rows.iter().map(|row| &work.rows[*row].row).filter(|row| has_all(row, of)) {
        if let Some(value) = cell(row, per) {
            let end = cell(row, end).unwrap_or(NEVER);
            last.entry(value).and_modify(|last| *last = end.max(last)).or_insert(end);
        }
    }
    let outlasts = |row: &&usize| {
        let row = &work.rows[**row].row;
        let end = cell(row, end).unwrap_or(NEVER);
        cell(row, per).and_then(|value| last.get(value)).is_some_and(|last| end > *last)
    };
    rows.iter().filter(outlasts).map(|row| work.rows[*row].record).collect()
}

/// The records of rows whose column has none of the texts that stand under the text of the row they name.
fn not_among_those_of(work: &Work<'_>, rows: &[usize], among: &AmongOf) -> Vec<usize> {
    let named = among.named;
    let others =
        (0..work.rows.len()).filter(|row| work.rows[*row].row.table == named.table && work.is_written(*row));
    let others = others.map(|row| &work.rows[row].row);
    let by_key: HashMap<&str, &str> =
        others.filter_map(|row| Some((cell(row, named.key)?, cell(row, named.column)?))).collect();
    let misplaced = rows.iter().map(|row| &work.rows[*row]).filter(|made| {
        let named = cell(&made.row, among.of).and_then(|key| by_key.get(key));
        let allowed = named.and_then(|named| among.allowed(named, |column| cell(&made.row, column)));
        let (Some(allowed), Some(text)) = (allowed, cell(&made.row, among.column)) else { return false };
        !allowed.iter().any(|one| one == text)
    });
    misplaced.map(|made| made.record).collect()
}
