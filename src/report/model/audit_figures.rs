//! How the case files of a sample stand, and what that shows.

use serde::{Deserialize, Serialize};

/// How the case files of a sample stand, and what that shows of all case files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFigures {
    /// Written case files at the time of the draw.
    pub population: u64,
    /// Case files of the sample, those drawn besides among them.
    pub size: u64,
    /// Those that stand as right.
    pub right: u64,
    /// Those that stand as wrong.
    pub wrong: u64,
    /// Those not looked at yet.
    pub open: u64,
    /// How sure the bound is, in percent.
    pub confidence: String,
    /// The share of wrong case files among those written at the time of the draw that is not exceeded, in percent, by what was
    /// drawn at random. What was not looked at yet counts as wrong: nobody knows whether the easier ones came first.
    pub upper_bound: String,
    /// The same, should all those not looked at yet be found right. A report of an earlier version has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub upper_bound_if_right: String,
    /// Those of the case files of the sample that were drawn besides, so that every group is looked at. The rest was drawn at
    /// random, and the bound counts on the rest alone.
    #[serde(default)]
    pub besides: u64,
    /// Those of them that stand as right.
    #[serde(default)]
    pub besides_right: u64,
    /// Those of them that stand as wrong.
    #[serde(default)]
    pub besides_wrong: u64,
    /// Case files written since the draw: none of them could be drawn, and the bound says nothing of them.
    #[serde(default)]
    pub written_since: u64,
}

impl AuditFigures {
    /// How many case files of the sample were drawn at random.
    pub fn at_random(&self) -> u64 {
        self.size.saturating_sub(self.besides)
    }

    /// How many of those stand as right, as wrong, and were not looked at yet.
    pub fn random_part(&self) -> [u64; 3] {
        let right = self.right.saturating_sub(self.besides_right);
        let wrong = self.wrong.saturating_sub(self.besides_wrong);
        [right, wrong, self.at_random().saturating_sub(right + wrong)]
    }

    /// The same of those drawn besides.
    pub fn besides_part(&self) -> [u64; 3] {
        let looked_at = self.besides_right + self.besides_wrong;
        [self.besides_right, self.besides_wrong, self.besides.saturating_sub(looked_at)]
    }

    /// How many of those drawn at random were not looked at yet.
    pub fn open_at_random(&self) -> u64 {
        self.random_part()[2]
    }
}
