//! What became of every record: kept in full for what was turned away, as counts for the rest.

mod batch_account;
mod case_file_account;
mod case_file_line;

pub(crate) use batch_account::BatchAccount;
pub(crate) use case_file_account::{Amendment, CaseFileAccount, OutcomeOf};
pub(crate) use case_file_line::CaseFileLine;
