//! Relationships that are given from either side, of which one person is written by a later export.

use super::later_joining::TABLE;
use super::later_pairs::{HIGH, LOW, mirrored};
use super::later_relationships::{hold, migrate};
use super::retry::{assert_unchanged, retry_from};

/// The note of the one that gives no row shows people as the export of the day shows them, whose case file it is in and
/// whatever its labels say.
#[test]
fn people_of_a_mirrored_pair_are_shown_as_the_export_of_the_day_has_them() {
    for key in [LOW, HIGH] {
        for held in [true, false] {
            let (council, pair) = mirrored(key);
            hold(&council, "drop", if held { &pair.other } else { &pair.owner });
            council.edit_rows_in("late", TABLE, |row| {
                for label in ["personid_cwname", "relatedpersonid_cwname"] {
                    row.insert(label.to_owned(), "Somebody Else".to_owned());
                }
            });
            migrate(&council);
            retry_from(&council, "late");
            assert!(pair.is_written(&council) && !pair.waits(&council), "{key}");
            assert_unchanged(&council, "out");
        }
    }
}
