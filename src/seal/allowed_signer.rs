//! A line of a list of allowed signers.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use ssh_key::PublicKey;
use ssh_key::public::KeyData;

/// Dates without a `Z` are the wall time of the councils that this program is for.
const ZONE: &str = "Europe/London";

/// Somebody who may sign: names, a key, and what limits it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AllowedSigner {
    /// Patterns of names, separated by commas.
    pub(super) principals: String,
    /// Whether the key is a certificate authority's; such a line is for certificates, which do not seal here.
    authority: bool,
    /// Patterns of namespaces; all where there are none.
    namespaces: Option<String>,
    /// From when, and until when, it is valid.
    after: Option<Timestamp>,
    before: Option<Timestamp>,
    key: KeyData,
}

impl AllowedSigner {
    /// Reads a line, or says what was expected there.
    pub(super) fn parse(line: &str) -> Result<Self, &'static str> {
        let (principals, rest) = first_word(line).ok_or("principals, options, and a key")?;
        let mut signer = Self {
            principals,
            authority: false,
            namespaces: None,
            after: None,
            before: None,
            key: KeyData::Ed25519(ssh_key::public::Ed25519PublicKey([0; 32])),
        };
        let key = if let Ok(key) = rest.parse::<PublicKey>() {
            key
        } else {
            let (options, rest) = options_end(rest);
            signer.take_options(options)?;
            rest.trim_start().parse().map_err(|_| "a public key after the principals and options")?
        };
        signer.key = key.key_data().clone();
        Ok(signer)
    }

    fn take_options(&mut self, options: &str) -> Result<(), &'static str> {
        for option in split_options(options) {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
            match (name.to_ascii_lowercase().as_str(), value) {
                ("cert-authority", None) => self.authority = true,
                ("namespaces", Some(patterns)) => self.namespaces = Some(patterns.to_owned()),
                ("valid-after", Some(time)) => {
                    self.after = Some(timestamp(time).ok_or("a time of the form YYYYMMDD[HHMM[SS]][Z]")?);
                }
                ("valid-before", Some(time)) => {
                    self.before = Some(timestamp(time).ok_or("a time of the form YYYYMMDD[HHMM[SS]][Z]")?);
                }
                _ => return Err("cert-authority, namespaces, valid-after, or valid-before as options"),
            }
        }
        Ok(())
    }

    /// Whether the line is for this key itself.
    pub(super) fn has_key(&self, key: &KeyData) -> bool {
        !self.authority && self.key == *key
    }

    /// Whether the line names somebody.
    pub(super) fn is(&self, person: &str) -> bool {
        matches_list(person, &self.principals)
    }

    /// Whether the line can name anybody: one of its patterns is not taken back by another.
    pub(super) fn is_somebody(&self) -> bool {
        let named = self.principals.split(',').filter(|pattern| !pattern.starts_with('!'));
        named.into_iter().any(|pattern| matches_list(pattern, &self.principals))
    }

    /// Whether the line is for signatures of a namespace.
    pub(super) fn may_sign(&self, namespace: &str) -> bool {
        self.namespaces.as_deref().is_none_or(|patterns| matches_list(namespace, patterns))
    }

    /// Whether the line is valid at a time.
    pub(super) fn is_valid(&self, at: Timestamp) -> bool {
        self.after.is_none_or(|after| at >= after) && self.before.is_none_or(|before| at <= before)
    }
}

/// The first word of a line, perhaps between quotes, and what follows it.
fn first_word(line: &str) -> Option<(String, &str)> {
    if let Some(quoted) = line.strip_prefix('"') {
        let (word, rest) = quoted.split_once('"')?;
        return Some((word.to_owned(), rest.trim_start()));
    }
    let (word, rest) = line.split_once([' ', '\t'])?;
    Some((word.to_owned(), rest.trim_start()))
}

/// The options, up to the first space outside of quotes, and what follows them.
fn options_end(text: &str) -> (&str, &str) {
    let mut quoted = false;
    let end = text.find(|c: char| {
        quoted ^= c == '"';
        !quoted && (c == ' ' || c == '\t')
    });
    text.split_at(end.unwrap_or(text.len()))
}

/// Options are separated by commas outside of quotes.
fn split_options(options: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = options.split(|c: char| {
        quoted ^= c == '"';
        !quoted && c == ','
    });
    parts.collect()
}

/// `YYYYMMDD[HHMM[SS]]`, in UTC where a `Z` follows.
fn timestamp(text: &str) -> Option<Timestamp> {
    let (digits, utc) = text.strip_suffix(['Z', 'z']).map_or((text, false), |digits| (digits, true));
    if ![8, 12, 14].contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number =
        |from: usize, to: usize| digits.get(from..to).map_or(Some(0), |part| part.parse::<i8>().ok());
    let date = Date::new(digits[..4].parse().ok()?, number(4, 6)?, number(6, 8)?).ok()?;
    let time = Time::new(number(8, 10)?, number(10, 12)?, number(12, 14)?, 0).ok()?;
    let zone = if utc { TimeZone::UTC } else { TimeZone::get(ZONE).ok()? };
    zone.to_timestamp(DateTime::from_parts(date, time)).ok()
}

/// Whether one of the patterns of a list matches, and none of those that begin with `!`.
fn matches_list(text: &str, patterns: &str) -> bool {
    let mut found = false;
    for pattern in patterns.split(',') {
        match pattern.strip_prefix('!') {
            Some(pattern) if matches(text, pattern) => return false,
            Some(_) => {}
            None => found |= matches(text, pattern),
        }
    }
    found
}

/// Whether a pattern matches a whole text: `*` stands for any characters, `?` for one.
fn matches(text: &str, pattern: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => text.is_empty(),
        Some('*') => {
            let pattern = rest.as_str();
            let mut tails = text.char_indices().map(|(at, _)| &text[at..]).chain([""]);
            tails.any(|tail| matches(tail, pattern))
        }
        Some(one) => {
            let mut text = text.chars();
            text.next().is_some_and(|c| one == '?' || c == one) && matches(text.as_str(), rest.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti someone";

    fn signer(before: &str) -> Result<AllowedSigner, &'static str> {
        AllowedSigner::parse(&format!("{before} {KEY}"))
    }

    #[test]
    fn patterns_of_principals_are_those_of_ssh() {
        let one = signer("*@council.example,!mallory@council.example").unwrap();
        assert!(one.is("ann@council.example"));
        assert!(!one.is("mallory@council.example") && !one.is("ann@elsewhere.example"));
        assert!(signer("a?n").unwrap().is("ann") && !signer("a?n").unwrap().is("an"));
        assert!(signer("\"the director\"").unwrap().is("the director"));
    }

    #[test]
    fn a_line_that_takes_back_whom_it_names_names_nobody() {
        for nobody in ["!ann", "ann,!ann", "ann,!a*", "ann,bob,!*"] {
            assert!(!signer(nobody).unwrap().is_somebody(), "{nobody}");
        }
        for somebody in ["ann", "*", "a*,!ann", "ann,bob,!ann"] {
            assert!(signer(somebody).unwrap().is_somebody(), "{somebody}");
        }
    }

    #[test]
    fn a_line_may_be_limited_to_namespaces_and_times() {
        let line = "ann namespaces=\"git,care2*\",valid-after=\"20260101\",valid-before=\"20260701120000Z\"";
        let one = signer(line).unwrap();
        assert!(one.may_sign("care2mosaic") && one.may_sign("git") && !one.may_sign("file"));
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert!(!one.is_valid(at("2025-12-31T23:59:59Z")) && one.is_valid(at("2026-01-01T00:00:00Z")));
        assert!(one.is_valid(at("2026-07-01T12:00:00Z")) && !one.is_valid(at("2026-07-01T12:00:01Z")));
        // Summer time: midnight in London is an hour earlier in UTC.
        assert!(signer("ann valid-after=\"20260701\"").unwrap().is_valid(at("2026-06-30T23:00:00Z")));
    }

    #[test]
    fn a_certificate_authority_seals_nothing_itself() {
        let (one, key) = (signer("ann cert-authority").unwrap(), signer("ann").unwrap().key);
        assert!(!one.has_key(&key) && signer("ann").unwrap().has_key(&key));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for line in
            ["ann no-such-option", "ann valid-after=\"2026\"", "ann valid-after=20260101", "ann namespaces"]
        {
            assert!(signer(line).is_err(), "{line}");
        }
        assert!(
            AllowedSigner::parse("ann").is_err() && AllowedSigner::parse("ann ssh-ed25519 AAAA").is_err()
        );
    }
}
