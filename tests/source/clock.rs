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
