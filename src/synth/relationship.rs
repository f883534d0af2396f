//! Who is what to whom, once a pair.

use super::clock::plus;
use super::family::Family;
use super::maker::Maker;
use super::member::{Member, Part};

impl Maker<'_> {
    /// Rows for the pairs of a family. A row's person is the type of its related person.
    pub(super) fn relationships(&mut self, family: &Family) {
        let people: Vec<_> = family.members.iter().filter(|member| member.part != Part::Merged).collect();
        for (place, two) in people.iter().enumerate() {
            for one in &people[..place] {
                if let Some((type_one, type_two)) = self.types(one, two) {
                    self.relationship(one, type_one, two, type_two);
                }
            }
        }
    }

    /// What the first is to the second, and the second to the first.
    fn types(&mut self, one: &Member, two: &Member) -> Option<(&'static str, &'static str)> {
        let child = if two.expected.is_some() || self.rng.percent(30) {
            "Child"
        } else if two.female {
            "Daughter"
        } else {
            "Son"
        };
        let types = match (one.part, two.part) {
            (Part::Child, Part::Child) => return Some(self.siblings(one, two)),
            (Part::Mother, Part::Child) => (if self.rng.percent(94) { "Mother" } else { "Parent" }, child),
            (Part::Father, Part::Child) => (if self.rng.percent(92) { "Father" } else { "Parent" }, child),
            (Part::Partner, Part::Child) => {
                let step = if one.female { "Step-mother" } else { "Step-father" };
                self.rng.weighted(&[(6, ("Mother’s partner", "Partner’s child")), (4, (step, "Step-child"))])
            }
            (Part::Grandmother, Part::Child) => ("Grandmother", "Grandchild"),
            (Part::Carer, Part::Child) if self.rng.percent(85) => ("Foster carer", "Foster child"),
            (Part::External, Part::Child) => {
                self.rng.weighted(&[(1, ("Friend", "Friend")), (1, ("Neighbour", "Neighbour"))])
            }
            (Part::Mother, Part::Father | Part::Partner) => self.rng.weighted(&[
                (5, ("Partner", "Partner")),
                (3, ("Spouse or civil partner", "Spouse or civil partner")),
                (3, ("Former partner", "Former partner")),
            ]),
            (Part::Mother, Part::Grandmother) => ("Daughter", "Mother"),
            _ => return None,
        };
        Some(types)
    }

    fn siblings(&mut self, one: &Member, two: &Member) -> (&'static str, &'static str) {
        let word = |member: &Member, half: bool| match (member.expected.is_some(), member.female, half) {
            (true, ..) => "Sibling",
            (_, true, false) => "Sister",
            (_, true, true) => "Half-sister",
            (_, false, false) => "Brother",
            (_, false, true) => "Half-brother",
        };
        let unborn = one.expected.is_some() || two.expected.is_some();
        let half = !unborn && self.rng.percent(18);
        (word(one, half), word(two, half))
    }

    fn relationship(&mut self, one: &Member, type_one: &str, two: &Member, type_two: &str) {
        let turned = self.rng.percent(35);
        let (one, two) = if turned { (two, one) } else { (one, two) };
        let (type_one, type_two) = if turned { (type_two, type_one) } else { (type_one, type_two) };
        let mut row = self.draft("PersonRelationship");
        let key = self.rng.guid();
        self.guid(&mut row, "PersonRelationshipId", key);
        self.guid(&mut row, "PersonId", one.guid);
        row.text("personid_cwname", one.full_name());
        self.code(&mut row, "PersonRelationshipTypeId", "PersonRelationshipType", type_one);
        row.text("personrelationshiptypeid_cwname", type_one);
        self.guid(&mut row, "RelatedPersonId", two.guid);
        row.text("relatedpersonid_cwname", two.full_name());
        self.code(&mut row, "RelatedPersonRelationshipTypeId", "PersonRelationshipType", type_two);
        row.text("relatedpersonrelationshiptypeid_cwname", type_two);
        let recorded = one.from().max(two.from());
        let carer = type_one.starts_with("Foster") || type_one.contains("artner") || type_one == "Friend";
        let born = one.born.max(two.born).filter(|_| one.expected.is_none() && two.expected.is_none());
        let met = plus(recorded, -self.rng.between(0, 900)).max(born.unwrap_or(recorded));
        let start = if carer { met } else { born.unwrap_or(recorded) };
        row.day("StartDate", start);
        let ended = type_one == "Former partner" || (carer && self.rng.percent(15));
        row.day("EndDate", ended.then(|| super::clock::day_between(&mut self.rng, start, recorded)));
        self.maybe(&mut row, "Description", 10, |rng| {
            rng.pick(&[
                "Lives in the household.",
                "Sees the children at weekends.\r\nSupportive.",
                "No contact at present.",
            ])
            .to_owned()
        });
        self.answers_of_relationship(&mut row, type_one);
        let team = self.rng.index(5);
        let stamp = self.recorded(team, recorded).inactive(ended);
        self.stamp(&mut row, &stamp, Some(&one.full_name()));
        self.push(row);
    }

    /// The questions that a relationship answers with yes, no or not known.
    fn answers_of_relationship(&mut self, row: &mut super::draft::Draft<'_>, kind: &str) {
        for column in QUESTIONS {
            if self.rng.percent(12) {
                row.number(column, self.rng.between(1, 3));
            }
        }
        if ["Mother", "Father", "Parent"].contains(&kind) {
            row.number("HasParentalResponsibilityId", self.rng.weighted(&[(8, 1), (1, 2), (1, 3)]));
            row.number("IsBirthParentId", 1)
                .number("PrimaryCarerId", self.rng.weighted(&[(6, 1), (3, 2), (1, 3)]));
        }
    }
}

const QUESTIONS: [&str; 8] = [
    "InsideHouseholdId",
    "EmergencyContactId",
    "FamilyMemberId",
    "SecondaryCaregiverId",
    "NextOfKinId",
    "LegalGuardianId",
    "YoungCarerId",
    "KeyHolderId",
];
