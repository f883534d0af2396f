//! `retry` in a folder that somebody signed, or whose lists somebody corrected where they lie.

use std::fs;
use std::process::Command;

use crate::support::{Workplace, files, with_missing_gender};

/// A folder of which somebody is held whose gender is missing, and the export in which it is not.
fn held() -> Workplace {
    let workplace = with_missing_gender(["later", "export", "mappings"]);
    workplace.run("-q migrate export --out out").ended(5);
    workplace
}

#[test]
fn a_sealed_folder_takes_no_retry() {
    let workplace = held();
    let keygen = ["-q", "-t", "ed25519", "-N", "", "-f"];
    let made = Command::new("ssh-keygen").args(keygen).arg(workplace.path("key")).status();
    assert!(made.unwrap().success());
    workplace.run("seal out --sign-key key").ended(0);
    let before = files(&workplace.path("out"));
    let refused = workplace.run("retry out --source later").ended(7);
    assert!(refused.stderr.contains("is sealed, and takes no retry"), "{refused}");
    assert!(
        refused.stderr.contains("withdraw the signature (move out/reconciliation/root.json.sig"),
        "{refused}"
    );
    let after = files(&workplace.path("out"));
    let others = |name: &&String| !name.starts_with("ledger.sqlite") && before.get(*name) != after.get(*name);
    let changed: Vec<_> = after.keys().chain(before.keys()).filter(others).collect();
    assert!(changed.is_empty(), "{changed:?}");
    // A retry with nothing to write says so, and a proof that comes to the same keeps the signature.
    workplace.run("retry out").ended(5);
    workplace.run("reconcile out --source export").ended(5);
    assert!(workplace.path("out/reconciliation/root.json.sig").exists());
    workplace.run("verify out").ended(0);
    fs::rename(workplace.path("out/reconciliation/root.json.sig"), workplace.path("withdrawn")).unwrap();
    workplace.run("retry out --source later").ended(0);
}

#[test]
fn rows_that_were_corrected_where_they_lie_are_not_written_over() {
    let workplace = held();
    let rows = fs::read_to_string(workplace.path("out/exceptions/rows/Person.csv")).unwrap();
    for (name, text) in [("Person.csv", rows.clone() + "corrected\r\n"), ("Person (2).csv", rows.clone())] {
        let path = format!("out/exceptions/rows/{name}");
        workplace.write(&path, &text);
        let refused = workplace.run("retry out --source later").ended(3);
        assert!(
            refused.stderr.contains(&format!("exceptions/rows/{name} of out is not what the run wrote")),
            "{refused}"
        );
        assert!(refused.stderr.contains("a folder of its own, and name that with `--source`"), "{refused}");
        assert_eq!(fs::read_to_string(workplace.path(&path)).unwrap(), text);
        // Moved as it says.
        workplace.write(&format!("corrected/{name}"), &text);
        fs::remove_file(workplace.path(&path)).unwrap();
    }
    workplace.run("retry out --source later").ended(0);
    workplace.run("verify out").ended(0);
}
