//! Digests of the records that sealed case files were made of, so that a later drop can be held against them.
//!
//! `digests/NNNN.csv` beside `data/`: a line a record of each case file that batch NNNN holds, or a shared record, without a person. The digest is over the
//! carried columns as the drop has them, and of a record that describes an attached file over that file too; it is under the
//! proof key, so that it says nothing to whoever does not hold that.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::map::plan::{Carrier, Plan};
use crate::pipeline::RunError;
use crate::pipeline::documents::Documents;
use crate::pipeline::stage::CaseFileSource;
use crate::reconcile::digest::{Digester, RecordBytes};
use crate::record::{EntityId, FieldId, Guid, SourceRecord, hex_digits};
use crate::target::{TargetError, write_atomically};

const HEADER: &str = "CASE_FILE,PERSON,ENTITY,SOURCE_ID,DIGEST\r\n";

/// A record by entity and key, and its digest in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RecordDigest {
    pub(crate) entity: Arc<str>,
    pub(crate) key: Guid,
    pub(crate) digest: [u8; DIGITS],
}

/// How many hexadecimal digits of a digest are kept.
const DIGITS: usize = 32;

/// Columns by name.
type Columns<'a> = Vec<(&'a str, FieldId)>;

/// The name under which the content of an attached file is digested; no column has it.
const CONTENT: &str = "(content)";

/// The attached files of a drop, and the entity that describes them.
pub(crate) type Attached<'a> = (Option<EntityId>, &'a Documents<'a>);

/// Takes digests of source records.
pub(crate) struct SourceDigests<'a> {
    plan: &'a Plan,
    digester: Digester,
    attached: Attached<'a>,
    /// Each entity's name, and its carried columns by name.
    entities: Vec<(Arc<str>, Columns<'a>)>,
}

impl<'a> SourceDigests<'a> {
    /// Works out what a plan carries; digests are taken under the key.
    pub(crate) fn new(plan: &'a Plan, key: &[u8; 32], attached: Attached<'a>) -> Self {
        let dictionary = plan.dictionary();
        let entity = |id: EntityId| (Arc::from(dictionary.entity(id).name.as_str()), carried(plan, id));
        let entities = dictionary.ids().map(entity).collect();
        Self { plan, digester: Digester::new(key), attached, entities }
    }

    /// The digests of the records of a case file, in order.
    pub(crate) fn of(&self, source: &CaseFileSource) -> Vec<RecordDigest> {
        self.of_records(&source.records)
    }

    /// The digests of records, in order.
    pub(crate) fn of_records<'r>(
        &self,
        records: impl IntoIterator<Item = &'r SourceRecord>,
    ) -> Vec<RecordDigest> {
        let mut bytes = RecordBytes::new();
        let mut digests: Vec<_> = records.into_iter().map(|record| self.record(record, &mut bytes)).collect();
        digests.sort();
        digests
    }

    fn record(&self, record: &SourceRecord, bytes: &mut RecordBytes) -> RecordDigest {
        let (entity, fields) = &self.entities[usize::from(record.entity().0)];
        let key = self.plan.key_of(record.entity()).and_then(|key| record.guid(key)).unwrap_or_default();
        let describes = self.attached.0 == Some(record.entity());
        bytes.begin(entity, &key.text(), fields.len() + usize::from(describes));
        if describes {
            // A file that is gone is another than one that is there.
            bytes.field(CONTENT, self.attached.1.sha256(key).as_deref());
        }
        for (name, field) in fields {
            bytes.field(name, record.get(*field).filled().map(str::trim));
        }
        let mut digest = [0; DIGITS];
        for (two, byte) in digest.as_chunks_mut().0.iter_mut().zip(self.digester.record(bytes)) {
            *two = hex_digits(byte);
        }
        RecordDigest { entity: Arc::clone(entity), key, digest }
    }
}

fn carried(plan: &Plan, id: EntityId) -> Columns<'_> {
    let Some(own) = plan.entity(id) else { return Vec::new() };
    let entity = plan.dictionary().entity(id);
    let columns = entity.fields().zip(&own.columns);
    let kept = columns.filter(|(_, status)| !matches!(status.carrier, Carrier::Lossy | Carrier::NotCarried));
    let mut named: Vec<_> = kept.map(|(field, _)| (entity.field(field).name.as_str(), field)).collect();
    named.sort_unstable();
    named
}

/// The digests of a batch: person number and records, by the person's key.
pub(crate) type BatchDigests = HashMap<Guid, (u64, Vec<RecordDigest>)>;

/// The digests of a batch's records, as they are written: case file by case file.
#[derive(Debug, Default)]
pub(crate) struct DigestLines {
    text: String,
}

impl DigestLines {
    /// Takes the records of a case file: person number, and the person's key.
    pub(crate) fn push(&mut self, number: u64, person: Guid, records: &[RecordDigest]) {
        let person = format!("{number},{person},");
        for RecordDigest { entity, key, digest } in records {
            self.text.push_str(&person);
            self.text.push_str(entity);
            self.text.push(',');
            key.push_to(&mut self.text);
            self.text.push(',');
            self.text.extend(digest.iter().copied().map(char::from));
            self.text.push_str("\r\n");
        }
    }

    /// Writes the digests of batch `batch`; the same batch gives the same bytes.
    pub(crate) fn write(&self, output: &Path, batch: u32) -> Result<(), TargetError> {
        write_atomically(&path(output, batch), |out| {
            out.write_all(HEADER.as_bytes())?;
            out.write_all(self.text.as_bytes())
        })
    }
}

/// The shared records that a batch has, by entity and key.
pub(crate) fn read_shared(output: &Path, batch: u32) -> Result<Vec<(Arc<str>, Guid)>, RunError> {
    let digests = read_digests(output, batch)?.into_values();
    Ok(digests.flat_map(|(_, records)| records).map(|record| (record.entity, record.key)).collect())
}

/// Whether digests of a batch were kept: an early version of this program kept none of shared records.
pub(crate) fn has_digests(output: &Path, batch: u32) -> bool {
    path(output, batch).is_file()
}

/// Reads the digests of a batch.
pub(crate) fn read_digests(output: &Path, batch: u32) -> Result<BatchDigests, RunError> {
    let changed = || RunError::Changed { out: output.to_path_buf(), path: "digests".to_owned() };
    let text = std::fs::read_to_string(path(output, batch)).map_err(|_: io::Error| changed())?;
    let mut digests = BatchDigests::new();
    for line in text.lines().skip(1) {
        let mut cells = line.split(',');
        let mut next = || cells.next().ok_or_else(changed);
        let (number, person, entity, key, digest) = (next()?, next()?, next()?, next()?, next()?);
        let parse = |key: &str| Guid::parse(key).map_err(|_| changed());
        let digest = digest.as_bytes().try_into().map_err(|_| changed())?;
        let record = RecordDigest { entity: entity.into(), key: parse(key)?, digest };
        let of_person = digests.entry(parse(person)?).or_default();
        of_person.0 = number.parse().map_err(|_| changed())?;
        of_person.1.push(record);
    }
    Ok(digests)
}

fn path(output: &Path, batch: u32) -> PathBuf {
    output.join("digests").join(format!("{batch:04}.csv"))
}
