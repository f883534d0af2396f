//! What is worked out of a person or a worker.

use crate::reconcile::recompute::ToldDay;
use crate::reconcile::recompute::derivation::Derivation;
use crate::reconcile::recompute::step::is_sentinel;
use crate::record::{EntityId, FieldId, Guid, SourceRecord};

impl Derivation<'_, '_> {
    /// `C` for the unborn and those under eighteen on the day of the extract, else `A`. Of somebody without a birth date the age
    /// that was recorded tells.
    pub(super) fn context_flag(
        &self,
        (born, age): (FieldId, Option<FieldId>),
        kind: FieldId,
        unborn: &str,
    ) -> &'static str {
        let text = |field: FieldId| self.record.get(field).filled().map(str::trim);
        let is_unborn = self.record.get(kind).filled() == Some(unborn);
        let years = match text(born).filter(|born| !is_sentinel(born)) {
            Some(born) => completed_years(born, &self.scene.rest.extract_day()),
            None => age.and_then(text).and_then(|age| age.parse().ok()).filter(|age| *age >= 0),
        };
        let is_minor = years.is_some_and(|years| years < 18);
        if is_unborn || is_minor { "C" } else { "A" }
    }

    /// The person whose case file this is; records of nobody have none.
    pub(super) fn owner(&self) -> Option<String> {
        let person = self.scene.case.person;
        (person != Guid::default()).then(|| person.to_string())
    }

    /// `Y` where the policy writes restricted people and one of these columns names a restriction in the case file that has
    /// not ended.
    pub(super) fn restricted(
        &self,
        fields: &[(EntityId, FieldId)],
        end: Option<(EntityId, FieldId)>,
    ) -> Option<String> {
        if !self.scene.plan.policy().releases_restricted() {
            return None;
        }
        let restricts = |(entity, field): &(EntityId, FieldId)| {
            let mut records = self.scene.places(*entity).iter().map(|place| self.scene.record(*place));
            records
                .any(|record| record.get(*field).filled().is_some() && !self.is_over(record, (*field, end)))
        };
        fields.iter().any(restricts).then(|| "Y".to_owned())
    }

    /// Whether the restriction that a column names had its last day before the extract.
    fn is_over(&self, record: &SourceRecord, (field, end): (FieldId, Option<(EntityId, FieldId)>)) -> bool {
        let Some(((table, end), key)) = end.zip(record.guid(field)) else { return false };
        let told =
            self.scene.rest.row(table, key).map(|row| ToldDay::of(self.scene.plan.dictionary(), row, end));
        told.and_then(ToldDay::day).is_some_and(|last| last < self.scene.rest.extract_day())
    }

    /// `Y` where the team of a role is the worker's default team.
    pub(super) fn primary_job(
        &self,
        worker: FieldId,
        team: FieldId,
        default_team: FieldId,
    ) -> Option<String> {
        let workers = self.scene.plan.model().people.worker;
        let worker = self.scene.rest.row(workers, self.record.guid(worker)?)?;
        let main = worker.guid(default_team)?;
        (self.record.guid(team) == Some(main)).then(|| "Y".to_owned())
    }
}

/// How many years somebody born on one day has completed on the other; below 0 before birth.
fn completed_years(born: &str, day: &str) -> Option<i32> {
    let (born, day): (jiff::civil::Date, jiff::civil::Date) = (born.parse().ok()?, day.parse().ok()?);
    let before_birthday = (day.month(), day.day()) < (born.month(), born.day());
    Some(i32::from(day.year()) - i32::from(born.year()) - i32::from(before_birthday))
}

#[cfg(test)]
mod tests {
    use super::completed_years;

    #[test]
    fn a_birthday_completes_a_year() {
        assert_eq!(completed_years("2008-11-26", "2026-11-25"), Some(17));
        assert_eq!(completed_years("2008-11-26", "2026-11-26"), Some(18));
        assert_eq!(completed_years("2008-02-29", "2026-02-28"), Some(17));
        assert_eq!(completed_years("2027-02-01", "2026-11-26"), Some(-1));
    }
}
