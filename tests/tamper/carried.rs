//! Changes that were carried through manifests, bag, and ledger: each check finds what no other can.

use std::collections::BTreeSet;
use std::fs;

use super::folder::Folder;

/// Asserts that these checks find something, and no others.
fn found_by(folder: &Folder, expected: &[&'static str], what: &str) {
    let finders = folder.finders();
    let expected: BTreeSet<_> = expected.iter().copied().collect();
    assert_eq!(finders, expected, "{what}: {:?}", folder.verify().findings);
}

/// The same text with the lines at two places changed over.
pub(super) fn swapped(text: &str, one: usize, other: usize) -> String {
    let mut lines: Vec<_> = text.split_inclusive('\n').collect();
    lines.swap(one, other);
    lines.concat()
}

/// The same text without its last line.
pub(super) fn shortened(text: &str) -> String {
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    lines[..lines.len() - 1].concat()
}

/// The place of a digest's last digit on a line, replaced.
pub(super) fn other_digest(text: &str, line: usize) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let digit = lines[line].trim_end().len() - 1;
    let other = if &lines[line][digit..=digit] == "0" { "1" } else { "0" };
    lines[line].replace_range(digit..=digit, other);
    lines.concat()
}

const PERSONS: &str = "data/batches/0001/05_MO_PERSONS.csv";

#[test]
fn a_forger_who_changes_nothing_is_not_found() {
    let folder = Folder::new();
    folder.carry();
    found_by(&folder, &[], "nothing");
}

#[test]
fn rows_lost_doubled_swapped_or_moved_are_found_by_the_rows() {
    for (what, change) in [
        ("lost", shortened as fn(&str) -> String),
        ("doubled", |text| text.to_owned() + text.split_inclusive('\n').next_back().unwrap()),
        ("swapped", |text| swapped(text, 1, 2)),
    ] {
        let folder = Folder::new();
        folder.edit(PERSONS, |text| change(&text));
        folder.carry();
        let finders = folder.finders();
        assert!(finders.contains("rows"), "{what}: {finders:?}");
    }
    let folder = Folder::new();
    let text = fs::read_to_string(folder.path(PERSONS)).unwrap();
    let last = text.split_inclusive('\n').next_back().unwrap().to_owned();
    folder.edit(PERSONS, |text| shortened(&text));
    folder.edit("data/batches/0002/05_MO_PERSONS.csv", |text| text + &last);
    folder.carry();
    assert!(folder.finders().contains("rows"));
}

#[test]
fn a_value_that_fits_the_contract_is_found_by_the_hash_of_the_rows() {
    let folder = Folder::new();
    change_a_note(&folder);
    folder.carry();
    found_by(&folder, &["rows"], "a value");
}

/// Changes a letter of a note, which breaks no rule.
pub(super) fn change_a_note(folder: &Folder) {
    folder.edit("data/batches/0001/30_CASE_NOTES.csv", |text| text.replacen("the", "teh", 1));
}

/// Makes the report bear out the notes as they are now: the folder alone cannot tell any more.
pub(super) fn carry_the_report(folder: &Folder) {
    let verified = folder.verify();
    let told = &verified.findings[0].expected;
    let hash = told.split_whitespace().find(|word| word.trim_end_matches(',').len() == 64).unwrap();
    let hash = hash.trim_end_matches(',').to_owned();
    folder.edit_report(|report| {
        report.targets.iter_mut().find(|one| one.table == "CASE_NOTES").unwrap().sha256_rows = hash;
    });
    folder.carry();
}

#[test]
fn what_is_carried_through_everything_needs_the_export_or_the_signature() {
    let folder = Folder::new();
    change_a_note(&folder);
    folder.carry();
    carry_the_report(&folder);
    found_by(&folder, &[], "carried through everything");
    let verified = folder.verify_with_source();
    assert_eq!(verified.exit().code(), 3);
    let file = "data/batches/0001/30_CASE_NOTES.csv";
    let located =
        verified.findings.iter().any(|one| one.file == file && one.line.is_some() && one.case_file.is_some());
    assert!(located, "{:?}", verified.findings);
}

#[test]
fn what_a_manifest_says_of_itself_is_found() {
    for (from, to) in [
        ("\"retry_of\": null", "\"retry_of\": 1"),
        ("\"target_schema_version\": \"", "\"target_schema_version\": \"9"),
        ("\"tool_version\": \"", "\"tool_version\": \"9"),
    ] {
        let folder = Folder::new();
        folder.edit("data/batches/0001/manifest.json", |text| text.replacen(from, to, 1));
        folder.carry();
        found_by(&folder, &["batch-manifest"], to);
    }
}

#[test]
fn a_key_in_capital_letters_is_found_with_the_export() {
    let folder = Folder::new();
    folder.edit("data/batches/0001/xref.csv", |text| {
        let mut lines: Vec<_> = text.split_inclusive('\n').map(str::to_owned).collect();
        let line = lines.iter_mut().find(|line| line.starts_with("CareDirector,Case,")).unwrap();
        let cells: Vec<_> = line.splitn(4, ',').map(str::to_owned).collect();
        *line = [cells[0].clone(), cells[1].clone(), cells[2].to_uppercase(), cells[3].clone()].join(",");
        lines.concat()
    });
    folder.carry();
    let verified = folder.verify_with_source();
    let located =
        verified.findings.iter().any(|one| one.file.ends_with("0001/xref.csv") && one.line.is_some());
    assert!(located, "{:?}", verified.findings);
}

#[test]
fn a_digest_is_found_by_the_root() {
    let folder = Folder::new();
    folder.edit("reconciliation/case-files.csv", |text| other_digest(&text, 1));
    folder.carry();
    found_by(&folder, &["root"], "a case file's digest");
    let folder = Folder::new();
    folder.edit("reconciliation/joining.csv", |text| other_digest(&text, 1));
    folder.carry();
    found_by(&folder, &["root"], "a joining record's digest");
}

#[test]
fn a_list_out_of_order_is_found() {
    let folder = Folder::new();
    folder.edit("reconciliation/joining.csv", |text| swapped(&text, 1, 2));
    folder.carry();
    found_by(&folder, &["joining", "root"], "joining records swapped");
}

#[test]
fn a_case_file_in_another_batch_is_found_by_the_list() {
    let folder = Folder::new();
    folder.edit("reconciliation/case-files.csv", |text| text.replacen(",0001,", ",0002,", 1));
    folder.carry();
    found_by(&folder, &["case-files"], "a batch");
}

#[test]
fn what_the_root_document_says_is_found() {
    let folder = Folder::new();
    folder.edit("reconciliation/root.json", |text| {
        text.replacen("\"contract_sha256\": \"", "\"contract_sha256\": \"0", 1)
    });
    sign_again(&folder);
    folder.carry();
    found_by(&folder, &["root-document"], "another contract");
}

/// Signs what the root document says now.
pub(super) fn sign_again(folder: &Folder) {
    let document = fs::read(folder.path("reconciliation/root.json")).unwrap();
    let text = Folder::key().sign(&document).unwrap().to_text().unwrap();
    fs::write(folder.path("reconciliation/root.json.sig"), text).unwrap();
}

#[test]
fn a_signature_of_something_else_is_found() {
    let folder = Folder::new();
    let text = Folder::key().sign(b"something else").unwrap().to_text().unwrap();
    fs::write(folder.path("reconciliation/root.json.sig"), text).unwrap();
    folder.carry();
    found_by(&folder, &["signature"], "a signature");
}

#[test]
fn a_report_that_counts_otherwise_is_found() {
    let folder = Folder::new();
    folder.edit_report(|report| report.case_files.complete += 1);
    folder.carry();
    found_by(&folder, &["report"], "case files");
    let folder = Folder::new();
    folder.edit_report(|report| report.targets[0].rows += 1);
    folder.carry();
    found_by(&folder, &["report"], "rows of a table");
    let folder = Folder::new();
    folder.edit_report(|report| {
        report.balance[0].migrated += 1;
        report.balance[0].read += 1;
    });
    folder.carry();
    found_by(&folder, &["ledger"], "a balance");
}

#[test]
fn a_page_that_shows_something_else_is_found() {
    let folder = Folder::new();
    folder.edit("reconciliation/report.html", |text| text.replacen("</title>", ".</title>", 1));
    folder.carry();
    found_by(&folder, &["report-page"], "the page");
}

#[test]
fn a_line_of_an_exception_list_is_found() {
    for list in ["warnings", "holds", "values", "excluded"] {
        let path = format!("exceptions/{list}.csv");
        let folder = Folder::new();
        if fs::read_to_string(folder.path(&path)).unwrap().lines().count() < 2 {
            continue;
        }
        folder.edit(&path, |text| shortened(&text));
        folder.carry();
        // The report counts the lines of each list, and warnings of people held for an adoption besides.
        let counted: &[_] =
            if list == "warnings" { &["exception-lists"] } else { &["exception-lists", "report"] };
        found_by(&folder, counted, list);
    }
    let folder = Folder::new();
    folder.edit("exceptions/held.csv", |text| shortened(&text));
    folder.carry();
    found_by(&folder, &["exception-lists"], "held");
}

#[test]
fn a_data_package_of_something_else_is_found() {
    let folder = Folder::new();
    folder
        .edit("data/datapackage.json", |text| text.replacen("\"required\": true", "\"required\": false", 1));
    folder.carry();
    found_by(&folder, &["data-package"], "a constraint");
}

#[test]
fn a_manifest_that_says_something_else_is_found() {
    let folder = Folder::new();
    folder.edit("data/batches/0001/manifest.json", |text| text.replacen("\"rows\": ", "\"rows\": 1", 1));
    folder.carry_manifest("0001");
    folder.carry_bag();
    found_by(&folder, &["batch-manifest"], "rows");
}

#[test]
fn mappings_that_the_run_did_not_use_are_found() {
    let folder = Folder::new();
    let before = sha256_of_mappings(&folder);
    folder.edit("mappings/0001/person.toml", |text| text + "\n# changed\n");
    // Every manifest names the changed mappings; what the ledger knows of the run does not.
    for batch in fs::read_dir(folder.path("data/batches")).unwrap() {
        let name =
            format!("data/batches/{}/manifest.json", batch.unwrap().file_name().into_string().unwrap());
        let after = sha256_of_mappings(&folder);
        folder.edit(&name, |text| text.replace(&before, &after));
    }
    folder.carry();
    found_by(&folder, &["mappings"], "mappings");
}

pub(super) fn sha256_of_mappings(folder: &Folder) -> String {
    care2mosaic::map::compile(&folder.path("mappings/0001")).unwrap().sha256().to_owned()
}

#[test]
fn another_proof_key_is_found() {
    let folder = Folder::new();
    fs::write(folder.path("proof.key"), [7; 32]).unwrap();
    folder.carry();
    found_by(&folder, &["proof-key"], "the key");
}

#[test]
fn a_bag_that_says_something_else_is_found() {
    let folder = Folder::new();
    folder.edit("manifest-sha256.txt", |text| swapped(&text, 0, 1));
    folder.carry_tags();
    found_by(&folder, &["bag"], "lines swapped");
    let folder = Folder::new();
    folder.edit("bag-info.txt", |text| text + "Contact-Name: somebody\n");
    folder.carry_tags();
    found_by(&folder, &["bag"], "a line more");
}

#[test]
fn a_list_that_only_the_ledger_vouches_for_is_found() {
    let folder = Folder::new();
    folder.edit("reconciliation/differences.csv", |text| text + "cell,,,,,,,,\r\n");
    found_by(&folder, &["rewritten-files"], "differences");
}
