//! Every reason code of the catalogue is raised somewhere, and seen raised by a test.
//!
//! The test writes where each is raised and which test sees it to `reason-codes.txt` among the temporary files of the build.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use care2mosaic::record::Reason;

/// Rooms that raise codes; elsewhere they are listed, explained, planted or weighed.
const RAISING: [&str; 6] =
    ["src/source", "src/map", "src/load", "src/pipeline", "src/reconcile/check", "src/synth/defect"];

/// Files of those rooms that only know codes by name.
const NAMING: [&str; 4] =
    ["src/pipeline/acknowledge.rs", "src/pipeline/lists", "src/pipeline/coverage", "src/pipeline/spill"];

/// Codes that the council's own rules raise, by their name in the policy or in a mapping.
const BY_RULE: [(&str, &str); 3] = [
    ("test-person", "`[[exclude]]` of the policy"),
    ("placeholder-relative", "`[[exclude]]` of the policy"),
    ("out-of-scope", "`[[scope]]` of a mapping, `[[exclude]]` of the policy"),
];

/// Codes that nothing raises, with the reason.
const NOT_RAISED: [(&str, &str); 1] =
    [("activity-also-note", "no key joins an activity to a note of another table")];

/// Codes that no test sees raised, with the reason.
const NOT_SEEN: [(&str, &str); 0] = [];

fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Text files below a folder, by their path within the package.
fn texts(folder: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut open = vec![package().join(folder)];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let name = path.strip_prefix(package()).unwrap().to_str().unwrap().replace('\\', "/");
                all.insert(name, text);
            }
        }
    }
    all
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "rs")
}

/// The name of a code in Rust, such as `BadDate`, and as a constant, such as `BAD_DATE`.
fn names(code: &str) -> [String; 3] {
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
    let camel: String = code.split('-').map(capital).collect();
    [format!("Reason::{camel}"), format!("\"{code}\""), code.to_uppercase().replace('-', "_")]
}

/// Whether a text has a word, and not only as part of a longer one.
fn has(text: &str, word: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_');
    text.match_indices(word).any(|(at, _)| ends(&text[at + word.len()..]))
}

fn raised_in(
    sources: &BTreeMap<String, String>,
    mappings: &BTreeMap<String, String>,
    code: &str,
) -> Option<String> {
    let [reason, quoted, _] = names(code);
    let raises =
        |path: &str| !path.starts_with("src/synth") && !NAMING.iter().any(|naming| path.starts_with(naming));
    let by_name = ["src/reconcile/check", "src/map/compile"];
    let source = sources.iter().find(|(path, text)| {
        let named = by_name.iter().any(|room| path.starts_with(room)) && text.contains(&quoted);
        raises(path) && (has(text, &reason) || named)
    });
    let rule = || {
        let declares = |line: &str| line.trim_start().starts_with("code") && line.contains(&quoted);
        let in_rule = format!("code = {quoted}");
        mappings.iter().find(|(_, text)| text.lines().any(|line| declares(line) || line.contains(&in_rule)))
    };
    source.or_else(rule).map(|(path, _)| path.clone())
}

/// The test that sees a code: the function in which it stands, a fixture, or a hard case that `synth` plants.
fn seen_by(
    tests: &BTreeMap<String, String>,
    sources: &BTreeMap<String, String>,
    code: &str,
) -> Option<String> {
    let [reason, quoted, constant] = names(code);
    let in_code = tests.iter().filter(|(path, _)| is_rust(path) && !path.ends_with("reason_codes.rs"));
    let mut test = in_code.filter_map(|(path, text)| {
        let words = [reason.as_str(), quoted.as_str(), constant.as_str()];
        let line = text.lines().position(|line| words.iter().any(|word| has(line, word)))?;
        let above: Vec<_> = text.lines().take(line + 1).collect();
        let function = above.iter().rev().find_map(|line| {
            let name = line.trim_start().trim_start_matches("pub(super) ").strip_prefix("fn ")?;
            name.split(['(', '<']).next().map(str::to_owned)
        });
        Some(format!("{path} {}", function.unwrap_or_default()))
    });
    let fixture = || {
        let expected = tests.iter().filter(|(path, _)| path.contains("/expected."));
        expected.filter(|(_, text)| has(text, code)).map(|(path, _)| path.clone()).next()
    };
    let planted = || {
        let kinds = sources.iter().filter(|(path, _)| path.starts_with("src/synth/defect"));
        kinds.filter(|(_, text)| has(text, &reason)).map(|(path, _)| format!("{path} (planted)")).next()
    };
    test.next().or_else(fixture).or_else(planted)
}

#[test]
fn every_code_is_raised_and_seen() {
    let sources: BTreeMap<_, _> = RAISING.iter().flat_map(|room| texts(room)).collect();
    let mut mappings = texts("mappings");
    mappings.retain(|path, _| Path::new(path).extension().is_some_and(|ending| ending == "toml"));
    let mut tests = texts("tests");
    tests.extend(texts("sample-exports/broken"));
    let listed = |list: &[(&'static str, &'static str)], code: &str| {
        list.iter().find(|(own, _)| *own == code).map(|(_, why)| (*why).to_owned())
    };
    let (mut wrong, mut table) = (Vec::new(), Vec::new());
    for code in Reason::ALL.iter().map(|reason| reason.code()) {
        let raised = raised_in(&sources, &mappings, code).or_else(|| listed(&BY_RULE, code));
        let seen = seen_by(&tests, &sources, code);
        let (no_raise, no_sight) = (listed(&NOT_RAISED, code), listed(&NOT_SEEN, code));
        if raised.is_some() == no_raise.is_some() {
            wrong.push(format!(
                "{code} is raised in {raised:?} and is on the list of those that are not: {no_raise:?}"
            ));
        }
        if no_raise.is_none() && seen.is_some() == no_sight.is_some() {
            wrong.push(format!(
                "{code} is seen by {seen:?} and is on the list of those that are not: {no_sight:?}"
            ));
        }
        let shown = |text: Option<String>, else_: Option<String>| text.or(else_).unwrap_or_default();
        table.push(format!("{code} | {} | {}", shown(raised, no_raise), shown(seen, no_sight)));
    }
    fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("reason-codes.txt"), table.join("\n")).unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
