//! Works every row of the import files out again from the export, by code that shares nothing with the mapper.
//!
//! The plan is read as data: what it says is done here a second time, and what comes out is held against the rows on
//! disk, cell by cell.

mod absorbed;
mod address_keys;
mod beside;
mod case_source;
mod cause;
mod claims;
mod column_counts;
mod column_proofs;
mod comparison;
mod compute;
mod condition;
mod derivation;
mod exclusions;
mod expected;
mod expected_row;
mod file_names;
mod founded;
mod holds;
mod inline_images;
mod left_apart;
mod left_in_notes;
mod line;
mod link_fate;
mod look_up;
mod named_row;
mod notes;
mod questions;
mod rest_of_drop;
mod rows;
mod runs;
mod scene;
mod shared_identifiers;
mod stand_in;
mod standing;
mod step;
mod told_day;
mod turned_away;

pub use address_keys::{AddressClaims, AddressKeys};
pub use case_source::CaseSource;
pub use cause::{
    AdoptionTables, Claim, ClaimList, ControlTables, Everybody, ListedWarning, PairTable, Surroundings,
    SuspectTable, TextNames, Why, counted_otherwise, is_by_policy, unfounded_claims,
};
pub use column_counts::ColumnCounts;
pub use column_proofs::column_proofs;
pub use comparison::{Compared, Comparison};
pub use exclusions::expect_nothing;
pub use expected::{Expected, expect};
pub use expected_row::ExpectedRow;
pub use left_apart::{WrittenFamily, left_apart};
pub use questions::Questions;
pub use rest_of_drop::RestOfDrop;
pub use shared_identifiers::{Identifiers, SharedIdentifiers};
pub use stand_in::signed_by_another;
pub use turned_away::TurnedAway;

pub(in crate::reconcile) use absorbed::RowKey;
pub(in crate::reconcile) use line::raw as as_it_stands;
pub(in crate::reconcile) use step::identifier_passes;
pub(in crate::reconcile) use told_day::ToldDay;

use standing::Standing;
