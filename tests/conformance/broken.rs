//! Every folder of `sample-exports/broken` is an export with something wrong with it, and a test by being there.
//!
//! Its files are laid over the sample that the first line of `expected.txt` names, or it holds a `drop.zip`, which is
//! the export. The second line is the code that the run ends with; a further line is a stop as `CODE FILE LINE FIELD`, with
//! `-` for what is empty, `says TEXT`, which the messages must hold, or `without PATH`, a file of the sample to be left out,
//! or `rejects ENTITY FIELD CODE`, a rejected row, or `value ENTITY FIELD CODE`, a value of a written row that was turned away.

use std::fs;
use std::path::Path;

use crate::support::{Workplace, files};

/// Ends with what is wrong with the case, if something is.
fn judge(case: &Path) -> Option<String> {
    let expected = fs::read_to_string(case.join("expected.txt")).unwrap();
    let mut lines = expected.lines();
    let (base, code) = (lines.next().unwrap(), lines.next().unwrap());
    let workplace = Workplace::in_memory();
    let zip = case.join("drop.zip");
    let export = if zip.exists() {
        fs::copy(&zip, workplace.path("drop.zip")).unwrap();
        "drop.zip"
    } else {
        let mut laid = files(&Workplace::package(&format!("sample-exports/{base}")));
        for path in expected.lines().filter_map(|line| line.strip_prefix("without ")) {
            laid.remove(path).unwrap();
        }
        let over = files(case).into_iter().filter(|(name, _)| name != "expected.txt");
        for (name, bytes) in laid.into_iter().chain(over) {
            workplace.write(&format!("export/{name}"), bytes);
        }
        "export"
    };
    let mappings = Workplace::mappings();
    let run = workplace.run(&format!(
        "migrate {export} --profile {base} --out out --mappings {} --quiet",
        mappings.display()
    ));
    let mut stops = stops(&workplace);
    stops.sort();
    let (mut wanted, mut wanted_rows, mut wanted_values) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        match line.strip_prefix("says ") {
            Some(text) if !run.stderr.contains(text) && !run.stdout.contains(text) => {
                return Some(format!("does not say {text:?}: {run}"));
            }
            Some(_) => {}
            None if line.starts_with("without ") => {}
            None if line.starts_with("rejects ") => wanted_rows.push(line["rejects ".len()..].to_owned()),
            None if line.starts_with("value ") => wanted_values.push(line["value ".len()..].to_owned()),
            None => wanted.push(line.to_owned()),
        }
    }
    wanted.sort();
    wanted_rows.sort();
    wanted_values.sort();
    let (mut rows, values) = (listed(&workplace, "rejects"), listed(&workplace, "values"));
    rows.retain(|row| wanted_rows.contains(row) || !row.ends_with("parent-rejected"));
    let found = (stops, rows, values);
    let wanted = (wanted, wanted_rows, wanted_values);
    let agrees = run.code == code.parse().ok() && found == wanted;
    (!agrees).then(|| format!("expected {code} {wanted:?}, found {found:?}\n{run}"))
}

/// The stops of a refused run.
fn stops(workplace: &Workplace) -> Vec<String> {
    let Ok(mut list) = csv::Reader::from_path(workplace.path("out/exceptions/stops.csv")) else {
        return Vec::new();
    };
    let word = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    let rows = list.records().map(|row| row.unwrap());
    rows.map(|row| (0..4).map(|place| word(&row[place])).collect::<Vec<_>>().join(" ")).collect()
}

/// What a list of a run tells of: entity, field, code.
fn listed(workplace: &Workplace, name: &str) -> Vec<String> {
    let Ok(mut list) = csv::Reader::from_path(workplace.path(&format!("out/exceptions/{name}.csv"))) else {
        return Vec::new();
    };
    let rows = list.records().map(|row| row.unwrap());
    let mut rows: Vec<_> = rows.map(|row| format!("{} {} {}", &row[0], &row[5], &row[6])).collect();
    rows.sort();
    rows
}

#[test]
fn every_broken_export_is_refused_as_it_should_be() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(Workplace::package("sample-exports/broken")).unwrap() {
        let case = entry.unwrap().path();
        if case.is_dir() {
            wrong.extend(judge(&case).map(|what| format!("{}: {what}", case.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
