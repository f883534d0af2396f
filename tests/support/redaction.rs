//! What differs from run to run is replaced by what it is.

use std::path::Path;

/// Replaces the folder, digests, identifiers and times.
pub(crate) fn redact(text: &str, folder: &Path) -> String {
    let text = text.replace(&folder.display().to_string(), "[folder]");
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '.') {
            word.push(c);
        } else {
            out.push_str(name(&word));
            word.clear();
            out.push(c);
        }
    }
    out + name(&word)
}

fn name(word: &str) -> &str {
    if is_digest(word) {
        "[digest]"
    } else if has_form(word, "xxxxxxxx-xxxx-7xxx-xxxx-xxxxxxxxxxxx") {
        "[id]"
    } else if word.len() > 19 && has_form(&word[..19], "dddd-dd-ddTdd:dd:dd") {
        "[time]"
    } else {
        word
    }
}

fn is_digest(word: &str) -> bool {
    word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a word has a form: `x` for a hexadecimal digit, `d` for a decimal one, all else for itself.
fn has_form(word: &str, form: &str) -> bool {
    let fits = |(byte, form): (u8, u8)| match form {
        b'x' => byte.is_ascii_hexdigit(),
        b'd' => byte.is_ascii_digit(),
        form => byte == form,
    };
    word.len() == form.len() && word.bytes().zip(form.bytes()).all(fits)
}
