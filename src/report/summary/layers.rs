//! What paths of several folders laid over each other stand for.

use crate::report::model::Report;

/// What paths of corrected rows begin with (`source::DropFolder`).
const CORRECTIONS: &str = "corrections-";

/// What such paths stand for, where there are any.
pub fn layer_words<'p>(mut paths: impl Iterator<Item = &'p str>) -> Option<&'static str> {
    paths.any(|path| path.starts_with(CORRECTIONS)).then_some(
        "A path that begins with corrections-1 is within the first folder of corrected rows that was laid over the export \
         (`retry --source`), corrections-2 within the second, and so on.",
    )
}

/// The same for the paths of a report.
pub(in crate::report) fn layers_of(report: &Report) -> Option<&'static str> {
    let files = report.source.files.iter().map(|file| file.path.as_str());
    layer_words(files.chain(report.stops.iter().map(|stop| stop.file.as_str())))
}
