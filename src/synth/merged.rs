//! Records that were merged into others: nothing hangs on them.

use jiff::civil::Date;

use super::case::CasePlan;
use super::maker::Maker;
use super::member::Member;
use super::work::Work;
use crate::record::Guid;

impl Maker<'_> {
    /// The control row that says which person survived.
    pub(super) fn merged_person(&mut self, member: &Member) {
        if let Some(master) = member.master {
            self.merged_record("Person", master, member.guid, member.known);
        }
    }

    /// A second record of a case, merged into the first.
    pub(super) fn merged_case(&mut self, member: &Member, place: u64, into: &Work) -> Work {
        let plan = CasePlan {
            start: into.start,
            end: Some(into.start),
            team: into.team,
            contact: None,
            rejected: false,
            again: false,
            master: Some(into.case),
            copied_from: None,
        };
        let lost = self.case(member, place, &plan);
        self.merged_record("Case", into.case, lost.case, into.start);
        lost
    }

    fn merged_record(&mut self, table: &str, master: Guid, lost: Guid, day: Date) {
        let stamp = self.recorded(0, day);
        let mut row = self.draft("MergedRecord");
        let key = self.rng.guid();
        self.guid(&mut row, "MergedRecordId", key);
        self.guid(&mut row, "MasterRecordId", master);
        self.guid(&mut row, "SubordinateRecordId", lost);
        self.code(&mut row, "BusinessObjectId", "BusinessObject", table);
        self.stamp(&mut row, &stamp, None);
        self.push(row);
    }
}
