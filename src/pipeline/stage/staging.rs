//! Hands on what was staged.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::DateTime;

use super::casework::Casework;
use super::everyone::PlacedStop;
use super::layout::Route;
use super::memory_tables::MemoryTables;
use super::rejects::Rejects;
use super::sorted_table::SortedTable;
use super::stager::Stager;
use super::{Layout, Spools, StageError, Staged};
use crate::map::plan::OptionSets;
use crate::pipeline::world::{OptionTexts, People, PersonIndex, World, WorldParts};
use crate::record::{Action, EntityId, FieldId, Finding, Guid, Origin, Reason, SourceRecord, Stop};
use crate::source::{Dictionary, FileReport, Role};

/// What reading the drop gave besides records.
#[derive(Debug)]
pub struct ReadDrop<'a> {
    /// The data dictionary.
    pub dictionary: &'a Dictionary,
    /// The files of rows, in the order in which they were read.
    pub files: Vec<FileReport>,
    /// Answers taken out of flat tables that were compared with the answers themselves.
    pub compared: Vec<FileReport>,
    /// The last layer of corrected rows that has a record.
    pub corrected: HashMap<(EntityId, Guid), u32>,
    /// Warnings about the drop as a whole.
    pub warnings: Vec<Finding>,
    /// What refuses the run: of the drop as a whole; those of files are in their reports.
    pub stops: Vec<Stop>,
    /// The extract time as a clock in London showed it.
    pub taken_on: DateTime,
    /// Where option sets stand.
    pub options: Option<OptionSets>,
}

/// Puts together what staging hands on.
pub(super) fn hand_on(
    stager: Stager,
    mut casework: Casework,
    placed: Vec<PlacedStop>,
    mut drop: ReadDrop<'_>,
) -> Result<Staged, StageError> {
    let Stager {
        layout,
        rules,
        settings,
        folder,
        mut tables,
        mut rejects,
        unplanned,
        away,
        siblings,
        adopted,
        joining,
        ..
    } = stager;
    casework.spool.finish()?;
    casework.works.shrink();
    let Casework { people, works, spool, keys, .. } = casework;
    drop.files.sort_by_key(|report| report.file);
    let mut stops = std::mem::take(&mut drop.stops);
    let reports = drop.files.iter().chain(&drop.compared);
    stops.extend(reports.flat_map(|report| report.stops.iter().cloned()));
    stops.extend(placed.into_iter().map(|stop| place(stop, &drop)));
    stops.extend(unmapped(&layout, &unplanned, &drop.files));
    same_key(keys, &people, &layout, &mut stops)?;
    stops.sort();
    rejects.rows.sort_by(|left, right| left.1.entity.cmp(&right.1.entity).then_with(|| left.1.cmp(&right.1)));
    let (mut excluded, mut warnings, mut remarks) =
        (Vec::new(), std::mem::take(&mut drop.warnings), Remarks::new(&rejects));
    for finding in drop.files.iter_mut().flat_map(|report| std::mem::take(&mut report.findings)) {
        if finding.reason.action() == Action::Exclude {
            excluded.push(finding);
        } else if let Some(finding) = remarks.take(&layout, finding) {
            warnings.push(finding);
        }
    }
    warnings.sort();
    tables.findings.extend(turned_away(&tables, &layout, &away));
    let people = Arc::new(people);
    let world = World::new(WorldParts {
        options: drop.options.map(|columns| option_texts(&tables, &layout, columns)).unwrap_or_default(),
        tables: tables.finish(&layout),
        people: Arc::clone(&people),
        works,
        siblings,
        taken_on: drop.taken_on,
    });
    Ok(Staged {
        world,
        spools: Spools {
            log: spool,
            people,
            layout,
            datetimes: settings.datetimes,
            away,
            remarks: remarks.by_row,
            _folder: folder,
        },
        files: drop.files,
        compared: drop.compared,
        corrected: drop.corrected,
        shared_duplicates: tables.duplicates,
        shared_findings: tables.findings,
        ownerless: rejects.rows,
        adopted,
        joining,
        excluded,
        warnings,
        rules,
        stops,
    })
}

/// Warnings about single rows, which belong to the case files of these rows.
struct Remarks {
    ownerless: BTreeSet<Origin>,
    by_row: BTreeMap<Origin, Vec<(Reason, Option<FieldId>)>>,
}

impl Remarks {
    fn new(rejects: &Rejects) -> Self {
        let ownerless = rejects.rows.iter().map(|(record, _)| record.origin()).collect();
        Self { ownerless, by_row: BTreeMap::new() }
    }

    /// Keeps a finding about a row of a case file; hands back any other.
    fn take(&mut self, layout: &Layout, finding: Finding) -> Option<Finding> {
        let of_case_file = matches!(layout.of(finding.entity).route, Route::CaseFile(_));
        let of_row = !finding.source_id.is_empty() && !self.ownerless.contains(&finding.origin);
        if !of_case_file || !of_row {
            return Some(finding);
        }
        self.by_row.entry(finding.origin).or_default().push((finding.reason, finding.field));
        None
    }
}

/// Rows of shared tables that are rejected if the stop that they raised is acknowledged.
fn turned_away(tables: &MemoryTables, layout: &Layout, away: &BTreeMap<Origin, Reason>) -> Vec<Finding> {
    let shared = layout.ids().filter(|id| layout.of(*id).role == Role::Shared);
    let rows = shared.flat_map(|id| tables.rows(id));
    let finding = |row: &SourceRecord| {
        Some(Finding {
            reason: *away.get(&row.origin())?,
            entity: row.entity(),
            source_id: layout.key_of(row).to_string(),
            case_file: None,
            origin: row.origin(),
            field: None,
        })
    };
    rows.filter_map(finding).collect()
}

fn option_texts(tables: &MemoryTables, layout: &Layout, columns: OptionSets) -> OptionTexts {
    let mut texts = OptionTexts::default();
    let names: BTreeMap<Guid, &str> = tables
        .rows(columns.set)
        .iter()
        .filter_map(|row| Some((layout.key_of(row), row.get(columns.set_name).filled()?)))
        .collect();
    for row in tables.rows(columns.value) {
        let list = row.guid(columns.of_set).and_then(|set| names.get(&set));
        let (number, text) = (row.get(columns.number).filled(), row.get(columns.text).text());
        if let (Some(list), Some(number), Some(text)) = (list, number, text) {
            texts.add(list, number, text);
        }
    }
    texts
}

fn place((reason, origin, entity, field): PlacedStop, drop: &ReadDrop<'_>) -> Stop {
    let report = drop.files.iter().find(|report| report.file == origin.file);
    let entity = drop.dictionary.entity(entity);
    let message = match reason {
        Reason::OrganisationCycle => {
            format!("the row is above itself in {}: correct its parent at source", entity.name)
        }
        _ => format!("another row of {} has the same user name: correct one at source", entity.name),
    };
    Stop {
        reason,
        file: report.map_or_else(String::new, |report| report.path.clone()),
        line: origin.line,
        field: entity.field(field).name.clone(),
        message,
    }
}

/// Casework entities with rows that no mapping covers.
fn unmapped(layout: &Layout, unplanned: &[u64], files: &[FileReport]) -> Vec<Stop> {
    let rows = layout.ids().zip(unplanned).filter(|(_, rows)| **rows > 0);
    rows.map(|(entity, rows)| Stop {
        reason: Reason::UnmappedObject,
        file: files
            .iter()
            .find(|report| report.entity == entity)
            .map_or_else(String::new, |r| r.path.clone()),
        line: 0,
        field: layout.of(entity).name.clone(),
        message: format!("{rows} row(s) of a table without a mapping: add one, or declare the file ignored"),
    })
    .collect()
}

/// Keys that stand in two case files.
fn same_key(
    keys: SortedTable<22>,
    people: &People,
    layout: &Layout,
    stops: &mut Vec<Stop>,
) -> Result<(), StageError> {
    keys.groups(|group| {
        let first = group[0];
        if group.iter().all(|entry| entry[16..20] == first[16..20]) {
            return Ok(());
        }
        let mut key = [0; 16];
        key.copy_from_slice(&first[..16]);
        let mut numbers: Vec<u64> = group.iter().map(|entry| people.number(person(entry))).collect();
        numbers.dedup();
        let numbers: Vec<String> = numbers.iter().take(10).map(u64::to_string).collect();
        stops.push(Stop {
            reason: Reason::DuplicateTargetKey,
            file: String::new(),
            line: 0,
            field: layout.of(EntityId(u16::from_be_bytes([first[20], first[21]]))).name.clone(),
            message: format!(
                "key {} stands in several case files, of person numbers {}: ask for a corrected extract",
                Guid::from_bytes(key),
                numbers.join(", ")
            ),
        });
        Ok(())
    })
}

fn person(entry: &[u8; 22]) -> PersonIndex {
    PersonIndex(u32::from_be_bytes([entry[16], entry[17], entry[18], entry[19]]))
}
