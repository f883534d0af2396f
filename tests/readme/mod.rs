//! What the README says can be typed.

mod commands;
mod entities;
mod sample;
mod team;
