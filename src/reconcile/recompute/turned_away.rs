//! What the exception lists say was turned away.

use std::io;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Claim, ListedWarning, RowKey};
use crate::reconcile::reader::{ExceptionList, ExceptionListFile, Fault, ListLine};
use crate::record::{EntityId, FieldId, Guid, Reason};
use crate::source::Dictionary;
use crate::target::contract::TableId;

/// A record by its entity and key.
type RecordKey = (EntityId, Guid);

/// The records and values that the exception lists name. They are claims: a record named here gives no rows, and what
/// is not named must stand in the import files.
#[derive(Clone, Debug, Default)]
pub struct TurnedAway {
    excluded: FxHashMap<RecordKey, String>,
    excluded_under: FxHashMap<RecordKey, Option<Reason>>,
    rejected: FxHashSet<RecordKey>,
    held: FxHashSet<RecordKey>,
    merged: FxHashMap<RecordKey, Vec<RowKey>>,
    values: FxHashMap<RecordKey, Vec<(FieldId, Option<Reason>)>>,
    signed: FxHashMap<RecordKey, Vec<FieldId>>,
    claims: FxHashMap<RecordKey, Vec<Claim>>,
    warnings: FxHashMap<RecordKey, Vec<ListedWarning>>,
}

impl TurnedAway {
    /// Reads the lists of an output folder; what is wrong with their form is handed back by list.
    pub fn read(output: &Path, dictionary: &Dictionary) -> io::Result<(Self, Vec<(ExceptionList, Fault)>)> {
        let (mut away, mut faults) = (Self::default(), Vec::new());
        for list in [ExceptionList::Excluded, ExceptionList::Rejects, ExceptionList::Values] {
            let mut file = ExceptionListFile::open(output, list)?;
            while let Some(line) = file.next_line()? {
                away.take(list, &line, dictionary);
            }
            faults.extend(file.faults().iter().map(|fault| (list, *fault)));
        }
        Ok((away, faults))
    }

    fn take(&mut self, list: ExceptionList, line: &ListLine, dictionary: &Dictionary) {
        let (Some(entity), Ok(key)) =
            (dictionary.find(line.get("ENTITY")), Guid::parse(line.get("SOURCE_ID")))
        else {
            return;
        };
        match list {
            ExceptionList::Excluded => self.exclude(entity, key, line.get("RULE")),
            ExceptionList::Rejects => self.reject(entity, key),
            _ => {
                if let Some(field) = dictionary.entity(entity).column(line.get("FIELD")) {
                    self.reject_value(entity, key, field, line.get("REASON").parse().ok());
                }
            }
        }
    }

    /// Says that a record was left out by a rule.
    pub fn exclude(&mut self, entity: EntityId, key: Guid, rule: &str) {
        self.excluded.insert((entity, key), rule.to_owned());
    }

    /// Says under which code a record was left out; none where the list has no code of the catalogue.
    pub fn exclude_under(&mut self, entity: EntityId, key: Guid, code: Option<Reason>) {
        self.excluded_under.insert((entity, key), code);
    }

    /// Whether a record that was left out may have been under this code.
    pub(super) fn is_excluded_under(&self, entity: EntityId, key: Guid, code: Reason) -> bool {
        self.excluded_under.get(&(entity, key)).is_none_or(|told| *told == Some(code))
    }

    /// Says that a record was rejected.
    pub fn reject(&mut self, entity: EntityId, key: Guid) {
        self.rejected.insert((entity, key));
    }

    /// Says that a shared record was held; of records of case files the state of the case file tells.
    pub fn hold(&mut self, entity: EntityId, key: Guid) {
        self.held.insert((entity, key));
    }

    /// Says that a record was merged into another by comparing the two, which nothing in the record itself tells, and
    /// which row is said to stand for both.
    pub fn merge(&mut self, entity: EntityId, key: Guid, row: (TableId, String)) {
        self.merged.entry((entity, key)).or_default().push(row);
    }

    /// The rows that are said to stand for a record that was merged by comparison.
    pub(super) fn merged_into(&self, entity: EntityId, key: Guid) -> &[RowKey] {
        self.merged.get(&(entity, key)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Says that a value of a written record was turned away.
    pub fn reject_value(&mut self, entity: EntityId, key: Guid, field: FieldId, reason: Option<Reason>) {
        self.values.entry((entity, key)).or_default().push((field, reason));
    }

    /// Says for which authors of a record another signs. The export tells, and the policy; no list does.
    pub fn sign(&mut self, entity: EntityId, key: Guid, fields: Vec<FieldId>) {
        if !fields.is_empty() {
            self.signed.insert((entity, key), fields);
        }
    }

    /// The columns with authors of a record for whom another signs.
    pub fn signed_by_another(&self, entity: EntityId, key: Guid) -> &[FieldId] {
        self.signed.get(&(entity, key)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The columns of a written record whose values their columns did not take: turned away, or signed for by another.
    pub fn not_taken(&self, entity: EntityId, key: Guid) -> Vec<FieldId> {
        let listed = self.values_of(entity, key).iter().map(|(field, _)| *field);
        listed.chain(self.signed_by_another(entity, key).iter().copied()).collect()
    }

    /// Says why a record was held or rejected.
    pub fn claim(&mut self, entity: EntityId, key: Guid, claim: Claim) {
        self.claims.entry((entity, key)).or_default().push(claim);
    }

    /// Says that a list warns of a record.
    pub fn warn(&mut self, entity: EntityId, key: Guid, warning: ListedWarning) {
        self.warnings.entry((entity, key)).or_default().push(warning);
    }

    /// What the list of warnings says of a record.
    pub fn warnings_of(&self, entity: EntityId, key: Guid) -> &[ListedWarning] {
        self.warnings.get(&(entity, key)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Why a record was held or rejected, as the lists have it.
    pub fn claims_of(&self, entity: EntityId, key: Guid) -> &[Claim] {
        self.claims.get(&(entity, key)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the lists say of any record why it was held or rejected.
    pub fn has_claims(&self) -> bool {
        !self.claims.is_empty()
    }

    /// The rule by which a record was left out.
    pub fn excluded_by(&self, entity: EntityId, key: Guid) -> Option<&str> {
        self.excluded.get(&(entity, key)).map(String::as_str)
    }

    /// Whether a record was left out by a rule, or rejected.
    pub(super) fn is_left_out(&self, entity: EntityId, key: Guid) -> bool {
        self.excluded_by(entity, key).is_some() || self.is_rejected(entity, key)
    }

    /// Whether a record was rejected.
    pub fn is_rejected(&self, entity: EntityId, key: Guid) -> bool {
        self.rejected.contains(&(entity, key))
    }

    /// Whether a shared record was held.
    pub fn is_held(&self, entity: EntityId, key: Guid) -> bool {
        self.held.contains(&(entity, key))
    }

    /// Whether a record was merged by comparison.
    pub fn is_merged(&self, entity: EntityId, key: Guid) -> bool {
        self.merged.contains_key(&(entity, key))
    }

    /// The values of a written record that were turned away, with the code of each.
    pub fn values_of(&self, entity: EntityId, key: Guid) -> &[(FieldId, Option<Reason>)] {
        self.values.get(&(entity, key)).map(Vec::as_slice).unwrap_or_default()
    }
}
