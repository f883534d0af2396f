//! New folders that a disk has no room for.

use std::process::Command;

use crate::support::{Run, Workplace, files};

/// Runs the program where no file may grow beyond so many blocks of 512 bytes, as on a disk that is full.
fn on_a_full_disk(place: &Workplace, blocks: u32, line: &str) -> Run {
    let program = env!("CARGO_BIN_EXE_care2mosaic");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec '{program}' {line}");
    let mut shell = Command::new("bash");
    shell.args(["--posix", "-c", &script]).current_dir(place.path("")).env("CARE2MOSAIC_LOG", "warn");
    place.told(&shell.output().unwrap())
}

/// Everything in the place, folders as well.
fn all(place: &Workplace) -> (usize, Vec<String>) {
    let names = std::fs::read_dir(place.path("")).unwrap().count();
    (names, files(&place.path("")).into_keys().collect())
}

#[test]
fn nothing_is_left_of_a_folder_that_could_not_be_filled() {
    let place = Workplace::new();
    place.run("-q synth export --people 20 --seed 5").ended(0);
    std::fs::create_dir(place.path("empty")).unwrap();
    let before = all(&place);
    let mappings = Workplace::mappings();
    let mappings = mappings.display();
    for (blocks, line, folder) in [
        (40, "init new/project".to_owned(), "new/project"),
        (40, "init empty".to_owned(), "empty"),
        (40, "synth new/drop --people 400".to_owned(), "new/drop"),
        (40, "synth new/drop --people 200 --shape odata".to_owned(), "new/drop"),
        (40, format!("profile export --scaffold new/drafted --mappings {mappings}"), "new/drafted"),
    ] {
        let run = on_a_full_disk(&place, blocks, &line).ended(1);
        let said = format!(
            "nothing is left of what was written into {folder}, so that the same command can be typed again"
        );
        assert!(run.stderr.contains("cannot write ") && run.stderr.contains("free space"), "{line}\n{run}");
        assert!(run.stderr.contains(&said), "{line}\n{run}");
        assert_eq!(all(&place), before, "{line}");
    }
    place.run("-q init empty").ended(0);
    // What is somebody else's is left alone.
    let run = on_a_full_disk(&place, 40, "synth export --people 400").ended(2);
    assert!(run.stderr.contains("export is not empty"), "{run}");
    assert!(place.path("export/Person.csv").is_file());
}

/// A drop whose list of hard cases cannot be written is none.
#[test]
fn no_drop_is_left_without_its_list_of_hard_cases() {
    let place = Workplace::new();
    // The folder may have such a name, and a file whose name is longer may not.
    let name = "d".repeat(250);
    let run = place.run(&format!("synth {name} --people 20 --defects 0.2")).ended(1);
    assert!(run.stderr.contains(".truth.json") && run.stderr.contains("nothing is left"), "{run}");
    assert_eq!(all(&place).0, 0);
}
