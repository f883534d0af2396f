//! What there is to do with what is written and proved.

use super::advice::Seen;
use crate::report::model::Audit;
use crate::report::summary::{PlaceNames, plural};

/// The next step of handing over, and why: what is written is audited, signed, and loaded, in this order.
pub(super) fn hand_over(seen: &Seen<'_>) -> (String, String) {
    let PlaceNames { out, results, ledger, .. } = seen.names;
    let page = format!("{results}/reconciliation/report.html");
    let seal = format!("care2mosaic seal {out} --sign-key KEY{ledger}");
    if seen.sealed {
        let load = format!("care2mosaic load {out} --to sqlite://staging.sqlite{ledger}");
        let why = format!(
            "It is sealed: hand {results}/data to whoever loads it, or load it into staging tables to look at it."
        );
        return (load, why);
    }
    let Some(audit) = seen.audit else {
        let why = format!(
            "Draw a sample for practitioners to compare with both systems; then have {page} signed, and seal the folder (`{seal}`)."
        );
        return (format!("care2mosaic sample {out} --size 20{ledger}"), why);
    };
    match awaited(audit) {
        Some(why) => (format!("care2mosaic sample {out} --results LIST{ledger}"), why),
        None => (
            seal,
            format!("What was found in the sample is taken in: have {page} signed, then seal the folder."),
        ),
    }
}

/// What has not come back of samples; nothing where all has.
fn awaited(audit: &Audit) -> Option<String> {
    if let Some(draw) = audit.awaited().last() {
        let size = plural(draw.figures.size, "case file", "case files");
        let number = draw.number;
        return Some(format!(
            "Nothing has come back of the {size} of draw {number} yet: take the list in once it is filled in."
        ));
    }
    let open = audit.figures.open;
    (open > 0).then(|| {
        let open = plural(open, "case file is", "case files are");
        format!("{open} of the sample not looked at yet: take the whole list in again once somebody has.")
    })
}
