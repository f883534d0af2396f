//! Progress as lines of the log, for files and services.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use care2mosaic::pipeline::{Event, Observer};

use super::phase::Phase;

/// No more than a line in this time within a phase.
const PAUSE: Duration = Duration::from_secs(5);

/// Tells of phases in the log.
#[derive(Debug, Default)]
pub(in crate::cli) struct Lines(Mutex<Option<(Phase, Instant)>>);

impl Observer for Lines {
    fn event(&self, event: Event) {
        let Ok(mut current) = self.0.lock() else { return };
        match (&event, current.as_mut()) {
            (Event::PhaseStarted { name, batches, bytes }, _) => {
                tracing::info!(phase = name, "started");
                *current = Some((Phase::new(name, *batches, *bytes), Instant::now()));
            }
            (Event::PhaseFinished, Some((phase, _))) => {
                let seconds = phase.began.elapsed().as_secs_f64();
                let seconds = format!("{seconds:.1}");
                tracing::info!(phase = phase.name, counts = phase.counts(), seconds, "finished");
                *current = None;
            }
            (event, Some((phase, told))) => {
                phase.take(event);
                if told.elapsed() >= PAUSE {
                    *told = Instant::now();
                    tracing::info!(phase = phase.name, counts = phase.counts(), "at work");
                }
            }
            (_, None) => {}
        }
    }
}
