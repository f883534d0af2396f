//! A folder of its own to run the real program in.

mod folder;
mod redaction;
mod run;
mod workplace;

pub(crate) use folder::files;
pub(crate) use run::Run;
pub(crate) use workplace::Workplace;
