//! The row of a person.

mod identifiers;
mod identity;

use super::clock::{TODAY, plus};
use super::draft::Draft;
use super::maker::Maker;
use super::member::{Member, Part};
use super::names;

impl Maker<'_> {
    /// Adds the row of a person; everything else of theirs has been made.
    pub(super) fn person(&mut self, member: &Member) {
        let mut row = self.draft("Person");
        self.guid(&mut row, "PersonId", member.guid);
        self.guid(&mut row, "MasterId", member.master);
        row.text("PersonNumber", member.number().to_string());
        self.own_names(&mut row, member);
        self.life(&mut row, member);
        self.identity(&mut row, member);
        self.identifiers(&mut row, member);
        self.contact_details(&mut row, member);
        flags(&mut row, member);
        self.health_flags(&mut row);
        self.copied_address(&mut row, member);
        let team = self.rng.index(super::council::CLOSED_TEAM);
        let stamp = self.recorded(team, member.known).inactive(member.master.is_some());
        self.stamp(&mut row, &stamp, None);
        self.maybe(&mut row, "LegacyId", 22, |rng| format!("{}", rng.below(u64::MAX)));
        if member.part == Part::Child && self.rng.per_mille(15) {
            let photo = self.photo(member, member.from());
            self.guid(&mut row, "PersonPhotoId", photo);
        }
        self.push(row);
    }

    fn own_names(&mut self, row: &mut Draft<'_>, member: &Member) {
        row.put("Title", self.salutation(member));
        row.put("FirstName", member.first.clone()).put("MiddleName", member.middle.clone());
        row.text("LastName", &*member.last).text("FullName", member.full_name());
        let nickname = member
            .first
            .as_deref()
            .filter(|_| self.rng.percent(8))
            .map(|first| first.chars().take(4).collect());
        row.put("PreferredName", nickname);
        if member.part == Part::Mother {
            self.maybe(row, "MaidenName", 14, |rng| rng.pick(&names::SURNAMES).to_owned());
        }
    }

    fn salutation(&mut self, member: &Member) -> Option<String> {
        let adult = member.age().is_some_and(|age| age >= 18);
        let word = match (adult, member.female) {
            (false, _) if self.rng.percent(92) => return None,
            (false, female) => {
                if female {
                    "Miss"
                } else {
                    "Master"
                }
            }
            (true, _) if self.rng.percent(2) => {
                self.rng.pick(&["Dr", "Reverend Doctor", "Professor", "Canon"])
            }
            (true, true) => self.rng.pick(&["Mrs", "Ms", "Miss"]),
            (true, false) => "Mr",
        };
        Some(word.to_owned())
    }

    fn life(&mut self, row: &mut Draft<'_>, member: &Member) {
        row.day("DateOfBirth", member.born).day("ExpectedDateOfBirth", member.expected);
        let kind =
            if member.expected.is_some() { 2 } else { self.rng.weighted(&[(94, 5), (3, 3), (2, 4), (1, 1)]) };
        row.number("DOBAndAgeTypeId", kind);
        row.put("Age", member.age().map(|age| age.to_string()));
        row.number("AgeGroupId", group(member.age()));
        row.day("DateOfDeath", member.died).flag("Deceased", member.died.is_some());
        self.maybe(row, "PlaceOfBirth", 20, |rng| rng.pick(&names::TOWNS).to_owned());
        if member.died.is_some() {
            self.any_code(row, "CauseOfDeathId", "CauseOfDeath", 80);
            self.maybe(row, "PlaceOfDeath", 50, |rng| rng.pick(&names::TOWNS).to_owned());
        }
    }

    fn contact_details(&mut self, row: &mut Draft<'_>, member: &Member) {
        let adult = member.age().is_some_and(|age| age >= 16);
        let share = |often: u64| if adult { often } else { often / 8 };
        let number =
            |prefix: &'static str| move |rng: &mut super::Rng| format!("{prefix}{:03}", rng.below(1000));
        self.maybe(row, "HomePhone", share(24), number("01632 960"));
        self.maybe(row, "MobilePhone", share(80), number("07700 900"));
        self.maybe(row, "BusinessPhone", share(8), number("01632 961"));
        self.maybe(row, "Telephone1", share(10), number("(01632) 960 "));
        self.maybe(row, "Telephone2", share(4), number("0044 7700 900"));
        self.maybe(row, "Telephone3", share(3), number("01632 962"));
        let plain = format!(
            "{}.{}",
            names::plain(member.first.as_deref().unwrap_or("x")),
            names::plain(&member.last)
        );
        self.maybe(row, "PrimaryEmail", share(40), |_| format!("{plain}@mail.example"));
        self.maybe(row, "SecondaryEmail", share(5), |_| format!("{plain}2@post.example"));
        for column in ["AllowPhone", "AllowEmail", "AllowMail", "AllowSMS"] {
            row.put(column, adult.then(|| u8::from(self.rng.percent(70)).to_string()));
        }
        row.put(
            "PreferredContactMethodId",
            (adult && self.rng.percent(40)).then(|| self.rng.between(1, 5).to_string()),
        );
        row.put(
            "LivesAloneTypeId",
            (adult && self.rng.percent(30)).then(|| self.rng.between(1, 3).to_string()),
        );
        let worker = self.rng.percent(6).then(|| self.worker_at(1, plus(TODAY, -30)));
        self.guid(row, "ResponsibleStaffMemberId", worker.map(|place| self.council.workers()[place].guid));
    }

    fn health_flags(&mut self, row: &mut Draft<'_>) {
        let column = match self.rng.below(100) {
            0..7 => "KnownAllergies",
            7..40 => "NoKnownAllergies",
            40..70 => "AllergiesNotRecorded",
            _ => return,
        };
        for other in ["KnownAllergies", "NoKnownAllergies", "AllergiesNotRecorded"] {
            row.flag(other, other == column);
        }
    }
}

fn flags(row: &mut Draft<'_>, member: &Member) {
    let flags = member.flags;
    row.flag("ChildProtectionFlag", flags.child_protection);
    row.flag("RelatedChildProtectionFlag", flags.related_child_protection);
    row.flag("AdultSafeguardingFlag", false).flag("RelatedAdultSafeguardingFlag", false);
    row.flag("IsLookedAfterChild", flags.looked_after).flag("RepresentAlertOrHazard", flags.alert);
    row.flag("RecordedInError", false);
    row.flag("IsExternalPerson", member.part == Part::External);
}

/// The number of the age group.
fn group(age: Option<i64>) -> i64 {
    match age {
        None => 1,
        Some(..=4) => 2,
        Some(5..=9) => 3,
        Some(10..=15) => 4,
        Some(16..=17) => 5,
        Some(_) => 6,
    }
}
