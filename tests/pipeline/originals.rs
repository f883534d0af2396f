//! Files of an export that are not read themselves are part of it: a zip, and a file of all tables.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use crate::support::{Workplace, files};

const COUNCIL: &str = "--people 14 --seed 9";

fn zipped(files: &BTreeMap<String, Vec<u8>>, method: CompressionMethod) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn migrate(workplace: &Workplace, export: &str) {
    let mappings = Workplace::mappings();
    workplace.run(&format!("migrate {export} --out out --mappings {} --quiet", mappings.display())).ended(0);
}

/// The digest that the report has of a file.
fn digest(workplace: &Workplace, path: &str) -> Option<String> {
    let report = fs::read_to_string(workplace.path("out/reconciliation/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let files = report["source"]["files"].as_array().unwrap();
    let file = files.iter().find(|file| file["path"] == path)?;
    Some(file["sha256"].as_str().unwrap().to_owned())
}

/// That both commands which prove a folder again refuse an export, and name what of it is other.
fn refuse(workplace: &Workplace, export: &str, named: &str) {
    for line in [format!("reconcile out --source {export}"), format!("verify out --source {export}")] {
        let run = workplace.run(&line);
        assert_eq!(run.code, Some(7), "{run}");
        assert!(run.stderr.contains(named), "{run}");
    }
}

#[test]
fn another_zip_of_the_same_name_is_refused_and_named() {
    let workplace = Workplace::in_memory();
    workplace.run(&format!("synth standard {COUNCIL}")).ended(0);
    let mut all = files(&workplace.path("standard"));
    let zip = zipped(&all, CompressionMethod::Deflated);
    workplace.write("drop.zip", &zip);
    migrate(&workplace, "drop.zip");
    let own = digest(&workplace, "./export.zip").unwrap();
    workplace.run("reconcile out --source drop.zip --quiet").ended(0);
    workplace.run("verify out --source drop.zip --quiet").ended(0);
    // The same content in other bytes is another file.
    workplace.write("drop.zip", zipped(&all, CompressionMethod::Stored));
    refuse(&workplace, "drop.zip", "1 changed (./export.zip)");
    // Other content is named as well.
    all.entry("Team.csv".to_owned()).and_modify(|bytes| bytes.push(b'\n'));
    workplace.write("drop.zip", zipped(&all, CompressionMethod::Deflated));
    refuse(&workplace, "drop.zip", "2 changed (Team.csv, ./export.zip)");
    workplace.write("drop.zip", &zip);
    workplace.run("reconcile out --source drop.zip --quiet").ended(0);
    assert_eq!(digest(&workplace, "./export.zip").unwrap(), own);
}

#[test]
fn another_file_of_all_tables_is_refused_and_named() {
    let workplace = Workplace::in_memory();
    workplace.run(&format!("synth tool {COUNCIL} --shape data-xml")).ended(0);
    migrate(&workplace, "tool");
    assert!(digest(&workplace, "data.xml").is_some());
    // What stands around the tables is in none of their pieces.
    let text = fs::read_to_string(workplace.path("tool/data.xml")).unwrap();
    let other = text.replacen("</entities>", "<!-- --></entities>", 1);
    assert_ne!(text, other);
    workplace.write("tool/data.xml", other);
    refuse(&workplace, "tool", "1 changed (data.xml)");
}

/// The lists call every zip by one name; whoever has to copy it again is told its own.
#[test]
fn a_zip_that_was_cut_off_is_named() {
    let workplace = Workplace::in_memory();
    workplace.run(&format!("synth standard {COUNCIL}")).ended(0);
    let zip = zipped(&files(&workplace.path("standard")), CompressionMethod::Deflated);
    workplace.write("march.zip", &zip[..zip.len() / 2]);
    let mappings = Workplace::mappings();
    let said = workplace.run(&format!("check march.zip --mappings {}", mappings.display())).ended(4);
    assert!(said.stdout.contains("march.zip may have been cut off on its way: copy it again"), "{said}");
}

#[test]
fn an_export_one_folder_down_is_found_and_named() {
    let workplace = Workplace::in_memory();
    workplace.run(&format!("synth sent/inner {COUNCIL}")).ended(0);
    workplace.write("sent.zip", zipped(&files(&workplace.path("sent")), CompressionMethod::Deflated));
    let mappings = Workplace::mappings();
    for (export, advice) in
        [("sent", "name that folder"), ("sent.zip", "unpack the zip and name that folder")]
    {
        for command in ["check", "profile", "migrate --out out"] {
            let line = format!("{command} {export} --mappings {}", mappings.display());
            let said = workplace.run(&line).ended(6);
            let told = format!("the export lies one folder down, in inner: {advice}");
            assert!(said.stderr.contains(&told), "{said}");
        }
    }
}
