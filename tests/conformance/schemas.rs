//! The mapping files are held against the schemas for editors by `jsonschema`.

use super::tool::{Tool, said};
use crate::support::Workplace;

/// Holds each file against the schema that `.taplo.toml` names for it, and prints what does not fit.
const PROGRAM: &str = r#"
import fnmatch, glob, json, sys, tomllib, datetime
from jsonschema import Draft7Validator
def plain(value):
    if isinstance(value, dict): return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list): return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value
rules = tomllib.load(open(".taplo.toml", "rb"))["rule"]
read = 0
for rule in rules:
    schema = json.load(open(rule["schema"]["path"]))
    Draft7Validator.check_schema(schema)
    left = rule.get("exclude", [])
    for file in sorted(path for pattern in rule["include"] for path in glob.glob(pattern) if path not in left):
        read += 1
        for error in Draft7Validator(schema).iter_errors(plain(tomllib.load(open(file, "rb")))):
            print(file, error.json_path)
print("read", read)
"#;

#[test]
fn every_file_fits_its_schema_and_a_wrong_one_does_not() {
    let Some(python) = Tool::installed("python") else { return };
    let workplace = Workplace::new();
    workplace.run("init project").ended(0);
    let folder = workplace.path("project");
    let sound = said(&python.run(&folder, &["-c", PROGRAM]));
    assert!(sound.starts_with("read 1") && sound.lines().count() == 1, "{sound}");
    let team = std::fs::read_to_string(folder.join("mappings/team.toml")).unwrap();
    std::fs::write(folder.join("mappings/team.toml"), team.replacen("table =", "tabel =", 1)).unwrap();
    let wrong = said(&python.run(&folder, &["-c", PROGRAM]));
    assert!(wrong.contains("mappings/team.toml $.row[0]"), "{wrong}");
}
