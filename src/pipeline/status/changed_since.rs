//! Sealed case files that a later export has otherwise.

use std::collections::BTreeSet;
use std::path::Path;

/// How many sealed case files the last run found to be others, by `exceptions/changed.csv`; none where there is no such
/// list.
pub(super) fn changed_since(out: &Path) -> u64 {
    let text = std::fs::read_to_string(out.join("exceptions/changed.csv")).unwrap_or_default();
    let numbers = text.lines().skip(1).filter_map(|line| line.split(',').next());
    // Shared records are of no case file.
    numbers.filter(|number| !number.is_empty()).collect::<BTreeSet<_>>().len() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_files_are_counted_once_and_shared_records_are_none() {
        let out = tempfile::tempdir().unwrap();
        assert_eq!(changed_since(out.path()), 0);
        std::fs::create_dir(out.path().join("exceptions")).unwrap();
        let list = "CASE_FILE,ENTITY,RECORDS\r\n,Provider,1\r\n7,Person,1\r\n7,Case,2\r\n8,Case,1\r\n";
        std::fs::write(out.path().join("exceptions/changed.csv"), list).unwrap();
        assert_eq!(changed_since(out.path()), 2);
    }
}
