//! Ends the process where a test asks for it, lets it stand still, or tells where it could have; not in a release build.

use std::fs::File;
use std::io::Write;
use std::process::Command;
use std::sync::OnceLock;

use care2mosaic::record::{arm_crash_point, watch_crash_points};

/// The point to end at, as in `CARE2MOSAIC_ABORT_AT=batch-renamed:2`.
const VARIABLE: &str = "CARE2MOSAIC_ABORT_AT";

/// The point to stand still at, until a signal lets the process go on.
const STAND: &str = "CARE2MOSAIC_STAND_AT";

/// A file that gets the name of every point that is reached, a line each.
const REACHED: &str = "CARE2MOSAIC_POINTS_TO";

static POINTS: OnceLock<File> = OnceLock::new();

/// Arms the point that the variable names.
pub(super) fn arm() {
    if let Ok(point) = std::env::var(VARIABLE) {
        arm_crash_point(&point, || std::process::abort());
    }
    if let Ok(point) = std::env::var(STAND) {
        arm_crash_point(&point, stand_still);
    }
    if let Some(file) = std::env::var(REACHED).ok().and_then(|path| File::create(path).ok()) {
        POINTS.get_or_init(|| file);
        watch_crash_points(|point| {
            // A test that misses a line says so.
            let _ = POINTS.get().map(|mut file| writeln!(file, "{point}"));
        });
    }
}

/// As on a machine that was suspended: no thread goes on, and no sign of life is given.
fn stand_still() {
    let _ = Command::new("kill").args(["-STOP", &std::process::id().to_string()]).status();
}
