//! The staging contract on the import files alone: forms, keys, references, and the validations beside them.

mod batch_check;
mod batch_files;
mod cell_form;
mod demands;
mod documents;
mod keys;
mod output_check;
mod pairs;
mod questions;
mod row_order;
mod rules;

pub use batch_check::{BatchCheck, BatchFound};
pub use batch_files::{FILE_NAMES, MANIFEST};
pub use cell_form::{CELL_REQUIRED, CELL_TYPE, CELL_WIDTH, CODE_IN_LIST};
pub use demands::CONTRACT_DEMAND;
pub use documents::DOCUMENT_FILE;
pub use keys::{REFERENCE, UNIQUE};
pub use output_check::OutputCheck;
pub use pairs::PAIR_ONCE;
pub use questions::QUESTION_IN_TEMPLATE;
pub use row_order::{ROW_KEY, ROW_ORDER};
pub use rules::ContractRules;

use rules::import_path;
