//! What was found changed.

use crate::reconcile::Check;

/// Something that is not as the program wrote it. It names keys, positions and digests, never a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VerifyFinding {
    /// The id of the check that found it.
    pub check: &'static str,
    /// The file or folder, relative to the output folder.
    pub file: String,
    /// The physical line, counted from 1, where one is concerned.
    pub line: Option<u64>,
    /// Person number of the case file, where one is concerned.
    pub case_file: Option<u64>,
    /// What ought to be there, and what is.
    pub expected: String,
}

/// What was found so far.
#[derive(Debug, Default)]
pub(in crate::pipeline) struct Findings {
    all: Vec<VerifyFinding>,
}

impl Findings {
    /// Notes that a file is not as expected.
    pub(in crate::pipeline) fn add(
        &mut self,
        check: &Check,
        file: impl Into<String>,
        expected: impl Into<String>,
    ) {
        self.push(VerifyFinding {
            check: check.id,
            file: file.into(),
            line: None,
            case_file: None,
            expected: expected.into(),
        });
    }

    /// Notes that a line of a file is not as expected.
    pub(in crate::pipeline) fn at_line(
        &mut self,
        check: &Check,
        (file, line): (&str, u64),
        case_file: Option<u64>,
        expected: impl Into<String>,
    ) {
        self.push(VerifyFinding {
            check: check.id,
            file: file.to_owned(),
            line: Some(line),
            case_file,
            expected: expected.into(),
        });
    }

    /// Notes what two texts that ought to be the same are, unless they are.
    pub(in crate::pipeline) fn compare(
        &mut self,
        check: &Check,
        file: &str,
        what: &str,
        expected: &str,
        found: &str,
    ) {
        if expected != found {
            self.add(check, file, format!("expected {what} {expected}, found {found}"));
        }
    }

    /// Takes a finding as it is.
    pub(in crate::pipeline) fn push(&mut self, finding: VerifyFinding) {
        self.all.push(finding);
    }

    /// Takes all of another.
    pub(in crate::pipeline) fn extend(&mut self, other: Self) {
        self.all.extend(other.all);
    }

    /// Whether nothing was found.
    pub(in crate::pipeline) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All of them in order, none twice.
    pub(in crate::pipeline) fn sorted(mut self) -> Vec<VerifyFinding> {
        self.all.sort();
        self.all.dedup();
        self.all
    }
}
