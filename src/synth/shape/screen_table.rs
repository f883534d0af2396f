//! Views of the screens as CSV.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::screen_labels::ScreenLabels;
use super::table_writer::TableWriter;
use crate::record::{EntityId, FieldId, SourceRecord};
use crate::source::{DataType, DateForm, Entity, Kind, LabelKind, TimeBasis, UtcInstant, View};
use crate::synth::SynthError;
use crate::synth::drop_writer::private;

/// How many rows the first page of a view has; the rest is on the second.
const FIRST_PAGE: usize = 8;

/// How a column is shown.
#[derive(Debug)]
struct Shown {
    field: FieldId,
    heading: String,
    label: Option<LabelKind>,
    data_type: DataType,
    utc: bool,
}

/// The files of a table that are being written.
#[derive(Debug)]
pub(super) struct ScreenTable<'a> {
    labels: &'a ScreenLabels,
    columns: Vec<Shown>,
    inactive: Option<FieldId>,
    moments: Vec<DateForm>,
    folder: PathBuf,
    plural: String,
    files: Vec<(String, BufWriter<File>)>,
    active: usize,
}

impl<'a> ScreenTable<'a> {
    pub(super) fn create(
        folder: &Path,
        (id, entity): (EntityId, &Entity),
        labels: &'a ScreenLabels,
    ) -> Result<Self, SynthError> {
        let profile = &labels.profile;
        let whole = profile.format.labels.as_ref().is_some_and(|labels| labels.has_identifiers(id));
        let inactive = entity.column("Inactive").filter(|_| !whole);
        let columns = entity.fields().filter(|field| Some(*field) != inactive);
        let mut table = Self {
            labels,
            columns: columns.filter_map(|field| shown(labels, (id, entity), field)).collect(),
            inactive,
            moments: DateForm::new("YYYY-MM-DD HH:MM:SS.mmm", None).into_iter().collect(),
            folder: folder.to_path_buf(),
            plural: profile.plurals[usize::from(id.0)].clone(),
            files: Vec::new(),
            active: 0,
        };
        let names: &[&str] = if inactive.is_some() { &["Active ", "Inactive "] } else { &[""] };
        for name in names {
            table.open(format!("{name}{}", table.plural))?;
        }
        Ok(table)
    }

    /// Begins a file with its headings.
    fn open(&mut self, name: String) -> Result<usize, SynthError> {
        let path = self.folder.join(format!("{name}.csv"));
        let out = BufWriter::new(private().open(&path).map_err(SynthError::at(&path))?);
        self.files.push((name, out));
        let place = self.files.len() - 1;
        let headings = self.columns.iter().map(|column| column.heading.clone());
        let line = format!("\u{feff}{}", line(headings));
        self.write(place, &line)?;
        Ok(place)
    }

    /// The place of a file, which is opened where it is not yet.
    fn place(&mut self, name: &str) -> Result<usize, SynthError> {
        match self.files.iter().position(|(own, _)| own == name) {
            Some(place) => Ok(place),
            None => self.open(name.to_owned()),
        }
    }

    fn write(&mut self, place: usize, line: &str) -> Result<(), SynthError> {
        let (name, out) = &mut self.files[place];
        out.write_all(line.as_bytes()).map_err(SynthError::at(Path::new(name)))
    }

    fn cell(&self, row: &SourceRecord, column: &Shown) -> String {
        let text = row.get(column.field).filled().unwrap_or_default();
        if let Some(kind) = &column.label {
            return self.labels.shown(kind, text).to_owned();
        }
        match column.data_type {
            DataType::Bit if text == "1" => "Yes".to_owned(),
            DataType::Bit if text == "0" => "No".to_owned(),
            DataType::Date if text.len() == 10 => day_first(text),
            DataType::DateTime if text.len() == 23 => self.moment(text, column.utc),
            _ => text.to_owned(),
        }
    }

    fn moment(&self, text: &str, utc: bool) -> String {
        let moment = UtcInstant::parse(text, &self.moments).filter(|_| utc);
        match moment {
            Some(moment) => moment.to_uk_wall().strftime("%d/%m/%Y %H:%M").to_string(),
            None => format!("{} {}", day_first(&text[..10]), &text[11..16]),
        }
    }
}

impl TableWriter for ScreenTable<'_> {
    fn row(&mut self, row: &SourceRecord) -> Result<(), SynthError> {
        let cells: Vec<String> = self.columns.iter().map(|column| self.cell(row, column)).collect();
        let flag = self.inactive.map(|field| row.get(field).filled() == Some(View::Inactive.flag()));
        let name = match flag {
            None => self.plural.clone(),
            Some(true) => format!("Inactive {}", self.plural),
            Some(false) => {
                self.active += 1;
                let page = if self.active > FIRST_PAGE { " (1)" } else { "" };
                format!("Active {}{page}", self.plural)
            }
        };
        let place = self.place(&name)?;
        self.write(place, &line(cells.into_iter()))
    }

    fn finish(mut self: Box<Self>) -> Result<(), SynthError> {
        self.files.iter_mut().try_for_each(|(name, out)| out.flush().map_err(SynthError::at(Path::new(name))))
    }
}

/// How a view shows a column; none where it does not, or by the cell of another.
fn shown(labels: &ScreenLabels, (id, entity): (EntityId, &Entity), field: FieldId) -> Option<Shown> {
    let profile = &labels.profile;
    let column = entity.field(field);
    let lacking = profile.lacks.iter().any(|lack| lack.entity == id && lack.column == field);
    let shape = profile.format.labels.as_ref()?;
    if lacking || shape.stands_in((id, entity), field).is_some() {
        return None;
    }
    let label = shape.kind((id, entity), field).filter(|_| column.kind != Kind::TableName);
    Some(Shown {
        field,
        heading: shape.heading(id, field).unwrap_or(&column.name).to_owned(),
        label,
        data_type: column.data_type,
        utc: column.time == Some(TimeBasis::Utc),
    })
}

fn day_first(text: &str) -> String {
    let parts: Vec<_> = text.split('-').rev().collect();
    parts.join("/")
}

/// A line in which every cell is quoted.
fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    cells.join(",") + "\r\n"
}
