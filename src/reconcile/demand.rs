//! What the contract demands of a row by itself.

use crate::map::plan::CheckDigit;
use crate::reconcile::recompute::identifier_passes;
use crate::target::contract::{Checked, ColumnId, Demand};

/// Whether each of the columns has one of its texts; `cell` gives the cells of a row.
pub(super) fn fulfils<'r>(
    conditions: &[(ColumnId, Vec<String>)],
    cell: impl Fn(ColumnId) -> Option<&'r str>,
) -> bool {
    let has = |(column, texts): &(ColumnId, Vec<String>)| {
        cell(*column).is_some_and(|text| texts.iter().any(|one| one == text))
    };
    conditions.iter().all(has)
}

/// Whether a row alone meets a demand; those on several rows are judged elsewhere.
pub(super) fn meets<'r>(demand: &Demand, cell: impl Fn(ColumnId) -> Option<&'r str>) -> bool {
    let filled =
        |columns: &[ColumnId]| columns.iter().filter_map(|column| cell(*column)).collect::<Vec<&str>>();
    let is = |column: ColumnId, right: &dyn Fn(&str) -> bool| cell(column).is_none_or(right);
    match demand {
        Demand::Filled(columns) => filled(columns).len() == columns.len(),
        Demand::Empty(columns) => filled(columns).is_empty(),
        Demand::OneOf(columns) => filled(columns).len() == 1,
        Demand::InOrder(columns) => filled(columns).windows(2).all(|pair| pair[0] <= pair[1]),
        Demand::AtMost(column, most) => is(*column, &|text| text.chars().count() <= *most as usize),
        Demand::Among { column, by, texts } => {
            let allowed = cell(*by).and_then(|by| texts.get(by));
            allowed.is_none_or(|allowed| is(*column, &|own| allowed.iter().any(|text| text == own)))
        }
        Demand::Different(columns) => {
            let filled = filled(columns);
            filled.iter().enumerate().all(|(place, text)| !filled[..place].contains(text))
        }
        Demand::AtLeast(column, least) => {
            is(*column, &|text| text.parse::<f64>().is_ok_and(|number| number >= f64::from(*least)))
        }
        Demand::Hexadecimal(column, digits) => is(*column, &|text| is_hexadecimal(text, *digits)),
        Demand::CheckDigit(column, of) => is(*column, &|text| identifier_passes(kind_of(*of), text)),
        Demand::NotEnding(column, texts) => is(*column, &|text| {
            let text = text.to_lowercase();
            texts.iter().all(|end| text.strip_suffix(end.as_str()).is_none())
        }),
        Demand::TogetherAtMost(columns, most) => {
            let lengths = filled(columns).into_iter().map(|text| text.chars().count() + 2);
            lengths.sum::<usize>() <= *most as usize + 2
        }
        Demand::OneOpen { .. }
        | Demand::OneUnended { .. }
        | Demand::Listed { .. }
        | Demand::NotOutlasting { .. }
        | Demand::AmongOf(_) => true,
    }
}

fn kind_of(checked: Checked) -> CheckDigit {
    match checked {
        Checked::Nhs => CheckDigit::Nhs,
        Checked::Upn => CheckDigit::Upn,
        Checked::Uln => CheckDigit::Uln,
    }
}

/// Whether a text is so many hexadecimal digits in lower case.
fn is_hexadecimal(text: &str, digits: u32) -> bool {
    let is_digit = |character: char| character.is_ascii_digit() || ('a'..='f').contains(&character);
    text.chars().count() == digits as usize && text.chars().all(is_digit)
}

/// The column that a demand is mostly about; none where it is about the row.
pub(super) fn column_of(demand: &Demand) -> Option<ColumnId> {
    match demand {
        Demand::AtMost(column, _)
        | Demand::AtLeast(column, _)
        | Demand::Hexadecimal(column, _)
        | Demand::CheckDigit(column, _)
        | Demand::NotEnding(column, _)
        | Demand::Among { column, .. }
        | Demand::Listed { column, .. } => Some(*column),
        Demand::AmongOf(among) => Some(among.column),
        Demand::NotOutlasting { end, .. } | Demand::OneOpen { end, .. } | Demand::OneUnended { end, .. } => {
            Some(*end)
        }
        Demand::Filled(columns)
        | Demand::Empty(columns)
        | Demand::InOrder(columns)
        | Demand::Different(columns)
        | Demand::OneOf(columns)
        | Demand::TogetherAtMost(columns, _) => columns.last().copied().filter(|_| columns.len() < 3),
    }
}
