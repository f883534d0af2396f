//! Runs that end where nobody wants them to, and what the next run makes of it.

mod archive;
mod disturbances;
mod finished;
mod kill;
mod outcome;
mod points;
mod private_folders;
mod retry;
mod siblings;
mod team;
