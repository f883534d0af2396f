//! The seal: made and checked by this program, and by the real `ssh-keygen`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::{Workplace, today};

/// A migrated output folder, and keys beside it.
fn migrated() -> Workplace {
    let workplace = Workplace::new();
    workplace.run("synth export --people 30 --seed 5").ended(0);
    let mappings = Workplace::mappings();
    workplace.run(&format!("migrate export --out out --mappings {}", mappings.display())).ended(0);
    workplace
}

fn ssh_keygen(workplace: &Workplace, arguments: &[&str], input: Option<&Path>) -> Output {
    let mut command = Command::new("ssh-keygen");
    command.current_dir(workplace.path("")).args(arguments);
    command.stdin(input.map_or_else(Stdio::null, |path| fs::File::open(path).unwrap().into()));
    command.output().unwrap()
}

fn make_key(workplace: &Workplace, name: &str, kind: &str, passphrase: &str) {
    let made = ssh_keygen(workplace, &["-q", "-t", kind, "-N", passphrase, "-f", name], None);
    assert!(made.status.success(), "{made:?}");
}

/// Writes a list of allowed signers with one line, for that key.
fn allow(workplace: &Workplace, line: &str, key: &str) {
    let public = fs::read_to_string(workplace.path(&format!("{key}.pub"))).unwrap();
    workplace.write("allowed", format!("# who may sign\n\n{line} {public}"));
}

fn ssh_verify(workplace: &Workplace, namespace: &str) -> bool {
    let arguments = [
        "-Y",
        "verify",
        "-f",
        "allowed",
        "-I",
        "ann@council.example",
        "-n",
        namespace,
        "-s",
        "out/reconciliation/root.json.sig",
    ];
    let root = workplace.path("out/reconciliation/root.json");
    ssh_keygen(workplace, &arguments, Some(&root)).status.success()
}

#[test]
fn ssh_keygen_accepts_the_seal_and_so_does_verify() {
    let workplace = migrated();
    for (key, kind) in [("one", "ed25519"), ("two", "ecdsa")] {
        make_key(&workplace, key, kind, "");
        workplace.run(&format!("seal out --sign-key {key} --replace")).ended(0);
        allow(&workplace, "ann@council.example,bob namespaces=\"care2mosaic\"", key);
        assert!(ssh_verify(&workplace, "care2mosaic") && !ssh_verify(&workplace, "file"));
        let found = ["-Y", "find-principals", "-f", "allowed", "-s", "out/reconciliation/root.json.sig"];
        let found = ssh_keygen(&workplace, &found, None);
        assert!(String::from_utf8_lossy(&found.stdout).contains("ann@council.example"), "{found:?}");
        let run = workplace.run("verify out --allowed-signers allowed --signer ann@council.example").ended(0);
        assert!(run.stdout.contains("by ann@council.example,bob with SHA256:"), "{run}");
    }
}

#[test]
fn who_may_sign_is_judged_as_ssh_keygen_judges() {
    let workplace = migrated();
    make_key(&workplace, "key", "ed25519", "");
    make_key(&workplace, "other", "ed25519", "");
    workplace.run("seal out --sign-key key").ended(0);
    for (line, key, allowed) in [
        ("ann@council.example", "key", true),
        ("*@council.example", "key", true),
        ("*@council.example,!ann@council.example", "key", false),
        ("bob@council.example", "key", false),
        ("ann@council.example", "other", false),
        ("ann@council.example namespaces=\"git,care2*\"", "key", true),
        ("ann@council.example namespaces=\"git\"", "key", false),
        ("ann@council.example valid-after=\"20200101Z\"", "key", true),
        ("ann@council.example valid-after=\"20990101Z\"", "key", false),
        ("ann@council.example valid-before=\"20200101Z\"", "key", false),
        ("ann@council.example valid-after=\"20200101Z\",valid-before=\"20990101120000Z\"", "key", true),
        ("ann@council.example cert-authority", "key", false),
    ] {
        allow(&workplace, line, key);
        assert_eq!(ssh_verify(&workplace, "care2mosaic"), allowed, "ssh-keygen: {line}");
        let code = if allowed { 0 } else { 3 };
        workplace.run("verify out --allowed-signers allowed --signer ann@council.example").ended(code);
    }
    workplace.write("allowed", "ann@council.example nonsense");
    assert!(
        workplace.run("verify out --allowed-signers allowed").ended(2).stderr.contains("allowed:1: expected")
    );
    workplace.run("verify out --allowed-signers nothing").ended(2);
}

#[test]
fn a_signature_for_something_else_is_refused() {
    let workplace = migrated();
    make_key(&workplace, "key", "ed25519", "");
    allow(&workplace, "ann@council.example", "key");
    let run = workplace.run("verify out --allowed-signers allowed").ended(3);
    assert!(run.stdout.contains("expected the signature of the root document, found none"), "{run}");
    fs::copy(workplace.path("out/reconciliation/root.json"), workplace.path("root.json")).unwrap();
    ssh_keygen(&workplace, &["-Y", "sign", "-f", "key", "-n", "file", "root.json"], None);
    let run = workplace.run("prove out 100000");
    workplace.write("proof.json", &run.stdout);
    let number = fs::read_to_string(workplace.path("out/reconciliation/case-files.csv")).unwrap();
    let number = number.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    let proof = workplace.command(&format!("prove out {number}")).output().unwrap().stdout;
    workplace.write("proof.json", proof);
    let check = "verify --proof proof.json --root-document root.json --allowed-signers allowed";
    assert!(workplace.run(check).ended(3).stdout.contains("namespace care2mosaic"));
    fs::remove_file(workplace.path("root.json.sig")).unwrap();
    ssh_keygen(&workplace, &["-Y", "sign", "-f", "key", "-n", "care2mosaic", "root.json"], None);
    workplace.run(check).ended(0);
}

#[test]
fn a_key_under_a_passphrase_is_opened() {
    let workplace = migrated();
    make_key(&workplace, "key", "ed25519", "open sesame");
    assert!(workplace.run("seal out --sign-key key").ended(2).stderr.contains("--passphrase-file"));
    workplace.write("passphrase", "wrong\n");
    let line = "seal out --sign-key key --passphrase-file passphrase";
    assert!(workplace.run(line).ended(2).stderr.contains("does not open"));
    workplace.write("passphrase", "open sesame\n");
    workplace.run(line).ended(0);
    workplace.run("seal out --sign-key export/Person.csv").ended(2);
    workplace.run("seal out --sign-key nothing").ended(2);
}

/// As another version of the program wrote it.
fn with_another_version(workplace: &Workplace) -> String {
    let path = workplace.path("out/reconciliation/root.json");
    let text = fs::read_to_string(&path).unwrap();
    let other = text.replace("\"tool_version\": \"", "\"tool_version\": \"0.");
    assert_ne!(text, other);
    fs::write(&path, &other).unwrap();
    other
}

/// What was found wrong does not take the signature away: once it is put right, it is valid as before.
#[test]
fn a_failed_proof_leaves_the_signature_where_it_is() {
    let workplace = migrated();
    make_key(&workplace, "key", "ed25519", "");
    workplace.run("seal out --sign-key key").ended(0);
    with_another_version(&workplace);
    let names = workplace.path("out/data/batches/0001/06_MO_PERSON_NAMES.csv");
    let before = fs::read(&names).unwrap();
    let lines: Vec<_> = before.split_inclusive(|byte| *byte == b'\n').collect();
    fs::write(&names, lines[..lines.len() - 1].concat()).unwrap();
    workplace.run("reconcile out --source export").ended(3);
    assert!(workplace.path("out/reconciliation/root.json.sig").exists());
    fs::write(&names, before).unwrap();
    workplace.run("reconcile out --source export").ended(0);
    workplace.run("verify out").ended(0);
}

/// A proof that holds and leads to another root than the one that was signed waits for whoever signed that.
#[test]
fn another_root_than_was_signed_is_refused() {
    let workplace = migrated();
    make_key(&workplace, "key", "ed25519", "");
    workplace.run("seal out --sign-key key").ended(0);
    let other = with_another_version(&workplace);
    let refused = workplace.run("reconcile out --source export").ended(7);
    assert!(refused.stderr.contains("no other proof") && refused.stderr.contains("withdraw"), "{refused}");
    let root = workplace.path("out/reconciliation/root.json");
    assert_eq!(fs::read_to_string(root).unwrap(), other);
    assert!(workplace.path("out/reconciliation/root.json.sig").exists());
}

#[test]
fn what_nobody_looked_at_is_told_to_whoever_signs() {
    let workplace = migrated();
    make_key(&workplace, "key", "ed25519", "");
    workplace.run("-q sample out --size 4").ended(0);
    let list = fs::read_to_string(workplace.path("out-audit/sample.csv")).unwrap();
    let drawn = list.lines().count() - 1;
    let run = workplace.run("seal out --sign-key key").ended(0);
    let said = format!(
        "{drawn} of the {drawn} case files of draw 1 are not looked at, and no result of them can be taken in"
    );
    assert!(run.stderr.contains(&said), "{run}");
    fs::remove_file(workplace.path("out/reconciliation/root.json.sig")).unwrap();
    let right = format!(".html,right,A. Auditor,{}", today());
    workplace.write("list.csv", list.replace(".html,,,", &right));
    workplace.run("-q sample out --results list.csv").ended(0);
    let run = workplace.run("seal out --sign-key key").ended(0);
    assert!(!run.stderr.contains("looked at"), "{run}");
}

#[test]
fn only_what_reconciled_and_nobody_changed_is_sealed() {
    let workplace = migrated();
    make_key(&workplace, "key", "ed25519", "");
    make_key(&workplace, "other", "ed25519", "");
    workplace.run("seal out --sign-key key").ended(0);
    workplace.run("seal out --sign-key key").ended(0);
    assert!(workplace.run("seal out --sign-key other").ended(7).stderr.contains("--replace"));
    let path = workplace.path("out/exceptions/warnings.csv");
    let before = fs::read(&path).unwrap();
    fs::write(&path, "").unwrap();
    let run = workplace.run("seal out --sign-key key").ended(3);
    assert!(run.stderr.contains("exceptions/warnings.csv"), "{run}");
    fs::write(&path, before).unwrap();
    workplace.run("verify out").ended(0);
    let mappings = Workplace::mappings();
    let migrate = format!("migrate export --out unproven --no-reconcile --mappings {}", mappings.display());
    workplace.run(&migrate).ended(0);
    workplace.run("verify unproven").ended(0);
    assert!(workplace.run("seal unproven --sign-key key").ended(7).stderr.contains("reconcile"));
}
