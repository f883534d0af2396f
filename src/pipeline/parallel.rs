//! Work on numbered things by several threads, results in order of number.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Runs `work` for each number, in ascending order, on so many threads; the first failure ends the rest, and results
/// come in order of number.
pub(super) fn in_parallel<T: Send, E: Send>(
    threads: usize,
    numbers: &[u32],
    work: impl Fn(u32) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    let next = AtomicUsize::new(0);
    let results: Mutex<BTreeMap<u32, Result<T, E>>> = Mutex::new(BTreeMap::new());
    let run = || {
        while let Some(number) = numbers.get(next.fetch_add(1, Ordering::Relaxed)) {
            let result = work(*number);
            if result.is_err() {
                next.store(numbers.len(), Ordering::Relaxed);
            }
            if let Ok(mut results) = results.lock() {
                results.insert(*number, result);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.max(1).min(numbers.len().max(1)) {
            scope.spawn(run);
        }
        run();
    });
    let results = results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    results.into_values().collect()
}
