//! What is wrong with a person: birth and death, a number that another has, records made in error.

use super::Weighed;
use crate::record::Reason;

/// The most digits of a person number.
const WIDEST_NUMBER: usize = 16;

impl Weighed<'_, '_> {
    /// The causes that lie in the person's own row; none for other codes.
    pub(super) fn in_people(&self, reason: Reason) -> Option<bool> {
        match reason {
            Reason::FutureBirthDate => {
                let today = self.scene.rest.extract_day();
                self.by_rule("birth", |look| {
                    let unborn = look.text(self.record, "kind") == Some(look.value("unborn"));
                    !unborn
                        && look.readable_day(self.record, "born").is_some_and(|born| born > today.as_str())
                })
            }
            Reason::AgeOnly => Some(self.has_no_birth() && self.tells_age()),
            Reason::DobMissing => Some(self.has_no_birth() && !self.tells_age()),
            Reason::ErrorRecordWithWork => {
                let work = self.scene.case.records.len() > 1;
                self.by_rule("error-record-with-work", |look| {
                    work && look.text(self.record, "flag") == Some("1")
                })
            }
            Reason::DuplicateLegacyId => Some(self.is_person() && self.has_odd_number()),
            Reason::BadKey if self.is_number() => {
                Some(!self.field_text()?.bytes().all(|byte| byte.is_ascii_digit()))
            }
            Reason::MissingMandatory if self.is_number() => Some(self.field_text().is_none()),
            _ => None,
        }
    }

    /// Whether the claim is about the person number.
    fn is_number(&self) -> bool {
        use crate::map::plan::Owner;
        matches!(self.entity.owner, Owner::CaseFile(number) if self.claim.field == Some(number))
    }

    /// A number of too many digits, or one that another person has, or had when they were written.
    fn has_odd_number(&self) -> bool {
        let Some(text) = self.field_text().filter(|_| self.is_number()) else { return false };
        let person = self.key().unwrap_or_default();
        text.len() > WIDEST_NUMBER
            || text.parse().is_ok_and(|number| self.around.everybody.is_shared_number(number, person))
    }

    /// Whether nothing says when the person was or will be born.
    fn has_no_birth(&self) -> bool {
        self.rules("birth").any(|look| {
            let unborn = look.text(self.record, "kind") == Some(look.value("unborn"));
            let expected = unborn && look.day(self.record, "expected").is_some();
            let policy = if self.tells_age() { "people.age_only" } else { "people.no_birth" };
            let holds = look.policy(policy).is_none_or(|policy| policy == "hold");
            look.day(self.record, "born").is_none() && !expected && holds
        })
    }

    fn tells_age(&self) -> bool {
        self.rules("birth").any(|look| look.text(self.record, "age").is_some())
    }
}
