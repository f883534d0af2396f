//! The help of every command.

use insta::assert_snapshot;

use crate::support::{Workplace, files};

/// The commands that the help lists.
fn commands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = lines.take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty()).map(String::from).collect()
}

#[test]
fn every_command_explains_itself() {
    let workplace = Workplace::new();
    let help = workplace.run("--help").ended(0).stdout;
    assert_snapshot!("help", help);
    for command in commands(&help).iter().filter(|command| *command != "help") {
        let help = workplace.run(&format!("{command} --help")).ended(0).stdout;
        assert!(help.contains("Example"), "{command}");
        assert!(help.contains("\nExit codes:\n    0  "), "{command}");
        assert_snapshot!(format!("help_{command}"), help);
    }
}

#[test]
fn every_option_stands_in_an_example_of_its_command() {
    let workplace = Workplace::new();
    let help = workplace.run("--help").ended(0).stdout;
    let mut seen = 0;
    for command in commands(&help).iter().filter(|command| *command != "help") {
        let help = workplace.run(&format!("{command} --help")).ended(0).stdout;
        let (options, rest) = help.split_once("\nOutput:").unwrap();
        let examples = rest.split_once("\nExample").unwrap().1;
        let named = options.lines().filter_map(|line| line.trim_start().strip_prefix("--"));
        for option in named.map(|option| option.split([' ', '<']).next().unwrap()) {
            assert!(examples.contains(&format!("--{option}")) || option == "json", "--{option} of {command}");
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn completions_name_every_command() {
    let workplace = Workplace::new();
    let help = workplace.run("--help").ended(0).stdout;
    for shell in ["bash", "zsh", "fish"] {
        let script = workplace.run(&format!("completions {shell}")).ended(0).stdout;
        for command in commands(&help) {
            assert!(script.contains(&command), "{command} in {shell}");
        }
    }
}

#[test]
fn every_command_has_a_man_page_with_its_options_and_an_example() {
    let workplace = Workplace::new();
    let help = workplace.run("--help").ended(0).stdout;
    workplace.run("completions --man man").ended(0);
    let pages = files(&workplace.path("man"));
    let mut names: Vec<_> =
        commands(&help).iter().map(|command| format!("care2mosaic-{command}.1")).collect();
    names.retain(|name| name != "care2mosaic-help.1");
    names.push("care2mosaic.1".to_owned());
    names.sort();
    assert!(pages.keys().eq(&names), "{:?}", pages.keys());
    for (name, page) in &pages {
        let page = String::from_utf8(page.clone()).unwrap();
        for part in [".TH care2mosaic", ".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS", "Example", "\\-\\-quiet"] {
            assert!(page.contains(part), "{part} in {name}");
        }
    }
    workplace.run("completions").ended(2);
}

#[test]
fn what_an_example_types_is_understood() {
    let workplace = Workplace::new();
    let help = workplace.run("--help").ended(0).stdout;
    let mut seen = 0;
    for command in commands(&help).iter().filter(|command| *command != "help") {
        let help = workplace.run(&format!("{command} --help")).ended(0).stdout;
        let examples = help.split_once("\nExample").unwrap().1;
        let own = format!("  care2mosaic {command}");
        assert!(examples.lines().any(|line| line.starts_with(&own)), "{command}: {examples}");
        for line in examples.lines().filter(|line| line.starts_with("  care2mosaic ")) {
            let words = line.trim().split(['|', '>', '<', '&', '\\']).next().unwrap();
            let words = words.split("  ").next().unwrap().replace(['"', '\''], "");
            let words = words.trim_start_matches("care2mosaic ").replace("--people 5000", "--people 10");
            // Nothing of it is there; what matters is that it is not the words that are wrong.
            let run = workplace.run(&words);
            for wrong in
                ["unexpected argument", "unrecognized subcommand", "invalid value", "required arguments"]
            {
                assert!(!run.stderr.contains(wrong), "{line}: {run}");
            }
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
}
