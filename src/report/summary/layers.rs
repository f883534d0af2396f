//! What paths of several folders laid over each other stand for.

use crate::report::model::Report;

/// What paths of corrected rows begin with (`source::DropFolder`).
const CORRECTIONS: &str = "corrections-";

/// What such paths stand for, where the report has any.
pub fn layer_words(report: &Report) -> Option<&'static str> {
    let files = report.source.files.iter().map(|file| file.path.as_str());
    let mut paths = files.chain(report.stops.iter().map(|stop| stop.file.as_str()));
    paths.any(|path| path.starts_with(CORRECTIONS)).then_some(
        "A path that begins with corrections-1 is within the first folder of corrected rows that was laid over the export \
         (`retry --source`), corrections-2 within the second, and so on.",
    )
}
