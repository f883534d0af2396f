//! Control tables of a clean drop: destroyed files, and restrictions that nothing carries.

use jiff::civil::date;

use super::Council;
use super::workforce::stamped;
use crate::synth::draft::Draft;
use crate::synth::{Rng, Row};

/// Rows of control tables. `AdoptionLink` has none.
pub(super) fn rows(council: &Council, rng: &mut Rng) -> Vec<Row> {
    let mut rows: Vec<_> = (0..4).map(|place| destruction(council, rng, place)).collect();
    for (name, access) in [("Staff child – allow list", 1), ("Family member of staff – deny list", 2)] {
        restriction(council, rng, name, access, &mut rows);
    }
    rows
}

/// A destruction that was completed: what it names is gone.
fn destruction(council: &Council, rng: &mut Rng, place: i64) -> Row {
    let (key, gone) = (rng.guid(), rng.guid());
    let mut row = Draft::new(council.schema(), "FileDestruction");
    row.guid(rng, "FileDestructionId", key).guid(rng, "RecordId", gone);
    row.text("RecordIdTableName", if place == 3 { "Case" } else { "Person" });
    let approver = |rng: &mut Rng| council.workers()[rng.index(council.workers().len())].guid;
    let (first, second) = (approver(rng), approver(rng));
    row.guid(rng, "FirstApproverId", first).guid(rng, "SecondApproverId", second);
    row.day("ScheduledDate", date(2021, 3, 1)).number("FileDestructionStatusId", 4).flag("Inactive", true);
    stamped(council, rng, row)
}

/// A restriction with a worker and a team on its lists.
fn restriction(council: &Council, rng: &mut Rng, name: &str, access: i64, rows: &mut Vec<Row>) {
    let key = rng.guid();
    let mut row = Draft::new(council.schema(), "DataRestriction");
    row.guid(rng, "DataRestrictionId", key).text("Name", name).number("AccessTypeId", access);
    row.day("StartDate", date(2022, 9, 1)).flag("Inactive", false);
    rows.push(stamped(council, rng, row));
    let (worker, team) = (
        council.workers()[rng.index(council.workers().len())].guid,
        council.teams()[rng.index(council.teams().len())].guid,
    );
    for (table, column, listed) in
        [("UserRestrictedDataAccess", "UserId", worker), ("TeamRestrictedDataAccess", "TeamId", team)]
    {
        let own = rng.guid();
        let mut row = Draft::new(council.schema(), table);
        row.guid(rng, &format!("{table}Id"), own).guid(rng, column, listed);
        row.guid(rng, "DataRestrictionReferenceId", key)
            .day("StartDate", date(2022, 9, 1))
            .flag("Inactive", false);
        rows.push(stamped(council, rng, row));
    }
}
