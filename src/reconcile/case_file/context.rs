//! Case files of the export against what was read back for them.

use rustc_hash::FxHashMap;

use super::parent_line::ParentLine;
use super::told::{AnswerKeys, JobColumns, Told};
use super::{
    EntityInverse, FieldInverse, Links, Proven, Reading, RecordView, cross_reference, identity, outcome,
};
use crate::map::plan::{NotePlace, Plan};
use crate::reconcile::check::{CROSS_REFERENCE, DIGESTS_AGREE, NOT_ACCOUNTED_FOR, VALUE_MISMATCH};
use crate::reconcile::digest::{Digest, Digester, RecordBytes};
use crate::reconcile::inverse::{Backwards, Normal};
use crate::reconcile::note::Sections;
use crate::reconcile::partition::hash_of;
use crate::reconcile::recompute::TurnedAway;
use crate::reconcile::{
    CaseFileLine, CaseFileState, CrossReferences, Difference, Export, ExportCaseFile, JoiningLeaf, Mismatch,
    MismatchColumn, RowId, TargetSide, row_name,
};
use crate::record::{CaseFileTally, EntityId, FieldId, Guid, Outcome, SourceRecord};
use crate::source::Kind;

/// What is worked out once for all case files.
pub struct Prover<'a> {
    backwards: Backwards<'a>,
    inverses: Vec<Option<EntityInverse<'a>>>,
    digester: Digester,
    job: Option<JobColumns>,
}

/// One case file, or the shared records, and what was read back for them.
#[derive(Clone, Copy)]
pub struct CaseFileProver<'c> {
    /// The case file as the export has it.
    pub file: &'c ExportCaseFile<'c>,
    /// The rows that were read back.
    pub side: &'c TargetSide,
    /// Which of them each record gave.
    pub links: &'c Links,
    /// The columns that lead to somebody whom a later run wrote, by the place of the record.
    pub late: &'c [(usize, FieldId)],
    /// What the exception lists say.
    pub away: &'c TurnedAway,
    /// What the cross-references say.
    pub cross_references: &'c CrossReferences,
    /// The batch that it was written in.
    pub batch: Option<u32>,
}

/// A note that several records share.
#[derive(Default)]
struct SharedNote<'s> {
    row: Option<RowId>,
    sections: Sections<'s>,
}

type SharedNotes<'s> = FxHashMap<String, SharedNote<'s>>;

impl<'a> Prover<'a> {
    /// Works out what is needed for all case files; digests are taken under the proof key.
    pub fn new(plan: &'a Plan, export: &'a dyn Export, key: &[u8; 32]) -> Self {
        Self {
            backwards: Backwards::new(plan, export),
            inverses: plan.dictionary().ids().map(|id| EntityInverse::new(plan, id)).collect(),
            digester: Digester::new(key),
            job: JobColumns::new(plan),
        }
    }

    /// Nothing found yet.
    pub fn nothing(&self) -> Proven {
        Proven::new(self.backwards.plan.dictionary().entities().len())
    }

    /// Judges one case file; what is found is added to `proven`.
    pub fn case_file(&self, input: CaseFileProver<'_>, proven: &mut Proven) {
        let state = self.backwards.export.state(input.file.person).unwrap_or(CaseFileState::Held);
        let mut judged = Judged {
            prover: self,
            input,
            proven,
            tally: CaseFileTally::default(),
            digests: Vec::new(),
            agrees: true,
            incomplete: false,
        };
        if state.written() {
            judged.written();
            judged.seal();
        } else {
            judged.withheld(state);
        }
    }

    /// Judges the shared records.
    pub fn shared(&self, input: CaseFileProver<'_>, proven: &mut Proven) {
        let mut judged = Judged {
            prover: self,
            input,
            proven,
            tally: CaseFileTally::default(),
            digests: Vec::new(),
            agrees: true,
            incomplete: false,
        };
        judged.written();
    }

    fn inverse(&self, entity: EntityId) -> Option<&EntityInverse<'a>> {
        self.inverses[usize::from(entity.0)].as_ref()
    }
}

/// One case file while it is judged.
struct Judged<'j, 'a> {
    prover: &'j Prover<'a>,
    input: CaseFileProver<'j>,
    proven: &'j mut Proven,
    tally: CaseFileTally,
    digests: Vec<(&'j str, String, Digest)>,
    agrees: bool,
    incomplete: bool,
}

impl<'j> Judged<'j, '_> {
    fn plan(&self) -> &'j Plan {
        self.prover.backwards.plan
    }

    fn records(&self) -> &'j [SourceRecord] {
        self.input.file.records.all()
    }

    fn case_file(&self) -> Option<u64> {
        (self.input.file.number != 0).then_some(self.input.file.number)
    }

    fn count(&mut self, record: &SourceRecord, outcome: Outcome) {
        self.tally.add(outcome);
        self.proven.count(record.entity(), outcome);
    }

    fn withheld(&mut self, state: CaseFileState) {
        let mut outcomes = Vec::with_capacity(self.records().len());
        for record in self.records() {
            let key =
                self.plan().key_of(record.entity()).and_then(|key| record.guid(key)).unwrap_or_default();
            let outcome = outcome::of_withheld(state, self.input.away, (record.entity(), key));
            self.count(record, outcome);
            outcomes.push(Some(outcome));
        }
        self.duplicates(&outcomes);
        self.line(state, None, None);
    }

    fn line(&mut self, state: CaseFileState, batch: Option<u32>, digest: Option<Digest>) {
        let (case_file, outcomes) = (self.input.file.number, self.tally);
        self.proven.lines.push(CaseFileLine { case_file, state, outcomes, batch, digest });
    }

    /// The digest of the case file over those of its records, in order of entity and identity.
    fn seal(&mut self) {
        let mut digest = self.prover.digester.case_file(self.input.file.number);
        self.digests.sort_unstable_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        self.digests.iter().for_each(|(_, _, record)| digest.add(record));
        let state = if self.incomplete { CaseFileState::Incomplete } else { CaseFileState::Complete };
        self.line(state, self.input.batch, Some(digest.finish()));
        if !self.agrees {
            let difference = Difference { case_file: self.case_file(), ..Difference::new(DIGESTS_AGREE.id) };
            self.proven.differences.push(difference);
        }
    }

    fn written(&mut self) {
        let shared = self.shared_notes();
        let readings: Vec<Reading<'_>> =
            (0..self.records().len()).map(|place| self.reading(place, &shared)).collect();
        let answers = AnswerKeys::new(&self.prover.backwards, self.input.file);
        let details = AnswerKeys::details(&self.prover.backwards, self.input.file, self.input.links);
        let mut bytes = RecordBytes::new();
        let mut outcomes: Vec<Option<Outcome>> = Vec::with_capacity(readings.len());
        for place in 0..self.records().len() {
            let record = &self.records()[place];
            let Some(inverse) = self.prover.inverse(record.entity()) else {
                outcomes.push(None);
                continue;
            };
            let told = Told {
                inverses: &self.prover.inverses,
                readings: &readings,
                answers: &answers,
                cross_references: self.input.cross_references,
                job: self.prover.job,
            };
            let key = record.guid(inverse.plan.key).unwrap_or_default();
            let folded = is_folded(inverse, record) || self.is_mirrored(inverse, record);
            let view = RecordView {
                backwards: &self.prover.backwards,
                file: self.input.file,
                side: self.input.side,
                links: self.input.links,
                place,
                record,
                inverse,
                reading: &readings[place],
                detail: details.get(&place).copied(),
                folded,
                rejected: self.not_taken(place, key, folded),
                told,
            };
            outcomes.push(self.record(&view, key, &mut bytes));
        }
        self.duplicates(&outcomes);
    }

    /// The columns of a record whose values were turned away, those with authors for whom another signs, and those that lead
    /// to somebody whom a later run wrote. In the note of a record whose row is another's the authors stand as they are.
    fn not_taken(&self, place: usize, key: Guid, folded: bool) -> Vec<FieldId> {
        let (away, entity) = (self.input.away, self.records()[place].entity());
        if folded {
            return away.values_of(entity, key).iter().map(|(field, _)| *field).collect();
        }
        let late = self.input.late.iter().filter(|(of, _)| *of == place).map(|(_, field)| *field);
        // At the key stands what is wrong with values that no column of the record holds.
        let own_key = self.plan().key_of(entity);
        let not_taken = away.not_taken(entity, key).into_iter().chain(late);
        not_taken.filter(|field| Some(*field) != own_key).collect()
    }

    /// Rows that repeat the key of a record and lost went the way of the one that stands: merged into it where it is
    /// written.
    fn duplicates(&mut self, outcomes: &[Option<Outcome>]) {
        for (record, _) in self.input.file.duplicates {
            let key =
                self.plan().key_of(record.entity()).and_then(|key| record.guid(key)).unwrap_or_default();
            let standing =
                self.input.file.records.place(record.entity(), key).and_then(|place| outcomes[place]);
            match standing {
                Some(Outcome::Migrated | Outcome::Merged) => self.count(record, Outcome::Merged),
                Some(outcome) => self.count(record, outcome),
                None => {}
            }
        }
    }

    fn record(&mut self, view: &RecordView<'_>, key: Guid, bytes: &mut RecordBytes) -> Option<Outcome> {
        let found = outcome::of_written(view, key, self.input.away, self.input.cross_references);
        self.incomplete |= !self.input.away.values_of(view.record.entity(), key).is_empty()
            || found == Some(Outcome::Rejected)
            || outcome::shared_fate(view).is_some();
        let Some(outcome) = found else {
            let difference = self.difference(view, None, NOT_ACCOUNTED_FOR.id);
            self.proven.differences.push(difference);
            return None;
        };
        self.count(view.record, outcome);
        let carried = matches!(outcome, Outcome::Migrated | Outcome::Merged);
        if carried {
            self.compare(view, bytes);
        }
        if carried && !cross_reference::is_borne_out(view, key, outcome, self.input.cross_references) {
            let difference = self.difference(view, None, CROSS_REFERENCE.id);
            self.proven.differences.push(difference);
        }
        found
    }

    /// Compares every carried column with what is rebuilt of it, and takes the digest of the record.
    fn compare(&mut self, view: &RecordView<'_>, bytes: &mut RecordBytes) {
        let inverse = view.inverse;
        let name =
            identity::identity(view.backwards, view.file, view.record, inverse.plan.key).unwrap_or_default();
        bytes.begin(inverse.name, &name, inverse.fields.len());
        let mut agrees = true;
        for field in &inverse.fields {
            let normal = view.source(field);
            let source = match &normal {
                Normal::Value(text) => Some(text.as_ref()),
                Normal::Null | Normal::Refused => None,
            };
            let target = view.target(field, source);
            if normal == Normal::Refused || !target.is(source) {
                agrees = false;
                self.mismatch(view, field, source, target.value());
            }
            bytes.field(field.name, source);
        }
        self.agrees &= agrees;
        let digest = self.prover.digester.record(bytes);
        if inverse.plan.joins.is_some() {
            let source_id = view.record.guid(inverse.plan.key).unwrap_or_default();
            self.proven.joining.push(JoiningLeaf { entity: view.record.entity(), source_id, digest });
        } else {
            self.digests.push((self.entity_name(view.record.entity()), name, digest));
        }
    }

    fn entity_name(&self, entity: EntityId) -> &'j str {
        &self.plan().dictionary().entity(entity).name
    }

    fn mismatch(
        &mut self,
        view: &RecordView<'_>,
        field: &FieldInverse<'_>,
        source: Option<&str>,
        target: Option<&str>,
    ) {
        let entity = view.record.entity();
        *self.proven.fields.entry((entity, field.field)).or_default() += 1;
        self.proven.mismatches.push(Mismatch {
            column: MismatchColumn::Source(entity, field.field),
            wanted: hash_of(&source),
            found: hash_of(&target),
            difference: self.proven.differences.len(),
        });
        let difference = self.difference(view, Some(field), VALUE_MISMATCH.id);
        self.proven.differences.push(difference);
    }

    /// A difference of a record, at the row that it gave, else where it stands in the export.
    fn difference(
        &self,
        view: &RecordView<'_>,
        field: Option<&FieldInverse<'_>>,
        check: &'static str,
    ) -> Difference {
        let key = view.record.guid(view.inverse.plan.key);
        let difference = Difference {
            case_file: self.case_file(),
            entity: Some(view.record.entity()),
            source_id: key.map(|key| key.to_string()).unwrap_or_default(),
            field: field.map(|field| field.name.to_owned()).unwrap_or_default(),
            ..Difference::new(check)
        };
        let row = field
            .and_then(|field| view.row_of(field))
            .or_else(|| super::told::main_row(view))
            .or(view.reading.note);
        let Some(row) = row else {
            let origin = view.record.origin();
            let file = self.prover.backwards.export.source_path(origin.file).to_owned();
            return Difference { file, line: origin.line, ..difference };
        };
        let (table, found) = (self.plan().contract().table(row.table), self.input.side.row(row));
        Difference {
            table: table.name.clone(),
            legacy_id: row_name(table, |column| found.cell(column)),
            file: self.input.side.file(found.file()).path.clone(),
            line: found.line(),
            ..difference
        }
    }

    /// The notes that records of this case file share, by the keys of their rows.
    fn shared_notes(&self) -> SharedNotes<'j> {
        let mut notes = SharedNotes::default();
        for record in self.records() {
            let Some(inverse) = self.prover.inverse(record.entity()) else { continue };
            if let Some(key) = self.shared_key(inverse, record)
                && !notes.contains_key(&key)
            {
                let note = self.shared_note(&key);
                notes.insert(key, note);
            }
        }
        notes
    }

    fn shared_note(&self, key: &str) -> SharedNote<'j> {
        let (table, side) = (self.plan().notes(), self.input.side);
        let Some(row) = side.find(table.table, table.legacy_id, key).next() else {
            return SharedNote::default();
        };
        let text = side.row(row).cell(table.note).unwrap_or_default();
        SharedNote { row: Some(row), sections: Sections::new(text) }
    }

    /// The key of the note that a record shares with others.
    fn shared_key(&self, inverse: &EntityInverse<'_>, record: &SourceRecord) -> Option<String> {
        if is_folded(inverse, record) {
            let merge = inverse.plan.merge.as_ref()?;
            let key = record.guid(inverse.plan.key)?;
            let export = self.prover.backwards.export;
            let survivor = if record.entity() == self.plan().model().people.person {
                export.survivor(key)
            } else {
                export.work(key).map(|work| work.key)
            };
            return Some(format!("{}:{}", survivor?, merge.note));
        }
        Some(format!("{}:{}", self.input.file.person, inverse.shared_suffix()?))
    }

    /// What the rows of the record at a place say.
    fn reading<'r>(&self, place: usize, shared: &'r SharedNotes<'j>) -> Reading<'r>
    where
        'j: 'r,
    {
        let record = &self.records()[place];
        let Some(inverse) = self.prover.inverse(record.entity()) else { return Reading::default() };
        let Some(key) = record.guid(inverse.plan.key) else { return Reading::default() };
        let folded = is_folded(inverse, record);
        if let Some(note) = self.shared_key(inverse, record).and_then(|key| shared.get(&key)) {
            let (Some(row), Some(lines)) = (note.row, note.sections.of(key)) else {
                return Reading::default();
            };
            let layout = if folded { &inverse.merged } else { &inverse.own };
            return Reading::new(row, lines.to_vec(), layout);
        }
        let layout = if self.is_mirrored(inverse, record) { &inverse.merged } else { &inverse.own };
        self.own_reading(place, (inverse, layout), key)
    }

    /// Whether the record's row is another's, which says the same.
    fn is_mirrored(&self, inverse: &EntityInverse<'_>, record: &SourceRecord) -> bool {
        let key = record.guid(inverse.plan.key);
        key.is_some_and(|key| self.input.away.is_merged(record.entity(), key))
    }

    fn own_reading(
        &self,
        place: usize,
        (inverse, layout): (&EntityInverse<'_>, &super::layout::Layout<'_>),
        key: Guid,
    ) -> Reading<'j> {
        let (notes, side) = (self.plan().notes(), self.input.side);
        let Some(note) = &inverse.plan.note else { return Reading::default() };
        match &note.place {
            NotePlace::Note { .. } => {
                let Some(suffix) = inverse.own_suffix() else { return Reading::default() };
                let row = side.find(notes.table, notes.legacy_id, &format!("{key}:{suffix}")).next();
                row.map(|row| Reading::of_own_note(side, row, notes.note, layout)).unwrap_or_default()
            }
            NotePlace::Tail { row, subject } => match self.input.links.row(place, *row) {
                Some(row) => {
                    Reading::of_tail(side, row, notes.note, *subject, (&inverse.own, &inverse.left_here))
                }
                None => Reading::default(),
            },
            NotePlace::ParentTail { parent } => self.parent_line(place, inverse, (*parent, key)),
            NotePlace::Column { row, column } => match self.input.links.row(place, *row) {
                Some(row) => Reading::of_column(side, row, *column, &inverse.own),
                None => Reading::default(),
            },
        }
    }
}

impl<'j> Judged<'j, '_> {
    /// The line that a record left at the foot of another's note.
    fn parent_line(
        &self,
        place: usize,
        inverse: &EntityInverse<'_>,
        (parent, key): (FieldId, Guid),
    ) -> Reading<'j> {
        let (notes, side, record) = (self.plan().notes(), self.input.side, &self.records()[place]);
        let row = record.guid(parent).and_then(|of| {
            let Kind::Lookup { table } = self.prover.backwards.column(record.entity(), parent).kind else {
                return None;
            };
            let NotePlace::Tail { row, .. } = self.prover.inverse(table)?.plan.note.as_ref()?.place else {
                return None;
            };
            self.input.links.row(self.input.file.records.place(table, of)?, row)
        });
        let Some(row) = row else { return Reading::default() };
        let rejected = self.input.away.not_taken(record.entity(), key);
        let line = ParentLine { backwards: &self.prover.backwards, inverse, record, rejected: &rejected };
        line.reading(row, side.row(row).cell(notes.note).unwrap_or_default())
    }
}

/// Whether a record was folded into the one that its master column names.
fn is_folded(inverse: &EntityInverse<'_>, record: &SourceRecord) -> bool {
    inverse.plan.merge.as_ref().is_some_and(|merge| record.guid(merge.master).is_some())
}
