//! Ages on the day of the extract, in bands.

/// The band of an age.
pub(super) fn band(born: &str, day: &str) -> &'static str {
    let (Ok(born), Ok(day)) = (born.parse::<jiff::civil::Date>(), day.parse::<jiff::civil::Date>()) else {
        return "not known";
    };
    let before_birthday = (day.month(), day.day()) < (born.month(), born.day());
    match day.year() - born.year() - i16::from(before_birthday) {
        _ if born > day => "unborn",
        0 => "under 1",
        1..=4 => "1 to 4",
        5..=9 => "5 to 9",
        10..=15 => "10 to 15",
        16..=17 => "16 and 17",
        _ => "18 and over",
    }
}

#[cfg(test)]
mod tests {
    use super::band;

    #[test]
    fn birthdays_change_the_band() {
        for (born, expected) in [
            ("2026-11-27", "unborn"),
            ("2026-11-26", "under 1"),
            ("2025-11-26", "1 to 4"),
            ("2008-11-27", "16 and 17"),
            ("2008-11-26", "18 and over"),
            ("", "not known"),
        ] {
            assert_eq!(band(born, "2026-11-26"), expected, "{born}");
        }
    }
}
