//! `verify` and `prove`.

use std::fs;

use crate::support::Workplace;

/// A migrated export of a small council in `out`.
fn migrated() -> Workplace {
    let workplace = Workplace::new();
    workplace.run("synth export --people 40 --seed 5").ended(0);
    let mappings = Workplace::mappings();
    workplace
        .run(&format!("migrate export --out out --batch-size 25 --mappings {}", mappings.display()))
        .ended(0);
    workplace
}

/// The person number of the first case file.
fn first_case_file(workplace: &Workplace) -> String {
    let list = fs::read_to_string(workplace.path("out/reconciliation/case-files.csv")).unwrap();
    list.lines().nth(1).unwrap().split(',').next().unwrap().to_owned()
}

#[test]
fn a_folder_that_nobody_touched_is_verified() {
    let workplace = migrated();
    let run = workplace.run("verify out").ended(0);
    assert!(run.stdout.starts_with("Verified. Nothing was changed.\n"), "{run}");
    let again = workplace.run("verify out --json").ended(0);
    let body: serde_json::Value = serde_json::from_str(&again.stdout).unwrap();
    assert_eq!((&body["verdict"], &body["findings"]), (&"verified".into(), &serde_json::json!([])));
}

#[test]
fn a_changed_file_is_named_with_what_was_expected() {
    let workplace = migrated();
    let path = workplace.path("out/data/batches/0001/05_MO_PERSONS.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\r\n", "\r\n\r\n", 1)).unwrap();
    let run = workplace.run("verify out").ended(3);
    assert!(run.stdout.starts_with("Changed. "), "{run}");
    assert!(
        run.stdout.contains("data/batches/0001/05_MO_PERSONS.csv\n    expected SHA-256 [digest], found"),
        "{run}"
    );
}

#[test]
fn one_case_file_is_proved_without_the_folder() {
    let workplace = migrated();
    let number = first_case_file(&workplace);
    let proof = workplace.command(&format!("prove out {number}")).output().unwrap().stdout;
    let proof = String::from_utf8(proof).unwrap();
    workplace.write("proof.json", &proof);
    fs::rename(workplace.path("out/reconciliation/root.json"), workplace.path("root.json")).unwrap();
    fs::remove_dir_all(workplace.path("out")).unwrap();
    let run = workplace.run("verify --proof proof.json").ended(0);
    assert!(run.stdout.starts_with("Verified. The digest is under the root."), "{run}");
    assert!(run.stdout.contains(&format!("case file  {number}, by the proof's own word")), "{run}");
    workplace.run("verify --proof proof.json --root-document root.json").ended(0);

    for (from, to) in [
        ("\"leaf\": 0", "\"leaf\": 1"),
        ("\"digest\": \"", "\"digest\": \"0"),
        ("\"root\": \"", "\"root\": \"0"),
    ] {
        workplace.write("forged.json", proof.replacen(from, to, 1));
        workplace.run("verify --proof forged.json").ended(3);
    }
    let root = fs::read_to_string(workplace.path("root.json")).unwrap();
    workplace.write("root.json", root.replacen("\"leaves\": ", "\"leaves\": 1", 1));
    let run = workplace.run("verify --proof proof.json --root-document root.json").ended(3);
    assert!(run.stdout.contains("root.json\n    expected the root document with SHA-256"), "{run}");
}

#[test]
fn what_cannot_be_proved_is_refused() {
    let workplace = migrated();
    assert!(workplace.run("prove out 1").ended(2).stderr.contains("has no case file 1"));
    workplace.run("verify --proof out/bagit.txt").ended(3);
    let unsigned = workplace.run("verify --proof proof.json --allowed-signers allowed").ended(2);
    assert!(unsigned.stderr.contains("--root-document root.json"), "{unsigned}");
    workplace.run("verify --proof nothing.json").ended(2);
    workplace.run("verify nothing").ended(7);
    workplace.run("verify out/bagit.txt").ended(2);
    workplace.run("verify").ended(2);
    fs::remove_file(workplace.path("out/reconciliation/root.json")).unwrap();
    assert!(
        workplace
            .run(&format!("prove out {}", first_case_file(&workplace)))
            .ended(7)
            .stderr
            .contains("reconcile")
    );
}
