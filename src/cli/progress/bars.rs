//! Progress on a terminal.

use std::sync::Mutex;
use std::time::Duration;

use care2mosaic::pipeline::{Event, Observer};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::phase::Phase;

/// A phase that is over sooner shows nothing.
const DELAY: Duration = Duration::from_millis(250);

/// Drawn at most so many times a second.
const HERTZ: u8 = 20;

const BAR: &str = "{prefix:<20} {bar:28} {percent:>3}%  {msg}";
const SPINNER: &str = "{prefix:<20} {spinner} {msg}";

/// One bar, for the phase that runs.
#[derive(Debug, Default)]
pub(in crate::cli) struct Bars(Mutex<Option<(Phase, ProgressBar)>>);

impl Observer for Bars {
    fn event(&self, event: Event) {
        let Ok(mut current) = self.0.lock() else { return };
        match (&event, current.as_mut()) {
            (Event::PhaseStarted { name, batches, bytes }, _) => {
                let phase = Phase::new(name, *batches, *bytes);
                let bar = bar(&phase);
                *current = Some((phase, bar));
            }
            (Event::PhaseFinished, Some((_, bar))) => {
                bar.finish_and_clear();
                *current = None;
            }
            (event, Some((phase, bar))) => {
                phase.take(event);
                show(phase, bar);
            }
            (_, None) => {}
        }
    }
}

/// A hidden bar of the right length: batches, or else bytes.
fn bar(phase: &Phase) -> ProgressBar {
    let length = if phase.batches > 0 { phase.batches } else { phase.bytes };
    let template = if length > 0 { BAR } else { SPINNER };
    let style =
        ProgressStyle::with_template(template).expect("the templates are constants").progress_chars("━╸─");
    let bar = ProgressBar::with_draw_target(
        Some(length).filter(|length| *length > 0),
        ProgressDrawTarget::hidden(),
    );
    bar.with_style(style).with_prefix(phase.name)
}

fn show(phase: &Phase, bar: &ProgressBar) {
    if bar.is_hidden() {
        if phase.began.elapsed() < DELAY {
            return;
        }
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(HERTZ));
        bar.enable_steady_tick(DELAY);
    }
    bar.set_position(if phase.batches > 0 { phase.batches_done } else { phase.bytes_done() });
    bar.set_message(if bar.position() == 0 {
        phase.counts()
    } else {
        format!("{}, {} left", phase.counts(), left(bar))
    });
}

/// The time left, to the second below a minute and to the minute above.
fn left(bar: &ProgressBar) -> String {
    match bar.eta().as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds => format!("{} min", seconds.div_ceil(60)),
    }
}
