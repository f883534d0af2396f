//! `mappings/schema/`: JSON Schemas for editors, made of the types that read the files.
//!
//! With `BLESS=1` they are written anew.

use std::collections::BTreeMap;

use care2mosaic::map::step::docs;
use serde_json::{Map, Value, json};

use super::rust_types::{Body, Field, Held, Type, Variant, types};
use crate::support::Workplace;

/// A schema: its name, what it is for, the sources of its types, and the type of the whole file.
const SCHEMAS: [(&str, &str, &[&str], &str); 13] = [
    (
        "entity",
        "What becomes of the rows of one CareDirector table: mappings/<entity>.toml",
        &["src/map/raw"],
        "RawEntity",
    ),
    ("policy", "What the council decides: mappings/policy.toml", &["src/map/raw"], "RawPolicy"),
    ("notes", "The note table and its columns: mappings/notes.toml", &["src/map/raw"], "RawNotes"),
    (
        "code-tables",
        "What each code table joins: mappings/codes/tables.toml",
        &["src/map/raw"],
        "{RawCodeTable}",
    ),
    (
        "profile",
        "The shape of an export: mappings/profiles/<name>.toml",
        &["src/source/profile/raw.rs"],
        "RawProfile",
    ),
    (
        "contract-table",
        "A staging table of Mosaic: mappings/contract/<table>.toml",
        &["src/target/contract/raw.rs"],
        "RawTable",
    ),
    (
        "contract",
        "How import files are written: mappings/contract/contract.toml",
        &["src/target/contract/raw.rs"],
        "RawContract",
    ),
    (
        "model",
        "What the tables of CareDirector are for: mappings/model.toml",
        &["src/map/plan/model/raw.rs"],
        "RawModel",
    ),
    (
        "people",
        "What is judged by looking at everybody at once: mappings/people.toml",
        &["src/pipeline/stage/people_rules/raw.rs"],
        "RawPeople",
    ),
    (
        "totals",
        "Totals that people know by heart: mappings/totals.toml",
        &["src/reconcile/totals/raw.rs"],
        "RawTotals",
    ),
    (
        "extract",
        "How an extract of Mosaic differs from the import files: mappings/extract.toml",
        &["src/reconcile/extract/raw.rs"],
        "RawExtract",
    ),
    (
        "audit",
        "Into which groups an audit parts case files, and how its sheets are ordered: mappings/audit.toml",
        &["src/pipeline/sample/audit_rules/raw.rs"],
        "RawAudit",
    ),
    (
        "validations",
        "What must hold among the written rows: mappings/validations.toml",
        &["src/reconcile/check/validation/raw.rs"],
        "RawValidations",
    ),
];

#[test]
fn the_schemas_are_those_of_the_types_that_read_the_files() {
    let folder = Workplace::package("mappings/schema");
    let mut there: Vec<_> =
        std::fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().file_name()).collect();
    there.sort();
    let mut names = Vec::new();
    for (name, title, sources, root) in SCHEMAS {
        let file = format!("{name}.schema.json");
        let schema = format!("{:#}\n", schema(title, &types(sources), root));
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(&file), &schema).unwrap();
        }
        let kept = std::fs::read_to_string(folder.join(&file)).unwrap_or_default();
        assert!(kept == schema, "{file} differs from the types that read it; write it anew with BLESS=1");
        names.push(std::ffi::OsString::from(file));
    }
    names.sort();
    assert!(there == names || std::env::var_os("BLESS").is_some(), "{there:?}");
}

#[test]
fn a_schema_knows_what_is_needed_and_what_may_stand_where() {
    let schema = schema("", &types(&["src/map/raw"]), "RawEntity");
    assert_eq!(schema["required"], json!(["entity", "key", "owner"]));
    assert_eq!(schema["properties"]["without_row"]["$ref"], "#/definitions/WithoutRow");
    assert_eq!(schema["definitions"]["WithoutRow"]["anyOf"][1]["const"], "migrated");
    let owners = schema["definitions"]["Owner"]["anyOf"].as_array().unwrap();
    assert_eq!(owners[1]["required"], json!(["person"]));
    let steps = schema["definitions"]["Step"]["anyOf"].as_array().unwrap();
    let guid = steps.iter().find(|step| step["const"] == "guid").unwrap();
    assert!(!guid["description"].as_str().unwrap().is_empty());
    assert!(steps.len() >= docs().len(), "{}", steps.len());
}

fn schema(title: &str, types: &BTreeMap<String, Type>, root: &str) -> Value {
    let mut needed = BTreeMap::new();
    let mut schema = match root.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
        Some(name) => json!({ "type": "object", "additionalProperties": of(name, types, &mut needed) }),
        None => definition(&types[root], types, &mut needed, ""),
    };
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["title"] = title.into();
    schema["definitions"] = needed.into_iter().collect::<Map<_, _>>().into();
    schema
}

type Needed = BTreeMap<String, Value>;

fn definition(own: &Type, types: &BTreeMap<String, Type>, needed: &mut Needed, name: &str) -> Value {
    let mut schema = match &own.body {
        Body::Table(fields) => table(fields, types, needed),
        Body::Choice(variants) => {
            let any: Vec<_> = variants.iter().map(|one| variant(one, types, needed, name)).collect();
            json!({ "anyOf": any })
        }
    };
    describe(&mut schema, &own.doc);
    schema
}

fn describe(schema: &mut Value, doc: &str) {
    if !doc.is_empty() {
        schema["description"] = doc.into();
    }
}

fn table(fields: &[Field], types: &BTreeMap<String, Type>, needed: &mut Needed) -> Value {
    let mut properties = Map::new();
    for field in fields {
        let mut schema = of(&field.of, types, needed);
        describe(&mut schema, &field.doc);
        properties.insert(field.name.clone(), schema);
    }
    let required: Vec<_> = fields.iter().filter(|field| field.required).map(|field| &field.name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn variant(one: &Variant, types: &BTreeMap<String, Type>, needed: &mut Needed, of_type: &str) -> Value {
    let mut schema = match &one.holds {
        None => json!({ "const": one.name }),
        Some(holds) => {
            let held = match holds {
                Held::One(name) => of(name, types, needed),
                Held::Keys(keys) => table(keys, types, needed),
            };
            let properties = Map::from_iter([(one.name.clone(), held)]);
            json!({ "type": "object", "properties": properties, "required": [one.name], "additionalProperties": false })
        }
    };
    let step = docs().iter().find(|doc| of_type == "Step" && doc.name == one.name);
    describe(&mut schema, step.map_or(one.doc.as_str(), |doc| doc.summary));
    schema
}

/// The schema of a type as it is written in Rust.
fn of(written: &str, types: &BTreeMap<String, Type>, needed: &mut Needed) -> Value {
    let written = written.trim().trim_start_matches("toml::").trim_start_matches("value::");
    if let Some((outer, inner)) = written.strip_suffix('>').and_then(|rest| rest.split_once('<')) {
        return match outer {
            "Spanned" | "Option" | "Box" => of(inner, types, needed),
            "Vec" => json!({ "type": "array", "items": of(inner, types, needed) }),
            "BTreeMap" => {
                let values = inner.split_once(", ").unwrap().1;
                json!({ "type": "object", "additionalProperties": of(values, types, needed) })
            }
            other => panic!("{other} has no schema"),
        };
    }
    match written {
        "Name" | "Text" | "String" => json!({ "type": "string" }),
        "char" => json!({ "type": "string", "minLength": 1, "maxLength": 1 }),
        "bool" => json!({ "type": "boolean" }),
        "u8" | "u32" | "u64" | "usize" => json!({ "type": "integer", "minimum": 0 }),
        // A date of TOML; editors differ in what they take it for.
        "Datetime" => json!({}),
        name => {
            let own = types.get(name).unwrap_or_else(|| panic!("{name} has no schema"));
            let short = name.trim_start_matches("Raw").to_owned();
            if !needed.contains_key(&short) {
                needed.insert(short.clone(), Value::Null);
                let schema = definition(own, types, needed, &short);
                needed.insert(short.clone(), schema);
            }
            json!({ "$ref": format!("#/definitions/{short}") })
        }
    }
}

#[test]
fn an_editor_finds_the_schema_of_each_file() {
    #[derive(serde::Deserialize)]
    struct Rules {
        rule: Vec<Rule>,
    }
    #[derive(serde::Deserialize)]
    struct Rule {
        include: Vec<String>,
        #[serde(default)]
        exclude: Vec<String>,
        schema: Schema,
    }
    #[derive(serde::Deserialize)]
    struct Schema {
        path: String,
    }
    let text = std::fs::read_to_string(Workplace::package(".taplo.toml")).unwrap();
    let rules = toml::from_str::<Rules>(&text).unwrap().rule;
    let matches = |patterns: &[String], file: &str| {
        let options = glob::MatchOptions { require_literal_separator: true, ..Default::default() };
        patterns.iter().any(|pattern| glob::Pattern::new(pattern).unwrap().matches_with(file, options))
    };
    let without = ["mappings/lookups/lookups.toml", "mappings/templates/templates.toml"];
    for name in
        crate::support::files(&Workplace::mappings()).into_keys().filter(|name| name.contains(".toml"))
    {
        let file = format!("mappings/{name}");
        let fitting =
            rules.iter().filter(|rule| matches(&rule.include, &file) && !matches(&rule.exclude, &file));
        let paths: Vec<_> = fitting.map(|rule| rule.schema.path.as_str()).collect();
        assert_eq!(paths.len(), usize::from(!without.contains(&file.as_str())), "{file}: {paths:?}");
        assert!(paths.iter().all(|path| Workplace::package(path).is_file()), "{file}: {paths:?}");
    }
}
