//! Forms that hang on no case.

use super::{FormState, MadeForm, version};
use crate::record::Guid;
use crate::synth::clock::uk_form;
use crate::synth::maker::Maker;
use crate::synth::work::Work;

impl Maker<'_> {
    /// A form of a person, or of an episode of the safeguarding hub, by the table and what it hangs on.
    pub(in crate::synth) fn form_elsewhere(
        &mut self,
        (table, on): (&'static str, Guid),
        work: &Work,
        template: &str,
        state: FormState,
    ) -> MadeForm {
        let start = work.start;
        let version = version(self.council, template, start);
        let (guid, stamp) = (self.rng.guid(), self.form_stamp(work, start, state));
        let title = format!("{} - {table} ({})", work.name, uk_form(stamp.created.uk_day()));
        let mut row = self.draft(table);
        self.guid(&mut row, &format!("{table}Id"), guid);
        self.guid(&mut row, if table == "PersonForm" { "PersonId" } else { "MashEpisodeId" }, on);
        if row.has("personid_cwname") {
            row.text("personid_cwname", &*work.name);
        }
        self.guid(&mut row, "DocumentId", version.guid);
        self.form_dates(&mut row, &stamp, start, state);
        row.flag("SDEExecuted", self.rng.percent(20)).flag("AnswersInitialized", state != FormState::Shell);
        self.stamp(&mut row, &stamp, Some(&work.name));
        self.push(row);
        let made = MadeForm { guid, table, title, start, state, version: version.code.clone() };
        if state != FormState::Shell {
            self.answers(work, version, &made, &stamp);
        }
        made
    }
}
