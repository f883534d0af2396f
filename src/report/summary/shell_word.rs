//! What a command to type consists of.

use std::path::Path;

/// A text as one word of a POSIX shell: quoted where a shell would part or read it otherwise.
pub fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+:@%=,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// A path as one word of a POSIX shell; a file whose name starts like an option is named by its folder too.
pub fn shell_path(path: &Path) -> String {
    let text = path.display().to_string();
    if text.starts_with('-') { shell_word(&format!("./{text}")) } else { shell_word(&text) }
}

/// A mappings folder as an option, where it is not the one that commands look for.
pub fn mappings_option(mappings: &Path) -> String {
    if mappings == Path::new("mappings") {
        String::new()
    } else {
        format!(" --mappings {}", shell_path(mappings))
    }
}

/// A profile as an option, where one is named.
pub fn profile_option(profile: Option<&str>) -> String {
    profile.map_or_else(String::new, |name| format!(" --profile {}", shell_word(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_whatever_is_in_it() {
        let word = |path: &str| shell_path(Path::new(path));
        assert_eq!(word("out/a-1"), "out/a-1");
        assert_eq!(word("my export"), "'my export'");
        assert_eq!(word("it's"), r"'it'\''s'");
        assert_eq!(word("~/out"), "'~/out'");
        assert_eq!(word("-out"), "./-out");
        assert_eq!(word("-my out"), "'./-my out'");
        assert_eq!(shell_word(""), "''");
    }
}
