//! Ends the process where a test asks for it; not in a release build.

/// The point to end at, as in `CARE2MOSAIC_ABORT_AT=batch-renamed:2`.
const VARIABLE: &str = "CARE2MOSAIC_ABORT_AT";

/// Arms the point that the variable names.
pub(super) fn arm() {
    if let Ok(point) = std::env::var(VARIABLE) {
        care2mosaic::record::arm_crash_point(&point, || std::process::abort());
    }
}
