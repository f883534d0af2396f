//! Lines of the exception lists and cross-references, parted by the batch of the export.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

use super::folders::{Folders, Holds};
use super::general_warnings::GeneralWarning;
use super::list_order::ListOrder;
use super::listed::each_line;
use super::listed_joining::ListedJoining;
use super::row_owner::batch_of_key;
use super::shared_values::{is_about_shared, shared_values};
use super::unnumbered::Unnumbered;
use super::{ProveError, ProveInput};
use crate::pipeline::stage::{BlockLog, put_number, take_bytes, take_number};
use crate::reconcile::check::{CROSS_REFERENCE, LISTED_RECORDS};
use crate::reconcile::reader::{
    BatchFolder, CrossReferenceFile, CrossReferenceLine, ExceptionList, ListLine,
};
use crate::reconcile::recompute::{Claim, ClaimList, ListedWarning, TurnedAway, Why};
use crate::reconcile::{CrossReference, CrossReferences, Difference};
use crate::record::{EntityId, FieldId, Guid, Reason};
use crate::source::Role;
use crate::target::contract::TableId;

const MEMORY: usize = 4 << 20;
/// The lists that name records.
pub(super) const LISTS: [ExceptionList; 6] = [
    ExceptionList::Excluded,
    ExceptionList::Rejects,
    ExceptionList::Values,
    ExceptionList::Holds,
    ExceptionList::Warnings,
    ExceptionList::Waiting,
];

/// A line of an exception list about one record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ListedRecord {
    pub(super) list: usize,
    pub(super) entity: EntityId,
    pub(super) key: Guid,
    /// The case file that the list names.
    pub(super) case_file: Option<u64>,
    /// The rule that left it out.
    pub(super) rule: String,
    /// The column concerned.
    pub(super) field: Option<FieldId>,
    /// Why.
    pub(super) why: Why,
    /// Path of the record's file within the drop, and the line there; empty and 0 where the list has none.
    pub(super) place: (String, u64),
    /// The physical line in the list.
    pub(super) line: u64,
}

/// A rejected row that belongs to no case file: its entity, file and line.
pub(super) type Outside = (EntityId, String, u64);

/// Why a row is rejected, and the column concerned.
pub(super) type RejectedFor = (Why, Option<FieldId>);

/// Lines of the lists, parted.
pub(super) struct Lists {
    log: BlockLog,
    /// Whether its records are shared, by entity.
    shared: Vec<bool>,
    /// Rows that the reader left out, by entity.
    left_out: BTreeMap<EntityId, u64>,
    /// Records of case files that have no number to be listed under.
    unnumbered: Unnumbered,
    /// Rejected rows of no case file.
    outside: HashMap<Outside, (RejectedFor, AtomicBool)>,
    /// Warnings about no case file and no shared record.
    pub(super) general: Vec<GeneralWarning>,
    /// Lines of cross-references of folders that hold several batches' people.
    several: HashMap<(EntityId, Guid), Vec<(CrossReference, AtomicBool)>>,
    /// Links of case files that other drops account for which are said not to be written.
    pub(super) lost_links: TurnedAway,
    /// Lines that speak of nothing.
    pub(super) differences: Vec<Difference>,
}

// A cross-reference is only ever cloned out of here; who accounts for it is noted beside it.
impl Lists {
    /// Reads and parts the lists.
    pub(super) fn part(
        input: &ProveInput<'_>,
        folders: &Folders,
        joining: &ListedJoining,
    ) -> Result<Self, ProveError> {
        let lists = input.staged.spools.parts() as usize + 1;
        let log = BlockLog::create(input.temporary.join("prove-lists"), lists, MEMORY)?;
        let entities = input.plan.dictionary().entities().iter();
        let mut parted = Self {
            log,
            shared: entities.map(|entity| entity.role == Role::Shared).collect(),
            left_out: BTreeMap::new(),
            unnumbered: Unnumbered::of(input)?,
            outside: HashMap::new(),
            general: Vec::new(),
            several: HashMap::new(),
            lost_links: TurnedAway::default(),
            differences: Vec::new(),
        };
        for (number, list) in LISTS.into_iter().enumerate() {
            let (mut failed, mut order) = (Ok(()), ListOrder::default());
            each_line(input, list, |line| {
                parted.hold_order(input, list, (&mut order, line));
                if failed.is_ok() {
                    failed = parted.line((input, joining), number, line);
                }
            })?;
            failed?;
        }
        for value in shared_values(input) {
            parted.log.append(0, |out| value.put(out))?;
        }
        parted.log.finish()?;
        for folder in folders.holding(Holds::Several) {
            let differences = each_cross_reference(input, folder, |record, line| {
                parted.several.entry(record).or_default().push((line, AtomicBool::new(false)));
            })?;
            parted.differences.extend(differences);
        }
        Ok(parted)
    }

    /// Notes a line that stands twice, or elsewhere than its list's order has it. A folder of several drops keeps lines of
    /// earlier runs beside those of the last.
    fn hold_order(
        &mut self,
        input: &ProveInput<'_>,
        list: ExceptionList,
        (order, line): (&mut ListOrder, &ListLine),
    ) {
        let known = input.plan.dictionary().find(line.get("ENTITY")).filter(|_| input.scope.is_none());
        if known.is_some_and(|entity| !order.admits(input, entity, line)) {
            self.differences.push(of_line(list, line));
        }
    }

    fn line(
        &mut self,
        (input, joining): (&ProveInput<'_>, &ListedJoining),
        list: usize,
        line: &ListLine,
    ) -> Result<(), ProveError> {
        let dictionary = input.plan.dictionary();
        let Some(entity) = dictionary.find(line.get("ENTITY")) else {
            self.differences.push(of_line(LISTS[list], line));
            return Ok(());
        };
        let key = Guid::parse(line.get("SOURCE_ID")).ok();
        if !is_about((input, joining), LISTS[list], (entity, key), line.case_file()) {
            let field = dictionary.entity(entity).column(line.get("FIELD"));
            let reason = line.get("REASON").parse().ok();
            if let (ExceptionList::Values, Some(Reason::LinkEndpointMissing)) = (LISTS[list], reason)
                && let (Some(key), Some(field)) = (key, field)
            {
                self.lost_links.reject_value(entity, key, field, reason);
            }
            return Ok(());
        }
        let unnumbered = key.filter(|_| line.case_file().is_none());
        let unnumbered = unnumbered.and_then(|key| self.unnumbered.part(entity, key));
        let batch = match (line.case_file(), key) {
            (Some(number), _) => input.with_number(number).first().map(|person| input.part_of(*person)),
            (None, Some(key)) => unnumbered.or_else(|| batch_of_key(input, key)),
            (None, None) => None,
        };
        if LISTS[list] == ExceptionList::Warnings && line.case_file().is_none() && unnumbered.is_none() {
            let shared = dictionary.entity(entity).role == Role::Shared;
            if !shared || key.is_none() {
                self.general.push(GeneralWarning::of(line));
                return Ok(());
            }
        }
        // A shared record that is turned away is in no case file either, and is looked for among its like.
        let shared = key.is_some() && dictionary.entity(entity).role == Role::Shared;
        if batch.is_none() && !shared && LISTS[list] == ExceptionList::Rejects {
            let place = (entity, line.get("FILE").to_owned(), line.get("LINE").parse().unwrap_or_default());
            let field = dictionary.entity(entity).column(line.get("FIELD"));
            let why = Why::read(line.get("REASON"), line.get("FIELD"), field.is_some());
            self.outside.insert(place, ((why, field), AtomicBool::new(false)));
        }
        let Some(key) = key else {
            if LISTS[list] == ExceptionList::Excluded {
                *self.left_out.entry(entity).or_default() += 1;
            }
            return Ok(());
        };
        let field = dictionary.entity(entity).column(line.get("FIELD"));
        if LISTS[list] == ExceptionList::Values && field.is_none() && !line.get("FIELD").is_empty() {
            self.differences.push(of_line(LISTS[list], line));
        }
        let record = ListedRecord {
            list,
            entity,
            key,
            case_file: line.case_file(),
            rule: line.get("RULE").to_owned(),
            field,
            why: Why::read(line.get("REASON"), line.get("FIELD"), field.is_some()),
            place: (line.get("FILE").to_owned(), line.get("LINE").parse().unwrap_or_default()),
            line: line.line(),
        };
        Ok(self.log.append(batch.unwrap_or(0) as usize, |out| record.put(out))?)
    }

    /// What the lists say of the records of a batch, or, in batch 0, of those of no case file.
    pub(super) fn load(&self, batch: u32) -> Result<(TurnedAway, Vec<ListedRecord>), ProveError> {
        let (mut away, mut listed) = (TurnedAway::default(), Vec::new());
        self.log.read(batch as usize, |mut bytes| {
            while !bytes.is_empty() {
                let record = ListedRecord::take(&mut bytes).ok_or_else(|| self.log.damaged())?;
                record.tell(&mut away, self.shared[usize::from(record.entity.0)]);
                listed.push(record);
            }
            Ok(())
        })?;
        Ok((away, listed))
    }

    /// Adds the cross-references about a record that stand in folders of several batches' people.
    pub(super) fn cross_references_of(&self, record: (EntityId, Guid), own: &mut CrossReferences) {
        for (line, claimed) in self.several.get(&record).into_iter().flatten() {
            claimed.store(true, Ordering::Relaxed);
            own.add(record.0, record.1, line.clone());
        }
    }

    /// The rows that absorbed joining records, which may be those of another batch's people.
    pub(super) fn absorbing(&self, input: &ProveInput<'_>) -> HashSet<(TableId, String)> {
        let joining = |entity| input.plan.entity(entity).is_some_and(|plan| plan.joins.is_some());
        let of_joining = self.several.iter().filter(|((entity, _), _)| joining(*entity));
        let lines = of_joining.flat_map(|((_, key), lines)| lines.iter().map(move |(line, _)| (*key, line)));
        let absorbed = lines.filter(|(key, line)| line.field.is_none() && line.legacy_id != key.to_string());
        absorbed.map(|(_, line)| (line.table, line.legacy_id.clone())).collect()
    }

    /// Rows that the reader left out, by entity, as the list has them.
    pub(super) fn left_out(&self) -> impl Iterator<Item = (EntityId, u64)> + '_ {
        self.left_out.iter().map(|(entity, rows)| (*entity, *rows))
    }

    /// Why a row of no case file is rejected, as the list has it; none where it does not, or was asked before.
    pub(super) fn outside(&self, place: &Outside) -> Option<RejectedFor> {
        let (why, claimed) = self.outside.get(place)?;
        (!claimed.swap(true, Ordering::Relaxed)).then_some(*why)
    }

    /// Lines that nothing in the export bears out.
    pub(super) fn unclaimed(&self, input: &ProveInput<'_>) -> Vec<Difference> {
        let open = self.outside.iter().filter(|(_, (_, claimed))| !claimed.load(Ordering::Relaxed));
        let outside = open.map(|((entity, file, line), _)| Difference {
            entity: Some(*entity),
            file: file.clone(),
            line: *line,
            ..Difference::new(LISTED_RECORDS.id)
        });
        let several = self
            .several
            .iter()
            .flat_map(|((entity, _), lines)| lines.iter().map(move |line| (*entity, line)));
        let open = several.filter(|(_, (_, claimed))| !claimed.load(Ordering::Relaxed));
        let several = open.map(|(entity, (line, _))| of_cross_reference(input, entity, line));
        let mut differences: Vec<_> = outside.chain(several).collect();
        differences.sort();
        differences
    }
}

/// Whether a line of a list is about what this drop accounts for.
fn is_about(
    (input, joining): (&ProveInput<'_>, &ListedJoining),
    list: ExceptionList,
    (entity, key): (EntityId, Option<Guid>),
    case_file: Option<u64>,
) -> bool {
    let parted = case_file.zip(key).and_then(|(number, key)| joining.get(&(number, entity, key)));
    match (case_file, key) {
        _ if parted.is_some() => parted == Some(&true),
        (Some(number), _) => {
            let people = input.with_number(number);
            input.scope.is_none() || people.into_iter().any(|person| input.is_own(person))
        }
        (None, Some(key)) if input.plan.dictionary().entity(entity).role == Role::Shared => {
            is_about_shared(input, list, (entity, key))
        }
        _ => input.is_newest(),
    }
}

/// A line of an exception list that speaks of nothing the export has.
fn of_line(list: ExceptionList, line: &ListLine) -> Difference {
    Difference {
        case_file: line.case_file(),
        file: format!("exceptions/{}", list.file_name()),
        line: line.line(),
        ..Difference::new(LISTED_RECORDS.id)
    }
}

/// A listed record that the export does not have.
pub(super) fn of_listed(record: &ListedRecord) -> Difference {
    Difference {
        case_file: record.case_file,
        entity: Some(record.entity),
        source_id: record.key.to_string(),
        file: format!("exceptions/{}", LISTS[record.list].file_name()),
        line: record.line,
        ..Difference::new(LISTED_RECORDS.id)
    }
}

/// A line of a cross-reference that nothing bears out.
pub(super) fn of_cross_reference(
    input: &ProveInput<'_>,
    entity: EntityId,
    line: &CrossReference,
) -> Difference {
    let is_key = line.field.is_none();
    Difference {
        entity: Some(entity),
        source_id: if is_key { line.source_id.clone() } else { String::new() },
        table: input.plan.contract().table(line.table).name.clone(),
        file: format!("data/batches/{:04}/xref.csv", line.place.0),
        line: line.place.1,
        ..Difference::new(CROSS_REFERENCE.id)
    }
}

/// Hands every line of a folder's cross-reference to `take`; what speaks of nothing known becomes a difference.
pub(super) fn each_cross_reference(
    input: &ProveInput<'_>,
    folder: &BatchFolder,
    mut take: impl FnMut((EntityId, Guid), CrossReference),
) -> Result<Vec<Difference>, ProveError> {
    let path = folder.folder().join("xref.csv");
    let failed = || ProveError::output(&path);
    let mut differences = Vec::new();
    let wrong = |line: u64| Difference {
        file: format!("data/batches/{:04}/xref.csv", folder.number),
        line,
        ..Difference::new(CROSS_REFERENCE.id)
    };
    if !path.exists() {
        return Ok(vec![wrong(0)]);
    }
    let mut file = CrossReferenceFile::open(folder.folder()).map_err(failed())?;
    let mut before: [String; 4] = Default::default();
    let mut is_first = true;
    while let Some(line) = file.next_line().map_err(failed())? {
        // Lines ascend, so that one that stands twice or elsewhere is seen.
        if !std::mem::take(&mut is_first) && before.each_ref().map(String::as_str) >= name(&line) {
            differences.push(wrong(line.line));
        }
        match cross_reference(input, folder.number, &line) {
            Some((record, own)) => take(record, own),
            None => differences.push(wrong(line.line)),
        }
        for (own, next) in before.iter_mut().zip(name(&line)) {
            own.clear();
            own.push_str(next);
        }
    }
    differences.extend(file.faults().iter().map(|fault| wrong(fault.line)));
    Ok(differences)
}

/// What lines of a cross-reference are in order of.
fn name<'r>(line: &CrossReferenceLine<'r>) -> [&'r str; 4] {
    [line.source_entity, line.source_id, line.target_table, line.legacy_id]
}

/// Whether a text is the number of a batch, in at least four digits.
fn is_number(text: &str, batch: u32) -> bool {
    let digits = text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && text.parse() == Ok(batch) && (text.len() == 4 || !text.starts_with('0'))
}

/// A line of a cross-reference with its record; none where it speaks of nothing known.
fn cross_reference(
    input: &ProveInput<'_>,
    batch: u32,
    line: &CrossReferenceLine<'_>,
) -> Option<((EntityId, Guid), CrossReference)> {
    let exact =
        line.source_system == "CareDirector" && is_number(line.batch, batch) && line.mosaic_id.is_empty();
    if !exact {
        return None;
    }
    let dictionary = input.plan.dictionary();
    let (entity, column) = match line.source_entity.split_once('.') {
        Some((entity, column)) => (entity, Some(column)),
        None => (line.source_entity, None),
    };
    let entity = dictionary.find(entity)?;
    let field = match column {
        Some(column) => Some(dictionary.entity(entity).column(column)?),
        None => None,
    };
    let key = if field.is_some() { line.legacy_id.get(..36)? } else { line.source_id };
    if key.bytes().any(|byte| byte.is_ascii_uppercase()) {
        // A key in another form is found by nobody who looks for it.
        return None;
    }
    let table = input.plan.contract().find(line.target_table)?;
    let place = (batch, line.line);
    let own =
        CrossReference::new(field, line.source_id.to_owned(), (table, line.legacy_id.to_owned()), place);
    Some(((entity, Guid::parse(key).ok()?), own))
}

impl ListedRecord {
    /// Says what the line says.
    /// Of casework the state of the case file tells who is held; `shared` says that the record is none.
    fn tell(&self, away: &mut TurnedAway, shared: bool) {
        let (entity, key) = (self.entity, self.key);
        let claim = |list| Claim { list, field: self.field, why: self.why, line: self.line };
        match LISTS[self.list] {
            ExceptionList::Excluded => {
                let code = if let Why::Code(reason) = self.why { Some(reason) } else { None };
                away.exclude(entity, key, &self.rule);
                away.exclude_under(entity, key, code);
            }
            ExceptionList::Rejects => {
                away.reject(entity, key);
                away.claim(entity, key, claim(ClaimList::Rejects));
            }
            ExceptionList::Holds => {
                if shared {
                    away.hold(entity, key);
                }
                away.claim(entity, key, claim(ClaimList::Holds));
            }
            ExceptionList::Warnings => {
                let (why, field, place, line) = (self.why, self.field, self.place.clone(), self.line);
                away.warn(entity, key, ListedWarning { why, field, place, line });
            }
            ExceptionList::Waiting | ExceptionList::Held => {}
            ExceptionList::Values => {
                let reason = if let Why::Code(reason) = self.why { Some(reason) } else { None };
                if let Some(field) = self.field {
                    away.reject_value(entity, key, field, reason);
                }
            }
        }
    }

    fn put(&self, out: &mut Vec<u8>) {
        put_number(out, self.list as u64);
        put_number(out, u64::from(self.entity.0));
        out.extend_from_slice(&self.key.bytes());
        put_number(out, self.case_file.unwrap_or_default());
        put_number(out, self.rule.len() as u64);
        out.extend_from_slice(self.rule.as_bytes());
        put_number(out, self.field.map_or(0, |field| u64::from(field.0) + 1));
        put_number(
            out,
            match self.why {
                Why::Nothing => 0,
                Why::Withheld => 1,
                Why::Code(reason) => reason as u64 + 2,
            },
        );
        put_number(out, self.place.0.len() as u64);
        out.extend_from_slice(self.place.0.as_bytes());
        put_number(out, self.place.1);
        put_number(out, self.line);
    }

    /// The list that it stands in.
    pub(super) fn list(&self) -> ExceptionList {
        LISTS[self.list]
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        let list = usize::try_from(take_number(bytes)?).ok().filter(|list| *list < LISTS.len())?;
        let entity = EntityId(u16::try_from(take_number(bytes)?).ok()?);
        let key = Guid::from_bytes(take_bytes(bytes, 16)?.try_into().ok()?);
        let case_file = Some(take_number(bytes)?).filter(|number| *number != 0);
        let rule = take_text(bytes)?;
        let field = take_number(bytes)?.checked_sub(1);
        let field = field.and_then(|field| u16::try_from(field).ok()).map(FieldId);
        let why = match take_number(bytes)? {
            0 => Why::Nothing,
            1 => Why::Withheld,
            reason => Why::Code(*Reason::ALL.get(usize::try_from(reason - 2).ok()?)?),
        };
        let place = (take_text(bytes)?, take_number(bytes)?);
        Some(Self { list, entity, key, case_file, rule, field, why, place, line: take_number(bytes)? })
    }
}

fn take_text(bytes: &mut &[u8]) -> Option<String> {
    let length = usize::try_from(take_number(bytes)?).ok()?;
    Some(std::str::from_utf8(take_bytes(bytes, length)?).ok()?.to_owned())
}
