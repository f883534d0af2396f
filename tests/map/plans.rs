//! The package's mappings, compiled as they are or with changes.

use std::sync::OnceLock;

use care2mosaic::map::compile;
use care2mosaic::map::plan::Plan;

use super::package::package_mappings;
use crate::support::copy_folder;

/// The package's own mappings, compiled once.
pub(crate) fn package_plan() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| compile(package_mappings()).unwrap())
}

/// The package's mappings with other settings in the policy: each line of `settings` replaces the line that begins alike.
pub(crate) fn plan_with_policy(settings: &[&str]) -> Plan {
    let policy = std::fs::read_to_string(package_mappings().join("policy.toml")).unwrap();
    let name = |line: &str| line.split('=').next().unwrap().trim_end().to_owned();
    let changes = settings.iter().map(|setting| {
        let line = policy.lines().find(|line| name(line) == name(setting)).unwrap().to_owned();
        (line, (*setting).to_owned())
    });
    plan_with("policy.toml", &changes.collect::<Vec<_>>())
}

/// The package's mappings with other texts in one file.
pub(crate) fn plan_with(file: &str, changes: &[(String, String)]) -> Plan {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(package_mappings(), folder.path());
    let path = folder.path().join(file);
    let mut text = std::fs::read_to_string(&path).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from.as_str()), "{file} has no {from}");
        text = text.replace(from.as_str(), to);
    }
    std::fs::write(&path, text).unwrap();
    compile(folder.path()).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}
