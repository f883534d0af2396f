//! The wish to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set once by whoever wants the run to stop; the run looks at it between batches.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<Wish>);

#[derive(Debug, Default)]
struct Wish {
    asked: AtomicBool,
    heard: AtomicBool,
}

impl Cancel {
    /// Asks the run to stop.
    pub fn ask(&self) {
        self.0.asked.store(true, Ordering::SeqCst);
    }

    /// Whether the run was asked to stop.
    pub fn asked(&self) -> bool {
        self.0.asked.load(Ordering::SeqCst)
    }

    /// The same, for the run to ask: from then on it is known that it will stop.
    pub fn hear(&self) -> bool {
        let asked = self.asked();
        if asked {
            self.0.heard.store(true, Ordering::SeqCst);
        }
        asked
    }

    /// Whether the run knows that it is to stop.
    pub fn heard(&self) -> bool {
        self.0.heard.load(Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_run_hears_the_wish() {
        let cancel = Cancel::default();
        assert!(!cancel.hear());
        cancel.ask();
        assert_eq!((cancel.asked(), cancel.heard()), (true, false));
        assert_eq!((cancel.hear(), cancel.heard()), (true, true));
    }
}
