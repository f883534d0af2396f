//! Who may know whom, and who may print.

use super::code::Code;

/// Each room and those it may know; imports go one way.
const ROOMS: [(&str, &[&str]); 12] = [
    ("record", &[]),
    ("source", &["record"]),
    ("target", &["record"]),
    ("ledger", &["record"]),
    ("load", &["record", "target"]),
    ("report", &["record"]),
    ("seal", &[]),
    ("map", &["record", "source", "target"]),
    ("reconcile", &["record", "source", "target", "map"]),
    ("synth", &["record", "source"]),
    ("pipeline", &["record", "source", "target", "ledger", "load", "report", "map", "reconcile", "seal"]),
    ("cli", &["record", "pipeline", "synth", "report", "ledger", "load", "map", "seal"]),
];

/// Of the target and the mappings, these are all that the proof and the mappings may know: it shares no code with writers.
const NARROW: [(&str, &str, &[&str]); 4] = [
    ("map", "target", &["contract"]),
    ("load", "target", &["contract"]),
    ("reconcile", "target", &["contract"]),
    ("reconcile", "map", &["plan"]),
];

/// The paths that a line names in this package, such as `target::contract::Table`.
fn paths(line: &str) -> impl Iterator<Item = &str> {
    ["crate::", "care2mosaic::"].into_iter().flat_map(|root| line.split(root).skip(1))
}

fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

#[test]
fn imports_go_one_way() {
    for code in Code::under("src") {
        let Some((room, known)) = ROOMS.iter().find(|(room, _)| *room == code.room()) else { continue };
        for (number, line) in code.lines() {
            for path in paths(line) {
                let other = word(path);
                let allowed =
                    other == *room || known.contains(&other) || !ROOMS.iter().any(|(room, _)| *room == other);
                assert!(allowed, "{}:{number}: {room} may not know {other}", code.path);
            }
        }
    }
}

#[test]
fn every_room_is_known_here() {
    for code in Code::under("src").iter().filter(|code| !code.room().is_empty()) {
        assert!(ROOMS.iter().any(|(room, _)| *room == code.room()), "{}", code.path);
    }
}

#[test]
fn the_proof_shares_no_code_with_the_writers() {
    for code in Code::under("src") {
        for (_, other, parts) in NARROW.iter().filter(|(room, ..)| *room == code.room()) {
            for (number, line) in code.lines() {
                for rest in paths(line).filter_map(|path| path.strip_prefix(other)?.strip_prefix("::")) {
                    let part = word(rest);
                    assert!(parts.contains(&part), "{}:{number}: {other}::{part}", code.path);
                }
            }
        }
    }
}

#[test]
fn only_the_command_line_prints_reads_the_environment_and_exits() {
    const FORBIDDEN: [&str; 8] =
        ["println!", "eprintln!", "print!(", "dbg!(", "std::env", "env::var", "process::exit", "io::stdout"];
    for code in Code::under("src").iter().filter(|code| code.room() != "cli" && code.path != "src/main.rs") {
        for pattern in FORBIDDEN {
            assert_eq!(code.places(pattern), [""; 0]);
        }
    }
}

#[test]
fn nothing_gives_up_or_is_left_open() {
    const FORBIDDEN: [&str; 3] = [".unwrap()", concat!("unimplemented", "!("), concat!("todo", "!(")];
    // Put together here, so that a search of the tree for what is left open does not find this list.
    const MARKS: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];
    for code in Code::under("src") {
        for pattern in FORBIDDEN {
            assert_eq!(code.places(pattern), [""; 0]);
        }
        for mark in MARKS {
            assert_eq!(code.marks(mark), [""; 0]);
        }
    }
}
