//! Records as JSON.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::table_writer::TableWriter;
use crate::record::{EntityId, SourceRecord, Value};
use crate::source::{DataType, Entity, Kind, Profile, TimeBasis};
use crate::synth::SynthError;
use crate::synth::drop_writer::private;

/// How the objects are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JsonForm {
    /// As a web interface answers: a `value` array, lookups as `_x_value`, labels as remarks on them.
    WebInterface,
    /// As the services of v6 write records: one a line, names in lower case, no nulls.
    Service,
}

/// A file of objects that is being written.
#[derive(Debug)]
pub(super) struct JsonTable {
    form: JsonForm,
    path: PathBuf,
    out: BufWriter<File>,
    /// By column, the name of its member.
    names: Vec<String>,
    types: Vec<(DataType, Option<TimeBasis>)>,
    /// By column, whether it names a table.
    tables: Vec<bool>,
    rows: u64,
    /// Where rows hold the content of an attachment: the place of its key, and the folder of attachments.
    body: Option<(usize, PathBuf)>,
}

impl JsonTable {
    pub(super) fn create(folder: &Path, entity: &Entity, form: JsonForm) -> Result<Self, SynthError> {
        let extension = if form == JsonForm::WebInterface { "json" } else { "jsonl" };
        Self::at(folder.join(format!("{}.{extension}", entity.name)), entity, form)
    }

    /// As a web interface answers where attachments stand in annotations: `profile` has the names, `files` the contents.
    pub(super) fn annotated(
        folder: &Path,
        (id, entity): (EntityId, &Entity),
        (profile, files): (&Profile, &Path),
    ) -> Result<Self, SynthError> {
        let path = folder.join(format!("{}.json", profile.plurals[usize::from(id.0)]));
        let mut table = Self::at(path, entity, JsonForm::WebInterface)?;
        let names = |field| profile.format.names_of(id, field).next();
        for field in entity.fields() {
            let Some(name) = names(field) else { continue };
            let lookup = matches!(entity.field(field).kind, Kind::Polymorphic { .. });
            table.names[usize::from(field.0)] =
                if lookup { format!("_{name}_value") } else { name.to_owned() };
        }
        let described = profile.documents.as_ref().is_some_and(|rule| rule.entity == id);
        let key = entity.key.filter(|_| described).map(|key| usize::from(key.0));
        table.body = key.map(|key| (key, files.to_path_buf()));
        Ok(table)
    }

    fn at(path: PathBuf, entity: &Entity, form: JsonForm) -> Result<Self, SynthError> {
        let mut out = BufWriter::new(private().open(&path).map_err(SynthError::at(&path))?);
        if form == JsonForm::WebInterface {
            out.write_all(b"{\"@odata.context\":\"$metadata\",\"value\":[").map_err(SynthError::at(&path))?;
        }
        let types = entity.columns.iter().map(|column| (column.data_type, column.time)).collect();
        let tables = entity.columns.iter().map(|column| column.kind == Kind::TableName).collect();
        Ok(Self { form, path, out, names: names(entity, form), types, tables, rows: 0, body: None })
    }

    /// The member that holds the content of the attachment that a row describes; none where there is no file.
    fn body(&self, row: &SourceRecord) -> Result<Option<String>, SynthError> {
        let Some((key, files)) = &self.body else { return Ok(None) };
        let name = row.values().nth(*key).and_then(Value::filled).unwrap_or_default().to_lowercase();
        let path = files.join(name);
        if !path.is_file() {
            return Ok(None);
        }
        let bytes = std::fs::read(&path).map_err(SynthError::at(&path))?;
        Ok(Some(format!(",\"documentbody\":\"{}\"", STANDARD.encode(bytes))))
    }
}

impl TableWriter for JsonTable {
    fn row(&mut self, row: &SourceRecord) -> Result<(), SynthError> {
        let mut text = String::new();
        if self.form == JsonForm::WebInterface {
            text.push_str(if self.rows == 0 { "\n" } else { ",\n" });
        }
        self.rows += 1;
        text.push('{');
        for (place, value) in row.values().enumerate() {
            let lower = value.text().filter(|_| self.tables[place]).map(str::to_lowercase);
            let value = lower.as_deref().map_or(value, Value::Text);
            let Some(value) = member(value, self.types[place], self.form) else { continue };
            if !text.ends_with('{') {
                text.push(',');
            }
            text.push_str(&serde_json::Value::from(self.names[place].as_str()).to_string());
            text.push(':');
            text.push_str(&value);
        }
        text.extend(self.body(row)?);
        text.push_str(if self.form == JsonForm::WebInterface { "}" } else { "}\n" });
        self.out.write_all(text.as_bytes()).map_err(SynthError::at(&self.path))
    }

    fn finish(mut self: Box<Self>) -> Result<(), SynthError> {
        if self.form == JsonForm::WebInterface {
            self.out.write_all(b"\n]}\n").map_err(SynthError::at(&self.path))?;
        }
        self.out.flush().map_err(SynthError::at(&self.path))
    }
}

/// A value as JSON; none where the member is left out.
fn member(
    value: Value<'_>,
    (data_type, time): (DataType, Option<TimeBasis>),
    form: JsonForm,
) -> Option<String> {
    let Value::Text(text) = value else {
        return (form == JsonForm::WebInterface).then(|| "null".to_owned());
    };
    let number = serde_json::from_str::<serde_json::Number>(text).is_ok();
    Some(match data_type {
        DataType::Int | DataType::Decimal(..) if number => text.to_owned(),
        DataType::Bit if text == "1" => "true".to_owned(),
        DataType::Bit if text == "0" => "false".to_owned(),
        DataType::DateTime if text.len() == 23 => {
            let zone = if time == Some(TimeBasis::Utc) { "Z" } else { "" };
            format!("\"{}T{}{zone}\"", &text[..10], &text[11..])
        }
        _ => serde_json::Value::from(text).to_string(),
    })
}

fn names(entity: &Entity, form: JsonForm) -> Vec<String> {
    let mut names: Vec<String> = entity.columns.iter().map(|column| column.name.to_lowercase()).collect();
    if form == JsonForm::Service {
        return names;
    }
    let own = names.clone();
    for (place, column) in entity.columns.iter().enumerate() {
        let lookup = format!("_{}_value", own[place]);
        match &column.kind {
            Kind::Reference { .. } | Kind::Lookup { .. } => names[place] = lookup,
            Kind::Polymorphic { table_column, name_column, .. } => {
                names[place].clone_from(&lookup);
                if let Some(table) = table_column {
                    names[usize::from(table.0)] =
                        format!("{lookup}@Microsoft.Dynamics.CRM.lookuplogicalname");
                }
                if let Some(name) = name_column {
                    names[usize::from(name.0)] =
                        format!("{lookup}@OData.Community.Display.V1.FormattedValue");
                }
            }
            _ => {}
        }
    }
    for (place, column) in entity.columns.iter().enumerate() {
        if let Kind::Label { of: Some(of) } = column.kind
            && names[place] == own[place]
        {
            let shown = format!("{}@OData.Community.Display.V1.FormattedValue", names[usize::from(of.0)]);
            // Of two columns that show one value, the second keeps its own name.
            if !names.contains(&shown) {
                names[place] = shown;
            }
        }
    }
    names
}
