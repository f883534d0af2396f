//! Days and times as exports write them.

mod civil_date;
mod date_form;
mod london;
mod serial_day;
mod utc_instant;
mod wall_time;

pub use civil_date::CivilDate;
pub use date_form::DateForm;
pub(super) use date_form::Reading;
pub use utc_instant::UtcInstant;
pub use wall_time::WallTime;
