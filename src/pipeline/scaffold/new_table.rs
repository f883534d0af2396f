//! The mapping of a table that the mappings do not know: every column in a note, and whose it is left open.

use std::fmt::Write as _;

use super::column_guess::ColumnGuess;
use super::described_column::DescribedColumn;
use super::draft::Draft;
use super::evidence::Evidence;
use super::key_guess::KeyGuess;
use super::known_columns::Place;
use super::table_guess::TableGuess;
use super::target_columns::target_columns;
use crate::map::{column_label, open_choice};
use crate::source::Role;

/// Adds the lines of its dictionary and a mapping of its own.
pub(super) fn add(draft: &mut Draft, evidence: &Evidence<'_>, table: &TableGuess) {
    let name = table.name(evidence.plan.dictionary());
    let key = KeyGuess::of(table, &name);
    let columns: Vec<Described<'_>> = table
        .columns
        .iter()
        .map(|(column, guess)| described(evidence, column, guess, key.is(column)))
        .collect();
    let lines = columns.iter().map(|column| column.cells.line(&name, Role::Casework, column.name));
    draft.append("dictionary.csv", &lines.collect::<String>());
    let file = file_name(draft, &name);
    draft.put(&file, mapping(evidence, table, &name, (&columns, &key)));
    if let KeyGuess::Guessed { column, evidence } = &key {
        draft.guess(&file, format!("the key of {name} is {column}"), evidence.clone());
    }
}

/// A column and what is known of it.
struct Described<'a> {
    name: &'a str,
    cells: DescribedColumn,
    is_key: bool,
}

fn described<'a>(evidence: &Evidence<'_>, name: &'a str, guess: &ColumnGuess, is_key: bool) -> Described<'a> {
    let cells = if is_key { DescribedColumn::key() } else { DescribedColumn::of(evidence, name, guess) };
    Described { name, cells, is_key }
}

/// `PersonHobby` is mapped by `person-hobby.toml`; a file that is there already is left alone.
fn file_name(draft: &Draft, table: &str) -> String {
    let label = column_label(table).to_lowercase().replace(' ', "-");
    let taken = |file: &String| !draft.text(file).is_empty();
    let others = (2..).map(|number| format!("{label}-{number}.toml"));
    let mut names = std::iter::once(format!("{label}.toml")).chain(others);
    names.find(|file| !taken(file)).unwrap_or_default()
}

fn mapping(
    evidence: &Evidence<'_>,
    table: &TableGuess,
    name: &str,
    (columns, key): (&[Described<'_>], &KeyGuess),
) -> String {
    let cells = target_columns(evidence.plan, table, key.column());
    let key = key.line();
    let owners: Vec<_> = columns.iter().filter_map(|column| owner(evidence, column)).collect();
    let told = columns.iter().find(|column| is_of_person(evidence, column)).map(|column| column.name);
    let rest = columns.iter().filter(|column| !column.is_key && Some(column.name) != told);
    let (lines, left) = places(evidence, rest);
    let rules = rules(evidence, columns);
    let types = evidence.known.note_types().collect::<Vec<_>>().join(", ");
    format!(
        "# {name}: drafted from {path}. Every column stands in a note until it is given a cell of its own.\n\n\
         entity      = \"{name}\"\n\
         {key}\
         owner       = '{owner}'\n\
         without_row = \"migrated\"\n\
         {left}{rules}\n\
         [remainder]\n\
         per       = \"person\"\n\
         note_type = '{note_type}'\n\
         title     = '{title}'\n\
         lines = [\n{lines}]\n{cells}",
        path = table.path,
        owner = open_choice("whose case file a row belongs to", &owner_choices(&owners)),
        note_type = open_choice("the type of its notes", &types),
        title = open_choice(
            "the title of its notes",
            &format!("what practitioners call it, such as {}", column_label(name))
        ),
    )
}

fn is_of_person(evidence: &Evidence<'_>, column: &Described<'_>) -> bool {
    let people = &evidence.plan.model().people;
    column.cells.table() == Some(evidence.plan.dictionary().entity(people.person).name.as_str())
}

/// How a column would say whose a row is: it refers to a person, or to a record of somebody's.
fn owner(evidence: &Evidence<'_>, column: &Described<'_>) -> Option<String> {
    if is_of_person(evidence, column) {
        return Some(format!("{{ person = \"{}\" }}", column.name));
    }
    let dictionary = evidence.plan.dictionary();
    let table = dictionary.find(column.cells.table()?)?;
    let casework = dictionary.entity(table).role == Role::Casework;
    casework.then(|| format!("{{ through = \"{}\" }}", column.name))
}

fn owner_choices(owners: &[String]) -> String {
    let there = match owners {
        [] => "{ person = \"…\" } or { through = \"…\" }".to_owned(),
        owners => owners.join(", or "),
    };
    format!(
        "{there}; where rows belong to nobody, write `reference` as ROLE in dictionary.csv and delete this file"
    )
}

/// The lines of its note, and what is left behind.
fn places<'a>(evidence: &Evidence<'_>, columns: impl Iterator<Item = &'a Described<'a>>) -> (String, String) {
    let (mut lines, mut left) = (String::new(), String::new());
    for column in columns {
        let name = column.name;
        // Writing into memory cannot fail.
        let _ = match evidence.known.place(name) {
            Some(Place::Left(reason)) => {
                writeln!(left, "  {{ column = \"{name}\", reason = \"{reason}\" }},")
            }
            Some(Place::Line(label, unless)) => {
                // Where nothing may stand, it could not be told from the value that has no line.
                let unless = unless.as_ref().filter(|_| !column.cells.is_nullable());
                let unless = unless.map(|unless| format!(", unless = \"{unless}\"")).unwrap_or_default();
                writeln!(lines, "  {{ from = \"{name}\", label = \"{label}\"{unless} }},")
            }
            None if column.cells.is_label() => {
                writeln!(left, "  {{ column = \"{name}\", reason = \"label of another column\" }},")
            }
            None => writeln!(lines, "  {{ from = \"{name}\", label = \"{}\" }},", column_label(name)),
        };
    }
    let left = if left.is_empty() { left } else { format!("\nnot_carried = [\n{left}]\n") };
    (lines, left)
}

/// The checks that tables with these columns have.
fn rules(evidence: &Evidence<'_>, columns: &[Described<'_>]) -> String {
    let has = |name: &str| columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
    let rules = evidence.known.rules(has).map(|rule| format!("  {rule},\n"));
    format!(
        "\n# Checks that other tables with these columns have.\nrule = [\n{}]\n",
        rules.collect::<String>()
    )
}
