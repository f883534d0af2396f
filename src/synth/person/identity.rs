//! What a person says of themselves.

use crate::synth::draft::Draft;
use crate::synth::maker::Maker;
use crate::synth::member::{Member, Part};

/// Ethnicities by weight.
const ETHNICITIES: [(u64, &str); 14] = [
    (60, "White British"),
    (2, "White Irish"),
    (4, "Any other White background"),
    (3, "White – Polish"),
    (1, "Traveller of Irish heritage"),
    (1, "Gypsy, Roma and Traveller – not specified"),
    (4, "White and Black Caribbean"),
    (2, "White and Asian"),
    (3, "Indian"),
    (5, "Pakistani"),
    (2, "Bangladeshi"),
    (3, "African"),
    (2, "Caribbean"),
    (4, "Information not yet obtained"),
];

impl Maker<'_> {
    /// Gender, ethnicity, faith, nation and language.
    pub(super) fn identity(&mut self, row: &mut Draft<'_>, member: &Member) {
        let unborn = member.expected.is_some();
        let gender = match (unborn, member.female, self.rng.per_mille(4)) {
            (true, ..) => 4,
            (_, _, true) => 3,
            (_, true, _) => 2,
            (_, false, _) => 1,
        };
        row.number("GenderId", gender);
        if self.rng.percent(90) {
            let ethnicity = self.rng.weighted(&ETHNICITIES);
            self.code(row, "EthnicityId", "Ethnicity", ethnicity);
        }
        self.any_code(row, "ReligionId", "Religion", 35);
        self.nation(row);
        let english = self.rng.percent(84);
        let language = if english {
            "English"
        } else {
            self.rng.pick(&["Welsh – Cymraeg", "Polish", "Urdu", "Tigrinya", "Kurdish – Sorani"])
        };
        self.code(row, "LanguageId", "Language", language);
        let asked = self.rng.percent(60);
        row.put("InterpreterRequired", asked.then(|| u8::from(!english && self.rng.percent(50)).to_string()));
        if member.age().is_some_and(|age| age >= 13) {
            self.any_code(row, "SameAsBirthGenderId", "SameAsBirthGender", 40);
            self.any_code(row, "PronounsId", "Pronouns", 20);
            self.any_code(row, "SexualOrientationId", "SexualOrientation", 8);
        }
        if member.age().is_some_and(|age| age >= 18) {
            self.any_code(row, "MaritalStatusId", "MaritalStatus", 50);
        }
        if member.flags.leaving_care {
            self.any_code(row, "LeavingCareEligibilityId", "LeavingCareEligibility", 85);
        }
        row.number("PersonTypeId", kind(member.part));
    }

    fn nation(&mut self, row: &mut Draft<'_>) {
        if self.rng.percent(70) {
            let british = self.rng.percent(85);
            if british {
                self.code(row, "NationalityId", "Nationality", "British");
                self.code(row, "CountryOfOriginId", "CountryOfOrigin", "United Kingdom");
            } else {
                self.any_code(row, "NationalityId", "Nationality", 100);
                self.any_code(row, "CountryOfOriginId", "CountryOfOrigin", 80);
                self.any_code(row, "ImmigrationStatusId", "ImmigrationStatus", 40);
            }
        }
    }
}

/// The number of the person type.
fn kind(part: Part) -> i64 {
    match part {
        Part::Child | Part::Merged => 3,
        Part::Carer => 2,
        Part::External => 1,
        _ => 4,
    }
}
