//! A folder of its own to run the real program in, and servers that it needs.

mod folder;
mod postgres;
mod redaction;
mod run;
mod workplace;

pub(crate) use folder::files;
pub(crate) use postgres::{Postgres, TestDatabase, say};
pub(crate) use run::Run;
pub(crate) use workplace::Workplace;
