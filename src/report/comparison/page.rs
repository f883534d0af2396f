//! Two runs beside each other, as one page that needs no network and no script.

use askama::Template;

use super::{ComparedCause, ComparedRun, RunComparison};
use crate::report::html::filters;
use crate::report::html::words;

/// What is said of case files in another state that are not named.
pub const NOT_NAMED: &str =
    "not named: in one of the runs they are held for reasons that only the report names, or wait for others";

/// The heading of rejected values of case files that only one of the runs wrote.
pub const ONE_SIDED: &str = "Rejected values of case files that only one of the runs wrote";

/// The page of a comparison.
///
/// # Panics
/// Never: text and numbers alone are written, to memory.
pub fn to_html(comparison: &RunComparison) -> String {
    let page = Page { comparison }.render().expect("a page is written to memory, from text and numbers");
    page + "\n"
}

#[derive(Template)]
#[template(path = "comparison.html")]
struct Page<'a> {
    comparison: &'a RunComparison,
}

impl Page<'_> {
    /// The causes under each heading that has any: those that went, those that came, the others, and values that only one of the runs could find.
    fn groups(&self) -> Vec<(&'static str, &'static str, Vec<&ComparedCause>)> {
        let of = |wanted: fn(&ComparedCause) -> bool| -> Vec<_> {
            self.comparison.causes.iter().filter(|cause| wanted(cause)).collect()
        };
        let mut groups = vec![
            ("went", "Reasons that went", of(|cause| cause.after == 0)),
            ("came", "Reasons that came", of(|cause| cause.before == 0)),
            ("others", "Reasons of other numbers", of(|cause| cause.before > 0 && cause.after > 0)),
            ("one-sided", ONE_SIDED, self.comparison.one_sided.iter().collect()),
        ];
        groups.retain(|(.., causes)| !causes.is_empty());
        groups
    }
}

impl ComparedRun {
    /// Its kind and number.
    fn name(&self) -> String {
        format!("{} {}", if self.dry_run { "dry run" } else { "run" }, self.number)
    }
}
