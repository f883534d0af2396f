//! What is wrong with the form of a TOML file, in the words of those who write it.

/// What programmers call a value, and what others do.
const WORDS: [(&str, &str); 12] = [
    ("u8", "a whole number from 0"),
    ("u16", "a whole number from 0"),
    ("u32", "a whole number from 0"),
    ("u64", "a whole number from 0"),
    ("usize", "a whole number from 0"),
    ("i64", "a whole number"),
    ("f64", "a number"),
    ("a string", "a text in quotes"),
    ("a boolean", "true or false"),
    ("a sequence", "a list in brackets"),
    ("a map", "a table"),
    ("struct", "a table"),
];

/// The message of the TOML reader, with what it expected in words that are no program's.
pub(crate) fn form_words(message: &str) -> String {
    let Some((found, expected)) = message.rsplit_once("expected ") else { return message.to_owned() };
    let name = |word: &str| {
        let rest = expected.strip_prefix(word)?;
        rest.is_empty().then_some(rest).or(rest.starts_with([' ', ',', '\n']).then_some(rest))
    };
    match WORDS.iter().find_map(|(word, plain)| Some((*word, *plain, name(word)?))) {
        Some(("struct", plain, _)) => format!("{found}expected {plain}"),
        Some((_, plain, rest)) => format!("{found}expected {plain}{rest}"),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::form_words;

    #[test]
    fn types_of_programs_are_not_shown() {
        for (message, shown) in [
            (
                "invalid type: string \"2 MB\", expected u64",
                "invalid type: string \"2 MB\", expected a whole number from 0",
            ),
            (
                "invalid type: integer `3`, expected struct RawFiles",
                "invalid type: integer `3`, expected a table",
            ),
            (
                "invalid type: integer `3`, expected a string",
                "invalid type: integer `3`, expected a text in quotes",
            ),
            ("unknown field `a`, expected one of `b`, `c`", "unknown field `a`, expected one of `b`, `c`"),
            ("missing field `a`", "missing field `a`"),
        ] {
            assert_eq!(form_words(message), shown);
        }
    }
}
