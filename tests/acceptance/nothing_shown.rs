//! Nothing that a drop says of anybody stands anywhere but in the files that are meant to hold it.

use std::path::Path;

use super::marked_drop::MarkedDrop;
use crate::support::{Run, Workplace, files};

/// Runs the program with everything logged and all progress told.
fn run(place: &Workplace, line: &str) -> Run {
    let mappings = Workplace::mappings();
    let with = if line.starts_with("migrate") || line.starts_with("check") {
        format!(" --mappings {}", mappings.display())
    } else {
        String::new()
    };
    let output = place.command(&format!("{line}{with}")).env("CARE2MOSAIC_LOG", "trace").output().unwrap();
    place.told(&output)
}

/// Whether a file is meant to hold what the drop says: import files, attached files, rejected rows.
fn holds_data(path: &str) -> bool {
    let in_batch = path.contains("data/batches/") && !path.ends_with("manifest.json");
    in_batch || path.contains("exceptions/rows/")
}

fn silent(marked: &MarkedDrop, out: &Path) {
    let mut open = vec![out.to_path_buf()];
    let mut seen = 0;
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(out).unwrap().display().to_string();
            assert_eq!(marked.told_by(name.as_bytes()), None, "a name tells");
            if path.is_dir() {
                open.push(path);
            } else if !holds_data(&name) {
                seen += 1;
                assert_eq!(marked.told_by(&std::fs::read(&path).unwrap()), None, "{name} tells");
            }
        }
    }
    assert!(seen > 2, "there are lists and reports");
}

fn told(marked: &MarkedDrop, line: &str, run: &Run) {
    assert_eq!(marked.told_by(run.stdout.as_bytes()), None, "standard output of {line}");
    assert_eq!(marked.told_by(run.stderr.as_bytes()), None, "standard error of {line}");
}

#[test]
fn reports_lists_logs_and_the_ledger_tell_nothing_of_anybody() {
    let place = Workplace::new();
    place.run("synth drop --people 150 --seed 6 --defects 0.2").ended(0);
    let marked = MarkedDrop::mark(&place.path("drop"), &Workplace::mappings());
    assert!(marked.births.len() > 50);
    let said = |line: &str| {
        let run = run(&place, line);
        told(&marked, line, &run);
        run
    };
    said("check drop");
    said("check drop --json");
    said("migrate drop --out dry --dry-run");
    said("migrate drop --out out --log-format json").ended(5);
    let first = std::fs::read_to_string(place.path("out/reconciliation/case-files.csv")).unwrap();
    let number = first.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    said("status out --history");
    said("status out --json");
    said("reconcile out --source drop").ended(5);
    for form in ["html", "json", "text"] {
        said(&format!("report out --format {form}")).ended(0);
    }
    said(&format!("trace out {number} --source drop"));
    silent(&marked, &place.path("out"));
    silent(&marked, &place.path("dry"));
    let import = std::fs::read(place.path("out/data/batches/0001/06_MO_PERSON_NAMES.csv")).unwrap();
    assert!(marked.told_by(&import).is_some(), "the import files hold what the drop says");
    let rows = place.path("out/exceptions/rows");
    let rejected =
        std::fs::read_dir(rows).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    assert!(rejected.filter(|bytes| marked.told_by(bytes).is_some()).count() > 0);
}

#[test]
fn a_refused_run_tells_nothing_of_anybody() {
    let place = Workplace::new();
    place.run("synth drop --people 60 --seed 6").ended(0);
    let marked = MarkedDrop::mark(&place.path("drop"), &Workplace::mappings());
    let edit = |name: &str, edit: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        let path = place.path(name);
        std::fs::write(&path, edit(std::fs::read(&path).unwrap())).unwrap();
    };
    // A row cut short, one that never ends, bytes of no encoding, a column nobody knows, two workers of one name.
    edit("drop/PersonCaseNote.csv", &|bytes| [&bytes, b"Zq7kcut,short\r\n".as_slice()].concat());
    edit("drop/PersonAddress.csv", &|bytes| [&bytes, b"\"Zq7kopen".as_slice()].concat());
    edit("drop/Contact.csv", &|bytes| [&bytes, b"Zq7k\xff\xfe\r\n".as_slice()].concat());
    edit("drop/Case.csv", &|bytes| String::from_utf8(bytes).unwrap().replacen("CaseId", "Zq7kId", 1).into());
    edit("drop/SystemUser.csv", &|bytes| {
        let text = String::from_utf8(bytes).unwrap();
        let name = |line: usize| text.lines().nth(line).unwrap().split(',').nth(1).unwrap().to_owned();
        text.replace(&format!(",{},", name(1)), &format!(",{},", name(2))).into()
    });
    for line in ["check drop", "migrate drop --out out", "migrate drop --out out --dry-run", "status out"] {
        let run = run(&place, line);
        assert_ne!(run.code, Some(1), "{run}");
        let names_header = run.stdout.replace("Zq7kId", "").replace("zq7kId", "");
        assert_eq!(marked.told_by(names_header.as_bytes()), None, "standard output of {line}");
    }
    let stops = std::fs::read_to_string(place.path("out/exceptions/stops.csv")).unwrap();
    for code in ["ragged-row", "unclosed-quote", "bad-encoding", "unmapped-column"] {
        assert!(stops.contains(code), "{code} in {stops}");
    }
    assert_eq!(marked.told_by(stops.replace("Zq7kId", "").as_bytes()), None, "{stops}");
}

#[test]
fn the_names_that_people_gave_to_attached_files_are_not_told() {
    let place = Workplace::new();
    place.run("synth drop --people 40 --seed 3 --shape screen").ended(0);
    let marked = MarkedDrop::of_names(&place.path("drop"));
    let said = |line: &str| {
        let run = run(&place, line);
        told(&marked, line, &run);
        run
    };
    for line in ["check drop", "profile drop", "profile drop --json", "migrate drop --out dry --dry-run"] {
        said(line);
    }
    said("migrate drop --out out --log-format json").ended(5);
    said("reconcile out --source drop").ended(5);
    for line in ["verify out --source drop", "verify out", "report out --format html", "report out"] {
        said(line).ended(0);
    }
    said("status out");
    silent(&marked, &place.path("out"));
    silent(&marked, &place.path("dry"));
    let root = std::fs::read_to_string(place.path("out/reconciliation/root.json")).unwrap();
    let key = "files/00000000-0000-4000-8000-00000000000a";
    for path in ["files/1/1.pdf", "files/1/2", "files/1/3", "files/2.pdf", "files/3", "files/4"] {
        assert!(root.contains(&format!("{path:?}")), "{path} in {root}");
    }
    for path in ["1.pdf", "2", "3"] {
        assert!(root.contains(&format!("\"{key}/{path}\"")), "{path} in {root}");
    }
    let written = files(&place.path("out/data"));
    assert!(written.keys().filter(|path| path.contains("/documents/")).count() > 5, "rows find their files");
    // A file that cannot be read is told like any other.
    let folder = place.path("drop/files/00000000-0000-4000-8000-00000000000a");
    std::os::unix::fs::symlink("nowhere", folder.join("Zq7kAway.pdf")).unwrap();
    for line in [
        "check drop --profile screen",
        "profile drop --scaffold draft",
        "migrate drop --out refused",
        "verify out --source drop",
    ] {
        assert_ne!(said(line).code, Some(0), "{line}");
    }
    silent(&marked, &place.path("refused"));
    let stops = std::fs::read_to_string(place.path("refused/exceptions/stops.csv")).unwrap();
    assert!(stops.contains(&format!("undeclared-file,{key}/")), "{stops}");
}

/// A file that no row describes any more, though the run that knew it did not come to its end.
#[test]
fn an_attached_file_that_is_gone_is_told_by_its_place() {
    let place = Workplace::new();
    place.run("synth drop --people 40 --seed 3 --shape screen").ended(0);
    let marked = MarkedDrop::of_names(&place.path("drop"));
    run(&place, "migrate drop --out out").ended(5);
    let folder = place.path("drop/files/00000000-0000-4000-8000-00000000000a");
    let names = files(&folder);
    std::fs::remove_file(folder.join(names.keys().last().unwrap())).unwrap();
    std::fs::write(folder.join("0"), "new").unwrap();
    for line in ["status out", "retry out", "verify out --source drop", "reconcile out --source drop"] {
        let run = run(&place, line);
        told(&marked, line, &run);
    }
}
