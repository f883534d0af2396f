//! A case file while it is being mapped.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::answers::Answers;
use super::last_row::LostLink;
use super::prepared::Prepared;
use super::surroundings::Surroundings;
use super::verdict::{Found, Verdict};
use crate::map::plan::{EntityPlan, Owner, Plan};
use crate::map::rule::CaseView;
use crate::map::rule::CountedOnce;
use crate::record::{Action, CodeCounts, FieldId, Finding, Guid, Reason, SourceRecord};
use crate::target::contract::TargetRow;

/// A row and where it came from.
#[derive(Clone, Debug)]
pub(super) struct MadeRow {
    /// Place of the record in the case file.
    pub(super) record: usize,
    /// Place of the rule in the entity's plan; none for a note, and for a picture within one.
    pub(super) rule: Option<usize>,
    /// The row.
    pub(super) row: TargetRow,
    /// The other person, where the row links the work of two people.
    pub(super) other: Option<Guid>,
    /// Addresses whose row the text names: the address and the byte at which the key begins.
    pub(super) addresses: Vec<(Guid, usize)>,
    /// Lines that the note gets if a link is lost.
    pub(super) lost: Vec<LostLink>,
    /// Whether it is not written although its record is.
    pub(super) dropped: bool,
    /// Where the picture that it stands for begins in the text of the record's note, in bytes.
    pub(super) image: Option<usize>,
}

impl MadeRow {
    /// A row of the case file's own batch.
    pub(super) fn own(record: usize, rule: Option<usize>, row: TargetRow) -> Self {
        let (other, addresses, lost) = (None, Vec::new(), Vec::new());
        Self { record, rule, row, other, addresses, lost, dropped: false, image: None }
    }
}

/// A line of a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NoteLine {
    pub(super) text: String,
    /// The address whose row the line names with its last characters.
    pub(super) address: Option<Guid>,
    /// The number of the column it is about, by which kept values find their place.
    pub(super) order: u16,
}

/// Why a value stands in the note as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// Its column did not take it.
    Rejected,
    /// It says something else than its column is for.
    Told,
}

/// A note that several records share.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) note_type: String,
    pub(super) title: String,
    /// Place of the first record that left lines.
    pub(super) place: usize,
    /// The lines, by record.
    pub(super) records: BTreeMap<Guid, Vec<NoteLine>>,
}

/// What a case file is mapped from.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) plan: &'a Plan,
    pub(super) prepared: &'a Prepared,
    pub(super) around: &'a dyn Surroundings,
    /// Records of other case files that join them to this one.
    pub(super) joining: &'a [SourceRecord],
    /// Whether the case file is written already, whatever is found of it now.
    pub(super) stands: bool,
}

/// A case file while it is being mapped.
pub(super) struct Work<'a> {
    pub(super) plan: &'a Plan,
    pub(super) prepared: &'a Prepared,
    pub(super) around: &'a dyn Surroundings,
    pub(super) joining: &'a [SourceRecord],
    /// Whether the case file is written already, whatever is found of it now.
    pub(super) stands: bool,
    pub(super) case: CaseView<'a>,
    pub(super) answers: Answers<'a>,
    /// The surviving person.
    pub(super) person: Guid,
    /// The extract time, `YYYY-MM-DDTHH:MM:SS`.
    pub(super) extract_time: String,
    pub(super) verdicts: Vec<Verdict>,
    pub(super) found: Vec<Found>,
    pub(super) counted: CountedOnce,
    /// Codes that are counted, for a policy stands for them, if the case file is written.
    pub(super) by_policy: CodeCounts,
    /// Values that no cell may take, whatever the row.
    pub(super) turned_away: FxHashMap<(usize, FieldId), Reason>,
    /// Values that a column did not take and that stand in the note as they are.
    pub(super) kept: BTreeMap<(usize, FieldId), Kept>,
    pub(super) rows: Vec<MadeRow>,
    /// Places in `rows`, by record.
    pub(super) rows_by_record: Vec<Vec<usize>>,
    /// Notes that several records share, by key.
    pub(super) sections: BTreeMap<String, Section>,
    /// By record that continues a run: the record that starts it, and the rule.
    pub(super) follows: BTreeMap<usize, Vec<(usize, usize)>>,
    /// The case file's own key of equal addresses, by record.
    pub(super) address_keys: FxHashMap<usize, Guid>,
    /// The places of the records that each record cannot do without; looked for when one is first turned away.
    pub(super) parents: Vec<Vec<usize>>,
}

impl<'a> Work<'a> {
    /// Starts on the records of a case file, or of the shared records where there is no number.
    pub(super) fn new(
        ground: Ground<'a>,
        number: Option<u64>,
        person: Guid,
        records: &'a [SourceRecord],
    ) -> Self {
        let Ground { plan, prepared, around, joining, stands } = ground;
        let case = CaseView::new(number, records, |entity| plan.key_of(entity));
        let taken_on = around.taken_on();
        Self {
            answers: Answers::new(plan, prepared, &case),
            plan,
            prepared,
            around,
            joining,
            stands,
            case,
            person,
            extract_time: taken_on.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
            verdicts: vec![Verdict::default(); records.len()],
            found: Vec::new(),
            counted: CountedOnce::default(),
            by_policy: CodeCounts::default(),
            turned_away: FxHashMap::default(),
            kept: BTreeMap::new(),
            rows: Vec::new(),
            rows_by_record: vec![Vec::new(); records.len()],
            sections: BTreeMap::new(),
            follows: BTreeMap::new(),
            address_keys: FxHashMap::default(),
            parents: Vec::new(),
        }
    }

    /// Forgets all rows, so that the records that are still let through are mapped anew; what was found stands.
    pub(super) fn start_again(&mut self, counted: CountedOnce) {
        self.counted = counted;
        self.rows.clear();
        self.rows_by_record.iter_mut().for_each(Vec::clear);
        self.follows.clear();
        self.address_keys.clear();
    }

    /// A record by its place.
    pub(super) fn record(&self, place: usize) -> &'a SourceRecord {
        &self.case.records[place]
    }

    /// The plan of a record's entity.
    pub(super) fn entity_plan(&self, place: usize) -> Option<&'a EntityPlan> {
        self.plan.entity(self.record(place).entity())
    }

    /// Whether the record is the person at the root.
    pub(super) fn is_person(&self, place: usize) -> bool {
        self.entity_plan(place).is_some_and(|entity| matches!(entity.owner, Owner::CaseFile(_)))
    }

    /// The key of a record in text form; empty where it has none.
    pub(super) fn source_id(&self, place: usize) -> String {
        self.case.key_at(place).map(Guid::text).unwrap_or_default()
    }

    /// Raises a code for a record with the code's own action.
    pub(super) fn raise(&mut self, place: usize, reason: Reason, field: Option<FieldId>) {
        self.raise_as(place, reason, field, self.action_of(reason));
    }

    /// What a code does here: the catalogue says, and the policy where the catalogue leaves it open.
    fn action_of(&self, reason: Reason) -> Action {
        match reason {
            // A picture within a note becomes a document only of a declared category.
            Reason::InlineImage if self.plan.images().is_none() => Action::RejectRow,
            Reason::AdoptionSignal if self.plan.policy().holds_adoption_signals() => Action::Hold,
            // A stop that was acknowledged turns away the row that raised it.
            _ if reason.action().stops() => Action::RejectRow,
            _ => reason.action(),
        }
    }

    /// Raises a code for a record with an action that the place demands.
    pub(super) fn raise_as(&mut self, place: usize, reason: Reason, field: Option<FieldId>, action: Action) {
        let record = self.record(place);
        if action == Action::Map {
            self.counted.add(record, field, reason);
            if let (Reason::UpnUnknownReason | Reason::UnknownAuthor, Some(field)) = (reason, field) {
                self.kept.entry((place, field)).or_insert(Kept::Told);
            }
            return;
        }
        let finding = Finding {
            reason,
            entity: record.entity(),
            source_id: self.source_id(place),
            case_file: self.case.number,
            origin: record.origin(),
            field,
        };
        self.take(place, finding, action);
    }

    /// Takes a finding for a record.
    pub(super) fn take(&mut self, place: usize, finding: Finding, mut action: Action) {
        // A person row is never rejected alone: that would leave a case file without its person.
        if action == Action::RejectRow && self.case.number.is_some() && self.is_person(place) {
            action = Action::Hold;
        }
        self.verdicts[place].take(finding.reason, action);
        if let (Action::RejectValue, Some(field)) = (action, finding.field) {
            self.kept.insert((place, field), Kept::Rejected);
        }
        self.found.push(Found { finding, action, place: Some(place) });
    }

    /// Whether a column of a record holds it, or turns it away, under a code already.
    pub(super) fn is_told(&self, place: usize, field: Option<FieldId>) -> bool {
        let same = |found: &&Found| found.place == Some(place) && found.finding.field == field;
        let mut told = self.found.iter().filter(same);
        told.any(|found| matches!(found.action, Action::Hold | Action::RejectRow))
    }

    /// Takes a finding that another room made; a value that it turns away is written nowhere.
    pub(super) fn take_from_elsewhere(&mut self, finding: Finding) {
        let action = self.action_of(finding.reason);
        let Some(place) = self.place_of(&finding) else {
            self.found.push(Found { finding, action, place: None });
            return;
        };
        // What holds the record for a value leads its list of codes.
        if let (Action::RejectValue | Action::Hold, Some(field)) = (action, finding.field) {
            self.turned_away.entry((place, field)).or_insert(finding.reason);
        }
        // Without its number a case file cannot be written.
        let number = finding.field.is_some() && finding.field == self.number_of(place);
        let action = if number && action == Action::RejectValue { Action::RejectRow } else { action };
        self.take(place, finding, action);
    }

    /// The column that holds the number of the case file, where the record is its person.
    fn number_of(&self, place: usize) -> Option<FieldId> {
        match self.entity_plan(place)?.owner {
            Owner::CaseFile(number) => Some(number),
            _ => None,
        }
    }

    /// The place of the record that a finding is about: of several rows with one key, the one that stands there.
    fn place_of(&self, finding: &Finding) -> Option<usize> {
        let by_key =
            Guid::parse(&finding.source_id).ok().and_then(|key| self.case.place(finding.entity, key));
        let same = |place: &usize| self.record(*place).origin() == finding.origin;
        match by_key {
            Some(place) if same(&place) => Some(place),
            _ => self.case.places(finding.entity).find(same).or(by_key),
        }
    }
}
