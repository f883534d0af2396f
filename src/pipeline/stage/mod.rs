//! The staging pass: every file of the drop is read once, and every record goes to the spool of its case file's batch.
//!
//! Tables of reference, control and shared records stay in memory, as do people and the keys of cases, contacts and forms.
//! Everything else goes through temporary files under `OUT/.stage`, so that memory does not grow with the drop.

mod block_log;
mod case_file_source;
mod casework;
mod clones;
mod corrections;
mod everyone;
mod frame;
mod layout;
mod masters;
mod memory_tables;
mod order;
mod owners;
mod parting;
mod people_intake;
mod people_rules;
mod reading_ahead;
mod record_codec;
mod rejects;
mod reported;
mod seen;
mod sorted_table;
mod spools;
#[expect(clippy::module_inception, reason = "the file is named after its function, as everywhere")]
mod stage;
mod stage_entity;
mod stage_error;
mod stage_settings;
mod staged;
mod stager;
mod staging;
mod temporary_folder;
mod versions;
mod watch;

pub(crate) use block_log::BlockLog;
pub use case_file_source::CaseFileSource;
pub use layout::Layout;
pub use parting::Parting;
pub use people_rules::{AdoptionRule, NumberRule, PairRule, PeopleRules, SuspectRule};
pub(crate) use record_codec::{put_number, put_record, take_bytes, take_number, take_record};
pub use seen::Seen;
pub use spools::Spools;
pub use stage::{StageInput, stage};
pub use stage_entity::StageEntity;
pub use stage_error::StageError;
pub use stage_settings::StageSettings;
pub use staged::Staged;
pub use stager::Stager;
pub use staging::ReadDrop;
pub(crate) use temporary_folder::TemporaryFolder;
