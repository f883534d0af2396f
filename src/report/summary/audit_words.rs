//! What an audit does not show, in words.

use super::{plural, thousands};
use crate::report::model::{Audit, AuditFigures};

/// The samples of which nothing came back, and what the newest will show; none where something came back of each.
pub fn awaited_words(audit: &Audit) -> Option<String> {
    let draws: Vec<String> = audit.awaited().map(|draw| draw.number.to_string()).collect();
    let newest = audit.awaited().last()?;
    let (figures, number) = (&newest.figures, newest.number);
    let of = if draws.len() == 1 { String::new() } else { format!(" of draw {number}") };
    let draws = if draws.len() == 1 { "draw" } else { "draws" }.to_owned() + " " + &draws.join(", ");
    let [_, wrong, _] = figures.random_part();
    let at_random = format!("{}{of} that were drawn at random", thousands(figures.at_random()));
    let if_right = match wrong {
        0 => format!("If all {at_random}"),
        1 => format!("Of the {at_random}, 1 was found wrong for another draw; if all others"),
        _ => format!(
            "Of the {at_random}, {} were found wrong for another draw; if all others",
            thousands(wrong)
        ),
    };
    Some(format!(
        "Nothing has come back of {draws} yet. {if_right} are found right, then with {} % confidence at most {} % of the {} that were \
         written by then are wrong.",
        figures.confidence,
        figures.upper_bound_if_right,
        plural(figures.population, "case file", "case files"),
    ))
}

/// What the bound makes of case files that were drawn at random and not looked at yet; none where all were, or where an
/// earlier version worked the bound out.
pub fn open_words(figures: &AuditFigures) -> Option<String> {
    let open = figures.open_at_random();
    let if_right = &figures.upper_bound_if_right;
    (open > 0 && !if_right.is_empty()).then(|| {
        format!(
            "{} counted as wrong until somebody has looked, for nobody knows whether the easier ones came first. If all of \
             them are found right, it is at most {if_right} %.",
            plural(open, "case file that was drawn at random and not looked at is", OPEN),
        )
    })
}

const OPEN: &str = "case files that were drawn at random and not looked at are";

/// What was written too late for the audit; none where nothing was.
pub fn outside_words(figures: &AuditFigures) -> Option<String> {
    let since = figures.written_since;
    (since > 0).then(|| {
        format!(
            "{} written since the draw {} outside of the audit: none of them could be drawn, and it says nothing of them.",
            plural(since, "case file", "case files"),
            if since == 1 { "stands" } else { "stand" },
        )
    })
}
