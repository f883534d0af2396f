//! Paths as one types them.

use std::path::Path;

/// A path as a word of a POSIX shell.
pub(super) fn shell_word(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+:@%=,~".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_a_space_is_one_word() {
        assert_eq!(shell_word(Path::new("out/a-1")), "out/a-1");
        assert_eq!(shell_word(Path::new("my export")), "'my export'");
        assert_eq!(shell_word(Path::new("it's")), r"'it'\''s'");
    }
}
