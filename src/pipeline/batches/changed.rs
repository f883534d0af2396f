//! Sealed case files that are others in the drop of today.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::BatchWork;
use super::fates::Fates;
use super::source_digests::{BatchDigests, RecordDigest, SourceDigests, read_digests};
use crate::map::forward::Fate;
use crate::pipeline::RunError;
use crate::pipeline::stage::CaseFileSource;
use crate::pipeline::world::Part;
use crate::record::{Action, Finding, Guid, SourceRecord};

/// Sealed case files that are others in the drop of today: by person number and entity, how many records are others,
/// new or gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changed {
    /// The number of records, by person number and entity; 0 stands for shared records.
    pub(crate) records: BTreeMap<(u64, String), u64>,
    /// Records that a sealed case file was written with and no longer has, by entity and key.
    pub(crate) gone: HashSet<(String, Guid)>,
    /// The same of records that were turned away there, or waited for another person.
    pub(crate) freed: HashSet<(String, Guid)>,
    /// New records that join a sealed case file to one that no earlier run wrote.
    pub(crate) joined: HashSet<(String, Guid)>,
    /// Records that waited for another person and were gone from the export when that one was written: they are back, and
    /// no batch is left for them.
    pub(crate) missed: HashSet<(String, Guid)>,
    /// Records that waited and wait on: whom they name now is not written either, or is nobody.
    pub(crate) open: HashSet<(String, Guid)>,
    /// Joining records that were turned away or waited before, and are written now: maybe with another case file than that
    /// which they were listed under.
    pub(crate) caught_up: HashSet<(String, Guid)>,
    /// Records with links that were lost, which are others now or gone: their links stay lost.
    pub(super) altered: HashSet<(String, Guid)>,
    /// Records whose links were lost and are written now.
    pub(crate) linked: HashSet<(String, Guid)>,
    /// Records that waited, and whom they name now.
    waited: HashMap<(String, Guid), Option<Guid>>,
    /// Every case file that an earlier run sealed, by the person number it had then, and by the one it has today.
    pub(crate) sealed: BTreeSet<u64>,
    /// How many people whom earlier runs held are not in the drop of today, by person number; 0 stands for those without one of
    /// their own.
    pub(crate) absent: BTreeMap<u64, u64>,
}

impl Changed {
    /// The person numbers.
    pub(crate) fn case_files(&self) -> HashSet<u64> {
        self.records.keys().map(|(number, _)| *number).filter(|number| *number != 0).collect()
    }

    /// How many shared records are others.
    pub(crate) fn shared(&self) -> u64 {
        self.records.iter().filter(|((number, _), _)| *number == 0).map(|(_, records)| records).sum()
    }

    /// Adds shared records, by entity.
    pub(super) fn with_shared(mut self, shared: BTreeMap<String, u64>) -> Self {
        for (entity, records) in shared {
            self.add(0, &entity, records);
        }
        self
    }

    /// Notes which of the records that waited wait on, once everybody's fate is known.
    pub(super) fn settle(&mut self, fates: &Fates<'_>) {
        let waits = |other: Guid| matches!(fates.of(other), Fate::Held | Fate::Rejected);
        let waited = std::mem::take(&mut self.waited).into_iter();
        self.open.extend(waited.filter(|(_, other)| other.is_none_or(waits)).map(|(record, _)| record));
    }

    fn add(&mut self, number: u64, entity: &str, records: u64) {
        *self.records.entry((number, entity.to_owned())).or_default() += records;
    }
}

/// Holds every sealed case file against the digests of what it was made of.
pub(super) fn changed(work: &BatchWork<'_>, output: &std::path::Path) -> Result<Changed, RunError> {
    let people = work.staged.world.people();
    let mut changed = Changed::default();
    let mut parts: BTreeMap<u32, u32> = BTreeMap::new();
    for (part, own) in (1..).zip(people.parts()) {
        if let Part::Sealed(batch) = own {
            parts.insert(*batch, part);
        }
    }
    let used = Used::new(work);
    for batch in work.writing.earlier.case_file_batches.iter().copied() {
        let mut sealed = read_digests(output, batch)?;
        changed.sealed.extend(sealed.values().map(|(number, _)| *number));
        let files = match parts.get(&batch) {
            Some(part) => work.staged.spools.load(*part)?,
            None => Vec::new(),
        };
        for source in &files {
            case_file((work, &used), source, &mut sealed, &mut changed);
        }
        gone(sealed, &mut changed);
    }
    // What was turned away stands in no batch, and is free to be written with whomever it is of now.
    let (freed, gone) =
        changed.gone.into_iter().partition(|record| work.writing.earlier.turned_away.contains(record));
    changed.sealed.remove(&0);
    Ok(Changed { gone, freed, ..changed })
}

/// What takes digests as each run took them.
struct Used<'a> {
    today: SourceDigests<'a>,
    by_run: BTreeMap<u32, SourceDigests<'a>>,
}

impl<'a> Used<'a> {
    fn new(work: &BatchWork<'a>) -> Self {
        let by_run = work.writing.mappings_of.iter();
        let digests = |plan| SourceDigests::new(plan, work.key, work.attached());
        let by_run = by_run.map(|(run, used)| (*run, digests(&used.plan)));
        Self { today: digests(work.plan), by_run: by_run.collect() }
    }
}

fn case_file(
    (work, used): (&BatchWork<'_>, &Used<'_>),
    source: &CaseFileSource,
    sealed: &mut BatchDigests,
    changed: &mut Changed,
) {
    let people = work.staged.world.people();
    let everybody = std::iter::once(source.person).chain(people.merged_into(source.person).iter().copied());
    let before: Vec<RecordDigest> =
        everybody.filter_map(|person| sealed.remove(&people.guid(person))).flat_map(|(_, own)| own).collect();
    let run = work.writing.earlier.of(people, source.person).map_or(0, |written| written.run);
    let now = used.by_run.get(&run).unwrap_or(&used.today).of(source);
    changed.sealed.insert(source.number);
    let fate = |record: &RecordDigest| joining_fate(work, source, record);
    let adopted = adopted(work, source);
    let Differing { mut others, gone, joined, missed } = differing(&before, &now, fate);
    others.extend(adopted.iter().map(|(entity, key)| (&**entity, *key)));
    for (entity, key) in &others {
        changed.add(source.number, entity, 1);
        let record = ((*entity).to_owned(), *key);
        if work.writing.earlier.lost_links.contains(&record) {
            changed.altered.insert(record);
        }
    }
    let name = |one: &RecordDigest| (one.entity.to_string(), one.key);
    changed.gone.extend(gone.into_iter().map(name));
    changed.joined.extend(joined.into_iter().map(name));
    changed.missed.extend(missed.into_iter().map(name));
    changed.waited.extend(waited(work, source));
}

/// The records of a sealed case file that an adoption would hold now, which nothing told when it was sealed. They are told like any
/// that changed: no list says which of them an adoption concerns, nor whom it joins.
fn adopted(work: &BatchWork<'_>, source: &CaseFileSource) -> Vec<(String, Guid)> {
    let held = source.findings.iter().filter(|finding| finding.reason.tells_of_adoption(Action::Hold));
    let name = |finding: &Finding| {
        let entity = work.plan.dictionary().entity(finding.entity).name.clone();
        Some((entity, Guid::parse(&finding.source_id).ok()?))
    };
    held.filter_map(name).collect()
}

/// The records of a sealed case file that wait for another person by the lists of the last run, and whom they name now.
fn waited<'s>(
    work: &'s BatchWork<'_>,
    source: &'s CaseFileSource,
) -> impl Iterator<Item = ((String, Guid), Option<Guid>)> + 's {
    source.records.iter().filter_map(|record| {
        let entity = work.plan.entity(record.entity())?;
        let joins = entity.joins?;
        let name = &work.plan.dictionary().entity(entity.entity).name;
        let own = (name.clone(), record.guid(entity.key)?);
        work.writing.earlier.waiting.contains(&own).then(|| (own, record.guid(joins.other)))
    })
}

/// What is other in a sealed case file.
struct Differing<'d> {
    /// Records that are others, new or gone, by entity and key; new ones that wait for another person are none.
    others: BTreeSet<(&'d str, Guid)>,
    gone: Vec<&'d RecordDigest>,
    /// New records that wait for another person.
    joined: Vec<&'d RecordDigest>,
    /// Records whose time went by.
    missed: Vec<&'d RecordDigest>,
}

/// How a record of a sealed case file stands to another person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum JoiningFate {
    /// It joins nobody else, or was written.
    Settled,
    /// It joins the case file to one that no earlier run wrote: it goes with that one.
    Waits,
    /// It waited for somebody whom an earlier run wrote, and was not written with them.
    Missed,
}

/// Holds the records of a sealed case file against those that it was made of.
fn differing<'d>(
    before: &'d [RecordDigest],
    now: &'d [RecordDigest],
    fate: impl Fn(&RecordDigest) -> JoiningFate,
) -> Differing<'d> {
    let key = |one: &'d RecordDigest| (&*one.entity, one.key);
    let mut open: HashMap<_, _> = before.iter().map(|one| (key(one), one)).collect();
    let (mut others, mut joined, mut missed) = (BTreeSet::new(), Vec::new(), Vec::new());
    for one in now {
        let other = match (open.remove(&key(one)), fate(one)) {
            (Some(_), JoiningFate::Missed) => {
                missed.push(one);
                true
            }
            (Some(before), _) => before.digest != one.digest,
            (None, JoiningFate::Waits) => {
                joined.push(one);
                false
            }
            (None, _) => true,
        };
        if other {
            others.insert(key(one));
        }
    }
    let gone: Vec<&RecordDigest> = open.into_values().collect();
    others.extend(gone.iter().map(|one| key(one)));
    Differing { others, gone, joined, missed }
}

fn joining_fate(work: &BatchWork<'_>, source: &CaseFileSource, own: &RecordDigest) -> JoiningFate {
    let (people, earlier) = (work.staged.world.people(), work.writing.earlier);
    // It stands, in whosever case file it was.
    let entity = work.plan.dictionary().find(&own.entity);
    if entity.is_some_and(|entity| earlier.joined.contains_key(&(entity, own.key))) {
        return JoiningFate::Settled;
    }
    let joins = |record: &SourceRecord| {
        let entity = work.plan.entity(record.entity())?;
        let joins = entity.joins.filter(|_| record.guid(entity.key) == Some(own.key))?;
        let other = people.survivor(people.find(record.guid(joins.other)?)?);
        (other != source.person).then_some(other)
    };
    let Some(other) = source.records.iter().find_map(joins) else { return JoiningFate::Settled };
    if earlier.of(people, other).is_none() {
        return JoiningFate::Waits;
    }
    let is_waiting = earlier.waiting.contains(&(own.entity.to_string(), own.key));
    if is_waiting { JoiningFate::Missed } else { JoiningFate::Settled }
}

/// Case files that the drop has no more.
fn gone(sealed: BatchDigests, changed: &mut Changed) {
    for (number, records) in sealed.into_values() {
        for record in records {
            changed.add(number, &record.entity, 1);
            changed.gone.insert((record.entity.to_string(), record.key));
        }
    }
}
