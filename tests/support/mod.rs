//! A folder of its own to run the real program in.

mod redaction;
mod run;
mod workplace;

pub(crate) use run::Run;
pub(crate) use workplace::Workplace;
