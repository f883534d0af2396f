//! What runs of other exports wrote of drawn case files: records that join them to people who came later, and rows that name those.

use std::collections::{BTreeMap, HashMap};

use crate::pipeline::RunError;
use crate::pipeline::prove::{TracedElsewhere, trace_elsewhere};
use crate::pipeline::trace::{CaseFileTrace, WrittenOutput, put_joined};
use crate::report::audit::AuditLine;

/// What runs of other exports wrote of drawn case files, by person number.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    found: HashMap<u64, Vec<TracedElsewhere>>,
}

impl Elsewhere {
    /// Asks every export, one after the other, about the case files that another was sealed for; `lines` are by the run that sealed
    /// them. An export that is not at hand says nothing.
    pub(super) fn gather<'a>(
        newest: WrittenOutput<'a>,
        lines: &BTreeMap<u32, Vec<&AuditLine>>,
        find: impl Fn(Option<u32>) -> Result<WrittenOutput<'a>, RunError>,
    ) -> Result<Self, RunError> {
        let (mut gathered, mut open) = (Self::default(), newest.other_runs());
        if open.is_empty() {
            return Ok(gathered);
        }
        gathered.take(&newest, lines)?;
        // What is staged of one export is removed before the next one is.
        drop(newest);
        while let Some(run) = open.pop_first() {
            let other = match find(Some(run)) {
                Err(RunError::SourceWanted { .. }) => continue,
                other => other?,
            };
            open.retain(|run| !other.is_of(*run));
            gathered.take(&other, lines)?;
        }
        Ok(gathered)
    }

    fn take(
        &mut self,
        written: &WrittenOutput<'_>,
        lines: &BTreeMap<u32, Vec<&AuditLine>>,
    ) -> Result<(), RunError> {
        let others = lines.iter().filter(|(run, _)| !written.is_of(**run));
        let numbers: Vec<u64> = others.flat_map(|(_, own)| own.iter().map(|line| line.case_file)).collect();
        let told = written.with_input(|input| Ok(trace_elsewhere(input, &numbers, true)?))?;
        for (number, told) in told {
            self.found.entry(number).or_default().push(told);
        }
        Ok(())
    }

    /// Adds it to the story of a case file; `order` is that of entities, by name.
    pub(super) fn put(&mut self, trace: &mut CaseFileTrace, order: &BTreeMap<String, usize>) {
        for told in self.found.remove(&trace.case_file).unwrap_or_default() {
            put_joined(trace, told, order);
        }
    }
}
