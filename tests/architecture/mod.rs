//! The rules that keep the package in shape, held against its own text.

mod code;
mod fixtures;
mod names;
mod reason_codes;
mod rooms;
mod sizes;
