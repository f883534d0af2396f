//! Points of a run at which a test ends the process, as a power cut would.
//!
//! In a release build they are nothing at all, unless the feature `failpoints` is on.

/// Says that a point is reached; `detail` tells apart places that share a point, such as the name of the file written.
#[inline]
pub fn crash_point(point: &str, detail: &str) {
    #[cfg(any(debug_assertions, feature = "failpoints"))]
    armed::reached(point, detail);
    #[cfg(not(any(debug_assertions, feature = "failpoints")))]
    let _ = (point, detail);
}

#[cfg(any(debug_assertions, feature = "failpoints"))]
pub use armed::{arm_crash_point, watch_crash_points};

#[cfg(any(debug_assertions, feature = "failpoints"))]
mod armed {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    struct Armed {
        point: String,
        detail: Option<String>,
        times: AtomicU32,
        end: fn(),
    }

    static ARMED: OnceLock<Armed> = OnceLock::new();

    static WATCHED: OnceLock<fn(&str)> = OnceLock::new();

    /// Calls `told` with the name of every point that is reached. Only the first call in a process counts.
    pub fn watch_crash_points(told: fn(&str)) {
        WATCHED.get_or_init(|| told);
    }

    /// Calls `end` when a point is reached: `POINT`, or `POINT=DETAIL`, and `:N` for the Nth time. Only the first call
    /// in a process counts.
    pub fn arm_crash_point(text: &str, end: fn()) {
        let (place, times) = text.rsplit_once(':').unwrap_or((text, "1"));
        let (point, detail) =
            place.split_once('=').map_or((place, None), |(point, detail)| (point, Some(detail)));
        let times = AtomicU32::new(times.parse().unwrap_or(1));
        ARMED.get_or_init(|| Armed {
            point: point.to_owned(),
            detail: detail.map(str::to_owned),
            times,
            end,
        });
    }

    pub(super) fn reached(point: &str, detail: &str) {
        if let Some(told) = WATCHED.get() {
            told(point);
        }
        let Some(armed) = ARMED.get() else { return };
        let here = armed.point == point && armed.detail.as_ref().is_none_or(|wanted| wanted == detail);
        if here && armed.times.fetch_sub(1, Ordering::SeqCst) == 1 {
            (armed.end)();
        }
    }
}
