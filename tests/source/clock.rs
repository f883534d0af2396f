//! London's clock agrees with the time zone database at every moment.

use care2mosaic::source::{DateForm, UtcInstant};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

proptest! {
    #[test]
    fn wall_time_is_that_of_the_database(second in -5_000_000_000_i64..7_000_000_000) {
        let moment = Timestamp::from_second(second).unwrap();
        let text = moment.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S.000").to_string();
        let form = DateForm::new("YYYY-MM-DD HH:MM:SS.mmm", None).unwrap();
        let london = TimeZone::get("Europe/London").unwrap();
        let wall = UtcInstant::parse(&text, &[form]).unwrap().to_uk_wall();
        prop_assert_eq!(wall, moment.to_zoned(london).datetime());
    }
}

/// A text as a form writes a time of the calendar.
fn written(wall: jiff::civil::DateTime, form: &str) -> String {
    wall.strftime(form).to_string()
}

#[test]
fn every_day_from_1900_to_2100_comes_back_from_every_form() {
    let epoch = jiff::civil::date(1899, 12, 30);
    let forms = [
        ("YYYY-MM-DD", "%Y-%m-%d"),
        ("DD/MM/YYYY", "%d/%m/%Y"),
        ("MM/DD/YYYY", "%m/%d/%Y"),
        ("DD.MM.YYYY HH:MM", "%d.%m.%Y 00:00"),
        ("DD/MM/YY", "%d/%m/%y"),
    ];
    let mut day = jiff::civil::date(1900, 1, 1);
    while day.year() <= 2100 {
        let midnight = day.to_datetime(jiff::civil::Time::midnight());
        for (form, pattern) in forms {
            if form == "DD/MM/YY" && !(1931..=2030).contains(&day.year()) {
                continue;
            }
            let form = DateForm::new(form, Some(30)).unwrap();
            assert_eq!(form.read(&written(midnight, pattern)), Some(midnight), "{day} {form:?}");
        }
        let since = i64::from(epoch.until(day).unwrap().get_days());
        let number = if day < jiff::civil::date(1900, 3, 1) { since - 1 } else { since };
        let serial = DateForm::new("excel-serial", None).unwrap();
        assert_eq!(serial.read(&number.to_string()), Some(midnight), "{number}");
        if day.year() >= 1904 {
            let serial = DateForm::new("excel-serial-1904", None).unwrap();
            assert_eq!(serial.read(&(since - 1462).to_string()), Some(midnight), "{day}");
        }
        day = day.tomorrow().unwrap();
    }
}

#[test]
fn every_quarter_of_an_hour_around_a_change_of_the_clock_is_as_the_database_says() {
    let london = TimeZone::get("Europe/London").unwrap();
    let from = jiff::civil::date(1916, 1, 1).to_zoned(london.clone()).unwrap().timestamp();
    let changes =
        london.following(from).take_while(|change| change.timestamp().to_zoned(TimeZone::UTC).year() <= 2100);
    let mut seen = [0, 0, 0];
    for change in changes {
        let around = change.timestamp().to_zoned(london.clone()).datetime();
        for quarter in -120..120 {
            let wall = around.checked_add(jiff::SignedDuration::from_mins(quarter * 15)).unwrap();
            let moments: Vec<_> = UtcInstant::shown_as(wall).collect();
            seen[moments.len()] += 1;
            let known = london.to_ambiguous_zoned(wall);
            assert_eq!(known.is_ambiguous(), moments.len() != 1, "{wall}");
            assert!(moments.iter().all(|moment| moment.to_uk_wall() == wall), "{wall}");
            assert_eq!(moments.len() == 2, moments.iter().any(UtcInstant::is_shown_twice), "{wall}");
            let earlier = known.compatible().unwrap().with_time_zone(TimeZone::UTC).datetime();
            assert!(moments.is_empty() || moments[0].utc() == earlier, "{wall}");
        }
    }
    assert!(seen.iter().all(|times| *times > 500), "{seen:?}");
}
