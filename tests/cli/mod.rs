//! The command line, as somebody at a terminal sees it.

mod audit;
mod audit_after_runs;
mod check;
mod colours;
mod errors;
mod every_state;
mod help;
mod history;
mod init;
mod interrupt;
mod kept_folders;
mod migrate;
mod no_value_shown;
mod nothing_there;
mod refusals;
mod report;
mod retry;
mod sample;
mod sample_sheets;
mod scaffold;
mod status;
mod suggested;
mod synth;
mod verify;
