//! Records that cannot do without another: a parent, a worker, a row.

use super::{ClaimList, Weighed, Why};
use crate::map::plan::{Carrier, Owner};
use crate::reconcile::CaseFileState;
use crate::reconcile::recompute::derivation::Derivation;
use crate::reconcile::recompute::{founded, holds, stand_in};
use crate::record::{Action, EntityId, FieldId, Guid, Reason};
use crate::source::Kind;
use crate::target::contract::ColumnId;

impl Weighed<'_, '_> {
    /// The causes that lie in another record; none for other codes.
    pub(super) fn in_parents(&self, reason: Reason) -> Option<bool> {
        match reason {
            Reason::OrphanParent => {
                let field = self.claim.field;
                Some(field.is_some_and(|field| {
                    self.cannot_do_without(field) && founded::leads_nowhere(self.scene, self.place, field)
                }))
            }
            Reason::AmbiguousLabel => Some(self.claim.field.is_some_and(|field| {
                let ambiguous = self.record.why_unread(field) == Some(reason);
                ambiguous && self.cannot_do_without(field)
            })),
            Reason::ParentRejected => {
                let parent = self.parent_is_rejected() || self.shared_parent_is_rejected();
                let parent = parent || self.parent_is_adrift();
                Some(parent || self.row_points_nowhere() || self.other_is(None))
            }
            Reason::ParentHeld => Some(
                self.other_is(Some(CaseFileState::Held)) || holds::needs_what_is_held(self.scene, self.place),
            ),
            Reason::UnknownAuthor => Some(self.names_an_unknown_author()),
            _ => None,
        }
    }

    /// Whether the column says who wrote the record, and names no worker who can be written as its author; nor does the policy
    /// name who stands in.
    fn names_an_unknown_author(&self) -> bool {
        let plan = self.scene.plan;
        plan.policy().substitute_author().is_none()
            && self.claim.field.is_some_and(|field| {
                stand_in::is_author(plan, self.entity, field) && self.names_no_worker(field)
            })
    }

    /// The columns by which the record hangs on others.
    fn ties(&self) -> impl Iterator<Item = FieldId> + '_ {
        let described = self.scene.plan.dictionary().entity(self.entity.entity);
        described.fields().filter(|field| {
            let column = described.field(*field);
            let owner =
                matches!(self.entity.owner, Owner::Person(own) | Owner::Through(own) if own == *field);
            let lookup =
                matches!(column.kind, Kind::Lookup { .. } | Kind::File { .. } | Kind::Polymorphic { .. });
            owner || (lookup && !column.nullable)
        })
    }

    /// Whether the record is nothing without what a column names: its owner, or a lookup that is always filled and that
    /// is carried.
    fn cannot_do_without(&self, field: FieldId) -> bool {
        let owner = matches!(self.entity.owner, Owner::Person(own) | Owner::Through(own) if own == field);
        let mut ties = self.ties();
        ties.any(|tie| tie == field) && (owner || self.is_carried(field))
    }

    /// Whether a column is carried.
    pub(super) fn is_carried(&self, field: FieldId) -> bool {
        let status = self.entity.columns.get(usize::from(field.0));
        status.is_some_and(|status| status.carrier != Carrier::NotCarried)
    }

    /// Whether the column, which cannot do without, names a row that belongs to nobody.
    fn parent_is_adrift(&self) -> bool {
        self.claim.field.is_some_and(|field| {
            let named = self.record.guid(field);
            self.cannot_do_without(field) && named.is_some_and(|key| self.around.everybody.is_adrift(key))
        })
    }

    /// Whether the column, which cannot do without, names a shared record that is rejected. Its own line is weighed with the
    /// shared records.
    fn shared_parent_is_rejected(&self) -> bool {
        let named = self.claim.field.filter(|field| self.cannot_do_without(*field));
        named.zip(named.and_then(|field| self.record.guid(field))).is_some_and(|(field, key)| {
            let tables = self.scene.tables_of(self.entity.entity, field);
            tables.iter().any(|table| self.scene.rest.is_rejected_row(*table, key))
        })
    }

    /// Whether a record of this case file that it hangs on is rejected.
    fn parent_is_rejected(&self) -> bool {
        self.ties().any(|field| {
            let Some(key) = self.record.guid(field) else { return false };
            let key = self.scene.rest.work_key(key).unwrap_or(key);
            let tables = self.scene.tables_of(self.entity.entity, field);
            tables.iter().copied().any(|table| self.is_rejected(table, key))
        })
    }

    /// Whether a list of rejected records has it, or it is held for what would reject it.
    fn is_rejected(&self, table: EntityId, key: Guid) -> bool {
        let claims = self.scene.away.claims_of(table, key);
        claims.iter().any(|claim| {
            let rejects = |reason: Reason| matches!(reason.action(), Action::RejectRow | Action::RejectValue);
            claim.list == ClaimList::Rejects || matches!(claim.why, Why::Code(reason) if rejects(reason))
        })
    }

    /// Whether a row that the record gives names a row of this case file that is not there.
    fn row_points_nowhere(&self) -> bool {
        let contract = self.scene.plan.contract();
        let rows = self.own_rows();
        rows.iter().any(|row| {
            let columns = (0_u16..).map(ColumnId).zip(&contract.table(row.table).columns);
            let mut pointing = columns.filter(|(_, column)| column.required && !column.references.is_empty());
            pointing.any(|(id, column)| {
                let Some(text) = &row.cells[usize::from(id.0)] else { return false };
                let mut tables = column.references.iter();
                !tables.any(|reference| {
                    contract.table(reference.table).shared
                        || self.rows.all().iter().any(|other| {
                            other.row.table == reference.table
                                && other.row.cells[usize::from(reference.column.0)].as_ref() == Some(text)
                        })
                })
            })
        })
    }

    /// Whether the record joins this case file to one that stands so; none where that person is in no case file.
    fn other_is(&self, state: Option<CaseFileState>) -> bool {
        let Some(joins) = self.entity.joins else { return false };
        let Some(other) = self.record.guid(joins.other) else { return false };
        match self.scene.rest.survivor(other) {
            Some(other) => state.is_some() && self.scene.rest.state(other) == state,
            None => state.is_none(),
        }
    }

    /// Whether a column does not name a worker whose user name can stand in Mosaic.
    fn names_no_worker(&self, field: FieldId) -> bool {
        let derivation = Derivation::bare(self.scene, self.entity, self.record);
        derivation.own(field).is_some_and(|flow| derivation.author(&flow).is_none())
    }
}
