//! Turns at the processor among threads that also wait for the disk.

use std::sync::{Condvar, Mutex, PoisonError};

/// So many turns at the processor: one more thread than turns keeps the processors busy while another waits for the disk.
#[derive(Debug)]
pub(super) struct Turns {
    free: Mutex<usize>,
    given_back: Condvar,
}

/// A turn, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    of: &'a Turns,
}

impl Turns {
    /// Turns for `threads` at once, one at least.
    pub(super) fn new(threads: usize) -> Self {
        Self { free: Mutex::new(threads.max(1)), given_back: Condvar::new() }
    }

    /// Waits for a turn.
    pub(super) fn take(&self) -> Turn<'_> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free =
            self.given_back.wait_while(free, |free| *free == 0).unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        Turn { of: self }
    }
}

impl Turn<'_> {
    /// Gives the turn to others while something waits for the disk, and takes one again.
    pub(super) fn while_waiting<T>(self, wait: impl FnOnce() -> T) -> (Self, T) {
        let turns = self.of;
        drop(self);
        let waited = wait();
        (turns.take(), waited)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.of.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.of.given_back.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::channel;

    use super::Turns;

    #[test]
    fn no_more_compute_at_once_than_there_are_turns() {
        let (turns, at_once, most) = (Turns::new(2), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..5 {
                scope.spawn(|| {
                    for _ in 0..100 {
                        let _turn = turns.take();
                        most.fetch_max(at_once.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        at_once.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!((1..=2).contains(&most.into_inner()));
    }

    #[test]
    fn whoever_waits_for_the_disk_lets_another_compute() {
        let turns = Turns::new(1);
        let (said, heard) = channel();
        std::thread::scope(|scope| {
            let turn = turns.take();
            scope.spawn(|| {
                let _turn = turns.take();
                said.send(()).expect("somebody listens");
            });
            let (_turn, other_had_a_turn) = turn.while_waiting(|| heard.recv());
            assert_eq!(other_had_a_turn, Ok(()));
        });
    }

    #[test]
    fn there_is_always_a_turn() {
        drop(Turns::new(0).take());
    }
}
