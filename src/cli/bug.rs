//! What is said of a bug.

/// Says where a bug is and not what the program held there: the words of a panic may quote a record.
pub(super) fn hide_values() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!(" at {}:{}", place.file(), place.line()));
        super::ui::complain(&format!(
            "error: internal error{}; this is a bug. What was sealed before it is whole: run the same command again, and \
             report the place if it comes back.",
            place.unwrap_or_default()
        ));
    }));
}
