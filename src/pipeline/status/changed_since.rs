//! What is sealed and another in a later export, and what was held and is gone.

use std::collections::BTreeSet;
use std::path::Path;

use crate::ledger::CauseRow;
use crate::report::model::{Retry, gone_in_words};
use crate::report::summary::plural;

/// What the last run found to be another than when it was sealed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangedSince {
    /// Sealed case files.
    pub case_files: u64,
    /// Shared records: organisations, workers, roles.
    pub shared: u64,
    /// Case files that were held and that the last export does not have.
    pub gone_held: u64,
    /// The same of people without a number of their own.
    pub gone_unnumbered: u64,
}

impl ChangedSince {
    /// Reads `exceptions/changed.csv`, nothing where there is no such list; `causes` is what the run found, which tells how much
    /// of it was held before and not sealed.
    pub(super) fn read(out: &Path, causes: &[CauseRow]) -> Self {
        let text = std::fs::read_to_string(out.join("exceptions/changed.csv")).unwrap_or_default();
        let (mut case_files, mut shared) = (BTreeSet::new(), 0);
        for line in text.lines().skip(1) {
            let (number, records) = (line.split(',').next(), line.rsplit(',').next());
            match number.filter(|number| !number.is_empty()) {
                Some(number) => _ = case_files.insert(number),
                None => shared += records.and_then(|records| records.parse::<u64>().ok()).unwrap_or_default(),
            }
        }
        let gone = |reason: &str| {
            let own = causes.iter().filter(|cause| cause.kind == Retry::GONE && cause.reason == reason);
            own.map(|cause| cause.records).sum::<u64>()
        };
        let (gone_held, gone_unnumbered) = (gone(Retry::HELD_BEFORE), gone(Retry::HELD_UNNUMBERED));
        Self {
            case_files: (case_files.len() as u64).saturating_sub(gone_held),
            shared: shared.saturating_sub(gone_unnumbered),
            gone_held,
            gone_unnumbered,
        }
    }

    /// How many were held and are gone; none where nobody is.
    pub(super) fn gone_in_words(self) -> Option<String> {
        let gone = self.gone_held + self.gone_unnumbered;
        (gone > 0).then(|| gone_in_words(gone))
    }

    /// How many are another; none where nothing is.
    pub(super) fn in_words(self) -> Option<String> {
        let words = match (self.case_files, self.shared) {
            (0, 0) => return None,
            (files, 0) => plural(files, "sealed case file is another", "sealed case files are others"),
            (0, shared) => {
                plural(shared, "sealed shared record is another", "sealed shared records are others")
            }
            (files, shared) => {
                let files = plural(files, "sealed case file", "sealed case files");
                format!("{files} and {} are others", plural(shared, "shared record", "shared records"))
            }
        };
        Some(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_files_are_counted_once_and_shared_records_by_themselves() {
        let out = tempfile::tempdir().unwrap();
        let put = |lines: &str| {
            let list = format!("CASE_FILE,ENTITY,RECORDS\r\n{lines}");
            std::fs::write(out.path().join("exceptions/changed.csv"), list).unwrap();
            ChangedSince::read(out.path(), &[])
        };
        assert_eq!(ChangedSince::read(out.path(), &[]).in_words(), None);
        std::fs::create_dir(out.path().join("exceptions")).unwrap();
        let all = put(",Provider,1\r\n,Team,2\r\n7,Person,1\r\n7,Case,2\r\n8,Case,1\r\n");
        assert_eq!(all, ChangedSince { case_files: 2, shared: 3, ..ChangedSince::default() });
        assert_eq!(all.in_words().unwrap(), "2 sealed case files and 3 shared records are others");
        assert_eq!(put(",Team,1\r\n").in_words().unwrap(), "1 sealed shared record is another");
        assert_eq!(put("7,Case,2\r\n").in_words().unwrap(), "1 sealed case file is another");
    }
    #[test]
    fn who_was_held_and_is_gone_is_no_sealed_case_file() {
        let out = tempfile::tempdir().unwrap();
        std::fs::create_dir(out.path().join("exceptions")).unwrap();
        let list = "CASE_FILE,ENTITY,RECORDS\r\n,Person,1\r\n,Team,2\r\n7,Person,1\r\n8,Case,1\r\n";
        std::fs::write(out.path().join("exceptions/changed.csv"), list).unwrap();
        let cause = |reason: &str| CauseRow {
            kind: Retry::GONE.to_owned(),
            entity: String::new(),
            field: String::new(),
            reason: reason.to_owned(),
            records: 1,
        };
        let causes = [Retry::HELD_BEFORE, Retry::HELD_UNNUMBERED].map(cause);
        let read = ChangedSince::read(out.path(), &causes);
        assert_eq!(read, ChangedSince { case_files: 1, shared: 2, gone_held: 1, gone_unnumbered: 1 });
        assert_eq!(read.gone_in_words().unwrap(), "2 case files that were held are no longer in the export");
    }
}
