//! The command line, as somebody at a terminal sees it.

mod audit;
mod check;
mod colours;
mod errors;
mod help;
mod history;
mod init;
mod interrupt;
mod migrate;
mod nothing_there;
mod report;
mod sample;
mod scaffold;
mod status;
mod suggested;
mod synth;
mod verify;
