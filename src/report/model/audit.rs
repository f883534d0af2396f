//! What auditors of samples found.

use serde::{Deserialize, Serialize};

/// What auditors found, and what it shows of all case files. The figures are those of the newest sample of which results
/// came back; `draws` has every sample, and `lists` everything that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    /// Written case files at the time of the draw.
    pub population: u64,
    /// Case files of the sample, those drawn besides among them.
    pub size: u64,
    /// Those found right.
    pub right: u64,
    /// Those found wrong.
    pub wrong: u64,
    /// Those not looked at yet.
    pub open: u64,
    /// How sure the bound is, in percent.
    pub confidence: String,
    /// The share of wrong case files among those written at the time of the draw that is not exceeded, in percent, from those
    /// looked at of what was drawn at random.
    pub upper_bound: String,
    /// Those of the case files of the sample that were drawn besides, so that every group is looked at. The rest was drawn at
    /// random, and the bound counts on the rest alone.
    #[serde(default)]
    pub besides: u64,
    /// Those of them found right.
    #[serde(default)]
    pub besides_right: u64,
    /// Those of them found wrong.
    #[serde(default)]
    pub besides_wrong: u64,
    /// What the bound is called.
    #[serde(default)]
    pub method: String,
    /// Every sample that was drawn, the oldest first.
    #[serde(default)]
    pub draws: Vec<AuditDraw>,
    /// Every list of results that was taken in, the oldest first.
    #[serde(default)]
    pub lists: Vec<AuditList>,
    /// The case files of all samples that stand as wrong, in ascending person number.
    #[serde(default)]
    pub wrong_case_files: Vec<u64>,
    /// Earlier results that a later list took back, in the order in which that was done.
    #[serde(default)]
    pub taken_back: Vec<AuditCorrection>,
}

/// A sample, and what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditDraw {
    /// Its number.
    pub number: u32,
    /// When it was drawn.
    pub drawn: String,
    /// The seed.
    pub seed: u64,
    /// The share of wrong case files, in percent, that it was to show is not reached; none where a number was asked for.
    pub tolerable: Option<String>,
    /// Written case files at that time.
    pub population: u64,
    /// Case files drawn, those drawn besides among them.
    pub size: u64,
    /// Those that stand as right.
    pub right: u64,
    /// Those that stand as wrong.
    pub wrong: u64,
    /// Those not looked at yet.
    pub open: u64,
    /// How sure the bound is, in percent.
    pub confidence: String,
    /// The bound, in percent.
    pub upper_bound: String,
    /// Those of the case files of the sample that were drawn besides, so that every group is looked at. The rest was drawn at
    /// random, and the bound counts on the rest alone.
    #[serde(default)]
    pub besides: u64,
    /// Those of them found right.
    #[serde(default)]
    pub besides_right: u64,
    /// Those of them found wrong.
    #[serde(default)]
    pub besides_wrong: u64,
    /// The same by group.
    pub strata: Vec<AuditStratum>,
}

/// A group of case files in a sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditStratum {
    /// Its name.
    pub stratum: String,
    /// Written case files in it at the time of the draw.
    pub case_files: u64,
    /// Those drawn.
    pub drawn: u64,
    /// Those of them that were drawn besides.
    #[serde(default)]
    pub besides: u64,
    /// Those that stand as right.
    pub right: u64,
    /// Those that stand as wrong.
    pub wrong: u64,
}

/// A list of results as it was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditList {
    /// Its number.
    pub number: u32,
    /// The draw that it is of.
    pub draw: u32,
    /// When it was taken in.
    pub taken: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// How many case files it says are right.
    pub right: u64,
    /// How many it says are wrong.
    pub wrong: u64,
    /// How many it leaves open.
    pub open: u64,
    /// How many people looked.
    pub checkers: u64,
    /// The verdict of the report with it.
    pub verdict: String,
    /// Why earlier results were taken back; none where none was.
    pub reason: Option<String>,
}

/// An earlier result that a later list took back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditCorrection {
    /// Person number.
    pub case_file: u64,
    /// What it stood as.
    pub was: String,
    /// What it stands as since.
    pub is: String,
    /// The list that did so, which has the reason.
    pub list: u32,
}

impl Audit {
    /// The check of the audit among those of the proof.
    pub const CHECK: &str = "sample-check-failed";

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

    /// How many case files stand as wrong.
    pub fn defects(&self) -> u64 {
        self.wrong.max(self.wrong_case_files.len() as u64)
    }

    /// Why a list took earlier results back.
    pub fn reason_of(&self, correction: &AuditCorrection) -> &str {
        let found = self.lists.iter().find(|one| one.number == correction.list);
        found.and_then(|list| list.reason.as_deref()).unwrap_or_default()
    }
}

impl AuditDraw {
    /// How many case files of the sample were drawn at random.
    pub fn at_random(&self) -> u64 {
        self.size.saturating_sub(self.besides)
    }
}
