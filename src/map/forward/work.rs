//! A case file while it is being mapped.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::case_index::CaseIndex;
use super::prepared::Prepared;
use super::surroundings::Surroundings;
use crate::map::plan::{EntityPlan, Owner, Plan};
use crate::record::{Action, FieldId, Finding, Guid, Outcome, Reason, SourceRecord};
use crate::target::contract::TargetRow;

/// What is known so far of one record's outcome; several may apply, and exclude goes before hold before reject.
#[derive(Clone, Debug, Default)]
pub(super) struct Verdict {
    pub(super) excluded: Option<(Reason, String)>,
    pub(super) held: Option<Reason>,
    pub(super) rejected: Option<Reason>,
    pub(super) merged: bool,
    /// Folded into the record that its master column names.
    pub(super) by_master: bool,
    /// Not written although its case file is: a joining record that shares another's fate.
    pub(super) apart: Option<Outcome>,
}

impl Verdict {
    /// Whether the record's rows are written where its case file is.
    pub(super) fn writable(&self) -> bool {
        self.open() && self.held.is_none() && self.apart.is_none()
    }

    /// Whether the record gives rows, unless its whole case file is held.
    pub(super) fn open(&self) -> bool {
        self.excluded.is_none() && self.rejected.is_none()
    }
}

/// A finding and what it does here: a rejected value in a required column rejects the row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub(super) finding: Finding,
    pub(super) action: Action,
}

/// A row and where it came from.
#[derive(Clone, Debug)]
pub(super) struct MadeRow {
    /// Place of the record in the case file.
    pub(super) record: usize,
    /// Place of the rule in the entity's plan; none for a note.
    pub(super) rule: Option<usize>,
    /// The row.
    pub(super) row: TargetRow,
    /// The other person, where the row links the work of two people.
    pub(super) other: Option<Guid>,
}

/// A note that several records share.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) note_type: String,
    pub(super) title: String,
    /// Place of the first record that left lines.
    pub(super) place: usize,
    /// The lines, by record.
    pub(super) records: BTreeMap<Guid, Vec<String>>,
}

/// A case file while it is being mapped.
pub(super) struct Work<'a> {
    pub(super) plan: &'a Plan,
    pub(super) prepared: &'a Prepared,
    pub(super) around: &'a dyn Surroundings,
    pub(super) index: CaseIndex<'a>,
    pub(super) number: Option<u64>,
    pub(super) person: Guid,
    pub(super) verdicts: Vec<Verdict>,
    pub(super) found: Vec<Found>,
    pub(super) rejected_values: HashSet<(usize, FieldId)>,
    pub(super) rows: Vec<MadeRow>,
    /// Places in `rows`, by record.
    pub(super) rows_by_record: Vec<Vec<usize>>,
    /// Rows that are not written, by place in `rows`.
    pub(super) dropped: HashSet<usize>,
    /// Notes that several records share, by key.
    pub(super) sections: BTreeMap<String, Section>,
    /// A record that continues a run, the record that starts it, and the rule.
    pub(super) follows: Vec<(usize, usize, usize)>,
    /// Places of answers, by form.
    pub(super) answers_by_form: HashMap<Guid, Vec<usize>>,
}

impl<'a> Work<'a> {
    /// Starts on the records of a case file, or of the shared records where there is no number.
    pub(super) fn new(
        plan: &'a Plan,
        prepared: &'a Prepared,
        around: &'a dyn Surroundings,
        number: Option<u64>,
        person: Guid,
        records: &'a [SourceRecord],
    ) -> Self {
        let index = CaseIndex::new(plan, records);
        let answers_by_form = answers_by_form(plan, &index);
        Self {
            plan,
            prepared,
            around,
            index,
            number,
            person,
            verdicts: vec![Verdict::default(); records.len()],
            found: Vec::new(),
            rejected_values: HashSet::new(),
            rows: Vec::new(),
            rows_by_record: vec![Vec::new(); records.len()],
            dropped: HashSet::new(),
            sections: BTreeMap::new(),
            follows: Vec::new(),
            answers_by_form,
        }
    }

    /// A record by its place.
    pub(super) fn record(&self, place: usize) -> &'a SourceRecord {
        &self.index.records()[place]
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
        let record = self.record(place);
        let key = self.entity_plan(place).and_then(|entity| record.guid(entity.key));
        key.map(|key| key.to_string()).unwrap_or_default()
    }

    /// Raises a code for a record with the code's own action.
    pub(super) fn raise(&mut self, place: usize, reason: Reason, field: Option<FieldId>) {
        self.raise_as(place, reason, field, reason.action());
    }

    /// Raises a code for a record with an action that the place demands.
    pub(super) fn raise_as(&mut self, place: usize, reason: Reason, field: Option<FieldId>, action: Action) {
        let record = self.record(place);
        let finding = Finding {
            reason,
            entity: record.entity(),
            source_id: self.source_id(place),
            case_file: self.number,
            origin: record.origin(),
            field,
        };
        self.take(place, Found { finding, action });
    }

    /// Sets a joining record apart: it shares the fate of the other person, and its own case file is written.
    pub(super) fn raise_apart(&mut self, place: usize, reason: Reason, outcome: Outcome) {
        let record = self.record(place);
        let finding = Finding {
            reason,
            entity: record.entity(),
            source_id: self.source_id(place),
            case_file: self.number,
            origin: record.origin(),
            field: None,
        };
        self.verdicts[place].apart = Some(outcome);
        self.found.push(Found { finding, action: reason.action() });
    }

    /// Takes a finding that another room made for a record.
    pub(super) fn take(&mut self, place: usize, mut found: Found) {
        // A person row is never rejected alone: that would leave a case file without its person.
        if found.action == Action::RejectRow && self.number.is_some() && self.is_person(place) {
            found.action = Action::Hold;
        }
        let reason = found.finding.reason;
        let verdict = &mut self.verdicts[place];
        match found.action {
            Action::Exclude => {
                verdict.excluded.get_or_insert_with(|| (reason, reason.code().to_owned()));
            }
            Action::Hold => {
                verdict.held.get_or_insert(reason);
            }
            Action::RejectRow => {
                verdict.rejected.get_or_insert(reason);
            }
            Action::Merge => verdict.merged = true,
            Action::RejectValue => {
                if let Some(field) = found.finding.field {
                    self.rejected_values.insert((place, field));
                }
            }
            _ => {}
        }
        self.found.push(found);
    }
}

fn answers_by_form(plan: &Plan, index: &CaseIndex<'_>) -> HashMap<Guid, Vec<usize>> {
    let forms = &plan.model().forms;
    let mut answers: HashMap<Guid, Vec<usize>> = HashMap::new();
    for place in index.range(forms.answer) {
        if let Some(form) = index.records()[place].guid(forms.answer_form) {
            answers.entry(form).or_default().push(place);
        }
    }
    answers
}
