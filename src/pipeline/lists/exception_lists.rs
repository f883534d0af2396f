//! The lists under `exceptions/` while they are written.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::carried::Carried;
use super::line::Line;
use super::message::message;
use super::row_lines::RowLines;
use super::sorted_lines::SortedLines;
use super::totals::count;
use super::{LedgerLines, Names, Totals};
use crate::ledger::{ExceptionRow, Ledger};
use crate::map::forward::CaseFileState;
use crate::pipeline::RunError;
use crate::pipeline::accounts::CaseFileAccount;
use crate::pipeline::output_digests::digest;
use crate::pipeline::output_folder::names;
use crate::record::{EntityId, FileId, Origin, Reason, SourceRecord};
use crate::target::{List, ListWriter, MayName, RejectedRows, TargetError};

/// The lists under `exceptions/` while they are written: account by account, in the order in which lists are.
#[derive(Debug)]
pub(crate) struct ExceptionLists<'a> {
    names: Names<'a>,
    folder: PathBuf,
    /// The ledger, where there is one.
    ledger: Option<LedgerLines<'a>>,
    rejects_hold: bool,
    rejects: ListWriter,
    held: ListWriter,
    holds: ListWriter,
    waiting: ListWriter,
    excluded: ListWriter,
    values: ListWriter,
    warnings: ListWriter,
    rows: BTreeMap<EntityId, RejectedRows>,
    totals: Totals,
    /// What the last run listed of sealed case files: it is their sealed state that counts.
    carried: Option<Carried<'a>>,
}

impl<'a> ExceptionLists<'a> {
    /// Begins the lists in `output/exceptions`; the ledger is told of what they hold, where there is one.
    pub(crate) fn create(
        names: Names<'a>,
        output: &Path,
        ledger: Option<LedgerLines<'a>>,
        rejects_hold: bool,
    ) -> Result<Self, RunError> {
        let folder = output.join("exceptions");
        let list = |list| ListWriter::create(&folder, list);
        Ok(Self {
            rejects: list(List::Rejects)?,
            held: list(List::Held)?,
            holds: list(List::Holds)?,
            waiting: list(List::Waiting)?,
            excluded: list(List::Excluded)?,
            values: list(List::Values)?,
            warnings: list(List::Warnings)?,
            rows: BTreeMap::new(),
            totals: Totals::default(),
            carried: None,
            names,
            folder,
            ledger,
            rejects_hold,
        })
    }

    /// Lists what the last run listed of sealed case files, in place of what is found of them today.
    pub(crate) fn carry(mut self, carried: Option<Carried<'a>>) -> Self {
        self.carried = carried;
        self
    }

    /// Takes an account.
    pub(crate) fn take(&mut self, account: &CaseFileAccount) -> Result<(), RunError> {
        let mut lines = SortedLines::new(account, self.rejects_hold);
        let number = account.number;
        // Rows go by what is found of them today, for a line of the last run knows no place in this drop.
        let rows = RowLines::new(&lines);
        if let Some(number) = number {
            self.take_sealed(number, &mut lines)?;
        }
        for line in &lines.rejects {
            count(&mut self.totals.rejected, line, !lines.silent);
            let mut cells = self.cells(line, number, line.reason.code()).to_vec();
            cells.push(message(line.reason).to_owned());
            self.rejects.line(&cells)?;
            self.tell("reject", line, number, line.reason.code(), "");
        }
        self.take_holds(account, &lines)?;
        for (line, rule) in &lines.excluded {
            *self.totals.excluded.entry((line.entity, rule.clone())).or_default() += 1;
            let [entity, id, case_file, ..] = self.cells(line, number, "");
            self.excluded.line(&[&entity, &id, &case_file, rule, line.reason.code()])?;
            self.tell("excluded", line, number, line.reason.code(), rule);
        }
        for line in &lines.values {
            count(&mut self.totals.values, line, !lines.silent);
            self.values.line(&self.cells(line, number, line.reason.code()))?;
            self.tell("value", line, number, line.reason.code(), "");
        }
        for line in &lines.warnings {
            count(&mut self.totals.warnings, line, !lines.silent);
            if !lines.silent {
                self.warnings.line(&self.cells(line, number, line.reason.code()))?;
                self.tell("warning", line, number, line.reason.code(), "");
            }
        }
        for line in &lines.untold {
            count(&mut self.totals.warnings, line, false);
        }
        if let Some(ledger) = &mut self.ledger {
            ledger.send_full();
        }
        self.take_rows(account, &rows)
    }

    /// Lists what the last run listed of sealed case files up to that number, some of which the drop of today may not have;
    /// `today` keeps what is left to list of the one with the number itself.
    fn take_sealed(&mut self, number: u64, today: &mut SortedLines) -> Result<(), RunError> {
        while let Some(carried) = &mut self.carried
            && let Some(mut lines) = carried.next_up_to(number)?
        {
            if lines.number == number {
                lines.settle(self.names, today);
            } else {
                // Nobody has the number today; what went with somebody else waits no more all the same.
                lines.settle(self.names, &mut SortedLines::default());
            }
            self.take_carried(lines.rows)?;
        }
        Ok(())
    }

    /// Lines of the last run, put in order.
    fn take_carried(&mut self, rows: Vec<ExceptionRow>) -> Result<(), RunError> {
        let dictionary = self.names.dictionary;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let (Some(entity), Ok(reason)) = (dictionary.find(&row.entity), row.reason.parse::<Reason>())
            else {
                continue;
            };
            let field = dictionary.entity(entity).column(&row.field);
            let line = Line {
                entity,
                source_id: row.source_id.clone(),
                field,
                reason,
                origin: Origin { file: FileId(0), line: row.line },
                untold: false,
            };
            lines.push((line, row));
        }
        lines.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (line, row) in lines {
            let (entity, reason) = (line.entity, line.reason);
            let place = if row.line == 0 { String::new() } else { row.line.to_string() };
            let (id, number) = (row.source_id.as_str(), shown(row.case_file));
            let mut cells =
                vec![row.entity.as_str(), id, &number, &row.file, &place, &row.field, &row.reason];
            match row.kind {
                "reject" => {
                    count(&mut self.totals.rejected, &line, false);
                    cells.push(message(reason));
                    self.rejects.line(&cells)?;
                }
                "excluded" => {
                    *self.totals.excluded.entry((entity, row.rule.clone())).or_default() += 1;
                    self.excluded.line(&[row.entity.as_str(), id, &number, &row.rule, &row.reason])?;
                }
                "value" => {
                    count(&mut self.totals.values, &line, false);
                    self.values.line(&cells)?;
                }
                "warning" => {
                    count(&mut self.totals.warnings, &line, false);
                    self.warnings.line(&cells)?;
                }
                "waiting" => self.waiting.line(&cells)?,
                _ => continue,
            }
            if let Some(ledger) = &mut self.ledger {
                ledger.take(row);
            }
        }
        Ok(())
    }

    /// The records that caused a hold, and the case file if it is held.
    fn take_holds(&mut self, account: &CaseFileAccount, lines: &SortedLines) -> Result<(), RunError> {
        // A record that shares another person's fate caused nothing: its own case file goes without it.
        if account.state == CaseFileState::Incomplete {
            return self.take_waiting(account, lines);
        }
        let mut reasons: Vec<&str> = Vec::new();
        let mut before = None;
        for line in &lines.holds {
            count(&mut self.totals.held, line, !lines.silent && !line.untold);
            let cells = self.cells(line, account.number, line.masked());
            if !reasons.contains(&line.masked()) {
                reasons.push(line.masked());
            }
            // Two adoption codes of one record are one line.
            if before.as_ref() == Some(&cells) {
                continue;
            }
            self.totals.held_untold += u64::from(line.untold);
            self.holds.line(&cells)?;
            self.tell("hold", line, account.number, line.masked(), "");
            before = Some(cells);
        }
        if account.state == CaseFileState::Held {
            let number = shown(account.number);
            let first = reasons.first().copied().unwrap_or_default();
            self.held.line(&[number.as_str(), &account.held.to_string(), first, &reasons.join(" ")])?;
        }
        Ok(())
    }

    /// The records of a written case file that wait for another person's.
    fn take_waiting(&mut self, account: &CaseFileAccount, lines: &SortedLines) -> Result<(), RunError> {
        for line in &lines.holds {
            self.waiting.line(&self.cells(line, account.number, line.masked()))?;
            self.tell("waiting", line, account.number, line.masked(), "");
        }
        Ok(())
    }

    /// Rows to be corrected in the source's own shape, each under its first code: rejected ones, and those that withhold a case
    /// file. Nothing releases whoever was adopted.
    fn take_rows(&mut self, account: &CaseFileAccount, lines: &RowLines) -> Result<(), RunError> {
        for record in &account.to_correct {
            let Some(line) = lines.of(record.origin()) else { continue };
            let field = self.names.field(line.entity, line.field);
            self.rows_of(record)?.row(record, line.reason.code(), field)?;
        }
        Ok(())
    }

    fn rows_of(&mut self, record: &SourceRecord) -> Result<&mut RejectedRows, TargetError> {
        let id = record.entity();
        if !self.rows.contains_key(&id) {
            let entity = self.names.dictionary.entity(id);
            let columns = entity.columns.iter().map(|column| column.name.as_str());
            self.rows.insert(id, RejectedRows::create(&self.folder, &entity.name, columns)?);
        }
        Ok(self.rows.get_mut(&id).expect("it was put there just now"))
    }

    fn cells(&self, line: &Line, number: Option<u64>, reason: &str) -> [String; 7] {
        let place = if line.origin.line == 0 { String::new() } else { line.origin.line.to_string() };
        [
            self.names.entity(line.entity).to_owned(),
            line.source_id.clone(),
            shown(number),
            self.names.file(line.origin.file).to_owned(),
            place,
            self.names.field(line.entity, line.field).to_owned(),
            reason.to_owned(),
        ]
    }

    fn tell(&mut self, kind: &'static str, line: &Line, number: Option<u64>, reason: &str, rule: &str) {
        let Some(ledger) = &mut self.ledger else { return };
        ledger.take(ExceptionRow {
            kind,
            entity: self.names.entity(line.entity).to_owned(),
            source_id: line.source_id.clone(),
            case_file: number,
            file: self.names.file(line.origin.file).to_owned(),
            line: line.origin.line,
            field: self.names.field(line.entity, line.field).to_owned(),
            reason: reason.to_owned(),
            rule: rule.to_owned(),
        });
    }

    /// Completes all lists, as long as they may have their names, and gives the totals; files of rejected rows that an
    /// earlier run left are removed.
    pub(crate) fn finish(mut self, may_name: MayName<'_>) -> Result<Totals, RunError> {
        self.take_sealed(u64::MAX, &mut SortedLines::default())?;
        let ledger = self.ledger.take().map(LedgerLines::finish).transpose()?;
        let kept: Vec<String> =
            self.rows.keys().map(|entity| format!("{}.csv", self.names.entity(*entity))).collect();
        may_name().map_err(TargetError::at(&self.folder))?;
        if let Some(ledger) = ledger {
            self.refuse_corrected_rows(ledger)?;
        }
        remove_others(&self.folder.join("rows"), &kept)?;
        for rows in self.rows.into_values() {
            rows.commit_if(may_name)?;
        }
        let holds = [self.held, self.holds, self.waiting];
        let mut lists = [self.rejects, self.excluded, self.values, self.warnings].into_iter().chain(holds);
        lists.try_for_each(|list| list.commit_if(may_name))?;
        Ok(self.totals)
    }

    /// Refuses to write over rows that somebody corrected where they lie: such as are neither what the ledger noted, nor what
    /// is to be written, which a run that was killed may have written already.
    fn refuse_corrected_rows(&mut self, ledger: &Ledger) -> Result<(), RunError> {
        let noted = ledger.output_files()?.into_iter();
        let noted: HashMap<String, String> = noted.map(|file| (file.path, file.sha256)).collect();
        let mut files = Vec::new();
        for name in names(&self.folder.join("rows"))?.into_iter().filter(|name| is_csv(name)) {
            let path = format!("exceptions/rows/{name}");
            let found = digest(&self.folder.join("rows").join(&name))?;
            if noted.get(&path) != Some(&found) && self.digest_of_rows(&name)? != Some(found) {
                files.push(path);
            }
        }
        let out = self.folder.parent().unwrap_or(&self.folder).to_path_buf();
        if files.is_empty() { Ok(()) } else { Err(RunError::RowsCorrected { out, files }) }
    }

    /// The digest of the rows that are to have that name.
    fn digest_of_rows(&mut self, name: &str) -> Result<Option<String>, TargetError> {
        let names = self.names;
        let own = self.rows.iter_mut().find(|(id, _)| format!("{}.csv", names.entity(**id)) == name);
        own.map(|(_, rows)| rows.so_far().and_then(digest)).transpose()
    }
}

fn shown(number: Option<u64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn is_csv(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "csv")
}

/// Removes the complete files of a folder but those of these names; temporary ones have no such ending.
fn remove_others(folder: &Path, kept: &[String]) -> Result<(), TargetError> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry.map_err(TargetError::at(folder))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if is_csv(&name) && !kept.contains(&name) {
            std::fs::remove_file(&path).map_err(TargetError::at(&path))?;
        }
    }
    Ok(())
}
