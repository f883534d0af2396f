//! The help of every command.

use insta::assert_snapshot;

use crate::support::Workplace;

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
        assert_snapshot!(format!("help_{command}"), help);
    }
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
