//! A whole output folder.

use std::collections::BTreeSet;
use std::path::Path;

use super::bag_lines::{BagLines, BagOrder};
use super::batches::Batches;
use super::check::{KEY, LEDGER, REWRITTEN};
use super::digest_list::DigestLists;
use super::digest_of::digest_of;
use super::evidence::Evidence;
use super::finding::Findings;
use super::ledger_view::{LedgerView, NAME};
use super::root::{ROOT_FILE, check_against_report, check_root, root_document};
use super::used_mappings::{UsedMappings, tag_files, used_mappings};
use super::verified::Verified;
use super::walk::walk;
use super::{case_file_rows, causes, lists, mosaic, package, report};
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::{RunError, Watcher};
use crate::report::model::{Report, Verdict};
use crate::target::{TargetError, hex};

/// The signature beside the root document; it is checked for itself.
pub(in crate::pipeline) const SIGNATURE_FILE: &str = "reconciliation/root.json.sig";

/// Holds everything in a folder against everything else.
pub(super) fn whole(
    evidence: &mut Evidence,
    threads: usize,
    watcher: Watcher<'_>,
) -> Result<Verified, RunError> {
    let findings = std::mem::take(&mut evidence.findings);
    let Evidence { output, temporary, ledger, .. } = &*evidence;
    let mut whole = Whole { output, temporary, ledger: ledger.as_ref(), findings };
    let mut verified = Verified::default();
    let known = whole.all((threads, watcher), &mut verified)?;
    let known: BTreeSet<&str> = known.iter().map(String::as_str).collect();
    let known = (&known, whole.ledger.is_some());
    let walked = walk(whole.output, known, &mut whole.findings).map_err(TargetError::at(&evidence.output))?;
    (verified.files, verified.bytes) = (walked.files, walked.bytes);
    evidence.findings = whole.findings;
    Ok(verified)
}

struct Whole<'a> {
    output: &'a Path,
    temporary: &'a Path,
    ledger: Option<&'a LedgerView>,
    findings: Findings,
}

impl Whole<'_> {
    /// Makes all checks but the walk, and gives the paths of the files that ought to be there.
    fn all(
        &mut self,
        machine: (usize, Watcher<'_>),
        verified: &mut Verified,
    ) -> Result<BTreeSet<String>, RunError> {
        self.rewritten();
        self.key();
        let mut known = BTreeSet::from([SIGNATURE_FILE.to_owned()]);
        if let Some(view) = self.ledger {
            known.extend(view.files.keys().cloned());
        }
        let sealed = self.ledger.is_some_and(|view| view.sealed().next().is_some());
        if sealed || self.output.join("data").exists() || self.output.join("bagit.txt").exists() {
            known.extend(self.written(machine, verified)?);
        } else if self.ledger.is_some_and(|view| view.kept().is_some()) {
            let report = report::report(self.output, &mut self.findings);
            self.report_against_ledger(report.as_ref())?;
        }
        Ok(known)
    }

    /// Lists, reports, and the bag's own files have the digests that the ledger noted.
    fn rewritten(&mut self) {
        for (path, sha256) in self.ledger.iter().flat_map(|view| &view.files) {
            if let Ok((_, found)) = digest_of(&self.output.join(path)) {
                self.findings.compare(&REWRITTEN, path, "SHA-256", sha256, &found);
            } else {
                let expected = format!("expected a file with SHA-256 {sha256}, found none");
                self.findings.add(&REWRITTEN, path, expected);
            }
        }
    }

    /// The proof key is the one that the run of the report used, or, where nothing was written yet, the latest.
    fn key(&mut self) {
        let mut runs = self.ledger.iter().flat_map(|view| view.runs.iter().rev());
        let latest = || runs.find_map(|run| Fingerprint::parse(&run.fingerprint));
        let Some(used) = self.ledger.and_then(LedgerView::fingerprint).or_else(latest) else { return };
        match digest_of(&self.output.join("proof.key")) {
            Ok((_, found)) => {
                self.findings.compare(
                    &KEY,
                    "proof.key",
                    "a key with SHA-256",
                    &used.proof_key_sha256,
                    &found,
                );
            }
            Err(_) => self.findings.add(&KEY, "proof.key", "expected the key of the run, found none"),
        }
    }

    /// Checks what a run wrote, and gives the paths that bag and tag manifest list.
    fn written(
        &mut self,
        (threads, watcher): (usize, Watcher<'_>),
        verified: &mut Verified,
    ) -> Result<BTreeSet<String>, RunError> {
        let findings = &mut self.findings;
        let tags = tag_files(self.output, findings);
        let bag = BagLines::read(self.output, "manifest-sha256.txt", BagOrder::Folders, findings);
        let fingerprint = self.ledger.and_then(LedgerView::fingerprint);
        let mappings = used_mappings(self.output, fingerprint.as_ref(), findings);
        let report = report::report(self.output, findings);
        let batches =
            Batches::read(self.output, self.ledger, (&bag, &mappings), findings, (threads, watcher))?;
        batches.check_rows(&mappings, report.as_ref(), (self.temporary, findings))?;
        verified.batches = batches.all.len() as u64;
        self.packaging(&batches, (&bag, &mappings), report.as_ref());
        self.report_against_ledger(report.as_ref())?;
        self.lists(&batches, report.as_ref(), verified)?;
        Ok(bag.files.into_keys().chain(tags.files.into_keys()).collect())
    }

    fn packaging(
        &mut self,
        batches: &Batches,
        (bag, mappings): (&BagLines, &UsedMappings),
        report: Option<&Report>,
    ) {
        let findings = &mut self.findings;
        let contract = mappings.latest.as_ref().map(|latest| latest.plan.contract());
        let described = package::check_package(self.output, (contract, bag), &batches.all, findings);
        let payload = batches.payload(described.as_ref());
        let version = report.map(|report| report.tool.version.as_str());
        package::check_bag(self.output, version, payload, findings);
        package::check_listed(self.output, bag, findings);
    }

    fn report_against_ledger(&mut self, report: Option<&Report>) -> Result<(), RunError> {
        let (Some(report), Some(view)) = (report, self.ledger) else { return Ok(()) };
        if let Some(kept) = view.kept() {
            report::against_ledger(report, (view, kept), &mut self.findings)?;
        } else {
            let expected = format!("expected run {}, which the report is of, finished", report.run.id);
            self.findings.add(&LEDGER, NAME, expected);
        }
        Ok(())
    }

    /// The lists of digests and exceptions, and the root.
    fn lists(
        &mut self,
        batches: &Batches,
        report: Option<&Report>,
        verified: &mut Verified,
    ) -> Result<(), RunError> {
        let findings = &mut self.findings;
        let proven = self.output.join(ROOT_FILE).exists()
            || report.is_none_or(|report| report.verdict != Verdict::Unproven);
        let listed = DigestLists::read(self.output, proven, findings);
        verified.case_files = listed.case_files.len() as u64;
        verified.digests = listed.case_files.iter().filter(|entry| entry.digest.is_some()).count() as u64;
        verified.joining = listed.joining.len() as u64;
        if let Some(report) = report {
            report::against_lists(report, &listed, findings);
            causes::against_lists(self.output, report, findings);
            mosaic::against_list(self.output, report, findings);
        }
        case_file_rows::against_manifests(&listed, &batches.all, findings);
        lists::held(self.output, &listed, findings);
        if let Some(view) = self.ledger
            && let Some(run) = view.kept().map(|run| run.number)
        {
            lists::lists(self.output, (view, run), findings)?;
            if let Some(rows) = LedgerView::told(view.ledger.case_files(run), findings)? {
                case_file_rows::against_ledger(&listed, &rows, findings);
            }
        }
        if proven && let Some(document) = root_document(self.output, findings) {
            check_root(&document, &listed, findings);
            if let Some(report) = report {
                check_against_report(&document, report, findings);
            }
            let tree = listed.tree();
            verified.root = Some((hex(&tree.root()), tree.leaves()));
        }
        Ok(())
    }
}
