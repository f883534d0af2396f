//! What the case files of one batch give, put together.

use std::collections::BTreeSet;

use super::BatchWork;
use super::cross_references::xref_row;
use super::duplicates::{Duplicate, Standing, cross_references, duplicates, standing};
use super::unsettled::Unsettled;
use crate::map::forward::{AddressClaim, CaseFileState, CrossReference, MappedCaseFile, RecordOutcome};
use crate::map::plan::Plan;
use crate::pipeline::accounts::{BatchAccount, CaseFileAccount, CaseFileLine};
use crate::pipeline::documents::Documents;
use crate::pipeline::stage::CaseFileSource;
use crate::record::{Action, CaseFileTally, CodeCounts, Origin, Outcome, SourceRecord};
use crate::target::{BatchContent, DocumentSource, GatheredRows, MemoryRows, XrefLines};

/// What the case files of one batch give, put together.
#[derive(Debug)]
pub(super) struct Collected<'a> {
    plan: &'a Plan,
    documents: &'a Documents<'a>,
    joining: &'a BTreeSet<Origin>,
    number: u32,
    rows: GatheredRows,
    xref: XrefLines,
    files: Vec<DocumentSource>,
    /// Case files written.
    pub(super) written: u64,
    /// In numbers.
    pub(super) account: BatchAccount,
    /// By case file, in order.
    pub(super) accounts: Vec<CaseFileAccount>,
    /// What waits.
    pub(super) unsettled: Vec<Unsettled>,
    /// The addresses of written people.
    pub(super) claims: Vec<(u32, AddressClaim)>,
}

impl<'a> Collected<'a> {
    /// Nothing yet of batch `number`.
    pub(super) fn new(work: &'a BatchWork<'_>, number: u32) -> Self {
        let (plan, documents, joining) = (work.plan, work.documents, &work.staged.joining);
        Self {
            plan,
            documents,
            joining,
            number,
            rows: GatheredRows::default(),
            xref: XrefLines::default(),
            files: Vec::new(),
            written: 0,
            account: BatchAccount::new(plan.dictionary().entities().len()),
            accounts: Vec::new(),
            unsettled: Vec::new(),
            claims: Vec::new(),
        }
    }

    /// Takes a case file that an earlier run wrote in a batch, and what of it waits for the last batch of a run.
    pub(super) fn take_sealed(
        &mut self,
        source: &CaseFileSource,
        mut mapped: MappedCaseFile,
        (batch, run): (u32, u32),
    ) {
        mapped.rows.clear();
        mapped.cross_references.clear();
        mapped.documents.clear();
        self.number = batch;
        self.take(source, mapped, run);
        self.xref.clear();
    }

    /// Takes a case file, and what of it waits for the last batch of a run.
    pub(super) fn take(&mut self, source: &CaseFileSource, mut mapped: MappedCaseFile, run: u32) {
        let standing = if source.duplicates.is_empty() { Standing::new() } else { standing(&mapped) };
        let lost = duplicates(self.plan, &source.duplicates, &mapped.outcomes, &standing);
        let tally = self.count(&mapped, &lost);
        let (person, number, state) = (source.person, source.number, mapped.state);
        self.account.lines.push(CaseFileLine { person, number, state, tally, batch: self.number });
        let rows = source.records.iter().zip(&mapped.outcomes);
        let rows = rows.chain(lost.iter().map(|duplicate| (duplicate.record, &duplicate.outcome)));
        let told = account_of((rows, self.joining), (number != 0).then_some(number), &mapped);
        self.accounts.push(CaseFileAccount { held: tally.of(Outcome::Held), ..told });
        count_codes(&mut self.account.counted, &mapped);
        if !state.written() {
            return;
        }
        self.written += 1;
        self.wait(&mut mapped, &lost, run);
        for duplicate in &lost {
            let lines = cross_references(duplicate, &mapped).filter(|line| !line.last);
            self.xref.extend(lines.map(|line| xref_row(self.plan.contract(), line.line.clone())));
        }
        for CrossReference { source_entity, source_id, table, legacy_id } in &mapped.cross_references {
            let table = &self.plan.contract().table(*table).name;
            self.xref.push([source_entity, source_id, table, legacy_id]);
        }
        self.files.extend(mapped.documents.drain(..).filter_map(|copy| self.documents.source(copy)));
        self.claims.extend(mapped.addresses.drain(..).map(|claim| (run, claim)));
        mapped.rows.iter().for_each(|row| self.rows.push(row));
    }

    /// The content of the batch; nothing of it is left here.
    pub(super) fn content(&mut self) -> BatchContent<MemoryRows> {
        let rows = std::mem::take(&mut self.rows).sorted(self.plan.contract());
        BatchContent::new(rows, std::mem::take(&mut self.xref), std::mem::take(&mut self.files))
    }

    fn count(&mut self, mapped: &MappedCaseFile, lost: &[Duplicate<'_>]) -> CaseFileTally {
        let mut tally = CaseFileTally::default();
        for outcome in mapped.outcomes.iter().chain(lost.iter().map(|duplicate| &duplicate.outcome)) {
            self.account.count(outcome.entity, outcome.outcome);
            tally.add(outcome.outcome);
        }
        for duplicate in lost {
            self.account.counted.add(duplicate.outcome.entity, None, duplicate.reason);
        }
        tally
    }

    /// Notes what waits until everybody's fate is known.
    fn wait(&mut self, mapped: &mut MappedCaseFile, lost: &[Duplicate<'_>], run: u32) {
        let place = u32::try_from(self.accounts.len() - 1).unwrap_or(u32::MAX);
        let copies: Vec<_> =
            lost.iter().filter_map(|one| Some((one.standing?, one.outcome.clone()))).collect();
        let mut unsettled = Unsettled::new(place, mapped, &copies, run);
        for duplicate in lost {
            let lines = cross_references(duplicate, mapped).filter(|line| line.last).cloned();
            let joining = mapped.joining.iter().position(|one| Some(one.record) == duplicate.standing);
            match joining {
                Some(at) => unsettled.joining[at].cross_references.extend(lines.map(|line| line.line)),
                None => unsettled.repeats.extend(lines),
            }
        }
        if !unsettled.is_empty() {
            self.unsettled.push(unsettled);
        }
    }
}

/// The account of mapped records: those with an outcome of their own, what was found, and the rows to be corrected; those that are
/// `joining` two identities of somebody can only be in the export itself.
pub(super) fn account_of<'r>(
    (rows, joining): (impl Iterator<Item = (&'r SourceRecord, &'r RecordOutcome)>, &BTreeSet<Origin>),
    number: Option<u64>,
    mapped: &MappedCaseFile,
) -> CaseFileAccount {
    let (mut outcomes, mut to_correct) = (Vec::new(), Vec::new());
    // What is sealed stands, whatever would withhold it now.
    let is_open = !mapped.state.written() || number.is_none();
    for (record, outcome) in rows {
        if outcome.reason.is_some() {
            outcomes.push(outcome.clone());
        }
        let withholds = outcome.outcome == Outcome::Held && outcome.reason.is_some();
        let is_wanted = outcome.outcome == Outcome::Rejected || (withholds && is_open);
        if is_wanted && !joining.contains(&record.origin()) {
            to_correct.push(record.clone());
        }
    }
    let findings = mapped.findings.iter().filter(|one| !is_counted(one.action));
    let findings = findings.map(|one| (one.finding.clone(), one.action)).collect();
    CaseFileAccount { number, state: mapped.state, held: 0, outcomes, findings, to_correct }
}

/// Codes that are carried by a declared rule stand in no list.
fn is_counted(action: Action) -> bool {
    matches!(action, Action::Map | Action::Merge)
}

/// Counts what is found and stands in no list.
pub(super) fn count_codes(counted: &mut CodeCounts, mapped: &MappedCaseFile) {
    counted.merge(&mapped.counted);
    for one in mapped.findings.iter().filter(|one| is_counted(one.action)) {
        counted.add(one.finding.entity, one.finding.field, one.finding.reason);
    }
}

/// The rule that left the person out, and with them the case file.
pub(super) fn excluding_rule<'m>(source: &CaseFileSource, mapped: &'m MappedCaseFile) -> Option<&'m str> {
    if mapped.state != CaseFileState::Excluded {
        return None;
    }
    let own =
        mapped.outcomes.iter().zip(&source.records).find(|(outcome, _)| outcome.key == Some(mapped.person));
    own.map(|(outcome, _)| outcome.rule.as_str())
}
