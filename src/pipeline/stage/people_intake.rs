//! The rows of people, until everybody is known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::sync_channel;
use std::thread;

use super::everyone::note_person;
use super::layout::EntityLayout;
use super::masters::Masters;
use super::record_codec::{put_record, take_record};
use super::rejects::Rejects;
use super::temporary_folder::TemporaryFolder;
use super::versions::judge;
use super::{BlockLog, Layout, Parting, StageError};
use crate::pipeline::world::{People, PersonIndex, PersonRow};
use crate::record::{FieldId, Guid, Reason, SourceRecord, SourceRecordBuilder};
use crate::source::DateForm;

const MEMORY: usize = 1 << 18;
const WIDEST_NUMBER: usize = 16;

/// How many decoded blocks may wait for whoever takes them.
const BLOCKS: usize = 1;

/// The rows of people, until everybody is known and person numbers can be put in order.
#[derive(Debug)]
pub(crate) struct PeopleIntake {
    log: BlockLog,
    rows: Vec<PersonRow>,
    masters: BTreeMap<Guid, Guid>,
    odd: BTreeMap<Guid, Reason>,
    number: FieldId,
}

impl PeopleIntake {
    /// Makes the file; `number` is the column of person numbers.
    pub(crate) fn create(folder: &TemporaryFolder, number: FieldId) -> Result<Self, StageError> {
        Ok(Self {
            log: BlockLog::create(folder.file("people"), 1, MEMORY)?,
            rows: Vec::new(),
            masters: BTreeMap::new(),
            odd: BTreeMap::new(),
            number,
        })
    }

    /// Takes a person's row; without a usable key it is rejected by itself.
    pub(crate) fn take(
        &mut self,
        layout: &EntityLayout,
        rejects: &mut Rejects,
        record: SourceRecord,
    ) -> Result<(), StageError> {
        match Rejects::key(layout, &record) {
            Ok(key) => {
                self.know(layout, key, &record);
                self.log.append(0, |out| put_record(out, &record))
            }
            Err(reason) => {
                rejects.keyless(layout, record, reason);
                Ok(())
            }
        }
    }

    fn know(&mut self, layout: &EntityLayout, guid: Guid, record: &SourceRecord) {
        // Where the file itself lost the number, its code alone is told.
        let lost = record.why_unread(self.number);
        let read = lost.map_or_else(|| read_number(record.get(self.number).filled()), Err);
        let number = match read {
            Ok(number) => Some(number),
            Err(reason) => {
                self.odd.insert(guid, reason);
                None
            }
        };
        let master = layout.master.and_then(|field| record.get(field).filled().map(|_| field));
        if let Some(field) = master {
            // A master that is no GUID cannot be in the extract: the zero key stands for it.
            self.masters.insert(guid, record.guid(field).unwrap_or_default());
        }
        self.rows.push(PersonRow { number, guid });
    }

    /// Everybody, each their own survivor, and who names which master. Rows of one key are judged first.
    pub(crate) fn settle(
        &mut self,
        layout: &Layout,
        datetimes: &[DateForm],
        parting: &Parting,
    ) -> Result<(People, Masters<PersonIndex>), StageError> {
        self.log.flush_all()?;
        self.choose_versions(layout, datetimes)?;
        self.keep_sealed_numbers(parting);
        let mut people = People::new(std::mem::take(&mut self.rows));
        for (guid, reason) in std::mem::take(&mut self.odd) {
            if let Some(person) = people.find(guid) {
                note_person(&mut people, layout.person(), person, reason, Some(self.number));
            }
        }
        self.same_numbers(&mut people, layout);
        let mut masters = Masters::default();
        for (loser, master) in &self.masters {
            if let Some(loser) = people.find(*loser) {
                masters.add(loser, people.find(*master));
            }
        }
        Ok((people, masters))
    }

    /// A sealed case file keeps its number, whatever the export says by now: lists know case files by number. Nor has anybody else
    /// that number, for Mosaic takes each once: who is not written yet and has it is held as somebody without one.
    fn keep_sealed_numbers(&mut self, parting: &Parting) {
        for row in &mut self.rows {
            let sealed = parting.number_of(row.guid);
            if sealed.is_some() {
                self.odd.remove(&row.guid);
                row.number = sealed;
            } else if row.number.is_some_and(|number| parting.is_taken(number)) {
                self.odd.insert(row.guid, Reason::DuplicateLegacyId);
                row.number = None;
            }
        }
    }

    /// Two people with one number are both held.
    fn same_numbers(&self, people: &mut People, layout: &Layout) {
        let everyone: Vec<_> = people.everyone().map(|person| (people.number(person), person)).collect();
        for same in everyone.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
            for (_, person) in same.iter().filter(|(number, _)| *number != 0) {
                note_person(people, layout.person(), *person, Reason::DuplicateLegacyId, Some(self.number));
            }
        }
    }

    /// Of rows with one key only the one that stands says who the person is.
    fn choose_versions(&mut self, layout: &Layout, datetimes: &[DateForm]) -> Result<(), StageError> {
        let mut keys: Vec<Guid> = self.rows.iter().map(|row| row.guid).collect();
        keys.sort_unstable();
        let repeated: BTreeSet<Guid> =
            keys.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        if repeated.is_empty() {
            return Ok(());
        }
        let mut versions: BTreeMap<Guid, Vec<SourceRecord>> = BTreeMap::new();
        self.each(1, |record| {
            let key = layout.key_of(&record);
            if repeated.contains(&key) {
                versions.entry(key).or_default().push(record);
            }
            Ok(())
        })?;
        self.rows.retain(|row| !repeated.contains(&row.guid));
        let entity = layout.of(layout.person());
        for (key, rows) in versions {
            self.odd.remove(&key);
            self.masters.remove(&key);
            if let Some(row) = judge(rows, entity.modified, datetimes).kept.first() {
                self.know(entity, key, row);
            }
        }
        Ok(())
    }

    /// Reads every row again, in the order in which they came; with a second thread the next are decoded there meanwhile.
    pub(crate) fn each(
        &self,
        threads: usize,
        mut each: impl FnMut(SourceRecord) -> Result<(), StageError>,
    ) -> Result<(), StageError> {
        if threads == 1 {
            return self.decoded(|records| records.into_iter().try_for_each(&mut each));
        }
        let (sender, receiver) = sync_channel::<Vec<SourceRecord>>(BLOCKS);
        thread::scope(|scope| {
            let reading = scope.spawn(move || {
                self.decoded(|records| sender.send(records).map_err(|_| StageError::Interrupted))
            });
            let taken = receiver.into_iter().flatten().try_for_each(&mut each);
            let read = reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            // Where nobody takes them any more, it is for an error of its own.
            taken.and(read)
        })
    }

    /// Hands on the rows of each block of the file.
    fn decoded(
        &self,
        mut take: impl FnMut(Vec<SourceRecord>) -> Result<(), StageError>,
    ) -> Result<(), StageError> {
        let mut builder = SourceRecordBuilder::new();
        self.log.read(0, |mut bytes| {
            let mut records = Vec::new();
            while !bytes.is_empty() {
                records.push(take_record(&mut bytes, &mut builder).ok_or_else(|| self.log.damaged())?);
            }
            take(records)
        })
    }
}

fn read_number(text: Option<&str>) -> Result<u64, Reason> {
    let text = text.ok_or(Reason::MissingMandatory)?.trim();
    if text.is_empty() {
        return Err(Reason::MissingMandatory);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Reason::BadKey);
    }
    if text.len() > WIDEST_NUMBER {
        return Err(Reason::DuplicateLegacyId);
    }
    text.parse().map_err(|_| Reason::BadKey)
}
