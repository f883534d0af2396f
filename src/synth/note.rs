//! Case notes: on a child, a case or a form.

mod on_record;

use jiff::civil::Date;

use super::clock::{Moment, YESTERDAY, day_between, plus};
use super::draft::Draft;
use super::form::{FormState, MadeForm};
use super::maker::{Maker, Stamp};
use super::markup;
use super::prose;
use super::work::Work;
use crate::record::Guid;

/// A note that may be copied to brothers and sisters.
#[derive(Clone, Debug)]
pub(super) struct SharedNote {
    table: &'static str,
    guid: Guid,
    group: Option<Guid>,
    people: Vec<Guid>,
    subject: Option<String>,
    text: Option<String>,
    day: Date,
    category: &'static str,
}

/// What a note hangs on.
#[derive(Clone, Copy, Debug)]
pub(super) enum On<'a> {
    /// The child.
    Person,
    /// The case.
    Case,
    /// A form of the case.
    Form(&'a MadeForm),
}

/// Kinds of notes by weight; visits are made by the work that asks for them.
const CATEGORIES: [(u64, &str); 12] = [
    (26, "Case note"),
    (16, "Home visit"),
    (18, "Telephone contact"),
    (8, "Meeting"),
    (5, "Family contact"),
    (5, "Direct work"),
    (3, "Child’s views"),
    (5, "Management oversight"),
    (4, "Supervision"),
    (2, "Legal"),
    (7, "E-mail"),
    (1, "Letter"),
];

impl Maker<'_> {
    /// So many notes of a case's life; every fifth is a visit of that kind.
    pub(super) fn notes(&mut self, work: &Work, count: i64, visit: &'static str, forms: &[MadeForm]) {
        for place in 0..count {
            let day = day_between(&mut self.rng, work.start, work.last());
            let category = if place % 5 == 0 { visit } else { self.rng.weighted(&CATEGORIES) };
            let form = forms.get(self.rng.index(forms.len().max(1)));
            let on = match (self.rng.below(100), form) {
                (0..18, _) => On::Person,
                (18..24, Some(form)) if form.state != FormState::Shell => On::Form(form),
                _ => On::Case,
            };
            let day = if let On::Form(form) = on { day.max(form.start) } else { day };
            self.note(work, on, day, category);
        }
    }

    /// A note of some day; now and then it is shared with the brothers and sisters, or a copy of one of theirs.
    pub(super) fn note(&mut self, work: &Work, on: On<'_>, day: Date, category: &'static str) {
        let form = matches!(on, On::Form(_));
        if !form && self.rng.percent(12) && self.copy_of_shared(work, on) {
            return;
        }
        let shared = !form && self.children.len() > 1 && self.rng.percent(12);
        let group = (shared || self.rng.percent(2)).then(|| self.rng.guid());
        let (subject, text) = self.written(&work.called);
        let people = vec![work.person];
        let note = SharedNote {
            table: table(on),
            guid: self.rng.guid(),
            group,
            people,
            subject,
            text,
            day,
            category,
        };
        self.note_row(work, on, &note, None);
        if shared {
            self.shared.push(note);
        }
    }

    /// Subject and text: now and then there is none, and now and then it is very long.
    pub(super) fn written(&mut self, called: &str) -> (Option<String>, Option<String>) {
        let rng = &mut self.rng;
        let paragraphs = if rng.per_mille(1) { 190 + rng.below(60) } else { 1 + rng.below(6) };
        let subject = match rng.below(100) {
            0..4 => None,
            4..6 => Some(String::new()),
            _ => Some(prose::subject(rng, called)),
        };
        (subject, (!rng.percent(1)).then(|| markup::note(rng, called, paragraphs)))
    }

    /// Copies a brother's or sister's note into this child's file, if one fits the case.
    fn copy_of_shared(&mut self, work: &Work, on: On<'_>) -> bool {
        let days = work.start..=work.last();
        let fits = |note: &&mut SharedNote| days.contains(&note.day) && !note.people.contains(&work.person);
        let Some(note) = self.shared.iter_mut().find(fits) else { return false };
        note.people.push(work.person);
        let from = note.clone();
        let own = SharedNote { guid: self.rng.guid(), ..from.clone() };
        self.note_row(work, on, &own, Some(&from));
        true
    }

    /// Adds a note; `from` is the note of which it is a copy.
    fn note_row(&mut self, work: &Work, on: On<'_>, note: &SharedNote, from: Option<&SharedNote>) {
        let table = table(on);
        let mut row = self.draft(table);
        self.guid(&mut row, &format!("{table}Id"), note.guid);
        self.guid(&mut row, "PersonId", work.person);
        match on {
            On::Form(form) => self.guid(&mut row, "CaseFormId", form.guid),
            On::Case => {
                self.guid(&mut row, "CaseId", work.case);
                row.text("caseid_cwname", &*work.title);
            }
            On::Person => {}
        }
        if row.has("personid_cwname") {
            row.text("personid_cwname", &*work.name);
        }
        row.put("Subject", note.subject.clone()).put("Notes", note.text.clone());
        let stamp = self.note_stamp(work, note.day, &mut row);
        self.kind(&mut row, note.category, &stamp);
        row.flag("IsCloned", from.is_some());
        if let Some(from) = from {
            self.guid(&mut row, "ClonedFromId", from.guid);
            row.text("ClonedFromIdTableName", from.table).put("ClonedFromIdName", from.subject.clone());
        }
        self.guid(&mut row, "GroupRecordId", note.group);
        self.stamp(&mut row, &stamp, None);
        self.push(row);
    }

    /// When the note's event was, and when it was typed: mostly the same day.
    fn note_stamp(&mut self, work: &Work, day: Date, row: &mut Draft<'_>) -> Stamp {
        let event = Moment::on(day, &mut self.rng);
        let late = self.rng.weighted(&[(70, 0), (20, 2), (8, 9), (2, 40)]);
        let typed = plus(day, self.rng.between(0, late)).min(YESTERDAY);
        let stamp = self.recorded(work.team, typed);
        let created = stamp.created.max(event);
        let modified = stamp.modified.max(created);
        row.time("CaseNoteDate", event);
        let status = match self.rng.below(100) {
            0..2 => 3,
            2..6 if typed > plus(YESTERDAY, -30) => 1,
            _ => 2,
        };
        row.number("StatusId", status);
        Stamp { created, modified, ..stamp.inactive(status != 1 && self.rng.percent(25)) }
    }

    fn kind(&mut self, row: &mut Draft<'_>, category: &str, stamp: &Stamp) {
        let visit = category.starts_with("Statutory");
        if visit || !self.rng.percent(5) {
            self.code(row, "ActivityCategoryId", "ActivityCategory", category);
        }
        self.any_code(row, "ActivitySubCategoryId", "ActivitySubCategory", if visit { 90 } else { 10 });
        self.any_code(row, "ActivityOutcomeId", "ActivityOutcome", 35);
        self.any_code(row, "ActivityReasonId", "ActivityReason", 30);
        self.any_code(row, "ActivityPriorityId", "ActivityPriority", 12);
        row.flag("InformationByThirdParty", self.rng.percent(2));
        let significant = self.rng.percent(3);
        row.flag("IsSignificantEvent", significant);
        if significant {
            row.day("SignificantEventDate", stamp.created.uk_day().min(YESTERDAY));
            self.any_code(row, "SignificantEventCategoryId", "SignificantEventCategory", 95);
            self.any_code(row, "SignificantEventSubCategoryId", "SignificantEventSubCategory", 60);
        }
    }
}

/// The table of a note.
fn table(on: On<'_>) -> &'static str {
    match on {
        On::Person => "PersonCaseNote",
        On::Case => "CaseCaseNote",
        On::Form(_) => "CaseFormCaseNote",
    }
}
