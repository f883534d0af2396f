//! Restrictions of access, adoptions, and what else withholds a record for its own sake.

use super::look::Look;
use super::{Weighed, Why, warned};
use crate::map::plan::Owner;
use crate::record::{Reason, SourceRecord};

impl Weighed<'_, '_> {
    /// The causes that lie in restrictions and control tables; none for other codes.
    pub(super) fn in_access(&self, reason: Reason) -> Option<bool> {
        match reason {
            Reason::RestrictedRecord => {
                self.by_rule("restriction", |look| look.value("scope") != "note" && self.is_restricted(look))
            }
            Reason::RestrictedNote => {
                self.by_rule("restriction", |look| look.value("scope") == "note" && self.is_restricted(look))
            }
            Reason::RestrictionTypeUnmapped => {
                self.by_rule("restriction", |look| self.is_of_no_kind_released(look))
            }
            Reason::DestructionPending => {
                Some(self.key().is_some_and(|key| self.around.everybody.is_to_be_destroyed(key)))
            }
            Reason::DuplicateBlocksMerge => Some(
                self.is_person()
                    && self.survivor().is_some_and(|person| self.around.everybody.blocks_a_merge(person)),
            ),
            _ => None,
        }
    }

    /// Whether the claim that no code tells of, an adoption, is borne out.
    pub(super) fn is_withheld(&self) -> bool {
        debug_assert_eq!(self.claim.why, Why::Withheld);
        let (everybody, person) = (self.around.everybody, self.scene.case.person);
        if self.is_person() && everybody.is_adopted(person) {
            return true;
        }
        if warned::withholding_signs(self.scene).contains(&(self.place, self.claim.field)) {
            return true;
        }
        let shared = everybody.shares(self.record, self.key());
        (shared || self.ties_two_identities()) && !everybody.is_adopted(person)
    }

    /// Whether the column names one of two identities of somebody that stand in this case file, or in this shared record; of the person's own row,
    /// whether they do though no record of the case file names them. A version of a record that lost to another names people
    /// as well, and stands in the list without a column, by the one that won.
    fn ties_two_identities(&self) -> bool {
        let everybody = self.around.everybody;
        let is_shared = self.entity.owner == Owner::Shared;
        let own = if is_shared { self.key().unwrap_or_default() } else { self.scene.case.person };
        let tied_by = |row: &SourceRecord| everybody.tied_by(self.scene.rest.export(), own, row);
        let lost: Vec<_> = self.around.repeated.iter().map(|(row, _)| row).collect();
        let is_version = |row: &&SourceRecord| {
            row.entity() == self.entity.entity && row.guid(self.entity.key) == self.key()
        };
        let mut versions = lost.iter().copied().filter(is_version).peekable();
        let has_lost = versions.peek().is_some();
        let mut tied = std::iter::once(self.record).chain(versions).map(tied_by);
        if let Some(field) = self.claim.field {
            return tied.any(|fields| fields.contains(&field));
        }
        if has_lost && tied.any(|fields| !fields.is_empty()) {
            return true;
        }
        let mut all = self.scene.case.records.iter().chain(lost);
        self.is_person() && everybody.is_tied(own) && all.all(|row| tied_by(row).is_empty())
    }

    /// The surviving person of the record, where it is a person's.
    fn survivor(&self) -> Option<crate::record::Guid> {
        self.key().and_then(|key| self.scene.rest.survivor(key))
    }

    /// Whether the restriction counts still and the policy does not release it.
    fn is_restricted(&self, look: &Look<'_, '_>) -> bool {
        self.is_in_force(look) && !self.is_released(look)
    }

    fn is_in_force(&self, look: &Look<'_, '_>) -> bool {
        let counts = !self.has_ended(look) || look.policy("restriction.ended") == Some("hold");
        look.text(self.record, "restriction").is_some() && counts
    }

    fn has_ended(&self, look: &Look<'_, '_>) -> bool {
        let row = look.row_of(self.record, "restriction");
        row.and_then(|row| look.readable_day(row, "end"))
            .is_some_and(|end| end < self.scene.rest.extract_day().as_str())
    }

    /// Whether the policy lets the record go; one whose restriction ended only the policy of those does.
    fn is_released(&self, look: &Look<'_, '_>) -> bool {
        let policy = if look.value("scope") == "note" { "restriction.notes" } else { "restriction.records" };
        !self.has_ended(look) && look.policy(policy) == Some("release")
    }

    fn is_of_no_kind_released(&self, look: &Look<'_, '_>) -> bool {
        let access = look.attribute(self.record, "restriction", "access").unwrap_or_default();
        let kinds = [("allow", "restriction.allow_list"), ("deny", "restriction.deny_list")];
        let kind = kinds.into_iter().find(|(name, _)| !access.is_empty() && look.value(name) == access);
        let unknown =
            kind.is_none_or(|(_, policy)| self.is_released(look) && look.policy(policy) != Some("release"));
        self.is_in_force(look) && unknown
    }
}
