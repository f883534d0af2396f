//! One case file from records to rows.

use super::collapse::{RowKeys, collapse};
use super::cross_reference::CrossReferences;
use super::decide;
use super::last_row::{AddressSlot, LastKind, LastRow};
use super::mapped::{CaseFileState, JoiningRecord, MappedCaseFile, RecordPlace};
use super::prepared::Prepared;
use super::surroundings::Surroundings;
use super::work::{Ground, MadeRow, Work};
use crate::map::plan::{Place, Plan};
use crate::record::{Finding, Guid, Reason, SourceRecord};
use crate::target::contract::{TableId, TargetRow};

/// The records of one case file.
#[derive(Clone, Copy, Debug)]
pub struct CaseFileRecords<'a> {
    /// Person number; none where the person's row has none that is a number.
    pub number: Option<u64>,
    /// The surviving person.
    pub person: Guid,
    /// Every record, sorted by entity and key.
    pub records: &'a [SourceRecord],
    /// The joining records of other case files that name this person.
    pub joining: &'a [SourceRecord],
    /// Rows that repeat the key of a record and lost.
    pub repeated: &'a [(SourceRecord, Reason)],
    /// What was found about them while the whole drop was staged.
    pub findings: &'a [Finding],
    /// Whether an earlier run wrote the case file: then nothing that is found of it now withholds it or leaves it out, and
    /// what it waited for is mapped as that of any other.
    pub stands: bool,
}

/// Maps a case file, decides its state, and gives the outcome of each of its records.
///
/// What becomes of other people is not asked: rows that share another's fate are in
/// [`MappedCaseFile::last_rows`], and [`settle`](super::settle) says what changes once it is known.
pub fn map_case_file(
    plan: &Plan,
    prepared: &Prepared,
    around: &dyn Surroundings,
    input: CaseFileRecords<'_>,
) -> MappedCaseFile {
    let ground = Ground { plan, prepared, around, joining: input.joining, stands: input.stands };
    let mut work = Work::new(ground, Some(input.number.unwrap_or_default()), input.person, input.records);
    judge(&mut work, input.findings);
    map(&mut work);
    super::merged::write_merged(&mut work);
    super::note::write_sections(&mut work);
    finish(work, input)
}

/// Everything that is known about the records before they are mapped.
pub(super) fn judge(work: &mut Work<'_>, findings: &[Finding]) {
    for finding in findings {
        work.take_from_elsewhere(finding.clone());
    }
    super::scope::apply_scope(work);
    super::merged::mark_merged(work);
    super::lookups::check_lookups(work);
    super::told_flags::check_flags(work);
    super::note::check_stamps(work);
    super::lookups::inherit(work);
    super::rules::check_rules(work);
    super::lookups::inherit(work);
}

/// The rows and notes of the records. Where the record that starts a run turns out to be rejected, those that go on with
/// it start one themselves: everything is mapped again without the rejected ones.
pub(super) fn map(work: &mut Work<'_>) {
    let counted = work.counted.clone();
    let mut keys = map_once(work);
    while super::run::has_lost_its_start(work) {
        work.start_again(counted.clone());
        keys = map_once(work);
    }
    let notes = work.rows.len();
    super::note::write_notes(work);
    collapse(work, &mut keys, notes);
}

fn map_once(work: &mut Work<'_>) -> RowKeys {
    super::rows::map_rows(work);
    super::inline_images::lift(work);
    super::encoding::check_lines(work);
    super::lookups::inherit(work);
    super::addresses::share(work);
    super::file_names::number_file_names(work);
    let mut keys = RowKeys::default();
    collapse(work, &mut keys, 0);
    super::constraints::check_constraints(work);
    super::links::check_references(work, &mut keys);
    super::links::check_circles(work);
    super::unnamed_files::check_files(work);
    keys
}

fn finish(mut work: Work<'_>, input: CaseFileRecords<'_>) -> MappedCaseFile {
    let state = match decide::state(&work) {
        state if state.written() || !input.stands => state,
        _ => CaseFileState::Incomplete,
    };
    let findings = decide::listed(&mut work);
    let mut mapped = MappedCaseFile {
        number: input.number.unwrap_or_default(),
        person: input.person,
        state,
        rows: Vec::new(),
        givers: Vec::new(),
        last_rows: Vec::new(),
        addresses: Vec::new(),
        joining: Vec::new(),
        outcomes: decide::outcomes(&work, state),
        findings,
        counted: work.counted.counts(),
        cross_references: Vec::new(),
        repeats: Vec::new(),
        documents: Vec::new(),
        work_rows: Vec::new(),
        siblings: Vec::new(),
    };
    if state.written() {
        mapped.counted.merge(&work.by_policy);
        let cross_references = CrossReferences::new(&work);
        mapped.cross_references = cross_references.own();
        mapped.repeats = super::repeats::repeats(&work, &cross_references, input.repeated);
        mapped.joining = joining(&work, &cross_references);
        mapped.documents = super::file_names::documents(&work);
        mapped.addresses = super::addresses::claims(&work);
        if work.plan.policy().folds_siblings() {
            mapped.work_rows = work_rows(&work);
            mapped.siblings = siblings(&work);
        }
        place_rows(work, &mut mapped);
    }
    mapped
}

/// The main rows of migrated records that tell a piece of work.
fn work_rows(work: &Work<'_>) -> Vec<(usize, TableId, String)> {
    let tables = work.plan.sibling_tables();
    let places = (0..work.case.records.len()).filter(|place| work.verdicts[*place].gives_rows());
    let rows = places.flat_map(|place| {
        let rows = work.main_rows(place).into_iter();
        rows.filter(|(table, _)| tables.tells_the_work(*table)).map(move |(table, key)| (place, table, key))
    });
    rows.collect()
}

/// The migrated records that were cloned for others as well, and for whom.
fn siblings(work: &Work<'_>) -> Vec<(RecordPlace, Vec<Guid>)> {
    let cloned =
        work.case.entities().filter_map(|id| work.plan.entity(id)).filter(|id| id.siblings.is_some());
    let places = cloned.flat_map(|entity| work.case.places(entity.entity));
    let places = places.filter(|place| work.verdicts[*place].gives_rows());
    let records = places.map(|place| work.record_place(place));
    let others = records.map(|record| (record, work.around.siblings(record.key, work.person)));
    others.filter(|(_, others)| !others.is_empty()).collect()
}

fn joining(work: &Work<'_>, cross_references: &CrossReferences<'_, '_>) -> Vec<JoiningRecord> {
    let mut joining = Vec::new();
    for entity in work.case.entities().filter_map(|id| work.plan.entity(id)) {
        if entity.joins.is_none() {
            continue;
        }
        for place in work.case.places(entity.entity).filter(|place| work.is_let_through(*place)) {
            if let Some(other) = work.joining_other(place) {
                let cross_references = cross_references.of(place);
                joining.push(JoiningRecord {
                    record: place,
                    place: work.record_place(place),
                    other,
                    cross_references,
                });
            }
        }
    }
    joining
}

/// Puts each row that is written into the batch it belongs to.
fn place_rows(mut work: Work<'_>, mapped: &mut MappedCaseFile) {
    for row in 0..work.rows.len() {
        if !work.is_written(row) {
            continue;
        }
        let kind = last_kind(&work, row);
        let slots = if kind.is_some() { address_slots(&work, row) } else { Vec::new() };
        let record = work.record_place(work.rows[row].record);
        let note = work.plan.notes().note;
        let made = &mut work.rows[row];
        let target = TargetRow { table: made.row.table, cells: std::mem::take(&mut made.row.cells) };
        match kind {
            None => mapped.rows.push(target),
            Some(kind) => {
                let lost = std::mem::take(&mut made.lost);
                mapped.last_rows.push(LastRow {
                    row: target,
                    record,
                    other: made.other,
                    kind,
                    keys: slots,
                    lost,
                    note,
                });
            }
        }
    }
}

/// Why a row waits for the last batch of the run; none where it does not.
pub(super) fn last_kind(work: &Work<'_>, row: usize) -> Option<LastKind> {
    let made: &MadeRow = &work.rows[row];
    let place = work.rule_of(made).map(|(_, rule)| rule.place);
    if work.entity_plan(made.record).is_some_and(|entity| entity.joins.is_some()) && made.other.is_some() {
        return Some(LastKind::Joining);
    }
    if place == Some(Place::Address) || !made.addresses.is_empty() {
        return Some(LastKind::Address);
    }
    if !made.lost.is_empty() {
        return Some(LastKind::LinkNote);
    }
    let field = || {
        super::links::far_field(work, row).or_else(|| work.entity_plan(made.record).map(|entity| entity.key))
    };
    match (made.other, place) {
        (Some(_), _) => field().map(LastKind::Link),
        (None, Some(Place::Joining)) => Some(LastKind::Joining),
        (None, _) => None,
    }
}

/// Where keys of shared addresses stand in a row.
fn address_slots(work: &Work<'_>, row: usize) -> Vec<AddressSlot> {
    let made = &work.rows[row];
    if made.rule.is_none() {
        let column = work.plan.notes().note;
        return made
            .addresses
            .iter()
            .map(|(address, at)| AddressSlot { address: *address, column, at: *at })
            .collect();
    }
    let Some(address) = super::addresses::own_key(work, made.record) else { return Vec::new() };
    let columns = super::addresses::key_columns(work, row);
    columns.into_iter().map(|column| AddressSlot { address, column, at: 0 }).collect()
}

impl MappedCaseFile {
    /// Whether nothing of the case file waits to know who else is written.
    pub fn is_settled(&self) -> bool {
        !self.state.written()
            || (self.joining.is_empty() && self.last_rows.iter().all(|row| row.other.is_none()))
    }

    /// The state once other people's fates are known: with anything amended it is incomplete.
    pub fn settled_state(&self, amended: bool) -> CaseFileState {
        if amended && self.state == CaseFileState::Complete { CaseFileState::Incomplete } else { self.state }
    }
}
