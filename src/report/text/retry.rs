//! What a retry did beside what every run does.

use std::fmt::Write;

use crate::report::model::Report;
use crate::report::summary::plural;

/// How many changes of the mappings are shown.
const CHANGES: usize = 20;

/// Adds which attached files were given up, what changed in the mappings, what was accepted, which sealed case files are others
/// now, and which that were held are gone.
pub(super) fn add(text: &mut String, report: &Report) {
    for lost in &report.lost_files {
        let files = plural(lost.files.len() as u64, "attached file", "attached files");
        let _ = writeln!(text, "\nGiven up as lost: {files} (lost_files in report.json): {}", lost.reason);
    }
    let Some(retry) = &report.retry else { return };
    if let Some((before, now)) = retry.profile_before.as_ref().zip(report.mappings.as_ref()) {
        let _ = writeln!(
            text,
            "\nThe export was read by the profile {}; that of the run before by {before}.",
            now.profile
        );
    }
    if !retry.mapping_changes.is_empty() {
        text.push_str("\nMappings changed since the sealed batches\n");
        for change in retry.mapping_changes.iter().take(CHANGES) {
            let _ = writeln!(text, "  {change}");
        }
        if retry.mapping_changes.len() > CHANGES {
            let more = (retry.mapping_changes.len() - CHANGES) as u64;
            let _ = writeln!(text, "  and {}", plural(more, "more", "more"));
        }
        match &retry.accepted {
            Some(accepted) => {
                let count = accepted.in_words();
                let _ = writeln!(
                    text,
                    "  {count} would be others with them and stay as they are: {}",
                    accepted.reason
                );
            }
            None => text.push_str("  No sealed case file would be another with them.\n"),
        }
    }
    if retry.has_changes() {
        let _ = writeln!(
            text,
            "\nChanged since they were sealed: {} (changed.csv); enter these changes in Mosaic by hand.",
            retry.changed_in_words()
        );
    }
    if retry.all_gone() > 0 {
        let _ = writeln!(
            text,
            "\nNot written, and gone: {} (changed.csv); a later export brings them back, or they are entered in Mosaic by hand.",
            retry.gone_in_words()
        );
    }
}
