//! Reviews of alerts.

use super::somebody::Somebody;
use crate::synth::clock::plus;
use crate::synth::maker::Maker;

impl Maker<'_> {
    /// Many alerts have been reviewed once or twice.
    pub(super) fn alert_reviews(&mut self, person: &Somebody) {
        for alert in self.past("PersonAlertAndHazard", person, "StartDate", "EndDate") {
            let mut day = plus(alert.start, 90);
            for _ in 0..self.rng.weighted(&[(30, 0), (50, 1), (20, 2)]) {
                if day > alert.end.unwrap_or(person.last) {
                    break;
                }
                let reviewer = self.worker_at(1, person.recorded_on(day));
                let mut row = self.detail("PersonAlertAndHazardReview", person);
                self.guid(&mut row, "PersonAlertAndHazardId", alert.key);
                row.day("PlannedReviewDate", day).day("ReviewDate", day);
                self.any_code(&mut row, "AlertReviewOutcomeId", "AlertReviewOutcome", 90);
                self.guid(&mut row, "ReviewCompletedById", self.council.workers()[reviewer].guid);
                self.remark(&mut row, "Summary", 60, person);
                self.record(row, person, 1, day, true);
                day = plus(day, 180);
            }
        }
    }
}
