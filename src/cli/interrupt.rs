//! Ctrl-C.

use care2mosaic::pipeline::{Cancel, Exit};
use tokio::signal::unix::{SignalKind, signal};

use super::ui::Ui;

/// Listens on a thread of its own: the first Ctrl-C, or a polite kill, asks the run to stop, the second ends the process.
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
    }
}

#[expect(
    clippy::exit,
    reason = "whoever presses Ctrl-C twice does not want to wait; batches are sealed whole or not at all"
)]
fn end() -> ! {
    std::process::exit(Exit::Interrupted.code().into())
}
