//! What the README says can be typed.

mod commands;
mod sample;
mod team;
