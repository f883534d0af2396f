//! Statutory codes that a mapping relies on.

use super::inspection::{Inspection, trimmed};
use crate::record::{Reason, SourceRecord};

/// Raises `missing-govcode`, `govcode-name-conflict` and `ambiguous-govcode` for references mapped by statutory code.
///
/// Rows of the list whose column `kind` has the value of `except` are mapped otherwise.
pub(super) fn govcode(look: &mut Inspection<'_>) {
    for record in look.own() {
        let Some(row) = look.pointed(record, "code") else { continue };
        if let Some(reason) = judge(look, row) {
            look.raise(record, reason, "code");
        }
    }
}

fn judge(look: &Inspection<'_>, row: &SourceRecord) -> Option<Reason> {
    let of_row = |name: &str| trimmed(row, look.field(name)?);
    if of_row("kind").is_some_and(|kind| look.lists("except", kind)) {
        return None;
    }
    let Some(code) = of_row("gov_code") else { return Some(Reason::MissingGovcode) };
    if of_row("name").and_then(leading_code).is_some_and(|leading| leading != code) {
        return Some(Reason::GovcodeNameConflict);
    }
    let same = look.rows("list").iter().filter(|other| look.text(other, "gov_code") == Some(code));
    (same.count() > 1).then_some(Reason::AmbiguousGovcode)
}

/// The code that a name such as `L1-Police protection` begins with: a letter or two, digits, then a dash.
fn leading_code(name: &str) -> Option<&str> {
    let (code, _) = name.split_once(['-', '–'])?;
    let code = code.trim_end();
    let digits = code.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    let letters = code.len() - digits.len();
    let told = (1..=2).contains(&letters) && (1..=2).contains(&digits.len());
    (told && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}
