//! One claim while it is weighed.

use std::cell::OnceCell;

use super::{Claim, ClaimList, Look, Surroundings, Why};
use crate::map::plan::EntityPlan;
use crate::reconcile::recompute::claims::Refusals;
use crate::reconcile::recompute::scene::Scene;
use crate::reconcile::recompute::{ExpectedRow, rows};
use crate::record::{Action, EntityId, FieldId, Guid, Reason, SourceRecord};

/// The rows of a case file, worked out when they are first asked for.
pub(super) struct CaseRows<'s, 'a> {
    scene: &'s Scene<'a>,
    rows: OnceCell<Vec<ExpectedRow>>,
}

impl<'s, 'a> CaseRows<'s, 'a> {
    /// Nothing is worked out yet.
    pub(super) fn new(scene: &'s Scene<'a>) -> Self {
        Self { scene, rows: OnceCell::new() }
    }

    /// The rows of all records that give some.
    pub(super) fn all(&self) -> &[ExpectedRow] {
        self.rows.get_or_init(|| rows::rows(self.scene, &mut Refusals::default()))
    }
}

/// One claim, and what it is weighed against.
pub(super) struct Weighed<'w, 'a> {
    pub(super) scene: &'w Scene<'a>,
    pub(super) rows: &'w CaseRows<'w, 'a>,
    pub(super) around: Surroundings<'w>,
    pub(super) entity: &'a EntityPlan,
    pub(super) place: usize,
    pub(super) record: &'a SourceRecord,
    pub(super) claim: Claim,
}

impl<'w, 'a> Weighed<'w, 'a> {
    /// A claim about the record at a place; none for a record that no mapping covers.
    pub(super) fn new(
        scene: &'w Scene<'a>,
        rows: &'w CaseRows<'w, 'a>,
        around: Surroundings<'w>,
        (place, claim): (usize, Claim),
    ) -> Option<Self> {
        let (record, entity) = (scene.record(place), scene.plan.entity(scene.record(place).entity())?);
        Some(Self { scene, rows, around, entity, place, record, claim })
    }

    /// Whether the export bears the claim out.
    pub(super) fn is_borne_out(&self) -> bool {
        match self.claim.why {
            Why::Nothing => false,
            Why::Withheld => self.is_withheld(),
            Why::Code(reason) => self.may_hold(reason) && self.is_raised(reason),
        }
    }

    /// Whether something raises the code where the claim has it. A rule speaks first, at its own column; a constraint adds
    /// nothing to it.
    fn is_raised(&self, reason: Reason) -> bool {
        let caused = self.is_caused(reason);
        if caused && (self.is_at_its_column(reason) || self.has_a_rule_of(reason)) {
            return self.is_at_its_column(reason);
        }
        self.breaks_a_constraint(reason)
    }

    /// Whether the code, where it is said to hold a case file, can: one that rejects only holds it by policy, where it is the
    /// person's own, or beside one that holds the record.
    fn may_hold(&self, reason: Reason) -> bool {
        let rejects = matches!(reason.action(), Action::RejectRow | Action::RejectValue);
        let holds = self.scene.plan.policy().holds_on_reject() || self.is_person();
        self.claim.list == ClaimList::Rejects || !rejects || holds || self.is_held_besides()
    }

    /// Whether the list says of the record that another code holds it, which is weighed by itself.
    fn is_held_besides(&self) -> bool {
        let claims =
            self.key().map(|key| self.scene.away.claims_of(self.entity.entity, key)).unwrap_or_default();
        claims.iter().any(|claim| {
            let holds = match claim.why {
                Why::Code(reason) => reason.action() == Action::Hold,
                Why::Withheld => true,
                Why::Nothing => false,
            };
            claim.list == ClaimList::Holds && holds
        })
    }

    fn is_caused(&self, reason: Reason) -> bool {
        let topics: [fn(&Self, Reason) -> Option<bool>; 10] = [
            Self::in_people,
            Self::in_identity,
            Self::in_parents,
            Self::in_care,
            Self::in_casework,
            Self::in_access,
            Self::in_relations,
            Self::in_forms,
            Self::in_files,
            Self::in_cells,
        ];
        topics.into_iter().filter_map(|topic| topic(self, reason)).any(|borne_out| borne_out)
    }

    /// Whether the record is of the entity of people.
    pub(super) fn is_person(&self) -> bool {
        self.entity.entity == self.scene.plan.model().people.person
    }

    /// The key of the record.
    pub(super) fn key(&self) -> Option<Guid> {
        self.record.guid(self.entity.key)
    }

    /// The column concerned, filled.
    pub(super) fn field_text(&self) -> Option<&'a str> {
        self.text_of(self.claim.field?)
    }

    /// The trimmed text of a column, where it is filled.
    pub(super) fn text_of(&self, field: FieldId) -> Option<&'a str> {
        self.record.get(field).filled().map(str::trim).filter(|text| !text.is_empty())
    }

    /// The rules of a name that the entity's mapping has.
    pub(super) fn rules<'n>(&self, name: &'n str) -> impl Iterator<Item = Look<'w, 'a>> + use<'w, 'a, 'n> {
        let (scene, entity) = (self.scene, self.entity);
        let own = entity.rules.iter().filter(move |rule| rule.name() == name);
        own.map(move |rule| Look { scene, entity, rule })
    }

    /// Whether some rule of a name asks a question that the record says yes to.
    #[expect(
        clippy::unnecessary_wraps,
        reason = "stands beside questions that other codes have no answer to"
    )]
    pub(super) fn by_rule(&self, name: &str, asks: impl Fn(&Look<'w, 'a>) -> bool) -> Option<bool> {
        Some(self.rules(name).any(|look| asks(&look)))
    }

    /// Whether a key is one of this case file, of whatever table.
    pub(super) fn has(&self, tables: &[EntityId], key: Guid) -> bool {
        tables.iter().any(|table| self.scene.find(*table, key).is_some())
    }
}
