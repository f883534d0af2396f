//! The proof of one batch of the export.

use super::export_view::ExportView;
use super::first_pass::FirstPass;
use super::folders::{Folders, Holds};
use super::general_warnings::is_of_shared;
use super::linking_columns::LinkingColumns;
use super::list_grounds::ListGrounds;
use super::lists::{Lists, each_cross_reference, of_cross_reference};
use super::outside::outside;
use super::parted_rows::PartedRows;
use super::rejected_rows::Rejections;
use super::shared_notes::{NOTE, share_notes};
use super::side_loader::LoadedSide;
use super::target_counts::FileCount;
use super::unknown::unknown;
use super::waiting::Waiting;
use super::whole_output::WholeOutput;
use super::written_copies::WrittenCopies;
use super::{ProveError, ProveInput};
use crate::pipeline::Event;
use crate::pipeline::stage::CaseFileSource;
use crate::pipeline::world::PersonIndex;
use crate::reconcile::case_file::{CaseFileProver, Links, Proven, Prover, found_rows};
use crate::reconcile::check::CROSS_REFERENCE;
use crate::reconcile::check::contract::{BatchFound, ContractRules};
use crate::reconcile::recompute::{
    CaseSource, ColumnCounts, Compared, Comparison, Everybody, Expected, Questions, RestOfDrop, Surroundings,
    TurnedAway, expect, expect_nothing, signed_by_another, unfounded_claims,
};
use crate::reconcile::recount::KeySums;
use crate::reconcile::totals::{Counting, TotalCount};
use crate::reconcile::{
    CaseFileLine, CaseFileState, CrossReference, CrossReferences, Difference, Export, ExportCaseFile,
    ExportRecords, Mismatch, RowId, TargetSide,
};
use crate::record::{CodeCounts, Finding, Guid, Outcome, Reason, SourceRecord};
use crate::source::Role;

/// What is at hand while batches are proven.
pub(super) struct Proving<'a> {
    input: &'a ProveInput<'a>,
    export: &'a ExportView<'a>,
    rest: RestOfDrop<'a>,
    questions: Questions,
    prover: Prover<'a>,
    everybody: &'a Everybody,
    rules: &'a ContractRules<'a>,
    folders: &'a Folders,
    lists: &'a Lists,
    parted: &'a PartedRows,
    linking: LinkingColumns,
}

/// The rows on disk, the cross-references, the outcome of each record, and the rows that each gave.
pub(super) type LookedAt = (TargetSide, CrossReferences, Vec<Outcome>, Vec<Vec<(RowId, &'static str)>>);

/// Records that join a case file to others, those that another drop accounts for, and rows that lost to one of their key.
type Beside<'s> = (&'s [SourceRecord], &'s [SourceRecord], &'s [(SourceRecord, Reason)]);

/// What was found of one batch of the export, or of the shared records.
pub(super) struct ProvenBatch {
    pub(super) proven: Proven,
    /// Joining records of case files that another drop accounts for.
    pub(super) joined: Vec<CaseFileLine>,
    pub(super) columns: ColumnCounts,
    pub(super) counts: Vec<FileCount>,
    /// The records that were staged.
    pub(super) staged: KeySums,
    /// What was counted of the totals on the side of the export.
    pub(super) totals: Vec<TotalCount>,
    /// What the contract checks found, by folder.
    pub(super) found: Vec<BatchFound>,
    pub(super) differences: Vec<Difference>,
    /// What the policy fills in, lets through or releases.
    pub(super) by_policy: CodeCounts,
    /// What lists that decide nothing ought to hold.
    pub(super) grounds: ListGrounds,
}

impl<'a> Proving<'a> {
    /// Gets ready.
    pub(super) fn new(
        input: &'a ProveInput<'a>,
        export: &'a ExportView<'a>,
        first: &'a FirstPass,
        rules: &'a ContractRules<'a>,
        (folders, lists, parted): (&'a Folders, &'a Lists, &'a PartedRows),
    ) -> Self {
        let rest = RestOfDrop::new(export, &first.addresses);
        let questions = Questions::new(input.plan, rest);
        let prover = Prover::new(input.plan, export, input.key);
        let everybody = &first.everybody;
        let linking = LinkingColumns::new(input.plan);
        Self { input, export, rest, questions, prover, everybody, rules, folders, lists, parted, linking }
    }

    /// Proves one batch of case files, and tells whoever watches.
    pub(super) fn case_files(&self, number: u32, whole: &WholeOutput<'_>) -> Result<ProvenBatch, ProveError> {
        let mut proven = self.batch(number)?;
        whole.take(std::mem::take(&mut proven.found))?;
        let rows = proven.counts.iter().map(|count| count.rows).sum();
        self.input.watcher.tell(Event::BatchFinished { number, rows });
        Ok(proven)
    }

    fn batch(&self, number: u32) -> Result<ProvenBatch, ProveError> {
        let loaded = LoadedSide::batch(self.input, (self.rules, self.folders, self.parted), number)?;
        let (mut staged, mut grounds) = (self.no_records(), ListGrounds::default());
        let files = self.input.staged.spools.load(number)?;
        for file in &files {
            grounds.describe(self.input, file.records.iter());
            let duplicates = file.duplicates.iter().map(|(record, _)| record);
            let records = file.records.iter().chain(duplicates);
            records.for_each(|record| staged.add_record(self.input.plan, record));
        }
        let late: Vec<(Option<u64>, Expected)> =
            files.iter().filter_map(|file| Some((numbered(file.number), self.late_links(file)?))).collect();
        let (files, elsewhere): (Vec<_>, Vec<_>) =
            files.into_iter().filter_map(|file| self.input.scoped(file)).unzip();
        let (mut away, listed) = self.lists.load(number)?;
        let (mut cross_references, mut differences) = self.cross_references(Holds::Batch(number))?;
        for file in &files {
            self.learn(&file.records, &mut away, &mut cross_references);
        }
        let mut proven = self.prover.nothing();
        let mut comparison = Comparison::new(self.input.plan, &loaded.side);
        let mut counting = Counting::new(self.input.totals, self.input.day());
        let (mut joined, mut by_policy) = (Vec::new(), CodeCounts::default());
        let (rejections, mut waiting) = (Rejections::of(&listed), Waiting::of(&listed));
        let (mut copies, folded) = (WrittenCopies::default(), &self.folders.folded);
        for (file, elsewhere) in files.iter().zip(&elsewhere) {
            let evidence = (&loaded.side, &away, &cross_references);
            let (outcomes, policies) =
                self.case_file((file, elsewhere), evidence, &mut comparison, (&mut proven, &mut counting));
            by_policy.merge(&policies);
            if let (state, Some(folder)) = self.told(file.person)
                && state.written()
            {
                copies.take(self.input, folded, (file, folder), &outcomes);
            }
            let own = (file.records.as_slice(), outcomes.as_slice());
            let person = self.input.people().guid(file.person);
            let joins = |row: &SourceRecord| self.everybody.joins_alone(self.export, Some(person), row);
            rejections.take((self.input, joins), own, &file.duplicates, &mut grounds.rejected);
            if self.is_listed_anew(file.person) && self.told(file.person).0.written() {
                let number = numbered(file.number);
                differences.extend(waiting.take(self.input, number, own, &file.duplicates));
            }
            if !self.input.is_own(file.person) {
                joined.extend(proven.lines.pop());
            }
        }
        for (number, expected) in late {
            comparison.case_file(number, 0, expected);
        }
        let columns = take(&mut proven, comparison.finish(self.rest));
        differences.extend(copies.left_apart(self.input, (&loaded.side, folded), self.everybody));
        differences.extend(unknown(
            self.input,
            &listed,
            files.iter().map(|file| (numbered(file.number), file.records.iter(), file.duplicates.as_slice())),
        ));
        if self.input.scope.is_none() {
            differences.extend(waiting.unfounded());
        }
        differences.extend(self.unclaimed(&cross_references));
        let (counts, found, totals) = (loaded.counts, loaded.found, counting.finish());
        Ok(ProvenBatch {
            proven,
            joined,
            columns,
            counts,
            staged,
            totals,
            found,
            differences,
            by_policy,
            grounds,
        })
    }

    /// The rows of a case file which another drop accounts for that name somebody whom a run of this drop wrote later.
    pub(super) fn late_links(&self, file: &CaseFileSource) -> Option<Expected> {
        if self.input.is_own(file.person) || !self.linking.has_late(self.input, file) {
            return None;
        }
        let person = self.input.people().guid(file.person);
        let case = CaseSource { number: numbered(file.number), person, records: &file.records, beside: &[] };
        let away = &self.lists.lost_links;
        Some(expect(self.input.plan, &self.questions, self.rest, away, case).late_alone())
    }

    /// The state of a person's case file, and the number of the batch folder that it was written in.
    pub(super) fn told(&self, person: PersonIndex) -> (CaseFileState, Option<u32>) {
        let people = self.input.people();
        let state = self.export.state(people.guid(person)).unwrap_or(CaseFileState::Held);
        (state, self.folders.of_person(people.position(person)).map(|folder| folder.number))
    }

    /// Reads back what concerns one case file of a batch of the export; `beside` are records of it that are not asked after.
    pub(super) fn look_at(
        &self,
        (source, beside): (&CaseFileSource, &[SourceRecord]),
        number: u32,
    ) -> Result<LookedAt, ProveError> {
        let loaded = LoadedSide::batch(self.input, (self.rules, self.folders, self.parted), number)?;
        let (mut away, _) = self.lists.load(number)?;
        let (mut references, _) = self.cross_references(Holds::Batch(number))?;
        self.learn(&source.records, &mut away, &mut references);
        let person = self.input.people().guid(source.person);
        let case = CaseSource { number: numbered(source.number), person, records: &source.records, beside };
        let written = self.export.state(person).is_some_and(CaseFileState::written);
        let work_out = if written { expect } else { expect_nothing };
        let mut expected = work_out(self.input.plan, &self.questions, self.rest, &away, case);
        let mut rows: Vec<Vec<_>> = vec![Vec::new(); source.records.len()];
        if written {
            let side = &loaded.side;
            for (place, row, rule) in found_rows(self.input.plan.contract(), side, &expected) {
                let role = if side.is_of_copy(row) {
                    "absorbed"
                } else if rule.is_some() || row.table != self.input.plan.notes().table {
                    "own"
                } else {
                    NOTE
                };
                rows[place].push((side.original(row), role));
            }
            share_notes(self.input.plan, (&source.records, &expected.outcomes), &mut rows);
            let folded = (side, &self.folders.folded);
            let mut links = Links::new(self.input.plan.contract(), side, source.records.len(), &mut expected);
            links.fold(self.input.plan, folded, &source.records, &mut expected);
        }
        Ok((loaded.side, references, expected.outcomes, rows))
    }

    /// The rows of links to people whom runs of this drop wrote later than a case file, by the place of its record.
    pub(super) fn look_at_late(
        &self,
        source: &CaseFileSource,
        number: u32,
    ) -> Result<(TargetSide, Vec<(usize, RowId)>), ProveError> {
        let loaded = LoadedSide::batch(self.input, (self.rules, self.folders, self.parted), number)?;
        let expected = self.late_links(source).unwrap_or_default();
        let found = found_rows(self.input.plan.contract(), &loaded.side, &expected);
        let rows = found.into_iter().map(|(place, row, _)| (place, row)).collect();
        Ok((loaded.side, rows))
    }

    fn case_file(
        &self,
        (source, elsewhere): (&CaseFileSource, &[SourceRecord]),
        (side, away, cross_references): (&TargetSide, &TurnedAway, &CrossReferences),
        comparison: &mut Comparison<'_>,
        (proven, counting): (&mut Proven, &mut Counting<'_>),
    ) -> (Vec<Outcome>, CodeCounts) {
        let people = self.input.people();
        let person = people.guid(source.person);
        let file = ExportCaseFile {
            person,
            number: source.number,
            records: ExportRecords::new(self.input.plan, &source.records),
            duplicates: &source.duplicates,
            findings: &source.findings,
        };
        let batch = self.folders.of_person(people.position(source.person)).map(|folder| folder.number);
        let mut links = Links::default();
        let number = numbered(source.number);
        let case = CaseSource { number, person, records: &source.records, beside: elsewhere };
        let (plan, questions) = (self.input.plan, &self.questions);
        let written = self.export.state(person).is_some_and(crate::reconcile::CaseFileState::written);
        let work_out = if written { expect } else { expect_nothing };
        let mut expected = work_out(plan, questions, self.rest, away, case);
        if written {
            links = Links::new(plan.contract(), side, source.records.len(), &mut expected);
            links.fold(plan, (side, &self.folders.folded), &source.records, &mut expected);
            proven.differences.extend(self.wrongly_folded(source, &expected));
        }
        for (record, outcome) in source.records.iter().zip(&expected.outcomes) {
            counting.record(plan, self.export, record, (*outcome, person));
        }
        let (outcomes, late) = (expected.outcomes.clone(), expected.late.clone());
        let by_policy = std::mem::take(&mut expected.by_policy);
        comparison.case_file(number, batch.unwrap_or(0), expected);
        let warned = self.is_listed_anew(source.person);
        let beside = (source.joining.as_slice(), elsewhere, source.duplicates.as_slice());
        let around = self.around(beside, (&source.findings, warned));
        proven.differences.extend(self.unfounded(away, case, around));
        let input =
            CaseFileProver { file: &file, side, links: &links, late: &late, away, cross_references, batch };
        self.prover.case_file(input, proven);
        (outcomes, by_policy)
    }

    /// Work that is said to stand under a key that is no copy's of it, or of nobody's whose number is lower and who is written
    /// in the same batch.
    fn wrongly_folded(&self, source: &CaseFileSource, expected: &Expected) -> Vec<Difference> {
        let people = self.input.people();
        let folder = |person| self.folders.of_person(people.position(person)).map(|folder| folder.number);
        let is_lead = |copy: Guid, lead: Guid| {
            self.everybody.siblings_of(copy).into_iter().any(|(person, key)| {
                let person = people.find(person);
                key == lead
                    && self.folders.folded.lead_of(lead).is_none()
                    && person.is_some_and(|person| {
                        person < source.person && folder(person) == folder(source.person)
                    })
            })
        };
        let outcomes = source.records.iter().zip(&expected.outcomes);
        let wrong = outcomes.filter_map(|(record, outcome)| {
            let entity = self.input.plan.entity(record.entity())?;
            entity.siblings.as_ref()?;
            let copy = record.guid(entity.key)?;
            let lead = self.folders.folded.lead_of(copy)?;
            (*outcome != Outcome::Merged || !is_lead(copy, lead)).then(|| Difference {
                case_file: numbered(source.number),
                entity: Some(entity.entity),
                source_id: copy.to_string(),
                ..Difference::new(CROSS_REFERENCE.id)
            })
        });
        wrong.collect()
    }

    /// Whether the lists about a person's case file were made of this drop.
    fn is_listed_anew(&self, person: PersonIndex) -> bool {
        self.input.is_newest() && self.input.is_own(person)
    }

    fn around<'s>(
        &'s self,
        (joining, elsewhere, repeated): Beside<'s>,
        (findings, warned): (&'s [Finding], bool),
    ) -> Surroundings<'s> {
        Surroundings { everybody: self.everybody, joining, elsewhere, repeated, findings, warned }
    }

    /// What the lists say and the export does not bear out.
    fn unfounded(
        &self,
        away: &TurnedAway,
        case: CaseSource<'_>,
        around: Surroundings<'_>,
    ) -> Vec<Difference> {
        unfounded_claims(self.input.plan, &self.questions, self.rest, (away, around), case)
    }

    /// The cross-references of the folders that hold something of this kind.
    fn cross_references(&self, holds: Holds) -> Result<(CrossReferences, Vec<Difference>), ProveError> {
        let (mut all, mut differences) = (CrossReferences::default(), Vec::new());
        for folder in self.folders.holding(holds) {
            let wrong =
                each_cross_reference(self.input, folder, |(entity, key), line| all.add(entity, key, line))?;
            differences.extend(wrong);
        }
        Ok((all, differences))
    }

    /// Adds what the cross-references of other folders say of records, which were merged by comparison alone, and for whose
    /// authors another signs.
    fn learn(&self, records: &[SourceRecord], away: &mut TurnedAway, all: &mut CrossReferences) {
        for record in records {
            let Some(plan) = self.input.plan.entity(record.entity()) else { continue };
            let Some(key) = record.guid(plan.key) else { continue };
            self.lists.cross_references_of((record.entity(), key), all);
            let own = key.to_string();
            let lines = all.of(record.entity(), key);
            let is_merged = |line: &&CrossReference| line.field.is_none() && (line.legacy_id != own);
            if plan.joins.is_some() && lines.iter().any(|line| is_merged(&line)) {
                for line in lines.iter().filter(is_merged) {
                    away.merge(record.entity(), key, (line.table, line.legacy_id.clone()));
                }
                let lines = lines.iter().filter(|line| self.parted.absorbs(line.table, &line.legacy_id));
                lines.for_each(CrossReference::found_elsewhere);
            }
            let signed = signed_by_another(self.input.plan, self.rest, record);
            away.sign(record.entity(), key, signed);
        }
    }

    fn unclaimed(&self, cross_references: &CrossReferences) -> Vec<Difference> {
        let open = cross_references.unclaimed().into_iter();
        open.map(|(entity, line)| of_cross_reference(self.input, entity, line)).collect()
    }

    /// Proves the shared records, and what belongs to no case file.
    pub(super) fn shared(&self, whole: &WholeOutput<'_>) -> Result<ProvenBatch, ProveError> {
        let mut loaded = LoadedSide::shared(self.input, (self.rules, self.folders, self.parted))?;
        whole.take(std::mem::take(&mut loaded.found))?;
        let dictionary = self.input.plan.dictionary();
        let shared = dictionary.ids().filter(|id| dictionary.entity(*id).role == Role::Shared);
        let all: Vec<&SourceRecord> = shared.flat_map(|id| self.input.staged.world.rows(id)).collect();
        let own = all.iter().copied().filter(|record| self.input.is_own_shared(record));
        let records: Vec<SourceRecord> = own.cloned().collect();
        let duplicates = self.input.staged.shared_duplicates.iter();
        let duplicates: Vec<_> =
            duplicates.filter(|(record, _)| self.input.is_own_shared(record)).cloned().collect();
        let (mut away, listed) = self.lists.load(0)?;
        let (mut cross_references, mut differences) = self.cross_references(Holds::Shared)?;
        self.learn(&records, &mut away, &mut cross_references);
        let mut proven = self.prover.nothing();
        let mut comparison = Comparison::new(self.input.plan, &loaded.side);
        let person = Guid::default();
        let file = ExportCaseFile {
            person,
            number: 0,
            records: ExportRecords::new(self.input.plan, &records),
            duplicates: &duplicates,
            findings: &self.input.staged.shared_findings,
        };
        let case = CaseSource { number: None, person, records: &records, beside: &[] };
        let mut expected = expect(self.input.plan, &self.questions, self.rest, &away, case);
        let links = Links::new(self.input.plan.contract(), &loaded.side, records.len(), &mut expected);
        let mut grounds = ListGrounds::default();
        let shared = (records.as_slice(), expected.outcomes.as_slice());
        let joins = |row: &SourceRecord| self.everybody.joins_alone(self.export, None, row);
        Rejections::of(&listed).take((self.input, joins), shared, &duplicates, &mut grounds.rejected);
        comparison.case_file(None, 0, expected);
        let of_staging = &self.input.staged.shared_findings;
        let warnings = self.input.staged.warnings.iter().filter(|one| is_of_shared(self.input, one));
        let findings: Vec<Finding> = of_staging.iter().chain(warnings).cloned().collect();
        let around = self.around((&[], &[], &[]), (&findings, self.input.scope.is_none()));
        differences.extend(self.unfounded(&away, case, around));
        let input = CaseFileProver {
            file: &file,
            side: &loaded.side,
            links: &links,
            late: &[],
            away: &away,
            cross_references: &cross_references,
            batch: None,
        };
        self.prover.shared(input, &mut proven);
        let columns = take(&mut proven, comparison.finish(self.rest));
        let told = (&mut proven, &mut grounds.rejected);
        differences.extend(outside(self.input, self.lists, (self.everybody, self.export), told));
        differences.extend(self.foreign()?);
        let ownerless: Vec<_> =
            self.input.staged.ownerless.iter().map(|(record, _)| record.clone()).collect();
        differences.extend(unknown(
            self.input,
            &listed,
            [(None, records.iter(), duplicates.as_slice()), (None, ownerless.iter(), &[])].into_iter(),
        ));
        grounds.describe(self.input, ownerless.iter());
        differences.extend(self.unclaimed(&cross_references));
        differences.extend(self.lists.differences.iter().cloned());
        differences.extend(self.lists.unclaimed(self.input));

        let counts = loaded.counts.into_iter().chain(self.parted.counts.iter().copied()).collect();
        let mut staged = self.no_records();
        let duplicates = self.input.staged.shared_duplicates.iter().map(|(record, _)| record);
        for record in all.into_iter().chain(&ownerless).chain(duplicates) {
            staged.add_record(self.input.plan, record);
        }
        let totals = vec![TotalCount::default(); self.input.totals.len()];
        Ok(ProvenBatch {
            proven,
            columns,
            counts,
            staged,
            totals,
            found: Vec::new(),
            joined: Vec::new(),
            differences,
            by_policy: CodeCounts::default(),
            grounds,
        })
    }

    fn no_records(&self) -> KeySums {
        KeySums::new(self.input.plan.dictionary().entities().len())
    }

    /// Rows that belong to nobody of the export.
    fn foreign(&self) -> Result<Vec<Difference>, ProveError> {
        let mut side = TargetSide::new(self.input.plan.contract());
        self.parted.load(self.parted.nobody(), &mut side)?;
        Ok(Comparison::new(self.input.plan, &side).finish(self.rest).differences)
    }
}

/// A person number; none where the export has none.
fn numbered(number: u64) -> Option<u64> {
    (number != 0).then_some(number)
}

/// Adds what comparing rows found, and hands on what it counted.
fn take(proven: &mut Proven, compared: Compared) -> ColumnCounts {
    let before = proven.differences.len();
    let own = compared.mismatches.into_iter();
    proven.mismatches.extend(own.map(|one| Mismatch { difference: before + one.difference, ..one }));
    proven.differences.extend(compared.differences);
    compared.counts
}
