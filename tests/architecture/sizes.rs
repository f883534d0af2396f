//! One idea a file.

use super::code::Code;

/// No file is longer.
const LONGEST: usize = 500;

#[test]
fn no_file_is_too_long() {
    for code in ["src", "tests"].into_iter().flat_map(Code::under) {
        let lines = code.text.lines().count();
        assert!(lines <= LONGEST, "{}: {lines} lines hold more than one idea", code.path);
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in ["src", "tests"] {
        for code in Code::under(folder) {
            assert!(code.text.starts_with("//! "), "{}", code.path);
        }
    }
}

#[test]
fn no_file_is_named_for_nothing() {
    for code in Code::under("src") {
        for name in ["util", "helper", "manager", "common", "misc"] {
            assert!(!code.path.contains(name), "{}", code.path);
        }
    }
}
