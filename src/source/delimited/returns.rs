//! Carriage returns that end rows by themselves, as they did on old Macintoshes.

use crate::source::Delimited;

/// What carriage returns mean in a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Returns {
    quote: Option<u8>,
    /// Whether rows end in line feeds, as far as the profile says.
    feeds: bool,
    /// Whether the profile says that carriage returns end rows.
    declared: bool,
}

impl Returns {
    pub(super) fn of(form: &Delimited) -> Self {
        let ends = form.terminator.as_deref().unwrap_or("\n");
        let feeds = ends.contains('\n');
        Self { quote: form.quote, feeds, declared: !feeds && ends.contains('\r') }
    }

    /// What ends a physical line.
    pub(super) fn line_end(self) -> u8 {
        if self.declared { b'\r' } else { b'\n' }
    }

    /// The first carriage return outside quotes with neither a line feed nor the end behind it, where rows end in
    /// line feeds: none stands in a header.
    pub(super) fn alone(self, row: &[u8]) -> Option<usize> {
        if !self.feeds || memchr::memchr(b'\r', row).is_none() {
            return None;
        }
        let mut quoted = false;
        row.iter().enumerate().position(|(place, byte)| {
            quoted ^= self.quote == Some(*byte);
            *byte == b'\r' && !quoted && row.get(place + 1).is_some_and(|next| !matches!(next, b'\n' | b'\r'))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_return_by_itself_outside_quotes_is_alone() {
        let alone = |text: &str| Returns::of(&Delimited::default()).alone(text.as_bytes());
        assert_eq!(alone("a,b\rc,d\r"), Some(3));
        assert_eq!(alone("\"a\",\"b\"\r\"c\",\"d\""), Some(7));
        for text in ["a,b\r\n", "a,\"b\rc\"\n", "a,b\r", "a,b\n", "a,b\r\r\n"] {
            assert_eq!(alone(text), None, "{text:?}");
        }
        let declared = Delimited { terminator: Some("\r".to_owned()), ..Delimited::default() };
        assert_eq!(Returns::of(&declared).alone(b"a,b\rc,d"), None);
    }
}
