//! One case file of the export against the rows that were read back for it: outcomes of its records, every carried
//! column rebuilt and compared, digests.

mod context;
mod cross_reference;
mod entity_inverse;
mod identity;
mod layout;
mod links;
mod outcome;
mod parent_line;
mod proven;
mod reading;
mod record_view;
mod told;

pub use context::{CaseFileProver, Prover};
pub use links::{Links, found_rows};
pub use proven::Proven;

use entity_inverse::{CellPlace, EntityInverse, FieldInverse, How, Joined};
use layout::Layout;
use reading::Reading;
use record_view::RecordView;
