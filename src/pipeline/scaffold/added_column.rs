//! Columns that a known table has besides those of the dictionary.

use super::column_guess::ColumnGuess;
use super::described_column::DescribedColumn;
use super::draft::Draft;
use super::evidence::Evidence;
use crate::map::{column_label, open_choice};
use crate::pipeline::RunError;
use crate::record::EntityId;

/// Adds them to the dictionary and to the notes of their tables. Where the table lacks a column as well, the profile asks
/// first whether it is that one under another name.
pub(super) fn add(draft: &mut Draft, evidence: &Evidence<'_>) -> Result<(), RunError> {
    for (entity, report, missing, unknown) in evidence.differing() {
        if !missing.is_empty() || unknown.is_empty() {
            continue;
        }
        let file = evidence.survey.drop.find(&report.path);
        let guess = file.map(|file| evidence.guess(file)).transpose()?.flatten();
        for name in unknown {
            let seen =
                guess.as_ref().and_then(|guess| guess.columns.iter().find(|(column, _)| *column == name));
            let nothing = ColumnGuess::new(std::iter::empty());
            column(draft, evidence, entity, &name, seen.map_or(&nothing, |(_, guess)| guess));
        }
    }
    Ok(())
}

fn column(draft: &mut Draft, evidence: &Evidence<'_>, entity: EntityId, name: &str, guess: &ColumnGuess) {
    let described = evidence.plan.dictionary().entity(entity);
    let cells = DescribedColumn::of(evidence, name, guess);
    draft.append("dictionary.csv", &cells.line(&described.name, described.role, name));
    let Some(mapping) = evidence.plan.entity(entity) else { return };
    let (file, text) = (&mapping.file, draft.text(&mapping.file));
    let label = open_choice(
        &format!("what practitioners call {name}"),
        &format!(
            "a label such as {}; or give it a cell, or leave it behind under not_carried",
            column_label(name)
        ),
    );
    let line = format!("  {{ from = \"{name}\", label = \"{label}\" }},\n");
    let reason = open_choice(&format!("why {name} is left behind"), "a reason; or give it a cell or a line");
    let left = format!("  {{ column = \"{name}\", reason = \"{reason}\" }},\n");
    let with = within(&text, "lines = [\n", &line).or_else(|| within(&text, "not_carried = [\n", &left));
    if let Some(with) = with {
        draft.put(file, with);
    }
}

/// The text with a line before the end of the list that begins so; none where there is no such list.
fn within(text: &str, begins: &str, line: &str) -> Option<String> {
    let start = text.find(begins)? + begins.len();
    let end = start + text[start..].find("\n]").map_or(0, |end| end + 1);
    Some(format!("{}{line}{}", &text[..end], &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn a_line_goes_to_the_end_of_its_list() {
        let text = "rule = [\n  1,\n]\nlines = [\n  2,\n]\nmore = 1\n";
        let with = within(text, "lines = [\n", "  3,\n").unwrap();
        assert_eq!(with, "rule = [\n  1,\n]\nlines = [\n  2,\n  3,\n]\nmore = 1\n");
        assert_eq!(within("lines = [\n]\n", "lines = [\n", "  3,\n").unwrap(), "lines = [\n  3,\n]\n");
        assert_eq!(within(text, "left = [\n", "  3,\n"), None);
    }
}
