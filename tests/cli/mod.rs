//! The command line, as somebody at a terminal sees it.

mod check;
mod errors;
mod help;
mod history;
mod init;
mod interrupt;
mod migrate;
mod report;
mod sample;
mod scaffold;
mod status;
mod synth;
mod verify;
