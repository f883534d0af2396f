//! The independent proof, on hand-made output.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod causes;
mod claims;
mod comparison;
mod contract;
mod contract_places;
mod contract_questions;
mod every_check;
mod evidence;
mod exception_list;
mod extract;
mod grouped;
mod hand_export;
mod inline_images;
mod laundering;
mod left_apart;
mod lists;
mod migrated;
mod mismatches;
mod reader;
mod recompute;
mod recomputed_rows;
mod recount;
mod row_name;
mod rows;
mod siblings;
mod tamper;
mod totals;
mod values;
mod whole;
