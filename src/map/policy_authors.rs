//! Whoever signs by policy: a worker of the drop.

use std::path::Path;

use super::compile::Mistakes;
use super::raw::RawPolicy;
use crate::record::Diagnostic;

/// The settings of `policy.toml` that name somebody who signs notes, and who is none of the workers.
pub fn unknown_authors(mappings: &Path, is_worker: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let mut mistakes = Mistakes::read(mappings, "policy.toml");
    let Some(raw) = mistakes.parse::<RawPolicy>() else { return mistakes.into_found() };
    for (setting, value) in
        [("migration_worker", &raw.migration_worker), ("substitute_author", &raw.substitute_author)]
    {
        let name = value.get_ref();
        if !name.is_empty() && !is_worker(name) {
            let title = format!("`{setting}` names nobody who is a worker of the drop");
            let help = "write a UserName of SystemUser that the drop has, or export that worker as well";
            mistakes.add_with(value.span(), title, "no worker has this user name", help.to_owned());
        }
    }
    mistakes.into_found()
}
