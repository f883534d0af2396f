//! The definitions of staging tables, read by a parser of all three dialects.
//!
//! SQLite and PostgreSQL run them in `tests/load`; for SQL Server this parser is what there is.

use crate::support::Workplace;

use super::tool::{Tool, said};

/// Parses standard input's file and prints the number of tables; ends with 77 where the parser is missing.
const PARSE: &str = "
import sys
try:
    import sqlglot
except ImportError:
    sys.exit(77)
with open(sys.argv[1]) as script:
    statements = [one for one in sqlglot.parse(script.read(), read=sys.argv[2]) if one]
print(sum(1 for one in statements if one.key == 'create' and one.args['kind'] == 'TABLE'))
if any(one.key == 'command' for one in statements):
    sys.exit('a statement was not understood')
";

#[test]
fn the_scripts_parse_in_their_dialects() {
    let Some(python) = Tool::installed("python") else { return };
    let workplace = Workplace::new();
    let contract = care2mosaic::target::contract::Contract::load(&Workplace::mappings().join("contract"));
    let tables = contract.unwrap().tables().len();
    for (dialect, name) in [("sqlite", "sqlite"), ("postgres", "postgres"), ("mssql", "tsql")] {
        let mappings = Workplace::mappings();
        let line = format!("ddl --dialect {dialect} --mappings {}", mappings.display());
        workplace.write("script.sql", workplace.run(&line).ended(0).stdout);
        let output = python.run(&workplace.path("."), &["-c", PARSE, "script.sql", name]);
        if output.status.code() == Some(77) {
            return;
        }
        assert!(output.status.success(), "{dialect}: {}", said(&output));
        assert_eq!(said(&output).trim(), tables.to_string(), "{dialect}");
    }
}
