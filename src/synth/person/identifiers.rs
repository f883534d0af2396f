//! Numbers by which other agencies know a person, with right check digits.

use jiff::civil::Date;

use crate::synth::clock::Moment;
use crate::synth::draft::Draft;
use crate::synth::maker::Maker;
use crate::synth::member::{Member, Part, birthday};

impl Maker<'_> {
    /// NHS number, pupil numbers and the numbers of other systems. No two people share one.
    pub(super) fn identifiers(&mut self, row: &mut Draft<'_>, member: &Member) {
        self.nhs(row, member);
        if matches!(member.part, Part::Child) {
            self.pupil_numbers(row, member);
        }
        let index = member.index;
        self.maybe(row, "ExternalNumber", 5, |_| format!("EXT/{index}"));
        self.maybe(row, "SSDNumber", 10, |_| format!("S{index:09}"));
        self.maybe(row, "SocialServicesRef", 4, |_| format!("SSR-{index}"));
        self.maybe(row, "BirthCertificateNumber", 3, |_| format!("BC{index:08}"));
        self.maybe(row, "HomeOfficeRegistrationNumber", 2, |_| format!("H{index:08}"));
        self.maybe(row, "CourtCaseNumber", 3, |_| format!("QX26C{index:08}"));
        if member.age().is_some_and(|age| age >= 16) {
            self.maybe(row, "NationalInsuranceNumber", 25, |_| format!("QQ{:06}C", index % 1_000_000));
            self.maybe(row, "NHSNumberPre1995", 2, |_| format!("XABC{index}"));
        }
        if member.part == Part::Carer {
            row.text("CreditorNumber", format!("CR{index:07}"));
            for place in 1..=4 {
                self.maybe(row, &format!("DebtorNumber{place}"), 12, |_| format!("DB{index:07}/{place}"));
            }
        }
    }

    fn nhs(&mut self, row: &mut Draft<'_>, member: &Member) {
        let known = member.expected.is_none()
            && matches!(member.part, Part::Child | Part::Mother | Part::Father | Part::Alone);
        let number = nhs_number(self.council.seed(), member.index).filter(|_| known && self.rng.percent(85));
        row.flag("PDSIsDeferred", false).flag("PDSNHSNoSuperseded", false);
        if let Some(number) = number {
            row.text("NHSNumber", number).number("NHSNumberStatusId", self.rng.weighted(&[(9, 1), (1, 2)]));
            if self.rng.percent(60) {
                let day = member.known;
                row.time("PDSLastSyncDateTime", Moment::on(day, &mut self.rng));
            }
        } else if member.expected.is_some() {
            row.number("NHSNumberStatusId", 4);
            self.code(row, "NoNHSNumberReasonId", "NoNHSNumberReason", "Unborn");
        } else if self.rng.percent(40) {
            row.number("NHSNumberStatusId", 3);
            self.code(row, "NoNHSNumberReasonId", "NoNHSNumberReason", "Not yet traced");
        }
    }

    /// A pupil number from the fourth birthday on; a former one alone, or the reason why there is none.
    fn pupil_numbers(&mut self, row: &mut Draft<'_>, member: &Member) {
        let year = |born: Date| birthday(born, 4).map_or(0, Date::year).rem_euclid(100);
        let Some(born) = member.born.filter(|_| member.age().is_some_and(|age| age >= 4)) else {
            self.any_code(row, "UPNUnknownReasonId", "UPNUnknownReason", 30);
            return;
        };
        match self.rng.below(100) {
            0..72 => {
                row.text("UniquePupilNumber", upn(999, member.index, year(born), None));
            }
            72..75 => {
                row.text("UniquePupilNumber", upn(997, member.index, year(born), Some('B')));
            }
            75..78 => {}
            _ => return self.any_code(row, "UPNUnknownReasonId", "UPNUnknownReason", 60),
        }
        if self.rng.percent(8) {
            row.text("FormerUniquePupilNumber", upn(998, member.index, year(born), None));
        }
    }
}

/// The NHS number of the `index`th person, from the range 999 that is kept for testing: ten digits and two spaces. None where
/// the check digit would be 10 or all digits are one, and none beyond the range.
fn nhs_number(seed: u64, index: u64) -> Option<String> {
    const RANGE: u64 = 1_000_000;
    let body = (index * 618_033 + seed % RANGE) % RANGE;
    let nine = format!("999{body:06}");
    let sum: u32 =
        nine.bytes().zip((2..=10).rev()).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = match 11 - sum % 11 {
        10 => return None,
        11 => 0,
        check => check,
    };
    // One repeated digit stands for a number that nobody knew.
    let is_known = body != 999_999;
    (index < RANGE && is_known).then(|| format!("{} {} {}{check}", &nine[..3], &nine[3..6], &nine[6..]))
}

/// A pupil number of an authority that does not exist; a temporary one ends in a letter.
fn upn(authority: u64, index: u64, year: i16, last: Option<char>) -> String {
    const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";
    let places = if last.is_some() { 100 } else { 1000 };
    let (school, serial) = (1000 + index / places % 9000, index % places);
    let end = last.map(String::from).unwrap_or_default();
    let width = if last.is_some() { 2 } else { 3 };
    let rest = format!("{authority}{school:04}{year:02}{serial:0width$}{end}");
    let value = |byte: u8| match LETTERS.iter().position(|letter| *letter == byte) {
        Some(place) => place,
        None => usize::from(byte - b'0'),
    };
    let sum: usize = rest.bytes().zip(2..).map(|(byte, weight)| value(byte) * weight).sum();
    format!("{}{rest}", char::from(LETTERS[sum % 23]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_right() {
        assert_eq!(upn(999, 0, 12, None).len(), 13);
        assert!(upn(999, 12_001, 0, None).starts_with(|letter: char| letter.is_ascii_uppercase()));
        let numbers: Vec<_> = (0..2000).filter_map(|index| nhs_number(5, index)).collect();
        assert!(numbers.len() > 1700);
        assert!(numbers.iter().all(|number| number.len() == 12 && number.starts_with("999 ")));
        assert_eq!((nhs_number(0, 992_303), nhs_number(0, 992_302).is_some()), (None, true));
    }

    #[test]
    fn published_vectors_hold() {
        assert_eq!(nhs_number(1, 0), Some("999 000 0018".to_owned()));
    }
}
