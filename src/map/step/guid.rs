//! The key of a row.

use super::{Applied, StepDoc};
use crate::record::{Guid, Reason};

/// `guid`
pub(super) const GUID: StepDoc = StepDoc {
    name: "guid",
    summary: "a GUID in lower case",
    detail: "The case of a GUID differs within a drop and never matters. A text that is no GUID is bad-key.",
    example: ("0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"),
    loses: None,
    in_context: false,
};

pub(super) fn apply(text: &str) -> Applied<'_> {
    match Guid::parse(text.trim()) {
        Ok(key) => Applied::value(key.text()),
        Err(_) => Applied::Refused(Reason::BadKey),
    }
}
