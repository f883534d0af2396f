//! A folder of its own to run the real program in, and servers that it needs.

mod block;
mod chance;
mod folder;
mod noted;
mod postgres;
mod redaction;
mod run;
mod standing;
mod today;
mod without_gender;
mod workplace;

pub(crate) use block::migrate_with_failed;
pub(crate) use chance::{Chance, fuzz_until};
pub(crate) use folder::{copy_folder, files};
pub(crate) use noted::{edit_ledger, note_files};
pub(crate) use postgres::{Postgres, TestDatabase, say};
pub(crate) use redaction::redact;
pub(crate) use run::Run;
pub(crate) use standing::{about_to_stand, signal, wait_until_stopped};
pub(crate) use today::{day_month_year, today, tomorrow, yesterday};
pub(crate) use without_gender::{with_gender, with_missing_gender, without_gender};
pub(crate) use workplace::Workplace;
