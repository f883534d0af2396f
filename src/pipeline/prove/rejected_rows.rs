//! The files of rows to be corrected, held against the export.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::lists::{ListedRecord, RejectedFor};
use super::{ProveError, ProveInput};
use crate::map::plan::Owner;
use crate::reconcile::Difference;
use crate::reconcile::check::REJECTED_ROWS;
use crate::reconcile::reader::ExceptionList;
use crate::reconcile::recompute::Why;
use crate::record::{EntityId, Outcome, Reason, SourceRecord, Value};

/// The lines that the files of rows to be corrected ought to hold: how often each stands there, by its digest.
#[derive(Clone, Debug, Default)]
pub(super) struct RejectedLines {
    lines: HashMap<(EntityId, [u8; 32]), u64>,
}

/// The place of a record: its entity, file and line.
type Place<'l> = (EntityId, &'l str, u64);

/// Why records of a batch are to be corrected, by place: the first line about each of the list of rejects, else of that of holds.
pub(super) struct Rejections<'l> {
    rejected: HashMap<Place<'l>, RejectedFor>,
    holding: HashMap<Place<'l>, RejectedFor>,
    /// Those that an adoption concerns: no correction releases their case files.
    withheld: HashSet<Place<'l>>,
}

impl<'l> Rejections<'l> {
    /// Reads them off the lines of the lists about a batch, which come in their order.
    pub(super) fn of(listed: &'l [ListedRecord]) -> Self {
        let mut all = Self { rejected: HashMap::new(), holding: HashMap::new(), withheld: HashSet::new() };
        for record in listed {
            let place = (record.entity, record.place.0.as_str(), record.place.1);
            let first = match record.list() {
                ExceptionList::Rejects => &mut all.rejected,
                ExceptionList::Holds => &mut all.holding,
                _ => continue,
            };
            first.entry(place).or_insert((record.why, record.field));
            if record.why == Why::Withheld {
                all.withheld.insert(place);
            }
        }
        all
    }

    /// Adds the lines that rejected records of a case file ought to have, and those that withhold it; `repeated` are rows that
    /// repeat the key of a record, and go its way. A row that `joins` two identities of somebody stands in no such
    /// file.
    pub(super) fn take(
        &self,
        (input, joins): (&ProveInput<'_>, impl Fn(&SourceRecord) -> bool),
        (records, outcomes): (&[SourceRecord], &[Outcome]),
        repeated: &[(SourceRecord, Reason)],
        lines: &mut RejectedLines,
    ) {
        let place = |record: &SourceRecord| -> Place<'_> {
            let origin = record.origin();
            (record.entity(), input.drop.file(origin.file).path.as_str(), origin.line)
        };
        // Shared records are no case file: each is silent by itself.
        let owner =
            records.first().and_then(|own| input.plan.entity(own.entity())).map(|entity| entity.owner);
        let withheld = |own: &SourceRecord| !self.withheld.is_empty() && self.withheld.contains(&place(own));
        let silent = owner != Some(Owner::Shared) && records.iter().any(withheld);
        let turned_away = |outcome: &Outcome| matches!(outcome, Outcome::Rejected | Outcome::Held);
        let own = records.iter().zip(outcomes).filter(|(_, outcome)| turned_away(outcome));
        for record in own.map(|(record, _)| record).chain(repeated.iter().map(|(record, _)| record)) {
            let holding = || self.holding.get(&place(record)).filter(|_| !silent && !withheld(record));
            if let Some(why) = self.rejected.get(&place(record)).or_else(holding).filter(|_| !joins(record)) {
                lines.add(input, record, *why);
            }
        }
    }
}

impl RejectedLines {
    /// Adds the line of a record that is to be corrected for this.
    pub(super) fn add(&mut self, input: &ProveInput<'_>, record: &SourceRecord, (why, field): RejectedFor) {
        let Why::Code(reason) = why else { return };
        let entity = input.plan.dictionary().entity(record.entity());
        let field = field.map_or(Value::Null, |field| Value::Text(&entity.field(field).name));
        let line = joined(record.values().chain([Value::Text(reason.code()), field]));
        let digest: [u8; 32] = Sha256::digest(line.as_bytes()).into();
        *self.lines.entry((record.entity(), digest)).or_default() += 1;
    }

    /// Adds those of another batch.
    pub(super) fn merge(&mut self, other: Self) {
        for (line, count) in other.lines {
            *self.lines.entry(line).or_default() += count;
        }
    }

    /// Lines of the files that no such record gives, and those that one gives and no file has. A folder that was made of
    /// several drops holds the rows of the last alone, so that nothing is asked of it.
    pub(super) fn check(mut self, input: &ProveInput<'_>) -> Result<Vec<Difference>, ProveError> {
        if input.scope.is_some() {
            return Ok(Vec::new());
        }
        let mut differences = Vec::new();
        for path in files(&input.results.join("exceptions").join("rows"))? {
            let bytes = std::fs::read(&path).map_err(ProveError::output(&path))?;
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let entity = input.plan.dictionary().find(&name);
            for (place, line) in lines(&bytes) {
                let known = match entity {
                    Some(entity) if place == 1 => line == header(input, entity).as_bytes(),
                    Some(entity) => self.claim(entity, line),
                    None => false,
                };
                if !known {
                    differences.push(difference(entity, &name, place));
                }
            }
        }
        for ((entity, _), count) in &self.lines {
            let name = &input.plan.dictionary().entity(*entity).name;
            differences.extend((0..*count).map(|_| difference(Some(*entity), name, 0)));
        }
        differences.sort();
        Ok(differences)
    }

    fn claim(&mut self, entity: EntityId, line: &[u8]) -> bool {
        let digest: [u8; 32] = Sha256::digest(line).into();
        let Some(count) = self.lines.get_mut(&(entity, digest)).filter(|count| **count > 0) else {
            return false;
        };
        *count -= 1;
        true
    }
}

fn difference(entity: Option<EntityId>, name: &str, line: u64) -> Difference {
    Difference {
        entity,
        file: format!("exceptions/rows/{name}.csv"),
        line,
        ..Difference::new(REJECTED_ROWS.id)
    }
}

/// The complete files of a folder, in order; none where it is not there.
fn files(folder: &Path) -> Result<Vec<PathBuf>, ProveError> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(ProveError::output(folder))?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "csv"));
    paths.sort();
    Ok(paths)
}

/// The columns of the source, and why.
fn header(input: &ProveInput<'_>, entity: EntityId) -> String {
    let columns = &input.plan.dictionary().entity(entity).columns;
    let columns = columns.iter().map(|column| column.name.as_str());
    joined(columns.chain(["REASON", "REASON_FIELD"]).map(Value::Text))
}

/// A cell: null is nothing, the empty text two quotes.
fn cell(value: Value<'_>) -> String {
    let Value::Text(text) = value else { return String::new() };
    if text.is_empty() || text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n')) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn joined<'v>(values: impl Iterator<Item = Value<'v>>) -> String {
    values.map(cell).collect::<Vec<_>>().join(",")
}

/// The records of a file without their line ends, each with the line on which it starts; what has none ends the last.
fn lines(bytes: &[u8]) -> Vec<(u64, &[u8])> {
    let (mut lines, mut start, mut quoted) = (Vec::new(), 0, false);
    let (mut line, mut first) = (1, 1);
    for (at, byte) in bytes.iter().enumerate() {
        quoted ^= *byte == b'"';
        if *byte == b'\n' {
            line += 1;
            if !quoted {
                let record = &bytes[start..at];
                lines.push((first, record.strip_suffix(b"\r").unwrap_or(&bytes[start..=at])));
                (start, first) = (at + 1, line);
            }
        }
    }
    if start < bytes.len() {
        lines.push((first, &bytes[start..]));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_end_where_no_quote_is_open() {
        let found = lines(b"A,B\r\n\"a\nb\",\"\"\r\nc,\n d");
        let expected: [(u64, &[u8]); 4] = [(1, b"A,B"), (2, b"\"a\nb\",\"\""), (4, b"c,\n"), (5, b" d")];
        assert_eq!(found, expected);
    }
}
