//! Every check of `verify` finds something that no other does.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use care2mosaic::pipeline::Verified;

use super::carried::{
    carry_the_report, change_a_note, other_digest, sha256_of_mappings, shortened, sign_again, swapped,
};
use super::folder::{Folder, finders};

/// Changes a folder and carries the change as far as it goes; the folder verified.
type Forgery = fn(&Folder) -> Verified;

const FORGERIES: [(&str, Forgery); 22] = [
    ("ledger", |folder| {
        folder.sql("UPDATE run SET exit_code = 0 WHERE dry_run = false");
        folder.verify()
    }),
    ("known-files", |folder| {
        fs::write(folder.path("exceptions/note.txt"), "").unwrap();
        set_mode(folder, "exceptions/note.txt", 0o600);
        folder.verify()
    }),
    ("modes", |folder| {
        set_mode(folder, "proof.key", 0o640);
        folder.verify()
    }),
    ("rewritten-files", |folder| {
        folder.edit("reconciliation/differences.csv", |text| text + "cell,,,,,,,,\r\n");
        folder.verify()
    }),
    ("bag", |folder| {
        folder.edit("manifest-sha256.txt", |text| swapped(&text, 0, 1));
        folder.carry_tags();
        folder.verify()
    }),
    ("sealed-batches", |folder| {
        folder.sql("UPDATE batch SET reason = 'none' WHERE number = 1");
        folder.verify()
    }),
    ("batch-manifest", |folder| {
        folder.edit("data/batches/0001/manifest.json", |text| text.replacen("\"rows\": ", "\"rows\": 1", 1));
        folder.carry_manifest("0001");
        folder.carry_bag();
        folder.verify()
    }),
    ("data-package", |folder| {
        folder.edit("data/datapackage.json", |text| {
            text.replacen("\"required\": true", "\"required\": false", 1)
        });
        folder.carry();
        folder.verify()
    }),
    ("mappings", |folder| {
        let before = sha256_of_mappings(folder);
        folder.edit("mappings/0001/person.toml", |text| text + "\n# changed\n");
        let after = sha256_of_mappings(folder);
        for batch in fs::read_dir(folder.path("data/batches")).unwrap() {
            let batch = batch.unwrap().file_name().into_string().unwrap();
            folder.edit(&format!("data/batches/{batch}/manifest.json"), |text| text.replace(&before, &after));
        }
        folder.carry();
        folder.verify()
    }),
    ("proof-key", |folder| {
        fs::write(folder.path("proof.key"), [7; 32]).unwrap();
        folder.carry();
        folder.verify()
    }),
    ("rows", |folder| {
        change_a_note(folder);
        folder.carry();
        folder.verify()
    }),
    ("case-files", |folder| {
        folder.edit("reconciliation/case-files.csv", |text| text.replacen(",0001,", ",0002,", 1));
        folder.carry();
        folder.verify()
    }),
    ("joining", |folder| {
        // Keys swapped, and the digests left where they were: the root stays as it is.
        folder.edit("reconciliation/joining.csv", |text| swapped_keys(&text));
        folder.carry();
        folder.verify()
    }),
    ("root", |folder| {
        folder.edit("reconciliation/case-files.csv", |text| other_digest(&text, 1));
        folder.carry();
        folder.verify()
    }),
    ("root-document", |folder| {
        folder.edit("reconciliation/root.json", |text| {
            text.replacen("\"contract_sha256\": \"", "\"contract_sha256\": \"0", 1)
        });
        sign_again(folder);
        folder.carry();
        folder.verify()
    }),
    ("report", |folder| {
        folder.edit_report(|report| report.case_files.complete += 1);
        folder.carry();
        folder.verify()
    }),
    ("report-page", |folder| {
        folder.edit("reconciliation/report.html", |text| text.replacen("</title>", ".</title>", 1));
        folder.carry();
        folder.verify()
    }),
    ("exception-lists", |folder| {
        folder.edit("exceptions/held.csv", |text| shortened(&text));
        folder.carry();
        folder.verify()
    }),
    ("verdict", |folder| {
        folder.edit_report(|report| report.checks[0].findings = 1);
        folder.carry();
        folder.verify()
    }),
    ("inclusion", |folder| {
        let number = first_digest(&fs::read_to_string(folder.path("reconciliation/case-files.csv")).unwrap());
        folder.edit("reconciliation/case-files.csv", |text| other_digest(&text, number.1));
        folder.carry();
        folder.verify_case_file(number.0, false)
    }),
    ("source", |folder| {
        change_a_note(folder);
        folder.carry();
        carry_the_report(folder);
        folder.verify_with_source()
    }),
    ("signature", |folder| {
        let text = Folder::key().sign(b"something else").unwrap().to_text().unwrap();
        fs::write(folder.path("reconciliation/root.json.sig"), text).unwrap();
        folder.carry();
        folder.verify()
    }),
];

fn set_mode(folder: &Folder, name: &str, mode: u32) {
    fs::set_permissions(folder.path(name), fs::Permissions::from_mode(mode)).unwrap();
}

/// The same list with the keys of its first two lines of one entity changed over.
fn swapped_keys(text: &str) -> String {
    let mut lines: Vec<Vec<&str>> =
        text.split_inclusive('\n').map(|line| line.split(',').collect()).collect();
    let one = (1..lines.len() - 1).find(|one| lines[*one][0] == lines[one + 1][0]).unwrap();
    let key = lines[one][1];
    lines[one][1] = lines[one + 1][1];
    lines[one + 1][1] = key;
    lines.iter().map(|line| line.join(",")).collect()
}

/// The number of the first case file that has a digest, and its line, counted from 0.
pub(super) fn first_digest(text: &str) -> (u64, usize) {
    let mut lines = text.lines().enumerate().skip(1).filter(|(_, line)| !line.ends_with(','));
    let (place, line) = lines.next().unwrap();
    (line.split(',').next().unwrap().parse().unwrap(), place)
}

#[test]
fn every_check_of_verify_finds_what_no_other_does() {
    let there: BTreeSet<&str> = Verified::default().checks().into_iter().map(|(check, _)| check.id).collect();
    let tried: BTreeSet<&str> = FORGERIES.iter().map(|(check, _)| *check).collect();
    assert_eq!(there, tried, "a check without a change that only it finds");
    for (check, forgery) in FORGERIES {
        let folder = Folder::new();
        let verified = forgery(&folder);
        assert_eq!(finders(&verified), BTreeSet::from([check]), "{:?}", verified.findings);
        assert_eq!(verified.exit().code(), 3);
    }
}
