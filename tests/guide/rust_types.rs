//! The types that read the files of a mappings folder, as their source has them.

use std::collections::BTreeMap;
use std::path::Path;

/// A type with its remark.
pub(super) struct Type {
    pub(super) doc: String,
    pub(super) body: Body,
}

/// What a type is made of.
pub(super) enum Body {
    /// A table with these keys.
    Table(Vec<Field>),
    /// One of several.
    Choice(Vec<Variant>),
}

/// A key of a table.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) of: String,
    pub(super) required: bool,
}

/// One of several.
pub(super) struct Variant {
    pub(super) name: String,
    pub(super) doc: String,
    /// What it holds; none for a bare word.
    pub(super) holds: Option<Held>,
}

/// What a variant holds.
pub(super) enum Held {
    /// A value of this type.
    One(String),
    /// These keys.
    Keys(Vec<Field>),
}

/// The types of these files and folders of the package, by name.
pub(super) fn types(paths: &[&str]) -> BTreeMap<String, Type> {
    let mut types = BTreeMap::new();
    for path in paths.iter().map(|path| Path::new(env!("CARGO_MANIFEST_DIR")).join(path)) {
        if path.is_dir() {
            for entry in std::fs::read_dir(path).unwrap() {
                read(&std::fs::read_to_string(entry.unwrap().path()).unwrap(), &mut types);
            }
        } else {
            read(&std::fs::read_to_string(path).unwrap(), &mut types);
        }
    }
    types
}

/// What stands before an item: its remark, and what `serde` is told.
#[derive(Default)]
struct Before {
    doc: Vec<String>,
    serde: String,
}

impl Before {
    /// Takes a line; whether it was one of these.
    fn take(&mut self, line: &str) -> bool {
        if let Some(doc) = line.strip_prefix("/// ") {
            self.doc.push(doc.to_owned());
        } else if let Some(told) = line.strip_prefix("#[serde(") {
            self.serde += told;
        } else {
            return line.starts_with("#[");
        }
        true
    }

    fn told(&self, key: &str) -> Option<&str> {
        self.serde.split_once(&format!("{key} = \""))?.1.split('"').next()
    }

    fn doc(&self) -> String {
        self.doc.join(" ")
    }
}

fn read(text: &str, types: &mut BTreeMap<String, Type>) {
    let mut lines = text.lines();
    let mut before = Before::default();
    while let Some(line) = lines.next() {
        if before.take(line) {
            continue;
        }
        let words: Vec<_> = line.split_whitespace().collect();
        let kind = words.iter().position(|word| matches!(*word, "struct" | "enum"));
        if let Some(kind) = kind.filter(|_| line.ends_with('{') && !line.starts_with(' ')) {
            let name = words[kind + 1].split('<').next().unwrap().to_owned();
            let inner: Vec<&str> = lines.by_ref().take_while(|line| *line != "}").map(str::trim).collect();
            let body = match words[kind] {
                "struct" => Body::Table(fields(&inner, before.serde.contains("default"))),
                _ => Body::Choice(variants(&inner, before.told("rename_all"))),
            };
            if before.serde.contains("deny_unknown_fields") || matches!(body, Body::Choice(_)) {
                types.insert(name, Type { doc: before.doc(), body });
            }
        }
        before = Before::default();
    }
}

fn fields(lines: &[&str], all_default: bool) -> Vec<Field> {
    let (mut fields, mut before) = (Vec::new(), Before::default());
    for line in lines {
        if before.take(line) {
            continue;
        }
        let (name, of) = line.trim_end_matches(',').split_once(": ").unwrap_or_else(|| panic!("{line}"));
        let own = name.rsplit(' ').next().unwrap();
        let optional = all_default || before.serde.contains("default") || of.starts_with("Option<");
        fields.push(Field {
            name: before.told("rename").unwrap_or(own).to_owned(),
            doc: before.doc(),
            of: of.to_owned(),
            required: !optional,
        });
        before = Before::default();
    }
    fields
}

fn variants(lines: &[&str], case: Option<&str>) -> Vec<Variant> {
    let (mut variants, mut before) = (Vec::new(), Before::default());
    for line in lines.iter().filter(|line| !line.is_empty()) {
        if before.take(line) {
            continue;
        }
        let line = line.trim_end_matches(',');
        let end = line.find(|character: char| !character.is_alphanumeric()).unwrap_or(line.len());
        let (own, rest) = (&line[..end], line[end..].trim());
        let holds = match rest.chars().next() {
            Some('(') => Some(Held::One(rest[1..rest.len() - 1].to_owned())),
            Some('{') => {
                let keys = rest[1..rest.len() - 1].split(',').map(str::trim).filter(|key| !key.is_empty());
                Some(Held::Keys(fields(&keys.collect::<Vec<_>>(), false)))
            }
            _ => None,
        };
        let name = before.told("rename").map_or_else(|| cased(own, case), str::to_owned);
        variants.push(Variant { name, doc: before.doc(), holds });
        before = Before::default();
    }
    variants
}

fn cased(name: &str, case: Option<&str>) -> String {
    let between = match case {
        Some("kebab-case") => '-',
        Some("snake_case") => '_',
        None => return name.to_owned(),
        Some(other) => panic!("{other}"),
    };
    let mut text = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !text.is_empty() {
            text.push(between);
        }
        text.extend(character.to_lowercase());
    }
    text
}
