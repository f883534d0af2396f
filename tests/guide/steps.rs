//! The reference of steps in `mappings/STEPS.md` is what the program says of its steps.
//!
//! With `BLESS=1` it is written anew.

use std::fmt::Write as _;

use care2mosaic::map::rule::{meaning, signatures};
use care2mosaic::map::step::{StepDoc, docs};
use care2mosaic::report::explanation::Explanation;

use crate::support::Workplace;

#[test]
fn the_reference_says_what_each_step_and_check_does() {
    let path = Workplace::package("mappings/STEPS.md");
    let text = reference();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == text, "mappings/STEPS.md differs from what the steps say; write it anew with BLESS=1");
}

fn reference() -> String {
    let mut text = "# Steps and checks\n\nWritten from the program itself, by a test that fails when it differs. How mappings are \
                    written: [README.md](README.md).\n\n## Steps\n\nA step takes what the one before gives. *Loses*: what cannot be \
                    rebuilt from what it makes; `check` then asks for a line in the note, or for `lossy` with the reason.\n\n\
                    | Step | What it does | Before | After | Loses |\n|---|---|---|---|---|\n"
        .to_owned();
    for doc in docs() {
        let (before, after) = doc.example;
        let loses = doc.loses.unwrap_or("nothing");
        let cell =
            |value: &str| if value.is_empty() { String::new() } else { format!("`{}`", escaped(value)) };
        writeln!(text, "| `{}` | {} | {} | {} | {loses} |", doc.name, doc.summary, cell(before), cell(after))
            .unwrap();
    }
    for doc in docs() {
        in_full(&mut text, doc);
    }
    text += "\n## Checks\n\nWritten as `{ check = \"…\", columns = { … }, values = { … }, entities = { … } }` under `rule`. Each raises \
             reason codes of the catalogue; what a code does is not the mapping's to say. *And others*: it takes more columns.\n\n\
             | Check | What it finds | Columns | Values | Entities |\n|---|---|---|---|---|\n";
    for check in signatures() {
        let mut columns = names(check.columns);
        if check.open {
            columns += if columns.is_empty() { "any" } else { ", and others" };
        }
        let values = names(&[check.values, check.optional].concat());
        let of_code = Explanation::of(check.name).map(|explanation| explanation.meaning.as_str());
        let meaning = of_code.or(meaning(check.name)).unwrap_or_default();
        assert!(!meaning.is_empty(), "{} finds something", check.name);
        writeln!(text, "| `{}` | {meaning} | {columns} | {values} | {} |", check.name, names(check.entities))
            .unwrap();
    }
    text
}

fn in_full(text: &mut String, doc: &StepDoc) {
    let sees = if doc.in_context {
        " It sees more than the value: code tables, other records, or the column."
    } else {
        ""
    };
    writeln!(text, "\n### `{}`\n\n{}{sees}", doc.name, doc.detail).unwrap();
}

fn names(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// A value as it can stand in a cell of a table.
fn escaped(value: &str) -> String {
    value.replace('|', "\\|").replace('\n', "⏎")
}
