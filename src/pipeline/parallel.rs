//! Work by several threads, results in the order of the tasks.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Runs `work` for each of some tasks, begun in their order, on so many threads; the first failure ends the rest, and
/// results come in the order of the tasks.
pub(super) fn in_parallel<J: Copy + Sync, T: Send, E: Send>(
    threads: usize,
    tasks: &[J],
    work: impl Fn(J) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    let next = AtomicUsize::new(0);
    let results: Mutex<BTreeMap<usize, Result<T, E>>> = Mutex::new(BTreeMap::new());
    let run = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(task) = tasks.get(place) else { return };
            let result = work(*task);
            if result.is_err() {
                next.store(tasks.len(), Ordering::Relaxed);
            }
            if let Ok(mut results) = results.lock() {
                results.insert(place, result);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.max(1).min(tasks.len().max(1)) {
            scope.spawn(run);
        }
        run();
    });
    let results = results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    results.into_values().collect()
}
