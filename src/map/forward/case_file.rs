//! One case file from records to rows.

use super::decide;
use super::mapped::{AddressClaim, CaseFileState, DocumentCopy, JoiningRecord, MappedCaseFile};
use super::prepared::Prepared;
use super::surroundings::{Fate, Surroundings};
use super::work::{Found, MadeRow, Work};
use crate::map::plan::{Place, Plan};
use crate::record::{Action, Finding, Guid, Outcome, Reason, SourceRecord};
use crate::target::contract::TargetRow;

/// The records of one case file.
#[derive(Clone, Copy, Debug)]
pub struct CaseFileRecords<'a> {
    /// Person number.
    pub number: u64,
    /// The surviving person.
    pub person: Guid,
    /// Every record, sorted by entity and key.
    pub records: &'a [SourceRecord],
    /// What was found about them while the whole drop was staged.
    pub findings: &'a [Finding],
}

/// Maps a case file, decides its state, and gives the outcome of each of its records.
pub fn map_case_file(
    plan: &Plan,
    prepared: &Prepared,
    around: &dyn Surroundings,
    input: CaseFileRecords<'_>,
) -> MappedCaseFile {
    let mut work = Work::new(plan, prepared, around, Some(input.number), input.person, input.records);
    judge(&mut work, input.findings);
    super::rows::map_rows(&mut work);
    super::note::write_notes(&mut work);
    super::lookups::propagate(&mut work);
    super::merged::write_merged(&mut work);
    super::note::write_sections(&mut work);
    super::collapse::collapse(&mut work);
    let fates = joining_fates(&mut work);
    finish(work, input, fates)
}

/// Everything that is known about the records before they are mapped.
pub(super) fn judge(work: &mut Work<'_>, findings: &[Finding]) {
    take_findings(work, findings);
    super::scope::apply_scope(work);
    super::merged::mark_merged(work);
    super::lookups::check_lookups(work);
    super::lookups::propagate(work);
    super::rules::check_rules(work);
    super::lookups::propagate(work);
}

fn take_findings(work: &mut Work<'_>, findings: &[Finding]) {
    for finding in findings {
        let place = work.place_of(finding);
        let action = finding.reason.action();
        match place {
            Some(place) => work.take(place, Found { finding: finding.clone(), action }),
            None => work.found.push(Found { finding: finding.clone(), action }),
        }
    }
}

/// A joining record whose other person is not written shares that person's fate.
fn joining_fates(work: &mut Work<'_>) -> bool {
    let mut shared = false;
    for place in 0..work.index.records().len() {
        let Some(other) = work.joining_other(place) else { continue };
        if !work.verdicts[place].open() || work.verdicts[place].held.is_some() || other == work.person {
            continue;
        }
        match work.around.fate(other) {
            Fate::Held => work.raise_apart(place, Reason::ParentHeld, Outcome::Held),
            Fate::Excluded => work.raise_apart(place, Reason::ParentExcluded, Outcome::Excluded),
            Fate::Unknown | Fate::Written => continue,
        }
        shared = true;
    }
    shared | link_fates(work)
}

/// A link between the work of two people needs both ends.
fn link_fates(work: &mut Work<'_>) -> bool {
    let lost: Vec<_> = (0..work.rows.len())
        .filter(|row| {
            let made = &work.rows[*row];
            let unwritten = |other| matches!(work.around.fate(other), Fate::Held | Fate::Excluded);
            made.rule.is_some() && work.joining_other(made.record).is_none() && made.other.is_some_and(unwritten)
        })
        .collect();
    for row in &lost {
        let place = work.rows[*row].record;
        let field = work.link_field(*row);
        work.raise_as(place, Reason::LinkEndpointMissing, field, Action::RejectValue);
        work.dropped.insert(*row);
    }
    !lost.is_empty()
}

fn finish(work: Work<'_>, input: CaseFileRecords<'_>, shared_fates: bool) -> MappedCaseFile {
    let mut state = decide::state(&work);
    if shared_fates && state == CaseFileState::Complete {
        state = CaseFileState::Incomplete;
    }
    let outcomes = decide::outcomes(&work, state);
    let mut mapped = MappedCaseFile {
        number: input.number,
        person: input.person,
        state,
        rows: Vec::new(),
        last_rows: Vec::new(),
        addresses: Vec::new(),
        joining: joining(&work),
        outcomes,
        findings: Vec::new(),
        cross_references: Vec::new(),
        documents: Vec::new(),
    };
    if state.written() {
        mapped.cross_references = super::merged::cross_references(&work);
        mapped.documents = documents(&work);
        mapped.addresses = addresses(&work);
        place_rows(&work, &mut mapped);
    }
    mapped.findings = findings(work);
    mapped
}

pub(super) fn findings(work: Work<'_>) -> Vec<(Finding, Action)> {
    let mut findings: Vec<_> = work.found.into_iter().map(|found| (found.finding, found.action)).collect();
    findings.sort();
    findings.dedup();
    findings
}

fn joining(work: &Work<'_>) -> Vec<JoiningRecord> {
    let mut joining = Vec::new();
    for place in 0..work.index.records().len() {
        let (Some(other), Some(entity)) = (work.joining_other(place), work.entity_plan(place)) else { continue };
        if let Some(key) = work.record(place).guid(entity.key)
            && work.verdicts[place].open()
        {
            joining.push(JoiningRecord { record: work.record(place).clone(), key, other });
        }
    }
    joining
}

fn place_rows(work: &Work<'_>, mapped: &mut MappedCaseFile) {
    for (row, made) in work.rows.iter().enumerate() {
        let verdict = &work.verdicts[made.record];
        if work.dropped.contains(&row) || !verdict.open() || verdict.apart.is_some() {
            continue;
        }
        let kept = if in_last_batch(work, made) { &mut mapped.last_rows } else { &mut mapped.rows };
        kept.push(made.row.clone());
    }
}

fn in_last_batch(work: &Work<'_>, made: &MadeRow) -> bool {
    let place = made.rule.and_then(|rule| work.entity_plan(made.record).map(|entity| entity.rows[rule].place));
    made.other.is_some() || matches!(place, Some(Place::Address | Place::Joining)) || work.joining_other(made.record).is_some()
}

fn documents(work: &Work<'_>) -> Vec<DocumentCopy> {
    let mut documents: Vec<_> = (0..work.index.records().len())
        .filter(|place| work.verdicts[*place].open() && work.verdicts[*place].apart.is_none())
        .flat_map(|place| work.files_of(place))
        .collect();
    documents.sort();
    documents.dedup_by(|a, b| a.sha256 == b.sha256);
    documents
}

/// The addresses of a case file: the cells of the address row without its key.
fn addresses(work: &Work<'_>) -> Vec<AddressClaim> {
    let mut claims = Vec::new();
    for made in &work.rows {
        let Some(entity) = work.entity_plan(made.record) else { continue };
        let Some(rule) = made.rule.map(|rule| &entity.rows[rule]) else { continue };
        let keyed = super::collapse::is_address_row(rule, work.plan.contract().table(rule.table));
        if let (true, Some(address)) = (keyed, work.record(made.record).guid(entity.key))
            && work.verdicts[made.record].open()
        {
            claims.push(AddressClaim { address, cells: without_key(work, &made.row) });
        }
    }
    claims
}

fn without_key(work: &Work<'_>, row: &TargetRow) -> Vec<Option<String>> {
    let mut cells = row.cells.clone();
    for key in &work.plan.contract().table(row.table).key {
        cells[usize::from(key.0)] = None;
    }
    cells
}
