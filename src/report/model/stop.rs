//! What refused a run.

use serde::{Deserialize, Serialize};

use crate::record::Stop;

/// A finding that refused the run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StopLine {
    /// The reason code.
    pub code: String,
    /// The file of the drop or of the mappings, empty where none is concerned.
    pub file: String,
    /// The physical line, none where no line is concerned.
    pub line: Option<u64>,
    /// The column or entity, empty where none is concerned.
    pub field: String,
    /// What was expected and what to do next.
    #[serde(default)]
    pub message: String,
}

impl From<&Stop> for StopLine {
    fn from(stop: &Stop) -> Self {
        Self {
            code: stop.reason.code().into(),
            file: stop.file.clone(),
            line: Some(stop.line).filter(|line| *line > 0),
            field: stop.field.clone(),
            message: stop.message.clone(),
        }
    }
}
