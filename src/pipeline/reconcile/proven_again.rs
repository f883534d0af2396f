//! What proving a folder again came to.

use super::WrittenRun;
use crate::pipeline::report_of::{Frame, add_balance, add_proof, put_mosaic_check, verdict};
use crate::pipeline::sample::put_audit_check;
use crate::reconcile::Proof;
use crate::report::model::{Report, Verdict};

/// What proving a folder again came to.
pub(in crate::pipeline) struct ProvenAgain {
    /// The newest run.
    pub(in crate::pipeline) run: WrittenRun,
    /// The proof of the whole folder.
    pub(in crate::pipeline) proof: Proof,
    /// What the newest drop and its mappings say, whatever became of the records.
    pub(super) frame: Frame,
}

impl ProvenAgain {
    /// A report as it ought to be: all that drop, mappings and proof give is worked out, the rest left as it is.
    pub(in crate::pipeline) fn report_like(&self, told: &Report) -> Report {
        let mut report = told.clone();
        self.frame.put(&mut report);
        // What nobody proved yet is the run's own account.
        if report.verdict == Verdict::Unproven && report.root.is_none() {
            return report;
        }
        add_balance(&mut report, &self.run.plan, &self.proof);
        add_proof(&mut report, &self.run.plan, &self.proof);
        let sound = put_audit_check(&mut report) & put_mosaic_check(&mut report);
        report.verdict = verdict(&report, Some(self.proof.holds() && sound)).0;
        report
    }
}
