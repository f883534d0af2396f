//! `datapackage.json`: the import files as a Frictionless Data Package, so that others' tools can check them.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::contract::{Column, ColumnKind, Contract, Table};
use super::{MayName, TargetError, write_atomically_if};

/// Writes `data/datapackage.json`; `files` has the paths of each table's import files, relative to `data/`.
pub fn write_data_package(
    output: &Path,
    contract: &Contract,
    files: &BTreeMap<String, Vec<String>>,
    may_name: MayName<'_>,
) -> Result<(), TargetError> {
    let text = data_package(contract, files);
    let path = output.join("data").join("datapackage.json");
    write_atomically_if(&path, may_name, |out| out.write_all(text.as_bytes()))
}

/// The bytes of `datapackage.json`.
pub fn data_package(contract: &Contract, files: &BTreeMap<String, Vec<String>>) -> String {
    let present = |table: &&Table| files.contains_key(&table.name);
    let resources: Vec<_> =
        contract.tables().iter().filter(present).map(|table| resource(contract, table, files)).collect();
    let package = json!({
        "profile": "tabular-data-package",
        "name": "care2mosaic",
        "title": "Staging files for Mosaic, in Mosaic's own table and column names",
        "version": contract.schema_version(),
        "resources": resources,
    });
    let mut text = serde_json::to_string_pretty(&package).expect("a data package has only text and numbers");
    text.push('\n');
    text
}

fn resource(contract: &Contract, table: &Table, files: &BTreeMap<String, Vec<String>>) -> Value {
    let mut schema = Map::new();
    let fields: Vec<_> = table.columns.iter().map(|column| field(contract, column)).collect();
    schema.insert("fields".to_owned(), Value::Array(fields));
    schema.insert("missingValues".to_owned(), json!([""]));
    let key: Vec<_> = table.key.iter().map(|column| &table.columns[usize::from(column.0)]).collect();
    if key.iter().all(|column| column.required) {
        let names: Vec<_> = key.iter().map(|column| &column.name).collect();
        schema.insert("primaryKey".to_owned(), json!(names));
    }
    let foreign = foreign_keys(contract, table, files);
    if !foreign.is_empty() {
        schema.insert("foreignKeys".to_owned(), Value::Array(foreign));
    }
    json!({
        "profile": "tabular-data-resource",
        "name": table.name.to_lowercase(),
        "path": files[&table.name],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": contract.form().encoding.name(),
        "dialect": { "delimiter": contract.form().delimiter.to_string(), "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": schema,
    })
}

fn field(contract: &Contract, column: &Column) -> Value {
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".to_owned(), json!(true));
    }
    if column.unique {
        constraints.insert("unique".to_owned(), json!(true));
    }
    if let (Some(width), ColumnKind::Text | ColumnKind::Code) = (column.width, column.kind) {
        constraints.insert("maxLength".to_owned(), json!(width));
    }
    let list = column.codes.as_ref().and_then(|list| contract.code_list(list));
    if column.kind == ColumnKind::Flag {
        constraints.insert("enum".to_owned(), json!(["Y", "N"]));
    } else if let Some(list) = list {
        constraints.insert("enum".to_owned(), json!(list.codes().collect::<Vec<_>>()));
    }
    let mut field = Map::new();
    field.insert("name".to_owned(), json!(column.name));
    let (kind, format) = type_of(column.kind);
    field.insert("type".to_owned(), json!(kind));
    if let Some(format) = format {
        field.insert("format".to_owned(), json!(format));
    }
    if !constraints.is_empty() {
        field.insert("constraints".to_owned(), Value::Object(constraints));
    }
    Value::Object(field)
}

fn type_of(kind: ColumnKind) -> (&'static str, Option<&'static str>) {
    match kind {
        ColumnKind::Number { scale: 0 } => ("integer", None),
        ColumnKind::Number { .. } => ("number", None),
        ColumnKind::Date => ("date", Some("%Y-%m-%d")),
        ColumnKind::DateTime => ("datetime", Some("%Y-%m-%dT%H:%M:%S")),
        ColumnKind::Text | ColumnKind::Code | ColumnKind::DateOrDateTime | ColumnKind::Flag => {
            ("string", None)
        }
    }
}

/// The references to one table that has rows; a reference to one of several tables is checked by this program alone.
fn foreign_keys(contract: &Contract, table: &Table, files: &BTreeMap<String, Vec<String>>) -> Vec<Value> {
    let single = table.columns.iter().filter(|column| column.references.len() == 1);
    let key = |column: &Column| {
        let reference = column.references[0];
        let other = contract.table(reference.table);
        let resource = if other.name == table.name { String::new() } else { other.name.to_lowercase() };
        files.contains_key(&other.name).then(|| {
            json!({
                "fields": [column.name],
                "reference": { "resource": resource, "fields": [other.columns[usize::from(reference.column.0)].name] },
            })
        })
    };
    single.filter_map(key).collect()
}
