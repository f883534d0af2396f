//! Colours, where somebody wants them.

use std::process::Command;

use crate::support::{Workplace, say};

/// What starts a colour.
const ESCAPE: &str = "\u{1b}[";

/// What a command that fails says, with variables set; on a terminal of its own, or where there is none.
fn said(options: &str, variables: &[(&str, &str)], terminal: bool) -> String {
    let text = said_in(&Workplace::new(), &format!("status nothing {options}"), variables, terminal);
    assert!(text.contains("nothing holds no finished run"), "{text}");
    text
}

/// What a command says.
fn said_in(place: &Workplace, words: &str, variables: &[(&str, &str)], terminal: bool) -> String {
    let mut command = if terminal {
        let line = format!("{} {words}", env!("CARGO_BIN_EXE_care2mosaic"));
        let mut script = Command::new("script");
        script.args(["-qec", &line, "/dev/null"]).env("TERM", "xterm-256color");
        script.current_dir(place.path(""));
        script
    } else {
        place.command(words)
    };
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Whether terminals can be made here.
fn has_terminals() -> bool {
    Command::new("script").arg("--version").output().is_ok_and(|output| output.status.success())
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
    if !has_terminals() {
        return say("not run, for want of `script`, which makes a terminal: what is coloured there");
    }
    assert!(said("", &[], true).contains(ESCAPE));
    assert!(!said("", &[("NO_COLOR", "1")], true).contains(ESCAPE));
    assert!(!said("--color never", &[], true).contains(ESCAPE));
    assert!(said("--color always", &[("NO_COLOR", "1")], true).contains(ESCAPE));
}

/// A folder with a dry run and a run.
fn migrated() -> Workplace {
    let place = Workplace::new();
    std::os::unix::fs::symlink(Workplace::mappings(), place.path("mappings")).unwrap();
    place.run("synth export --people 20 --seed 5").ended(0);
    place.run("migrate export --out out --no-reconcile").ended(0);
    place
}

const SUMMARIES: [&str; 3] = ["report out", "status out --history", "verify out"];

#[test]
fn summaries_have_the_same_letters_with_colours_and_without() {
    let place = migrated();
    for words in SUMMARIES {
        let plain = said_in(&place, words, &[], false);
        assert!(!plain.contains(ESCAPE), "{words}");
        assert_eq!(said_in(&place, &format!("{words} --color never"), &[], false), plain);
        let coloured = said_in(&place, &format!("{words} --color always"), &[("NO_COLOR", "1")], false);
        assert!(coloured.starts_with(ESCAPE), "{words}: {coloured}");
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain, "{words}");
    }
    for words in ["report out --format json", "report out --format html", "status out --json"] {
        assert!(!said_in(&place, &format!("{words} --color always"), &[], false).contains(ESCAPE), "{words}");
    }
}

#[test]
fn summaries_on_a_terminal_have_colours_unless_somebody_wants_none() {
    if !has_terminals() {
        return say("not run, for want of `script`, which makes a terminal: colours of summaries");
    }
    let place = migrated();
    for words in SUMMARIES {
        assert!(said_in(&place, words, &[], true).contains(ESCAPE), "{words}");
        let plain = said_in(&place, words, &[], false);
        for (options, variables) in [("--color never", &[][..]), ("", &[("NO_COLOR", "1")])] {
            let shown = said_in(&place, &format!("{words} {options} --no-progress"), variables, true);
            assert_eq!(shown.replace('\r', ""), plain, "{words} {options}");
        }
    }
}
