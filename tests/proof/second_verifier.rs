//! A verifier in another language, written from the page: it agrees on what is right, and on what is not.

use std::fs;
use std::process::{Command, Output};

use care2mosaic::synth::{Hooks, SynthOptions, copy_for_siblings, synth_with};
use serde_json::Value;

use crate::support::{Workplace, files};

fn verifier(workplace: &Workplace, arguments: &[&str]) -> Output {
    let mut command = Command::new("python3");
    command.arg(Workplace::package("tests/proof/verifier.py"));
    command.current_dir(workplace.path("")).args(arguments).output().unwrap()
}

fn told(output: &Output, code: i32) -> Value {
    assert_eq!(output.status.code(), Some(code), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn migrated(synth: &str, code: i32) -> Workplace {
    let workplace = Workplace::new();
    workplace.run(synth).ended(0);
    let mappings = Workplace::mappings();
    let migrate = format!("migrate export --out out --batch-size 30 --mappings {}", mappings.display());
    workplace.run(&migrate).ended(code);
    workplace
}

#[test]
fn the_page_has_the_test_vectors_of_the_second_verifier() {
    let workplace = Workplace::new();
    let page = Workplace::package("PROOF.md");
    told(&verifier(&workplace, &["--vectors", &page.display().to_string()]), 0);
}

#[test]
fn both_verifiers_agree_on_the_root_and_on_the_digests() {
    for (synth, code) in
        [("synth export --people 80 --seed 3", 0), ("synth export --people 80 --seed 4 --defects 0.2", 5)]
    {
        let workplace = migrated(synth, code);
        let told = told(&verifier(&workplace, &["out", "--source", "export"]), 0);
        let root = fs::read(workplace.path("out/reconciliation/root.json")).unwrap();
        let root: Value = serde_json::from_slice(&root).unwrap();
        assert_eq!((&told["root"], &told["leaves"]), (&root["root"], &root["leaves"]));
        // Enough of them can be computed for the agreement to mean something.
        assert!(told["computed"].as_u64().unwrap() > 5, "{told}");
        assert!(told["joining_computed"].as_u64().unwrap() > 10, "{told}");
    }
}

/// The root document tells attached files by their places, which the page says how to work out.
#[test]
fn both_verifiers_tell_attached_files_alike() {
    let workplace = Workplace::new();
    workplace.run("synth export --people 30 --seed 3").ended(0);
    let key = "0b7C2d3e-4f50-4a61-8b72-93c4d5e6f708";
    for path in [
        "Ann Lee/Plan.PDF",
        "Ann Lee/Thumbs.db",
        "b.Lee",
        "\u{e9}.txt",
        &format!("{key}/c"),
        &format!("{key}.jpg"),
    ] {
        workplace.write(&format!("export/files/{path}"), path);
    }
    let migrate = format!("migrate export --out out --mappings {}", Workplace::mappings().display());
    workplace.run(&migrate).ended(0);
    let verified = told(&verifier(&workplace, &["out", "--source", "export"]), 0);
    assert!(verified["attached"].as_u64().unwrap() > 5, "{verified}");
    let root = fs::read_to_string(workplace.path("out/reconciliation/root.json")).unwrap();
    for path in ["1/1.pdf", "2", "3.txt", &format!("{key}/1"), &format!("{key}.jpg")] {
        assert!(root.contains(&format!("\"files/{path}\"")), "{path} in {root}");
    }
    workplace.write("export/files/b.Lee", "other");
    let verified = told(&verifier(&workplace, &["out", "--source", "export"]), 3);
    assert!(verified["findings"].to_string().contains("files/2 with SHA-256"), "{verified}");
    let verified = workplace.run("verify out --source export").ended(7);
    assert!(verified.stderr.contains("1 changed (files/2)"), "{verified}");
}

/// Work of several children that was folded into one step is digested for each of them.
#[test]
fn both_verifiers_agree_where_work_of_siblings_is_folded() {
    let workplace = Workplace::new();
    let household = |household: &mut _, council: &_, rng: &mut _| copy_for_siblings(household, council, rng);
    let hooks = Hooks { household: Box::new(household), ..Hooks::default() };
    let options = SynthOptions { people: 80, seed: 7, defects: None };
    synth_with(&workplace.path("export"), &options, hooks).unwrap();
    for (name, bytes) in files(&Workplace::mappings()) {
        workplace.write(&format!("mappings/{name}"), bytes);
    }
    let policy = fs::read_to_string(workplace.path("mappings/policy.toml")).unwrap();
    workplace.write("mappings/policy.toml", policy.replace("\"fan-out\"\n", "\"fold\"\n"));
    workplace.run("migrate export --out out --batch-size 30").ended(0);
    let report = fs::read_to_string(workplace.path("out/reconciliation/report.json")).unwrap();
    assert!(report.contains("sibling-fold"), "nothing was folded");
    let told = told(&verifier(&workplace, &["out", "--source", "export"]), 0);
    let root = fs::read(workplace.path("out/reconciliation/root.json")).unwrap();
    let root: Value = serde_json::from_slice(&root).unwrap();
    assert_eq!((&told["root"], &told["leaves"]), (&root["root"], &root["leaves"]));
    assert!(told["computed"].as_u64().unwrap() > 5, "{told}");
}

#[test]
fn both_verifiers_disagree_with_what_was_changed() {
    let workplace = migrated("synth export --people 40 --seed 3", 0);
    let number = fs::read_to_string(workplace.path("out/reconciliation/case-files.csv")).unwrap();
    let number = number.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    let proof = workplace.command(&format!("prove out {number}")).output().unwrap().stdout;
    let proof = String::from_utf8(proof).unwrap();
    workplace.write("proof.json", &proof);
    told(&verifier(&workplace, &["--proof", "proof.json"]), 0);
    workplace.write("proof.json", proof.replacen("\"leaf\": 0", "\"leaf\": 1", 1));
    told(&verifier(&workplace, &["--proof", "proof.json"]), 3);
    for (file, from, to) in [
        ("data/batches/0001/05_MO_PERSONS.csv", "\r\n", "\r\n\r\n"),
        ("reconciliation/root.json", "\"leaves\": ", "\"leaves\": 1"),
        ("reconciliation/case-files.csv", "\r\n", ",\r\n"),
        ("mappings/0001/person.toml", "Person", "People"),
        ("bagit.txt", "1.0", "1.1"),
    ] {
        let before = fs::read_to_string(workplace.path(&format!("out/{file}"))).unwrap();
        if file.ends_with("case-files.csv") {
            let line = before.lines().nth(1).unwrap();
            fs::write(workplace.path(&format!("out/{file}")), before.replacen(&format!("{line}\r\n"), "", 1))
                .unwrap();
        } else {
            fs::write(workplace.path(&format!("out/{file}")), before.replacen(from, to, 1)).unwrap();
        }
        told(&verifier(&workplace, &["out"]), 3);
        workplace.run("verify out").ended(3);
        fs::write(workplace.path(&format!("out/{file}")), before).unwrap();
        told(&verifier(&workplace, &["out"]), 0);
    }
}

#[test]
fn the_second_verifier_finds_a_record_that_the_export_has_otherwise() {
    let workplace = migrated("synth export --people 40 --seed 3", 0);
    let path = workplace.path("export/PersonRelationship.csv");
    let text = fs::read_to_string(&path).unwrap();
    let (head, last) = text.trim_end().rsplit_once("\r\n").unwrap();
    // A change of the start date of the last relationship.
    let changed = last.replacen(",20", ",19", 1);
    assert_ne!(changed, last);
    fs::write(&path, format!("{head}\r\n{changed}\r\n")).unwrap();
    told(&verifier(&workplace, &["out", "--source", "export"]), 3);
}
