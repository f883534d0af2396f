//! A first look at a drop: its tables and columns, its codes, what points where, and what looks wrong.

mod column_profile;
mod drop_files;
mod findings;
mod key_sets;
mod odd_values;
mod reading;
mod relations;
mod suspicions;
mod unlisted_codes;

use std::path::PathBuf;

pub(super) use self::key_sets::KeySets;

use self::reading::Reading;
use super::survey::Survey;
use super::{Cancel, Observer, RunError, Watcher};
use crate::map::plan::Plan;
use crate::report::profile::DropProfile;

/// A drop to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileRequest {
    /// The drop.
    pub export: PathBuf,
    /// The mappings folder.
    pub mappings: PathBuf,
    /// The profile; else the one that claims every file of the drop.
    pub profile: Option<String>,
}

/// Reads a drop twice, once for its keys and once for everything else, and says what is in it. Nothing is written.
///
/// # Errors
/// What is wrong with the drop is in the profile; see [`RunError`] for the rest.
pub fn profile(
    plan: &Plan,
    request: &ProfileRequest,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<DropProfile, RunError> {
    let dictionary = plan.dictionary();
    let survey =
        Survey::new((&request.export, &[]), &request.mappings, request.profile.as_deref(), dictionary)?;
    Reading::new(plan, &survey, Watcher::new(observer, cancel)).profile()
}
