//! Forms of a case, in several versions of their templates.

mod elsewhere;

use jiff::civil::Date;

use super::clock::{YESTERDAY, plus, uk_form};
use super::maker::{Maker, Stamp};
use super::work::Work;
use super::{Council, Template};
use crate::record::Guid;

/// How far a form has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormState {
    /// Completed on that day.
    Done(Date),
    /// Being filled in.
    Begun,
    /// Given up on that day.
    Cancelled(Date),
    /// Never opened: no answers.
    Shell,
}

/// A form that was made.
#[derive(Clone, Debug)]
pub(super) struct MadeForm {
    /// Its identifier.
    pub(super) guid: Guid,
    /// Its table.
    pub(super) table: &'static str,
    /// Its title, by which others show it.
    pub(super) title: String,
    /// The first day.
    pub(super) start: Date,
    /// How far it has come.
    pub(super) state: FormState,
    /// The version of its template, such as `CFA-2`.
    pub(super) version: String,
}

impl MadeForm {
    /// Whether it is of that template, in any version.
    pub(super) fn is(&self, template: &str) -> bool {
        self.version.split_once('-').is_some_and(|(name, _)| name == template)
    }
}

impl Maker<'_> {
    /// A form begun on that day that takes some weeks; what cannot be finished yet is being filled in, and a few are
    /// cancelled or never opened.
    pub(super) fn form(
        &mut self,
        work: &Work,
        template: &str,
        start: Date,
        before: Option<&MadeForm>,
    ) -> MadeForm {
        let start = start.clamp(work.start, work.last());
        let end = plus(start, self.rng.between(1, 45)).min(work.last());
        let state = match self.rng.below(100) {
            0..3 => FormState::Cancelled(end),
            3..6 if before.is_none() => FormState::Shell,
            _ if work.open() && end > plus(YESTERDAY, -20) => FormState::Begun,
            _ => FormState::Done(end),
        };
        self.form_in_state(work, template, start, state, before)
    }

    /// A form in a given state.
    pub(super) fn form_in_state(
        &mut self,
        work: &Work,
        template: &str,
        start: Date,
        state: FormState,
        before: Option<&MadeForm>,
    ) -> MadeForm {
        let version = version(self.council, template, start);
        let guid = self.rng.guid();
        let stamp = self.form_stamp(work, start, state);
        let title = format!("{} - CaseForm ({})", work.name, uk_form(stamp.created.uk_day()));
        let mut row = self.draft("CaseForm");
        self.guid(&mut row, "CaseFormId", guid);
        self.guid(&mut row, "CaseId", work.case);
        self.guid(&mut row, "PersonId", work.person);
        row.text("caseid_cwname", &*work.title).text("personid_cwname", &*work.name);
        self.guid(&mut row, "DocumentId", version.guid);
        self.form_dates(&mut row, &stamp, start, state);
        let before = before.filter(|before| before.state != FormState::Shell);
        if let Some(before) = before {
            self.guid(&mut row, "ClonedFromId", before.guid);
            row.text("ClonedFromIdTableName", "CaseForm").text("ClonedFromIdName", &*before.title);
        }
        row.flag("SDEExecuted", self.rng.percent(20)).flag("AnswersInitialized", state != FormState::Shell);
        self.stamp(&mut row, &stamp, Some(&work.name));
        self.push(row);
        let made = MadeForm { guid, table: "CaseForm", title, start, state, version: version.code.clone() };
        if state != FormState::Shell {
            self.answers(work, version, &made, &stamp);
        }
        made
    }

    fn form_stamp(&mut self, work: &Work, start: Date, state: FormState) -> Stamp {
        let stamp = self.recorded(work.team, start);
        let finished = !matches!(state, FormState::Begun | FormState::Shell);
        stamp.inactive(finished && self.rng.percent(60))
    }

    /// Status and dates: a completion exactly when complete, closed or approved; a termination exactly when cancelled.
    fn form_dates(
        &mut self,
        row: &mut super::draft::Draft<'_>,
        stamp: &Stamp,
        start: Date,
        state: FormState,
    ) {
        let status = match state {
            FormState::Done(_) => self.rng.weighted(&[(60, 2), (15, 3), (25, 5)]),
            FormState::Begun => 1,
            FormState::Cancelled(_) => 6,
            FormState::Shell => 4,
        };
        row.number("AssessmentStatusId", status).day("StartDate", start);
        row.day("DueDate", self.rng.percent(60).then(|| plus(start, 45)));
        row.day("ReviewDate", self.rng.percent(10).then(|| plus(start, 180)));
        row.day("TargetStartDate", self.rng.percent(15).then_some(start));
        row.day("TriggerDate", self.rng.percent(15).then(|| plus(start, -1)));
        let guid_of = |place: usize| self.council.workers()[place].guid;
        match state {
            FormState::Done(day) => {
                row.day("CompletionDate", day);
                row.guid(&mut self.rng, "CompletedById", stamp.worker.map(guid_of));
                if status == 5 || self.rng.percent(50) {
                    row.day("SignOffDate", day);
                    row.guid(
                        &mut self.rng,
                        "SignedOffById",
                        guid_of(self.council.teams()[stamp.team].workers.start),
                    );
                }
                self.any_code(row, "FormDelayReasonId", "FormDelayReason", 8);
            }
            FormState::Cancelled(day) => {
                row.day("TerminatedDate", day);
                self.any_code(row, "FormCancellationReasonId", "FormCancellationReason", 90);
            }
            FormState::Begun | FormState::Shell => {}
        }
    }
}

/// The version of a template that was in use on a day.
fn version<'a>(council: &'a Council, template: &str, day: Date) -> &'a Template {
    let own: Vec<_> = council
        .templates()
        .iter()
        .filter(|version| version.code.split_once('-').is_some_and(|(name, _)| name == template))
        .collect();
    let used = usize::try_from((i32::from(day.year()) - 2008) / 6).unwrap_or(0);
    own.get(used.min(own.len().saturating_sub(1))).copied().unwrap_or_else(|| council.template(template))
}
