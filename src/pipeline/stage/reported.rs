//! Flat tables of answers, held against the answers themselves.
//!
//! A drop may have both, the answers one by one and tables that were made of them. The answers count; where a flat table is
//! older or says otherwise, that is listed. A drop may have the flat tables alone: then forms of which none has a row are
//! listed, and rows that are older than their form.

use std::collections::BTreeMap;

use super::everyone::fingerprint;
use super::sorted_table::SortedTable;
use super::temporary_folder::TemporaryFolder;
use super::{Layout, StageError, StageInput};
use crate::record::{EntityId, FieldId, FileId, Finding, Guid, Origin, Reason, SourceRecord};
use crate::source::{DateForm, Kind, ReportingRule, UtcInstant};

/// The length of an entry, and where its parts begin. The form comes first.
const LENGTH: usize = 81;
const WHAT: usize = 16;
const QUESTION: usize = 17;
const VALUE: usize = 33;
const KEY: usize = 41;
const CHANGED: usize = 57;
const FILE: usize = 65;
const LINE: usize = 69;
const ENTITY: usize = 77;
const FIELD: usize = 79;

type Entry = [u8; LENGTH];

/// What an entry tells of a form: the form itself, that a flat table has a row of it, an answer, a cell of a flat table, an
/// answer that no flat table can hold.
const FORM: u8 = 0;
const ROW: u8 = 1;
const ANSWER: u8 = 2;
const CELL: u8 = 3;
const UNHELD: u8 = 4;

/// What answers and flat tables say of each form, on disk.
#[derive(Debug)]
pub(super) struct Reported {
    table: SortedTable<LENGTH>,
    rule: ReportingRule,
    /// The entities of forms.
    forms: Vec<EntityId>,
    /// The files whose rows are cells of flat tables.
    cells: Vec<FileId>,
    /// Whether answers are there besides.
    compares: bool,
    datetimes: Vec<DateForm>,
}

impl Reported {
    /// Takes the rows of flat tables, where the drop has some.
    pub(super) fn create(
        folder: &TemporaryFolder,
        input: StageInput<'_>,
        datetimes: &[DateForm],
    ) -> Result<Option<Self>, StageError> {
        let StageInput { drop, profile, dictionary, assignment, .. } = input;
        let Some(rule) = &profile.reporting else { return Ok(None) };
        let flat = drop.files().iter().filter(|file| rule.is_answers(&file.path));
        let flat: Vec<_> = flat.map(|file| (file.id, file.path.clone())).collect();
        if flat.is_empty() {
            return Ok(None);
        }
        let answers = dictionary.entity(rule.answers.entity);
        let forms = match &answers.field(rule.answers.form).kind {
            Kind::Polymorphic { tables, .. } => tables.clone(),
            Kind::Lookup { table } => vec![*table],
            _ => Vec::new(),
        };
        let path = folder.file("reported");
        let mut reported = Self {
            table: SortedTable::create(path.clone())?,
            rule: rule.clone(),
            forms,
            cells: flat.iter().map(|(id, _)| *id).collect(),
            compares: !assignment.compared.is_empty(),
            datetimes: datetimes.to_vec(),
        };
        for (_, path_of) in &flat {
            let unreadable = |source| StageError::Spool { path: path.clone(), source };
            for form in drop.reported_forms(path_of).map_err(unreadable)? {
                reported.table.add(&entry(form, ROW))?;
            }
        }
        Ok(Some(reported))
    }

    /// Looks at a record of the drop, or of the cells that are compared with it.
    pub(super) fn see(&mut self, layout: &Layout, record: &SourceRecord) -> Result<(), StageError> {
        if record.entity() == self.rule.answers.entity {
            return self.answer(layout, record);
        }
        if !self.forms.contains(&record.entity()) {
            return Ok(());
        }
        let changed = layout.of(record.entity()).modified;
        let mut own = entry(layout.key_of(record), FORM);
        self.tell(&mut own, layout, record, changed);
        self.table.add(&own)
    }

    fn answer(&mut self, layout: &Layout, record: &SourceRecord) -> Result<(), StageError> {
        let columns = &self.rule.answers;
        let Some(form) = record.guid(columns.form) else { return Ok(()) };
        let is_cell = self.cells.contains(&record.origin().file);
        let column = record.get(columns.kind).filled().and_then(|kind| columns.values.get(kind.trim()));
        let column = column.filter(|_| record.get(columns.row).filled().is_none()).copied();
        let mut own = entry(form, if is_cell { CELL } else { ANSWER });
        let question = record.guid(columns.question).unwrap_or_default();
        own[QUESTION..VALUE].copy_from_slice(&question.bytes());
        match column {
            Some(column) => {
                own[VALUE..KEY].copy_from_slice(&value(record.get(column).filled().unwrap_or_default()));
                own[FIELD..].copy_from_slice(&column.0.to_be_bytes());
            }
            None => own[WHAT] = UNHELD,
        }
        let changed = Some(columns.changed);
        self.tell(&mut own, layout, record, changed);
        self.table.add(&own)
    }

    /// What every entry about a record tells of it.
    fn tell(&self, entry: &mut Entry, layout: &Layout, record: &SourceRecord, changed: Option<FieldId>) {
        let Origin { file, line } = record.origin();
        let changed = changed.and_then(|field| record.get(field).filled());
        let changed = changed.and_then(|text| UtcInstant::parse(text, &self.datetimes)).map_or(0, stamp);
        entry[KEY..CHANGED].copy_from_slice(&layout.key_of(record).bytes());
        entry[CHANGED..FILE].copy_from_slice(&changed.to_be_bytes());
        entry[FILE..LINE].copy_from_slice(&file.0.to_be_bytes());
        entry[LINE..ENTITY].copy_from_slice(&line.to_be_bytes());
        entry[ENTITY..FIELD].copy_from_slice(&record.entity().0.to_be_bytes());
    }

    /// What is to be listed: `reporting-table-missing` and `reporting-table-stale`.
    pub(super) fn finish(self) -> Result<Vec<Finding>, StageError> {
        let mut findings = Vec::new();
        let compares = self.compares;
        self.table.groups(|group| {
            let of = |what: u8| group.iter().filter(move |entry| entry[WHAT] == what);
            let Some(form) = of(FORM).next() else { return Ok(()) };
            let there = of(ROW).next().is_some();
            let answered = of(ANSWER).chain(of(UNHELD)).next().is_some();
            match (there, compares) {
                (false, true) if !answered => {}
                (false, _) => findings.push(finding(form, Reason::ReportingTableMissing, None)),
                (true, false) => findings.extend(older(of(CELL), [form].into_iter(), form)),
                (true, true) => findings.extend(differing(group, form)),
            }
            Ok(())
        })?;
        Ok(findings)
    }
}

/// That cells of a form are older than something of it.
fn older<'e>(
    cells: impl Iterator<Item = &'e Entry>,
    than: impl Iterator<Item = &'e Entry>,
    form: &Entry,
) -> Option<Finding> {
    let changed = |entry: &Entry| number(&entry[CHANGED..FILE]);
    let (cells, than) = (cells.map(changed).max()?, than.map(changed).max()?);
    (cells > 0 && cells < than).then(|| finding(form, Reason::ReportingTableStale, None))
}

/// Answers of a form that its row in a flat table does not say, or says otherwise; and, as a fault of the form, that the row
/// is older, or says more.
fn differing(group: &[Entry], form: &Entry) -> Vec<Finding> {
    let of = |what: u8| group.iter().filter(move |entry| entry[WHAT] == what);
    let question = |entry: &Entry| -> [u8; 16] { bytes(&entry[QUESTION..VALUE]) };
    let cells: BTreeMap<[u8; 16], &Entry> = of(CELL).map(|cell| (question(cell), cell)).collect();
    let answers: BTreeMap<[u8; 16], &Entry> = of(ANSWER).map(|answer| (question(answer), answer)).collect();
    let more = cells.keys().any(|question| !answers.contains_key(question));
    let form_itself = older(of(CELL), of(ANSWER).chain(of(UNHELD)), form);
    let form_itself = form_itself.or_else(|| more.then(|| finding(form, Reason::ReportingTableStale, None)));
    let other = of(ANSWER).filter(|answer| {
        cells.get(&question(answer)).is_none_or(|cell| cell[VALUE..KEY] != answer[VALUE..KEY])
    });
    let other = other.map(|answer| {
        let field = FieldId(u16::from_be_bytes(bytes(&answer[FIELD..])));
        finding(answer, Reason::ReportingTableStale, Some(field))
    });
    form_itself.into_iter().chain(other).collect()
}

fn entry(form: Guid, what: u8) -> Entry {
    let mut entry = [0; LENGTH];
    entry[..WHAT].copy_from_slice(&form.bytes());
    entry[WHAT] = what;
    entry
}

fn finding(entry: &Entry, reason: Reason, field: Option<FieldId>) -> Finding {
    let file = FileId(u32::from_be_bytes(bytes(&entry[FILE..LINE])));
    Finding {
        reason,
        entity: EntityId(u16::from_be_bytes(bytes(&entry[ENTITY..FIELD]))),
        source_id: Guid::from_bytes(bytes(&entry[KEY..CHANGED])).to_string(),
        case_file: None,
        origin: Origin { file, line: number(&entry[LINE..ENTITY]) },
        field,
    }
}

/// A short stand-in for a value; the case of a key is no difference.
fn value(text: &str) -> [u8; 8] {
    let key = Guid::parse(text.trim()).map(|key| key.to_string());
    bytes(&fingerprint(0, &[key.unwrap_or_else(|_| text.to_owned())])[..8])
}

/// A moment as a number that grows with it, to the second.
fn stamp(moment: UtcInstant) -> u64 {
    moment.utc().strftime("%Y%m%d%H%M%S").to_string().parse().unwrap_or_default()
}

fn number(entry: &[u8]) -> u64 {
    u64::from_be_bytes(bytes(entry))
}

/// So many bytes of an entry.
fn bytes<const N: usize>(entry: &[u8]) -> [u8; N] {
    let mut bytes = [0; N];
    bytes.copy_from_slice(entry);
    bytes
}
