//! Texts that look as if something happened to them.

use crate::record::{FieldId, Reason};
use crate::source::{DataType, Entity, Kind};

/// Column widths at which earlier systems cut texts.
const WIDTHS: [usize; 6] = [4000, 2000, 450, 300, 100, 50];

/// What a restricted row shows in place of its text.
const PLACEHOLDER: &str = "Restricted Record:";

/// A text column and what its texts are looked at for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TextWatch {
    pub(super) field: FieldId,
    width: Option<usize>,
    free: bool,
    /// Whether letters that were lost or garbled on the way are told here; of notes a rule tells them.
    letters: bool,
}

/// The columns of an entity whose texts are looked at.
pub(super) fn watches(entity: &Entity) -> Vec<TextWatch> {
    let fields = entity.fields().zip(&entity.columns);
    let watches = fields.filter_map(|(field, column)| {
        let DataType::Text(width) = column.data_type else { return None };
        let free = matches!(column.kind, Kind::Text | Kind::Html);
        if !free && !matches!(column.kind, Kind::Label { .. }) {
            return None;
        }
        let width = width.and_then(|width| usize::try_from(width).ok());
        let width = width.filter(|width| free && WIDTHS.contains(width));
        Some(TextWatch { field, width, free, letters: column.kind == Kind::Text })
    });
    watches.collect()
}

impl TextWatch {
    /// What a text gives cause for.
    pub(super) fn reasons(self, text: &str) -> impl Iterator<Item = Reason> {
        let formula = self.free && matches!(text.as_bytes().first(), Some(b'=' | b'+' | b'-' | b'@'));
        let letters = self.letters && !text.is_ascii();
        let full = self.width.is_some_and(|width| is_as_long_as(text, width));
        [
            (full, Reason::TextAtWidthLimit),
            (formula, Reason::FormulaLikeText),
            (text.starts_with(PLACEHOLDER), Reason::RestrictedPlaceholder),
            (letters && is_garbled(text), Reason::Mojibake),
            (letters && text.contains('\u{FFFD}'), Reason::ReplacementCharacter),
        ]
        .into_iter()
        .filter_map(|(found, reason)| found.then_some(reason))
    }
}

/// Whether the text has exactly so many UTF-16 units, which is how the source counts.
fn is_as_long_as(text: &str, width: usize) -> bool {
    text.len() >= width && text.encode_utf16().count() == width
}

/// Whether UTF-8 was read as Windows-1252 somewhere: `Ã` or `Â` before what the second byte of a letter shows, or the `â€`
/// of a curly quote.
fn is_garbled(text: &str) -> bool {
    let pairs = text.chars().zip(text.chars().skip(1));
    let mut pairs = pairs.map(|(one, other)| match one {
        '\u{C2}' | '\u{C3}' => matches!(other, '\u{80}'..='\u{BF}'),
        '\u{E2}' => other == '\u{20AC}',
        _ => false,
    });
    pairs.any(|garbled| garbled)
}

#[cfg(test)]
mod tests {
    use super::is_garbled;

    #[test]
    fn garbled_letters_are_told_from_foreign_ones() {
        assert!(is_garbled("JosÃ©") && is_garbled("itâ€™s") && is_garbled("Â£5"));
        assert!(!is_garbled("José") && !is_garbled("Ângela Ã") && !is_garbled("it’s â la €"));
    }
}
