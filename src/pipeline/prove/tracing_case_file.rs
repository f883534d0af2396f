//! One case file looked at with the eyes of the proof, for people who ask what became of it.

use super::batch::Proving;
use super::listed::each_line;
use super::{ProveError, ProveInput, with_proving};
use crate::pipeline::stage::CaseFileSource;
use crate::pipeline::trace::{CaseFileTrace, Reasons, TracedCell, TracedRecord, TracedRow};
use crate::pipeline::world::PersonIndex;
use crate::reconcile::reader::ExceptionList;
use crate::reconcile::{CrossReferences, RowId, TargetSide, row_name};
use crate::record::{Outcome, SourceRecord, Value};

/// Tells the stories of case files, each by its person number, in the order given; of nobody for a number that no one
/// has.
pub(crate) fn trace_case_files(
    input: &ProveInput<'_>,
    numbers: &[u64],
    show_values: bool,
) -> Result<Vec<CaseFileTrace>, ProveError> {
    let found: Vec<PersonIndex> = numbers.iter().filter_map(|number| person_of(input, *number)).collect();
    with_proving(input, |proving| {
        let story = Story { input, proving, show_values };
        found.into_iter().map(|person| story.of(person)).collect()
    })
}

/// What a drop tells of a case file that was sealed from another.
#[derive(Debug, Default)]
pub(crate) struct TracedElsewhere {
    /// The records that join it to others and that this drop accounts for.
    pub(crate) joining: Vec<TracedRecord>,
    /// Rows that name somebody whom a run of this drop wrote later, each with the entity and key of its record.
    pub(crate) links: Vec<(String, String, TracedRow)>,
}

/// Tells what this drop accounts for of case files that were sealed from others, each by its person number; nothing of whom it does
/// not have.
pub(crate) fn trace_elsewhere(
    input: &ProveInput<'_>,
    numbers: &[u64],
    show_values: bool,
) -> Result<Vec<(u64, TracedElsewhere)>, ProveError> {
    let found = numbers.iter().filter_map(|number| Some((*number, person_of(input, *number)?)));
    let found: Vec<(u64, PersonIndex)> = found.collect();
    if found.is_empty() {
        return Ok(Vec::new());
    }
    with_proving(input, |proving| {
        let story = Story { input, proving, show_values };
        let mut told = Vec::with_capacity(found.len());
        for (number, person) in found {
            let batch = input.part_of(person);
            let files = input.staged.spools.load_of(batch, |one| one == person)?;
            let Some(source) = files.into_iter().next() else { continue };
            let links = story.links(&source, batch)?;
            told.push((number, TracedElsewhere { joining: story.joining(source, batch)?, links }));
        }
        Ok(told)
    })
}

/// The surviving person of a person number, or whom a merged one of that number leads to.
fn person_of(input: &ProveInput<'_>, number: u64) -> Option<PersonIndex> {
    let people = input.people();
    let found = people.everyone().find(|person| people.number(*person) == number && number != 0)?;
    Some(people.survivor(found))
}

/// What is at hand while a story is told.
struct Story<'a> {
    input: &'a ProveInput<'a>,
    proving: &'a Proving<'a>,
    show_values: bool,
}

/// What was read back for the case file.
struct Evidence {
    side: TargetSide,
    references: CrossReferences,
    reasons: Reasons,
    outcomes: Vec<Outcome>,
    /// The rows that each record gave, with what they are to it.
    rows: Vec<Vec<(RowId, &'static str)>>,
}

impl Story<'_> {
    fn of(&self, person: PersonIndex) -> Result<CaseFileTrace, ProveError> {
        let batch = self.input.part_of(person);
        let files = self.input.staged.spools.load(batch)?;
        let source = files.iter().find(|file| file.person == person);
        let number = self.input.people().number(person);
        let evidence = source.map(|source| self.evidence((source, &[]), batch)).transpose()?;
        let held_for = evidence.as_ref().map(|evidence| evidence.reasons.held_for().to_vec());
        let told = self.proving.told(person);
        let mut trace = CaseFileTrace {
            format: 1,
            case_file: number,
            state: told.0.word().to_owned(),
            batch: told.1,
            digest: None,
            held_for: held_for.unwrap_or_default(),
            records: Vec::new(),
        };
        if let Some((source, evidence)) = source.zip(evidence) {
            trace.records = self.records(source, &evidence);
        }
        Ok(trace)
    }

    /// The records that join the case file to others and that this drop accounts for.
    fn joining(&self, source: CaseFileSource, batch: u32) -> Result<Vec<TracedRecord>, ProveError> {
        let input = self.input;
        let Some((mut source, mut beside)) = input.scoped(source) else { return Ok(Vec::new()) };
        // What nobody wrote is told as the case file's own drop has it.
        let is_missed = |record: &SourceRecord| {
            input.scope.is_some_and(|scope| scope.missed.contains(&input.key_of(record)))
        };
        let is_told = |record: &SourceRecord| input.joins(record) && !is_missed(record);
        let (told, others): (Vec<_>, Vec<_>) =
            std::mem::take(&mut source.records).into_iter().partition(is_told);
        beside.extend(others);
        source.records = told;
        source.duplicates.retain(|(record, _)| is_told(record));
        let evidence = self.evidence((&source, &beside), batch)?;
        Ok(self.records(&source, &evidence))
    }

    /// Rows that name somebody whom a run of this drop wrote later than the case file.
    fn links(
        &self,
        source: &CaseFileSource,
        batch: u32,
    ) -> Result<Vec<(String, String, TracedRow)>, ProveError> {
        let (side, rows) = self.proving.look_at_late(source, batch)?;
        let link = |(place, row): (usize, RowId)| {
            let (entity, key) = self.input.key_of(&source.records[place]);
            let entity = self.input.plan.dictionary().entity(entity).name.clone();
            (entity, key.to_string(), self.row(&side, row, "own"))
        };
        Ok(rows.into_iter().map(link).collect())
    }

    /// Reads back what concerns a case file, and what the lists say of it; `beside` are records of it that are not asked after.
    fn evidence(
        &self,
        (source, beside): (&CaseFileSource, &[SourceRecord]),
        batch: u32,
    ) -> Result<Evidence, ProveError> {
        let number = self.input.people().number(source.person);
        let mut reasons = Reasons::default();
        for list in ExceptionList::ALL {
            each_line(self.input, list, |line| reasons.take(list, line, number))?;
        }
        let (side, references, outcomes, rows) = self.proving.look_at((source, beside), batch)?;
        Ok(Evidence { side, references, reasons, outcomes, rows })
    }

    fn records(&self, source: &CaseFileSource, evidence: &Evidence) -> Vec<TracedRecord> {
        let own = source.records.iter().zip(&evidence.outcomes).enumerate();
        let own = own.map(|(place, (record, outcome))| self.record(record, *outcome, Some(place), evidence));
        let repeated = source.duplicates.iter();
        let repeated = repeated.map(|(record, _)| self.record(record, Outcome::Merged, None, evidence));
        own.chain(repeated).collect()
    }

    fn record(
        &self,
        record: &SourceRecord,
        outcome: Outcome,
        place: Option<usize>,
        evidence: &Evidence,
    ) -> TracedRecord {
        let entity = self.input.plan.dictionary().entity(record.entity());
        let key = self.input.plan.key_of(record.entity()).and_then(|key| record.guid(key));
        let source_id = key.map(|key| key.to_string()).unwrap_or_default();
        let files = &self.input.staged.files;
        let file = files.iter().find(|report| report.file == record.origin().file);
        let mut rows: Vec<TracedRow> = place
            .map(|place| evidence.rows[place].as_slice())
            .unwrap_or_default()
            .iter()
            .map(|(row, role)| self.row(&evidence.side, *row, role))
            .collect();
        if let Some(key) = key {
            rows.extend(self.absorbing((record, key), evidence, &rows));
        }
        TracedRecord {
            entity: entity.name.clone(),
            file: file.map(|report| report.path.clone()).unwrap_or_default(),
            line: record.origin().line,
            outcome: outcome.word(),
            reasons: evidence.reasons.of(&entity.name, &source_id),
            rows,
            values: self.values(record),
            source_id,
        }
    }

    /// The rows of other records that stand for this one, by the cross-reference.
    fn absorbing(
        &self,
        (record, key): (&SourceRecord, crate::record::Guid),
        evidence: &Evidence,
        known: &[TracedRow],
    ) -> Vec<TracedRow> {
        let contract = self.input.plan.contract();
        let lines = evidence.references.of(record.entity(), key).iter();
        let lines = lines.filter(|line| line.field.is_none());
        let rows = lines.map(|line| {
            let first = contract.table(line.table).key.first().copied();
            let found = first.and_then(|key| evidence.side.find(line.table, key, &line.legacy_id).next());
            match found {
                Some(row) => self.row(&evidence.side, row, "absorbed"),
                None => TracedRow {
                    table: contract.table(line.table).name.clone(),
                    legacy_id: line.legacy_id.clone(),
                    file: format!("data/batches/{:04}/xref.csv", line.place.0),
                    line: line.place.1,
                    role: "absorbed",
                    values: Vec::new(),
                },
            }
        });
        rows.filter(|row| {
            !known.iter().any(|own| (&own.table, &own.legacy_id) == (&row.table, &row.legacy_id))
        })
        .collect()
    }

    fn row(&self, side: &TargetSide, row: RowId, role: &'static str) -> TracedRow {
        let table = self.input.plan.contract().table(row.table);
        let view = side.row(row);
        let cells = table.columns.iter().zip(view.cells());
        let values = cells.filter_map(|(column, cell)| {
            Some(TracedCell { column: column.name.clone(), value: cell?.to_owned() })
        });
        TracedRow {
            table: table.name.clone(),
            legacy_id: row_name(table, |column| view.cell(column)),
            file: side.file(view.file()).path.clone(),
            line: view.line(),
            role,
            values: if self.show_values { values.collect() } else { Vec::new() },
        }
    }

    fn values(&self, record: &SourceRecord) -> Vec<TracedCell> {
        if !self.show_values {
            return Vec::new();
        }
        let entity = self.input.plan.dictionary().entity(record.entity());
        let filled = entity.fields().filter_map(|field| match record.get(field) {
            Value::Text(text) => {
                Some(TracedCell { column: entity.field(field).name.clone(), value: text.to_owned() })
            }
            Value::Null => None,
        });
        filled.collect()
    }
}
