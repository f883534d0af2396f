//! London's clock, with its changes looked up once.

use std::sync::OnceLock;

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

/// A change of London's clock: from that second (Unix time) on, it shows universal time plus so many seconds.
#[derive(Clone, Copy)]
struct Change {
    from: i64,
    offset: i64,
}

/// By how many seconds London's clock has been ahead of universal time at one time or another, most first: double summer
/// time, summer time, winter time, and until 1847 the city's own.
pub(super) const OFFSETS: [i64; 4] = [7200, 3600, 0, -75];

/// Changes after this year are asked of the time zone itself.
const LAST_YEAR: i16 = 2100;

/// How many seconds London's clock is ahead of universal time at a moment given in universal time.
pub(super) fn offset_seconds(utc: civil::DateTime) -> i64 {
    static CHANGES: OnceLock<Vec<Change>> = OnceLock::new();
    if utc.year() > LAST_YEAR {
        return offset_of_zone(utc);
    }
    let changes = CHANGES.get_or_init(changes);
    let second = unix_second(utc);
    let after = changes.partition_point(|change| change.from <= second);
    changes[after - 1].offset
}

fn zone() -> TimeZone {
    TimeZone::get("Europe/London").expect("the time zone database is compiled in")
}

fn offset_of_zone(utc: civil::DateTime) -> i64 {
    let moment = Timestamp::from_second(unix_second(utc)).unwrap_or(Timestamp::MAX);
    i64::from(zone().to_offset(moment).seconds())
}

fn changes() -> Vec<Change> {
    let zone = zone();
    let first = Change { from: i64::MIN, offset: i64::from(zone.to_offset(Timestamp::MIN).seconds()) };
    let later = zone.following(Timestamp::MIN).map(|change| Change {
        from: change.timestamp().as_second(),
        offset: i64::from(change.offset().seconds()),
    });
    let end = unix_second(civil::date(LAST_YEAR + 1, 1, 1).into());
    std::iter::once(first).chain(later.take_while(|change| change.from < end)).collect()
}

fn unix_second(utc: civil::DateTime) -> i64 {
    // Days since 1970-01-01 by the usual era arithmetic, with the year beginning in March.
    let (month, day) = (i64::from(utc.month()), i64::from(utc.day()));
    let year = i64::from(utc.year()) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = era * 146_097 + day_of_era - 719_468;
    let time = (i64::from(utc.hour()) * 60 + i64::from(utc.minute())) * 60 + i64::from(utc.second());
    days * 86_400 + time
}
