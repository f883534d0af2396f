//! The plan run backwards: from target rows to source values.
//!
//! Made without a look at what runs it forwards. Every value has a normal form, up to which it is carried; the normal
//! form of what stands in the export, and what is rebuilt from the import files, must be the same text.

mod backwards;
mod code_inverse;
mod condition;
mod key_list;
mod line_value;
mod normal;
mod questions;
mod rebuild;
mod rebuilt;
mod shown;

pub(super) use backwards::Backwards;
use code_inverse::CodeInverse;
pub(super) use condition::Conditions;
pub(super) use key_list::{list_of, listed_keys};
pub(super) use line_value::{line_normal, read_line, read_table, table_named};
pub(super) use normal::{Normal, is_sentinel, lower_guid, step_normal};
use questions::Questions;
pub(super) use rebuild::rebuild;
pub(super) use rebuilt::Rebuilt;

use normal::wall_time;
