//! What a case says of how it began and ended.

use super::CasePlan;
use crate::synth::clock::{Moment, YESTERDAY, plus};
use crate::synth::draft::Draft;
use crate::synth::maker::Maker;
use crate::synth::member::Member;
use crate::synth::prose;
use crate::synth::work::called;

impl Maker<'_> {
    /// Who asked for help, why, and how urgent it was.
    pub(super) fn referral(&mut self, row: &mut Draft<'_>, plan: &CasePlan, received: Option<Moment>) {
        self.guid(row, "InitialContactId", plan.contact.as_ref().map(|contact| contact.guid));
        let source = plan.contact.as_ref().map_or("OTHER", |contact| contact.source);
        if plan.contact.is_some() || self.rng.percent(60) {
            self.code(row, "ContactSourceId", "ContactSource", source);
        }
        if received.is_some() && self.rng.percent(50) {
            let worker = self.worker_at(0, plan.start);
            self.guid(row, "ContactReceivedById", self.council.workers()[worker].guid);
        }
        self.any_code(row, "ContactReasonId", "ContactReason", 80);
        self.any_code(row, "SecondaryCaseReasonId", "ContactReason", 20);
        self.any_code(row, "PresentingPriorityId", "PresentingPriority", 50);
        self.any_code(row, "CasePriorityId", "CasePriority", 40);
        self.any_code(row, "AdministrativeCategoryId", "AdministrativeCategory", 70);
        let needs = [
            (60, "N1"),
            (8, "N2"),
            (7, "N3"),
            (8, "N4"),
            (10, "N5"),
            (3, "N6"),
            (2, "N8"),
            (1, "N9"),
            (1, "N0"),
        ];
        let need = self.rng.weighted(&needs);
        let need = self.rng.percent(92).then(|| self.council.by_gov_code("ChildInNeedCode", need).guid);
        self.guid(row, "ChildInNeedCodeId", need);
        row.put("ReReferral", self.rng.percent(70).then(|| u8::from(plan.again).to_string()));
        self.maybe(row, "ReferringAgencyCaseId", 6, |rng| format!("NICHE-{}", rng.below(1_000_000)));
        self.contact_made_by(row, source);
    }

    /// A professional, a provider or a worker; now and then only a name.
    fn contact_made_by(&mut self, row: &mut Draft<'_>, source: &str) {
        let council = self.council;
        let agency = source.contains("SCHOOL") || source.contains("HEALTH") || source == "POLICE";
        let (guid, table, name) = match self.rng.below(100) {
            0..25 if agency => {
                let place = self.rng.index(council.professionals().len());
                let professional = &council.professionals()[place];
                (professional.guid, "Professional", professional.shown())
            }
            25..40 if agency => {
                let provider = &council.providers()[self.rng.index(council.providers().len())];
                (provider.guid, "Provider", provider.name.clone())
            }
            0..30 if source.starts_with("LA SERVICES") => {
                let worker = &council.workers()[self.rng.index(council.workers().len())];
                (worker.guid, "SystemUser", worker.full_name())
            }
            0..40 if source.contains("family member") => match self.relative() {
                Some((guid, name)) => (guid, "Person", name),
                None => return,
            },
            98 => {
                row.text("ContactMadeByName", "A neighbour who gave no name");
                return;
            }
            _ => return,
        };
        self.guid(row, "ContactMadeById", guid);
        row.text("ContactMadeByIdTableName", table).text("ContactMadeByIdName", name);
    }

    /// Why the case was closed, turned away or opened again.
    pub(super) fn closure(&mut self, row: &mut Draft<'_>, plan: &CasePlan, status: &str) {
        if status == "Re-opened" {
            self.any_code(row, "CaseReopenReasonId", "CaseReopenReason", 90);
        }
        let Some(end) = plan.end else {
            row.day("ReviewDate", self.rng.percent(40).then(|| plus(YESTERDAY, self.rng.between(5, 120))));
            return;
        };
        if plan.rejected {
            self.any_code(row, "CaseRejectedReasonId", "CaseRejectedReason", 95);
            return;
        }
        let reasons = [
            (40, "Case closed after assessment – no further action"),
            (20, "Case closed after assessment – early help"),
            (25, "Services ceased – any other reason"),
            (6, "Family moved out of area"),
            (5, "Transferred to another local authority"),
            (4, "Child arrangements order"),
        ];
        let reason = self.rng.weighted(&reasons);
        self.code(row, "CaseClosureReasonId", "CaseClosureReason", reason);
        if self.rng.percent(70) {
            let worker = self.worker_at(plan.team, end);
            self.guid(row, "ClosureAcceptedById", self.council.workers()[worker].guid);
        }
        row.day("ArchiveDate", self.rng.percent(20).then(|| plus(end, 365 * 6)));
    }

    /// Free text, and what the police were told.
    pub(super) fn case_texts(&mut self, row: &mut Draft<'_>, member: &Member, plan: &CasePlan) {
        let name = called(member);
        let short =
            |rng: &mut crate::synth::Rng| prose::text(rng, &name, 2).chars().take(3900).collect::<String>();
        self.maybe(row, "PresentingNeedDetails", 60, short);
        self.maybe(row, "AdditionalInformation", 18, short);
        self.maybe(row, "NonMigratedWorkerName", 1, |_| "Agency worker (left 2009)".to_owned());
        let told = self.rng.percent(12);
        row.put("PoliceNotified", (told || self.rng.percent(50)).then(|| u8::from(told).to_string()));
        if told {
            row.day("PoliceNotifiedDate", plan.start);
            self.maybe(row, "PoliceNotes", 60, short);
        }
    }
}
