//! Ctrl-C.

use std::time::Duration;

use care2mosaic::pipeline::{Cancel, Exit};
use tokio::signal::unix::{SignalKind, signal};

use super::ui::Ui;

/// How long a run may take to hear that it is to stop. It looks more often, unless something keeps it waiting.
const PATIENCE: Duration = Duration::from_secs(10);

/// Listens on a thread of its own: the first Ctrl-C, or a polite kill, asks the run to stop, the second ends the process; so
/// does the first where the run does not hear it.
pub(super) fn listen(cancel: Cancel, ui: Ui) {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        if let Ok(runtime) = runtime {
            runtime.spawn(wait(SignalKind::terminate(), cancel.clone(), ui.clone()));
            runtime.block_on(wait(SignalKind::interrupt(), cancel, ui));
        }
    });
}

async fn wait(kind: SignalKind, cancel: Cancel, ui: Ui) {
    let Ok(mut signals) = signal(kind) else { return };
    while signals.recv().await.is_some() {
        if cancel.asked() {
            end();
        }
        cancel.ask();
        ui.note("Stopping after the work in hand; press Ctrl-C again to stop at once.");
        tokio::spawn(end_unheard(cancel.clone(), ui.clone()));
    }
}

/// Ends the process where the run waits for something that does not come.
async fn end_unheard(cancel: Cancel, ui: Ui) {
    tokio::time::sleep(PATIENCE).await;
    if !cancel.heard() {
        ui.note("The work in hand does not end: stopped at once; the same command goes on.");
        end();
    }
}

#[expect(
    clippy::exit,
    reason = "whoever presses Ctrl-C twice does not want to wait; batches are sealed whole or not at all"
)]
fn end() -> ! {
    std::process::exit(Exit::Interrupted.code().into())
}
