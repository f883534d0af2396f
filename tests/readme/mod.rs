//! What the README says can be typed.

mod blocks;
mod commands;
mod entities;
mod json_keys;
mod sample;
mod shapes;
mod team;
