//! Answers taken out of flat tables.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::flat_table::FlatTable;
use super::question_book::{QuestionBook, Template};
use super::table_name::table_of;
use crate::record::{EntityId, FieldId, FileId, Guid, Reason, Stop};
use crate::source::folder::{Original, PrivateFolder, Refusal};
use crate::source::{
    Claim, Dictionary, DropFile, DropFolder, Entity, FileEnd, FileReader, Profile, ReadError, RecordReader,
    ReportingRule,
};

/// The answers, a file for each flat table, in a private folder that goes when nobody uses it any more. One row is held at a
/// time.
#[derive(Clone, Debug)]
pub(in crate::source) struct Answers {
    folder: Arc<PrivateFolder>,
    /// Paths within the drop and sizes, in order of path; the place is the number of the file in the folder.
    files: Vec<(String, u64)>,
    originals: Vec<Original>,
    stops: Vec<Stop>,
    /// Flat tables that cannot be read.
    refusals: Vec<Refusal>,
}

impl Answers {
    /// Takes the answers out of every flat table of a drop.
    pub(in crate::source) fn extract(
        drop: &DropFolder,
        (rule, profile): (&ReportingRule, &Profile),
        dictionary: &Dictionary,
        folder: PrivateFolder,
    ) -> Result<Self, ReadError> {
        let book = QuestionBook::read(drop, rule, profile, dictionary);
        let beside = are_beside(drop, rule, profile);
        let mut answers = Self {
            folder: Arc::new(folder),
            files: Vec::new(),
            originals: Vec::new(),
            stops: Vec::new(),
            refusals: Vec::new(),
        };
        for file in drop.files().iter().filter(|file| drop.correction(file.id).is_none()) {
            if !rule.holds(&file.path) {
                continue;
            }
            let template = book.of_table(&table_of(&file.path));
            answers.stops.extend(unclear(template, &file.path));
            let questions = if let Template::Of(questions) = template { Some(questions) } else { None };
            let table = FlatTable::new(rule, questions.unwrap_or_default());
            let columns = dictionary.entity(rule.answers.entity);
            let (end, count) = match answers.take((drop, file), profile, (&table, columns)) {
                Ok(read) => read,
                Err(error) => {
                    answers.refusals.push(Refusal::of_file(error.stop(&columns.name)?));
                    continue;
                }
            };
            if questions.is_none() {
                continue;
            }
            answers.stops.extend(stops(&file.path, (&end, count), profile, &table));
            // Answers that are there themselves count, and need no column here.
            if !beside {
                answers.stops.extend(unasked(&file.path, &end, &table));
            }
        }
        Ok(answers)
    }

    /// Paths within the drop, and sizes.
    pub(in crate::source) fn files(&self) -> &[(String, u64)] {
        &self.files
    }

    /// The flat tables.
    pub(in crate::source) fn originals(&self) -> &[Original] {
        &self.originals
    }

    /// What is wrong with the flat tables.
    pub(in crate::source) fn stops(&self) -> &[Stop] {
        &self.stops
    }

    /// Flat tables that cannot be read, and why.
    pub(in crate::source) fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }

    /// Where the answers of a flat table lie.
    pub(in crate::source) fn full_path(&self, path: &str) -> Option<PathBuf> {
        let place = self.files.iter().position(|(own, _)| own == path)?;
        Some(self.folder.path().join(format!("{place}.csv")))
    }

    /// The forms of which a flat table has a row, in its order.
    pub(in crate::source) fn forms(&self, path: &str) -> io::Result<Vec<Guid>> {
        let Some(place) = self.files.iter().position(|(own, _)| own == path) else { return Ok(Vec::new()) };
        let bytes = std::fs::read(self.folder.path().join(format!("{place}.forms")))?;
        Ok(bytes.as_chunks::<16>().0.iter().map(|key| Guid::from_bytes(*key)).collect())
    }

    fn take(
        &mut self,
        (drop, file): (&DropFolder, &DropFile),
        profile: &Profile,
        (table, columns): (&FlatTable<'_>, &Entity),
    ) -> Result<(FileEnd, u64), ReadError> {
        let format = profile.format.as_text();
        let full = drop.full_path(file);
        let entity = (EntityId(0), &table.entity);
        let reader = FileReader::open(&full, &file.path, FileId(0), &format, entity)?;
        let place = self.files.len();
        let unwritable = |source| ReadError::Temporary { folder: self.folder.path().to_path_buf(), source };
        let made = |ending: &str| new_file(&self.folder.path().join(format!("{place}.{ending}")));
        let (rows, forms) = (made("csv").map_err(unwritable)?, made("forms").map_err(unwritable)?);
        let mut writer = Writer::new(rows, forms, (table, columns)).map_err(unwritable)?;
        let (end, count) = writer.all(reader, self.folder.path())?;
        let bytes = writer.finish().map_err(unwritable)?;
        self.files.push((ReportingRule::answers_of(&file.path), bytes));
        self.originals.push(Original { path: file.path.clone(), bytes: end.bytes, sha256: end.sha256 });
        Ok((end, count))
    }
}

/// A file of its own, or in place of one that was not written to its end.
fn new_file(path: &Path) -> io::Result<File> {
    File::options().write(true).create(true).truncate(true).mode(0o600).open(path)
}

/// Whether the drop has the answers themselves beside the flat tables.
fn are_beside(drop: &DropFolder, rule: &ReportingRule, profile: &Profile) -> bool {
    drop.files().iter().any(|file| {
        drop.correction(file.id).is_none()
            && !rule.holds(&file.path)
            && profile.claim(&file.path) == Claim::Entity(rule.answers.entity)
    })
}

/// Writes answers as rows of the standard drop's form, and the keys of forms.
struct Writer<'a> {
    rows: csv::Writer<BufWriter<File>>,
    forms: BufWriter<File>,
    table: &'a FlatTable<'a>,
    entity: &'a Entity,
    key: FieldId,
    columns: Vec<FieldId>,
}

impl<'a> Writer<'a> {
    fn new(rows: File, forms: File, (table, entity): (&'a FlatTable<'a>, &'a Entity)) -> io::Result<Self> {
        let key = entity.key.unwrap_or(FieldId(0));
        let columns = table.answer_columns(key);
        let mut builder = csv::WriterBuilder::new();
        builder.terminator(csv::Terminator::CRLF);
        let rows = builder.from_writer(BufWriter::new(rows));
        let mut writer = Self { rows, forms: BufWriter::new(forms), table, entity, key, columns };
        writer.header()?;
        Ok(writer)
    }

    /// Takes every row; the end of the file, and how many they were.
    fn all(&mut self, mut reader: FileReader, folder: &Path) -> Result<(FileEnd, u64), ReadError> {
        let mut count = 0;
        let unwritable = |source: io::Error| ReadError::Temporary { folder: folder.to_path_buf(), source };
        while let Some(row) = reader.read()? {
            count += 1;
            if let Some(form) = row.guid(self.table.form()) {
                self.forms.write_all(&form.bytes()).map_err(unwritable)?;
            }
            for answer in self.table.answers(self.key, &row) {
                let cells = self.columns.iter().map(|field| {
                    answer.iter().find(|(own, _)| own == field).map_or("", |(_, text)| text.as_ref())
                });
                self.rows.write_record(cells).map_err(|error| unwritable(error.into()))?;
            }
        }
        let end = reader.finish()?;
        // A header that stands again does so among the answers too, where it is listed and counted.
        for _ in &end.notes.repeated_headers {
            self.header().map_err(unwritable)?;
        }
        Ok((end, count))
    }

    fn header(&mut self) -> io::Result<()> {
        let names = self.columns.iter().map(|field| self.entity.field(*field).name.as_str());
        Ok(self.rows.write_record(names)?)
    }

    /// How many bytes the rows have.
    fn finish(mut self) -> io::Result<u64> {
        self.forms.flush()?;
        self.rows.flush()?;
        let rows = self.rows.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        Ok(rows.get_ref().metadata()?.len())
    }
}

/// What is wrong with a flat table as a whole.
fn stops(path: &str, (end, count): (&FileEnd, u64), profile: &Profile, table: &FlatTable<'_>) -> Vec<Stop> {
    let header = &end.header;
    let mut stops = end.notes.faults.stops(path, header.names().len());
    if header.names().is_empty() {
        return stops;
    }
    let count = count + end.notes.faults.broken.len() as u64;
    if profile.limits.rows.contains(&count) {
        let message =
            format!("exactly {count} rows, at which the exporting tool cuts: ask for a split extract");
        stops.push(stop(Reason::RowLimitHit, path, "", message));
    }
    for place in header.duplicates() {
        let message =
            format!("column {} has the name of an earlier column: export it under another", place + 1);
        stops.push(stop(Reason::DuplicateHeader, path, &header.shown(*place), message));
    }
    if header.missing().any(|field| field == table.form()) {
        let name = &table.entity.field(table.form()).name;
        let message = "nothing says which form a row is of: export the column".to_owned();
        stops.push(stop(Reason::MissingColumn, path, name, message));
    }
    for (place, name) in header.names().iter().enumerate() {
        if let Some(questions) = table.disputed(name).filter(|_| !is_left_out(profile, table, name)) {
            let message = format!(
                "column {} may be that of questions {}: nothing says which of them its values answer, or that they are \
                 answers at all",
                place + 1,
                list(questions)
            );
            stops.push(stop(Reason::UnmappedColumn, path, &header.shown(place), message));
        }
    }
    for (place, filled) in header.unknown().iter().zip(&end.notes.unknown_filled) {
        let name = &header.names()[*place];
        if !is_left_out(profile, table, name) && table.disputed(name).is_none() {
            let message = format!(
                "column {} with {filled} value(s) is no question of the template that an answer can hold: leave it out \
                 with a reason, or correct its name",
                place + 1
            );
            stops.push(stop(Reason::UnmappedColumn, path, &header.shown(*place), message));
        }
    }
    stops
}

/// That nobody can say which template a flat table is of.
fn unclear(template: Template<'_>, path: &str) -> Option<Stop> {
    let message = match template {
        Template::Of(_) => return None,
        Template::Unknown => "no template of forms is called like the table: say which in the profile's \
                              [reporting_tables.called]"
            .to_owned(),
        Template::Several(keys) => format!(
            "templates {} are called like the table: say which it is of in the profile's [reporting_tables.called]",
            list(keys)
        ),
    };
    Some(stop(Reason::UndeclaredFile, path, "", message))
}

/// Questions of the template that have no column, whose answers nobody would miss.
fn unasked(path: &str, end: &FileEnd, table: &FlatTable<'_>) -> Vec<Stop> {
    if end.header.names().is_empty() {
        return Vec::new();
    }
    let unasked = table.without_column(&end.header).into_iter().map(|(questions, name)| {
        let message = format!(
            "question {} of the template has no column: export it, or declare it with a reason in the profile's \
             [reporting_tables.left_out]",
            list(&questions)
        );
        stop(Reason::MissingColumn, path, name, message)
    });
    unasked.collect()
}

fn is_left_out(profile: &Profile, table: &FlatTable<'_>, name: &str) -> bool {
    table.leaves_out(name)
        || profile.ignored_columns.iter().any(|column| column.name.eq_ignore_ascii_case(name))
}

fn list(keys: &BTreeSet<Guid>) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
}

fn stop(reason: Reason, file: &str, field: &str, message: String) -> Stop {
    let line = u64::from(!field.is_empty());
    Stop { reason, file: file.to_owned(), line, field: field.to_owned(), message }
}
