//! No block of the README, the runbook or the manual of the mappings is left untried.

use crate::support::Workplace;

/// Lines of shell blocks that no test types, and why.
const NOT_TYPED: [(&str, &str); 2] = [
    ("cargo test", "it would run this very test"),
    ("cargo install --path .", "it builds the package once more; a person does it before a release"),
];

/// Every page, and the kinds of its blocks with the test that tries them.
const PAGES: [(&str, &[(&str, &str)]); 3] = [
    (
        "README.md",
        &[
            ("sh", "readme::commands types it"),
            ("bash", "readme::team types it, where a PostgreSQL can be started"),
            ("text", "a story told in commands: each is understood, as below"),
        ],
    ),
    ("mappings/RUNBOOK.md", &[("sh", "guide::runbook types it")]),
    ("mappings/README.md", &[("toml", "it stands in the mappings, or is read as TOML below")]),
];

fn page(name: &str) -> String {
    std::fs::read_to_string(Workplace::package(name)).unwrap()
}

/// The blocks of a page: their kind, and their text.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let fenced = page.split("```").skip(1).step_by(2);
    fenced.map(|block| block.split_once('\n').unwrap()).collect()
}

#[test]
fn every_block_is_of_a_kind_that_some_test_tries() {
    for (name, kinds) in PAGES {
        let page = page(name);
        let blocks = blocks(&page);
        for (kind, _) in &blocks {
            assert!(kinds.iter().any(|(known, _)| known == kind), "{name} has a block of {kind:?}");
        }
        for (kind, by) in kinds {
            assert!(blocks.iter().any(|(own, _)| own == kind), "{name} has no block of {kind:?} ({by})");
        }
    }
}

#[test]
fn what_is_not_typed_is_there_and_little() {
    let page = page("README.md");
    let lines: Vec<_> = blocks(&page)
        .into_iter()
        .filter(|(kind, _)| *kind == "sh")
        .flat_map(|(_, text)| text.lines())
        .collect();
    for (line, reason) in NOT_TYPED {
        assert!(lines.iter().any(|own| own.split(" # ").next().unwrap().trim() == line), "{line} ({reason})");
    }
    let of_cargo = lines.iter().filter(|line| line.starts_with("cargo"));
    assert_eq!(of_cargo.count(), NOT_TYPED.len() + 1, "the main job is typed too");
}

#[test]
fn a_story_told_in_commands_is_understood() {
    let workplace = Workplace::new();
    let page = page("README.md");
    let told =
        blocks(&page).into_iter().filter(|(kind, _)| *kind == "text").flat_map(|(_, text)| text.lines());
    let mut lines = 0;
    for line in told {
        let words = line.strip_prefix("care2mosaic ").unwrap_or_else(|| panic!("{line}"));
        let run = workplace.run(words.split("   ").next().unwrap());
        for wrong in ["unexpected argument", "unrecognized subcommand", "invalid value", "required arguments"]
        {
            assert!(!run.stderr.contains(wrong), "{line}: {run}");
        }
        lines += 1;
    }
    assert!(lines > 5, "{lines}");
}

#[test]
fn what_the_manual_shows_is_toml() {
    let page = page("mappings/README.md");
    for (_, text) in blocks(&page) {
        let read = toml::from_str::<toml::Table>(text);
        assert!(read.is_ok(), "{read:?} in {text}");
    }
}
