//! What the council decided.

use serde::{Deserialize, Serialize};

/// A stop that the council looked at and let pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// The stop's code.
    pub code: String,
    /// The file within the drop, or the entity, that it is about.
    pub file: String,
    /// Why it was let pass.
    pub reason: String,
    /// Who decided it.
    pub decided_by: String,
    /// When, ISO 8601.
    pub on: String,
    /// How many stops it lifted; none is worth a look.
    #[serde(default)]
    pub stops: u64,
}

/// A rule of the policy that leaves records out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRule {
    /// The entity of its records.
    pub entity: String,
    /// The council's own name for it.
    pub rule: String,
    /// The code under which it leaves them out.
    pub code: String,
    /// How many records it names by id; none where it goes by a date.
    pub ids: u64,
    /// How many records it left out.
    pub records: u64,
    /// How many records it keeps by id, whatever their date.
    #[serde(default)]
    pub keep: u64,
    /// How many of these are past their date, and so were kept by it.
    #[serde(default)]
    pub kept: u64,
}

impl PolicyRule {
    /// What it names and no record is, in words; none where it left out and kept whatever it names.
    pub fn idle(&self) -> Option<String> {
        let said = [self.idle_ids(), self.idle_keeps()];
        said.into_iter().flatten().reduce(|one, other| format!("{one}; {other}"))
    }

    /// What it keeps and no record past its date is: a slip of the pen leaves out what an inquiry asked for.
    fn idle_keeps(&self) -> Option<String> {
        let Self { entity, rule, keep, kept, .. } = self;
        let missing = keep.saturating_sub(*kept);
        (missing > 0).then(|| {
            format!("policy rule {rule} keeps {keep} of {entity} by id, and for {missing} no record is past its date")
        })
    }

    fn idle_ids(&self) -> Option<String> {
        let Self { entity, rule, ids, records, .. } = self;
        match ids.saturating_sub(*records) {
            0 if *records == 0 => Some(format!("policy rule {rule} matched no record of {entity}")),
            0 => None,
            _ if *records == 0 => {
                Some(format!("policy rule {rule} matched no record of {entity}, and lists {ids}"))
            }
            missing => Some(format!(
                "policy rule {rule} lists {ids} records of {entity}, and matched none for {missing}"
            )),
        }
    }
}
