//! Digests of the records that sealed case files were made of, so that a later drop can be held against them.
//!
//! `digests/NNNN.csv` beside `data/`: a line a record of each case file that batch NNNN holds. The digest is over the
//! carried columns as the drop has them, under the proof key, so that it says nothing to whoever does not hold that.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::map::plan::{Carrier, Plan};
use crate::pipeline::RunError;
use crate::pipeline::stage::CaseFileSource;
use crate::reconcile::digest::{Digester, RecordBytes};
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::target::{TargetError, hex, write_atomically};

const HEADER: &str = "CASE_FILE,PERSON,ENTITY,SOURCE_ID,DIGEST\r\n";

/// A record by entity and key, and its digest in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RecordDigest {
    pub(crate) entity: String,
    pub(crate) key: Guid,
    pub(crate) digest: String,
}

/// Takes digests of source records.
pub(crate) struct SourceDigests<'a> {
    plan: &'a Plan,
    digester: Digester,
    /// The carried columns of each entity, by name.
    carried: Vec<Vec<(&'a str, FieldId)>>,
}

impl<'a> SourceDigests<'a> {
    /// Works out what a plan carries; digests are taken under the key.
    pub(crate) fn new(plan: &'a Plan, key: &[u8; 32]) -> Self {
        let carried = plan.dictionary().ids().map(|id| carried(plan, id)).collect();
        Self { plan, digester: Digester::new(key), carried }
    }

    /// The digests of the records of a case file, in order.
    pub(crate) fn of(&self, source: &CaseFileSource) -> Vec<RecordDigest> {
        let mut bytes = RecordBytes::new();
        let mut digests: Vec<_> =
            source.records.iter().map(|record| self.record(record, &mut bytes)).collect();
        digests.sort();
        digests
    }

    fn record(&self, record: &SourceRecord, bytes: &mut RecordBytes) -> RecordDigest {
        let entity = self.plan.dictionary().entity(record.entity()).name.clone();
        let key = self.plan.key_of(record.entity()).and_then(|key| record.guid(key)).unwrap_or_default();
        let fields = &self.carried[usize::from(record.entity().0)];
        bytes.begin(&entity, &key.to_string(), fields.len());
        for (name, field) in fields {
            bytes.field(name, record.get(*field).filled().map(str::trim));
        }
        RecordDigest { entity, key, digest: hex(&self.digester.record(bytes)[..16]) }
    }
}

fn carried(plan: &Plan, id: EntityId) -> Vec<(&str, FieldId)> {
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

/// Writes the digests of a batch; the same batch gives the same bytes.
pub(crate) fn write_digests(
    output: &Path,
    batch: u32,
    digests: &[(u64, Guid, Vec<RecordDigest>)],
) -> Result<(), TargetError> {
    write_atomically(&path(output, batch), |out| {
        out.write_all(HEADER.as_bytes())?;
        for (number, person, records) in digests {
            for RecordDigest { entity, key, digest } in records {
                write!(out, "{number},{person},{entity},{key},{digest}\r\n")?;
            }
        }
        Ok(())
    })
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
        let record = RecordDigest { entity: entity.to_owned(), key: parse(key)?, digest: digest.to_owned() };
        let of_person = digests.entry(parse(person)?).or_default();
        of_person.0 = number.parse().map_err(|_| changed())?;
        of_person.1.push(record);
    }
    Ok(digests)
}

fn path(output: &Path, batch: u32) -> PathBuf {
    output.join("digests").join(format!("{batch:04}.csv"))
}
