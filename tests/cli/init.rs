//! `init`.

use crate::support::{Workplace, files};

#[test]
fn a_project_has_the_packages_mappings_and_a_sample() {
    let workplace = Workplace::new();
    let run = workplace.run("init project").ended(0);
    assert_eq!(run.stdout, "Next:\n  cd project\n  care2mosaic migrate sample-export --out out\n");
    assert_eq!(files(&workplace.path("project/mappings")), files(&Workplace::mappings()));
    assert!(workplace.path("project/README.md").is_file());
    assert!(workplace.path("project/.taplo.toml").is_file());
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
