//! The report, put together from the run and its proof.

mod causes;
mod frame;
mod from_proof;
mod from_run;
mod history;
mod mosaic;

pub(crate) use frame::{Frame, source_files};
pub(crate) use from_proof::{add_balance, add_proof, verdict};
pub(crate) use from_run::{add_drop, add_run};
pub(crate) use history::{add_history, history_of};
pub(crate) use mosaic::{mosaic_lines, mosaic_of, put_mosaic_check};
