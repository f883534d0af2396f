//! Colours, where somebody wants them.

use std::process::Command;

use crate::support::{Workplace, say};

/// What starts a colour.
const ESCAPE: &str = "\u{1b}[";

/// What a command that fails says, with variables set; on a terminal of its own, or where there is none.
fn said(options: &str, variables: &[(&str, &str)], terminal: bool) -> String {
    let place = Workplace::new();
    let words = format!("status nothing {options}");
    let mut command = if terminal {
        let line = format!("{} {words}", env!("CARGO_BIN_EXE_care2mosaic"));
        let mut script = Command::new("script");
        script.args(["-qec", &line, "/dev/null"]).env("TERM", "xterm-256color");
        script.current_dir(place.path(""));
        script
    } else {
        place.command(&words)
    };
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("nothing holds no finished run"), "{text}");
    text
}

#[test]
fn where_there_is_no_terminal_colours_come_only_when_asked_for() {
    for (options, colours) in
        [("", false), ("--color auto", false), ("--color never", false), ("--color always", true)]
    {
        assert_eq!(said(options, &[], false).contains(ESCAPE), colours, "{options}");
    }
    assert!(
        said("--color always", &[("NO_COLOR", "1")], false).contains(ESCAPE),
        "the option is the last word"
    );
}

#[test]
fn on_a_terminal_colours_come_unless_somebody_wants_none() {
    if !Command::new("script").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return say("not run, for want of `script`, which makes a terminal: what is coloured there");
    }
    assert!(said("", &[], true).contains(ESCAPE));
    assert!(!said("", &[("NO_COLOR", "1")], true).contains(ESCAPE));
    assert!(!said("--color never", &[], true).contains(ESCAPE));
    assert!(said("--color always", &[("NO_COLOR", "1")], true).contains(ESCAPE));
}
