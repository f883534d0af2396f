//! The digests that the export gives, against those that the lists name.

use std::collections::BTreeMap;
use std::path::Path;

use super::VerifyRequest;
use super::check::SOURCE;
use super::digest_list::{CASE_FILE_LIST, DigestLists, JOINING_LIST};
use super::finding::{Findings, VerifyFinding};
use super::root::ROOT_FILE;
use super::rows_of::RowsOf;
use super::source_report::against_export;
use crate::map::plan::Plan;
use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::reconcile::prove_again;
use crate::pipeline::{RunError, Watcher};
use crate::reconcile::{CaseFileLine, Difference, Proof};
use crate::record::Outcome;
use crate::report::lists::RootDocument;
use crate::target::hex;

/// Takes the digests anew from the export and compares them, and the rows, with what the folder has.
pub(super) fn against_source(
    request: &VerifyRequest,
    watcher: Watcher<'_>,
    findings: &mut Findings,
) -> Result<(), RunError> {
    let folder = OutputFolder::open_to_look(&request.out, request.ledger.as_ref())?;
    let sources: Vec<&Path> = request.sources.iter().map(AsRef::as_ref).collect();
    let again = match prove_again(&folder, &sources, request.threads, watcher) {
        // What the run used is not there any more, which was found already.
        Err(RunError::Changed { .. }) if !findings.is_empty() => return Ok(()),
        proved => proved?,
    };
    let lists = DigestLists::read(&request.out, true, &mut Findings::default());
    let beside = request.case_file.map(|number| RowsOf::read(&request.out, &again.run.plan, &lists, number));
    let beside = beside.transpose()?.unwrap_or_default();
    let compare =
        Compare { plan: &again.run.plan, proof: &again.proof, only: request.case_file, beside: &beside };
    compare.differences(findings);
    compare.case_files(&lists, findings);
    if request.case_file.is_none() {
        compare.joining(&lists, findings);
        compare.root(&request.out, findings);
        against_export(&request.out, &again, findings);
    }
    Ok(())
}

struct Compare<'a> {
    plan: &'a Plan,
    proof: &'a Proof,
    only: Option<u64>,
    /// The rows that stand with that case file in the import files, whoever they belong to by the export.
    beside: &'a RowsOf,
}

impl Compare<'_> {
    fn differences(&self, findings: &mut Findings) {
        let wanted = |one: &&Difference| {
            self.only.is_none() || one.case_file == self.only || self.beside.has(&one.file, one.line)
        };
        for one in self.proof.differences.iter().filter(wanted) {
            let mut expected = format!("expected what the export says ({})", one.check);
            let entity = one.entity.map(|id| self.plan.dictionary().entity(id).name.as_str());
            let key = (!one.source_id.is_empty()).then_some(one.source_id.as_str());
            let words = [
                entity,
                key,
                Some(one.table.as_str()),
                Some(one.legacy_id.as_str()),
                Some(one.field.as_str()),
            ];
            for word in words.into_iter().flatten().filter(|word| !word.is_empty()) {
                expected.push_str(", ");
                expected.push_str(word);
            }
            findings.push(VerifyFinding {
                check: SOURCE.id,
                file: if one.file.is_empty() { "data".to_owned() } else { one.file.clone() },
                line: (one.line > 0).then_some(one.line),
                case_file: one.case_file,
                expected,
            });
        }
    }

    fn case_files(&self, lists: &DigestLists, findings: &mut Findings) {
        let mut entries: BTreeMap<u64, Vec<_>> = BTreeMap::new();
        for entry in &lists.case_files {
            entries.entry(entry.number).or_default().push(entry);
        }
        let wanted = |line: &&CaseFileLine| self.only.is_none_or(|only| line.case_file == only);
        for line in self.proof.lines.iter().filter(wanted) {
            let outcomes = Outcome::ALL.map(|outcome| line.outcomes.of(outcome));
            let same = entries.get(&line.case_file).into_iter().flatten().any(|entry| {
                let counted = entry.rows[0] == line.outcomes.read() && entry.rows[1..] == outcomes;
                let told = entry.state == line.state && entry.batch == line.batch;
                counted && told && entry.digest == line.digest
            });
            if !same {
                let at = entries.get(&line.case_file).and_then(|entries| entries.first());
                let digest = line.digest.map_or_else(|| "no digest".to_owned(), |digest| hex(&digest));
                let expected = format!("expected what the export gives: {}, {digest}", line.state.word());
                let at = (CASE_FILE_LIST, at.map_or(1, |entry| entry.line));
                findings.at_line(&SOURCE, at, Some(line.case_file), expected);
            }
        }
        if self.only.is_none() && lists.case_files.len() != self.proof.lines.len() {
            let expected = format!("expected the {} case files of the export", self.proof.lines.len());
            findings.add(&SOURCE, CASE_FILE_LIST, expected);
        }
    }

    fn joining(&self, lists: &DigestLists, findings: &mut Findings) {
        let dictionary = self.plan.dictionary();
        let own = self.proof.joining.iter().map(|leaf| {
            (dictionary.entity(leaf.entity).name.clone(), leaf.source_id.to_string(), leaf.digest)
        });
        for (line, (own, listed)) in (2..).zip(own.clone().zip(&lists.joining)) {
            if own != *listed {
                let expected = format!("expected what the export gives: {} {} {}", own.0, own.1, hex(&own.2));
                findings.at_line(&SOURCE, (JOINING_LIST, line), None, expected);
            }
        }
        if own.len() != lists.joining.len() {
            let expected = format!("expected the {} joining records of the export", own.len());
            findings.add(&SOURCE, JOINING_LIST, expected);
        }
    }

    fn root(&self, output: &Path, findings: &mut Findings) {
        let text = std::fs::read(output.join(ROOT_FILE)).unwrap_or_default();
        let Ok(document) = serde_json::from_slice::<RootDocument>(&text) else { return };
        let expected = hex(&self.proof.root.value);
        findings.compare(&SOURCE, ROOT_FILE, "the root that the export gives,", &expected, &document.root);
    }
}
