//! Disabilities, conditions, allergies, vaccinations, and who looks after somebody's health.

use jiff::civil::Date;

use super::somebody::Somebody;
use crate::synth::clock::{day_between, plus};
use crate::synth::maker::Maker;

/// Kinds of impairment, by weight.
const IMPAIRMENTS: [(u64, &str); 8] = [
    (26, "Learning"),
    (22, "Autism"),
    (12, "Behaviour"),
    (10, "Communication"),
    (10, "Mobility"),
    (8, "Autism – awaiting diagnosis"),
    (6, "Hearing"),
    (6, "Vision"),
];

/// What somebody is allergic to, with the code and term of the clinical terminology where it is used.
#[derive(Clone, Copy)]
struct Allergen {
    kind: &'static str,
    details: &'static str,
    term: Option<(&'static str, &'static str)>,
}

/// What people are allergic to.
const ALLERGENS: [Allergen; 5] = [
    Allergen { kind: "Food", details: "Peanuts", term: Some(("91935009", "Allergy to peanut")) },
    Allergen { kind: "Drug", details: "Penicillin", term: Some(("91936005", "Allergy to penicillin")) },
    Allergen { kind: "Animal", details: "Cats and horses", term: None },
    Allergen { kind: "Insect", details: "Wasp stings: carries an adrenaline pen", term: None },
    Allergen { kind: "Latex", details: "Plasters and gloves", term: None },
];

/// Vaccinations with the age in days at which they are due, and the dose.
const VACCINATIONS: [(&str, i64, i64); 5] = [
    ("Six-in-one", 56, 1),
    ("Six-in-one", 84, 2),
    ("Meningitis B", 56, 1),
    ("Measles, mumps and rubella", 365, 1),
    ("Pre-school booster", 1210, 1),
];

/// Health workers and the profession they are found under; nobody is known under the last.
const HEALTH_WORKERS: [(u64, &str, &str); 6] = [
    (40, "General practitioner", "General practitioner"),
    (18, "Health visitor", "Health visitor"),
    (14, "School nurse", "School nurse"),
    (10, "Paediatrician", "Paediatrician"),
    (10, "Dentist", "Dentist"),
    (8, "CAMHS worker", ""),
];

impl Maker<'_> {
    /// What is known of somebody's health.
    pub(super) fn health_details(&mut self, person: &Somebody) {
        let Some(born) = person.born else { return };
        if self.rng.percent(if person.child { 9 } else { 4 }) {
            self.impairments(person, born);
        }
        if self.rng.percent(7) {
            self.condition(person, born);
        }
        if self.rng.percent(4) {
            self.allergy(person);
        }
        if person.child && self.rng.percent(8) {
            self.vaccinations(person, born);
        }
        if person.child && self.rng.percent(22) {
            self.health_workers(person);
        }
    }

    /// One impairment, now and then another; each kind once.
    fn impairments(&mut self, person: &Somebody, born: Date) {
        let mut before = "";
        for _ in 0..self.rng.weighted(&[(75, 1), (25, 2)]) {
            let kind = self.rng.weighted(&IMPAIRMENTS);
            if kind == before || (kind.starts_with("Autism") && before.starts_with("Autism")) {
                continue;
            }
            before = kind;
            let start = day_between(&mut self.rng, born, person.last);
            let end = self.rng.percent(6).then(|| day_between(&mut self.rng, start, person.last));
            let mut row = self.detail("PersonDisabilityImpairments", person);
            self.code(&mut row, "DisabilityImpairmentTypeId", "DisabilityImpairmentType", kind);
            self.any_code(&mut row, "DisabilitySeverityId", "DisabilitySeverity", 60);
            row.day("DiagnosisDate", self.rng.percent(70).then_some(start));
            row.day("StartDate", start).day("EndDate", end);
            self.maybe(&mut row, "RegisteredDisabilityNumber", 12, |rng| {
                format!("RDN{:05}", rng.below(90_000))
            });
            self.remark(&mut row, "Comments", 45, person);
            self.record(row, person, 5, start, end.is_some());
        }
    }

    fn condition(&mut self, person: &Somebody, born: Date) {
        let start = day_between(&mut self.rng, born, person.last);
        let end = self.rng.percent(15).then(|| day_between(&mut self.rng, start, person.last));
        let kind = self.rng.weighted(&[(40, "Asthma"), (20, "Epilepsy"), (10, "Diabetes"), (30, "Other")]);
        let mut row = self.detail("PersonHealthDetail", person);
        self.code(&mut row, "HealthDetailTypeId", "HealthDetailType", kind);
        row.day("DiagnosedDate", self.rng.percent(60).then_some(start));
        row.day("StartDate", start).day("EndDate", end);
        self.remark(&mut row, "Notes", 70, person);
        self.record(row, person, 1, start, end.is_some());
    }

    fn allergy(&mut self, person: &Somebody) {
        let Allergen { kind, details, term } = self.rng.pick(&ALLERGENS);
        let mut row = self.detail("PersonAllergy", person);
        self.code(&mut row, "AllergyTypeId", "AllergyType", kind);
        row.text("AllergyDetails", details);
        self.any_code(&mut row, "AllergicReactionLevelId", "AllergicReactionLevel", 80);
        row.put("SNOMEDCode", term.map(|(code, _)| code.to_owned()));
        row.put("SNOMEDTerm", term.map(|(_, term)| term.to_owned()));
        row.day("StartDate", self.rng.percent(50).then_some(person.from));
        self.record(row, person, 1, person.from, false);
    }

    /// Those that were due before the family moved away from records; now and then one was declined.
    fn vaccinations(&mut self, person: &Somebody, born: Date) {
        for (kind, age, dose) in VACCINATIONS {
            let day = plus(born, age + self.rng.between(0, 20));
            if day > person.last {
                break;
            }
            let declined = self.rng.percent(8);
            let mut row = self.detail("PersonImmunisation", person);
            self.code(&mut row, "ImmunisationTypeId", "ImmunisationType", kind);
            if declined {
                self.any_code(&mut row, "DeclinedReasonId", "ImmunisationDeclinedReason", 100);
            } else {
                row.day("ImmunisationDate", day).number("DoseNumber", dose);
            }
            self.remark(&mut row, "Notes", 6, person);
            self.record(row, person, 1, day, false);
        }
    }

    /// Doctors and nurses, each kind once; some are known by name alone.
    fn health_workers(&mut self, person: &Somebody) {
        let first = self.rng.index(HEALTH_WORKERS.len());
        let kinds = HEALTH_WORKERS.iter().cycle().skip(first).take(2);
        for (_, kind, profession) in kinds.collect::<Vec<_>>() {
            let known = self.council.professionals().iter().filter(|worker| worker.profession == *profession);
            let known: Vec<_> = known.map(|worker| worker.guid).collect();
            let mut row = self.detail("PersonHealthProfessional", person);
            self.code(&mut row, "HealthProfessionalTypeId", "HealthProfessionalType", kind);
            if known.is_empty() || self.rng.percent(12) {
                row.text("FreeTextName", format!("{kind} at the new surgery"));
            } else {
                let worker = self.rng.pick(&known);
                self.guid(&mut row, "ProfessionalId", worker);
            }
            let start = self.rng.percent(70).then(|| day_between(&mut self.rng, person.from, person.last));
            let end = start.filter(|_| self.rng.percent(25)).map(|start| plus(start, 200));
            let end = end.filter(|end| *end <= person.last);
            row.day("StartDate", start).day("EndDate", end);
            self.remark(&mut row, "Comments", 10, person);
            self.record(row, person, 1, start.unwrap_or(person.from), end.is_some());
        }
    }
}
