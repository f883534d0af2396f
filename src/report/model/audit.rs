//! What auditors of samples found.

use serde::{Deserialize, Serialize};

use super::AuditFigures;

/// What was drawn, what auditors found, and what it shows of all case files; `draws` has every sample, and `lists` everything that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    /// How the newest sample stands of which results came back; where none did, the newest.
    #[serde(flatten)]
    pub figures: AuditFigures,
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
    /// How it stands.
    #[serde(flatten)]
    pub figures: AuditFigures,
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

impl AuditStratum {
    /// Those not looked at yet.
    pub fn open(&self) -> u64 {
        self.drawn.saturating_sub(self.right + self.wrong)
    }
}

impl Audit {
    /// The check of the audit among those of the proof.
    pub const CHECK: &str = "sample-check-failed";

    /// Whether both have the same lists of results, whatever is worked out of them.
    pub fn tells_the_same_results(&self, other: &Self) -> bool {
        let results =
            |audit: &Self| (audit.lists.clone(), audit.wrong_case_files.clone(), audit.taken_back.clone());
        results(self) == results(other)
    }

    /// Whether what is known by now still has every sample and every list of results. What came back before they were kept has
    /// neither.
    pub fn is_part_of(&self, known: Option<&Self>) -> bool {
        let identity = |draw: &AuditDraw| {
            (draw.number, draw.drawn.clone(), draw.seed, draw.figures.population, draw.figures.size)
        };
        let (lists, later) = known.map_or((&[][..], &[][..]), |known| (&known.lists[..], &known.draws[..]));
        lists.starts_with(&self.lists)
            && self.draws.len() <= later.len()
            && self.draws.iter().zip(later).all(|(own, known)| identity(own) == identity(known))
    }

    /// Whether any results came back; a report of an earlier version has no lists of them.
    pub fn came_back(&self) -> bool {
        !self.lists.is_empty() || self.draws.is_empty()
    }

    /// The samples of which no list came back, and that have case files nobody looked at for another either.
    pub fn awaited(&self) -> impl Iterator<Item = &AuditDraw> {
        let open = self.draws.iter().filter(|draw| draw.figures.open > 0);
        open.filter(|draw| self.lists.iter().all(|list| list.draw != draw.number))
    }

    /// How many case files stand as wrong.
    pub fn defects(&self) -> u64 {
        self.figures.wrong.max(self.wrong_case_files.len() as u64)
    }

    /// Why a list took earlier results back.
    pub fn reason_of(&self, correction: &AuditCorrection) -> &str {
        let found = self.lists.iter().find(|one| one.number == correction.list);
        found.and_then(|list| list.reason.as_deref()).unwrap_or_default()
    }
}
