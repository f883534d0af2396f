//! What the lists say of the records of one case file.

use std::collections::BTreeMap;

use super::TraceReason;
use crate::reconcile::reader::{ExceptionList, ListLine};

/// What the lists say of the records of one case file: by entity and key, and of the case file itself.
#[derive(Clone, Debug, Default)]
pub(in crate::pipeline) struct Reasons {
    records: BTreeMap<(String, String), Vec<TraceReason>>,
    held_for: Vec<String>,
}

impl Reasons {
    /// Takes a line of a list, if it is about this case file.
    pub(in crate::pipeline) fn take(&mut self, list: ExceptionList, line: &ListLine, case_file: u64) {
        if line.case_file() != Some(case_file) {
            return;
        }
        if list == ExceptionList::Held {
            self.held_for = line.get("REASONS").split_whitespace().map(str::to_owned).collect();
            return;
        }
        let filled = |name| Some(line.get(name)).filter(|text| !text.is_empty()).map(str::to_owned);
        let reason = TraceReason {
            list: list.file_name(),
            reason: line.get("REASON").to_owned(),
            field: filled("FIELD"),
            rule: filled("RULE"),
        };
        let record = (line.get("ENTITY").to_owned(), line.get("SOURCE_ID").to_owned());
        self.records.entry(record).or_default().push(reason);
    }

    /// What they say of a record, in the order of the lists.
    pub(in crate::pipeline) fn of(&self, entity: &str, source_id: &str) -> Vec<TraceReason> {
        let record = (entity.to_owned(), source_id.to_owned());
        self.records.get(&record).cloned().unwrap_or_default()
    }

    /// Why the case file was held.
    pub(in crate::pipeline) fn held_for(&self) -> &[String] {
        &self.held_for
    }
}
