//! The days on which the case files of a draw can have been looked at.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::ledger::AuditDrawRow;
use crate::source::UtcInstant;

/// From the day of the draw to today, as clocks in the United Kingdom tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AuditDays {
    /// The day of the draw; none where the ledger holds no moment that can be read.
    drawn: Option<Date>,
    today: Date,
}

impl AuditDays {
    /// Those of a draw.
    pub(super) fn of(draw: &AuditDrawRow, today: Date) -> Self {
        let drawn = draw.drawn.parse::<Timestamp>().ok();
        Self { drawn: drawn.map(|moment| UtcInstant::at(moment).to_uk_day()), today }
    }

    /// What was expected in place of a day; none where it is one of them.
    pub(super) fn expected_instead_of(&self, day: Date) -> Option<String> {
        let what = "the day on which it was looked at";
        match self.drawn {
            Some(drawn) if day < drawn => {
                Some(format!("{what}, which is not before {drawn}, when the sample was drawn"))
            }
            _ if day > self.today => Some(format!("{what}, which is not after today, {}", self.today)),
            _ => None,
        }
    }
}

/// Today in the United Kingdom.
pub(super) fn uk_today() -> Date {
    UtcInstant::at(Timestamp::now()).to_uk_day()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(drawn: &str, today: &str) -> AuditDays {
        let draw = AuditDrawRow {
            number: 1,
            run: 1,
            drawn: drawn.into(),
            seed: 1,
            confidence: "95.00".into(),
            tolerable: None,
            strata: Vec::new(),
            case_files: Vec::new(),
        };
        AuditDays::of(&draw, today.parse().unwrap())
    }

    #[test]
    fn a_sample_is_looked_at_from_the_draw_to_today() {
        let expected = |days: AuditDays, day: &str| days.expected_instead_of(day.parse().unwrap());
        let of_winter = days("2026-11-27T23:59:59Z", "2026-11-29");
        for day in ["2026-11-27", "2026-11-28", "2026-11-29"] {
            assert_eq!(expected(of_winter, day), None, "{day}");
        }
        assert!(expected(of_winter, "2026-11-26").is_some_and(|said| said.contains("not before 2026-11-27")));
        assert!(expected(of_winter, "2026-11-30").is_some_and(|said| said.contains("today, 2026-11-29")));
        // Past midnight in London, which universal time is an hour behind.
        let of_summer = days("2026-07-01T23:00:00Z", "2026-07-02");
        assert!(expected(of_summer, "2026-07-01").is_some());
        assert_eq!(expected(of_summer, "2026-07-02"), None);
    }
}
