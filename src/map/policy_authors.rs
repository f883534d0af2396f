//! Whoever signs by policy: a worker of the drop.

use std::path::Path;

use super::compile::Mistakes;
use super::raw::RawPolicy;
use crate::record::Diagnostic;

/// Why nobody can sign by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthorFault {
    /// No worker of the drop has it.
    Unknown,
    /// Whoever has it is rejected, held or left out.
    Unwritten,
}

/// The settings of `policy.toml` that name somebody to sign notes who cannot: the notes would be by nobody.
pub fn mistaken_authors(mappings: &Path, fault: impl Fn(&str) -> Option<AuthorFault>) -> Vec<Diagnostic> {
    let mut mistakes = Mistakes::read(mappings, "policy.toml");
    let Some(raw) = mistakes.parse::<RawPolicy>() else { return mistakes.into_found() };
    for (setting, value) in
        [("migration_worker", &raw.migration_worker), ("substitute_author", &raw.substitute_author)]
    {
        let name = value.get_ref();
        let (title, label, help) = match fault(name).filter(|_| !name.is_empty()) {
            None => continue,
            Some(AuthorFault::Unknown) => (
                "names nobody who is a worker of the drop",
                "no worker has this user name",
                "write a UserName of SystemUser that the drop has, or export that worker as well",
            ),
            Some(AuthorFault::Unwritten) => (
                "names a worker who is not written",
                "this worker is rejected, held or left out",
                "name another worker, or see with a dry run without it why this one is rejected, and correct that",
            ),
        };
        mistakes.add_with(value.span(), format!("`{setting}` {title}"), label, help.to_owned());
    }
    mistakes.into_found()
}
