//! Mappings in which somebody still has to choose.

use std::path::Path;

use super::RunError;
use crate::map::open_choices;

/// Refuses a mappings folder with an open choice where no plan is compiled of it, which would refuse it too.
///
/// # Errors
/// [`RunError::Mappings`] with every open choice.
pub(super) fn refuse_open_choices(mappings: &Path) -> Result<(), RunError> {
    let open = open_choices(mappings);
    if open.is_empty() { Ok(()) } else { Err(RunError::Mappings(open)) }
}
