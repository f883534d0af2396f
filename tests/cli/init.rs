//! `init`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::Workplace;

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                all.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    all
}

#[test]
fn a_project_has_the_packages_mappings_and_a_sample() {
    let workplace = Workplace::new();
    let run = workplace.run("init project").ended(0);
    assert_eq!(run.stdout, "cd project\ncare2mosaic migrate sample-export --out sample-out\n");
    assert_eq!(files(&workplace.path("project/mappings")), files(&Workplace::mappings()));
    assert!(workplace.path("project/README.md").is_file());
    assert!(workplace.path("project/sample-export/Person.csv").is_file());
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let workplace = Workplace::new();
    workplace.write("project/mine.txt", "");
    let run = workplace.run("init project").ended(2);
    assert!(run.stderr.contains("project is not empty"), "{run}");
    assert_eq!(files(&workplace.path("project")).len(), 1);
}
