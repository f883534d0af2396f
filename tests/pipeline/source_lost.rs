//! A drop that is taken away or changed while it is read.

use std::path::PathBuf;
use std::sync::Mutex;

use care2mosaic::pipeline::{Cancel, Event, Exit, MigrateRequest, Observer, migrate};

use super::council::{Council, bytes_of};

/// Does something once, when a certain event comes.
struct When<F: Fn(&Event) -> bool + Send + Sync> {
    event: F,
    act: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl<F: Fn(&Event) -> bool + Send + Sync> Observer for When<F> {
    fn event(&self, event: Event) {
        if (self.event)(&event)
            && let Some(act) = self.act.lock().unwrap().take()
        {
            act();
        }
    }
}

/// Runs and does something at an event; gives what was said and the code, and looks that nothing was sealed.
fn disturbed(
    council: &Council,
    event: impl Fn(&Event) -> bool + Send + Sync,
    act: impl FnOnce() + Send + 'static,
) -> (String, Exit) {
    let observer = When { event, act: Mutex::new(Some(Box::new(act))) };
    let request = MigrateRequest { reconcile: true, ..council.request("out") };
    match migrate(&request, &observer, &Cancel::default()) {
        Err(error) => (error.to_string(), error.exit()),
        Ok(run) => (format!("{:?}", run.report.stops), run.exit),
    }
}

fn starts(event: &Event, file: &str) -> bool {
    matches!(event, Event::FileStarted { path, .. } if path == file)
}

fn goes_on(council: &Council) {
    council.migrate("whole");
    assert_eq!(council.migrate("out").exit, Exit::Done);
    assert!(bytes_of(&council.path("whole/data")) == bytes_of(&council.path("out/data")));
}

#[test]
fn a_file_that_is_gone_when_its_turn_comes_is_named() {
    let council = Council::of(40);
    let (from, to) = (council.path("drop/CaseForm.csv"), council.path("away.csv"));
    let (gone, back) = (from.clone(), to.clone());
    let (said, exit) =
        disturbed(&council, |event| starts(event, "Person.csv"), move || std::fs::rename(from, to).unwrap());
    assert!(said.contains("CaseForm.csv"), "{said}");
    assert_eq!(exit, Exit::Source);
    assert!(!council.path("out/data").exists());
    std::fs::rename(back, gone).unwrap();
    goes_on(&council);
}

#[test]
fn a_file_that_grows_before_its_turn_is_told_as_changed() {
    let council = Council::of(40);
    let path = council.path("drop/CaseForm.csv");
    let text = std::fs::read(&path).unwrap();
    let longer: Vec<u8> = [text.clone(), text.clone()].concat();
    let changed: PathBuf = path.clone();
    let (said, exit) = disturbed(
        &council,
        |event| starts(event, "Person.csv"),
        move || std::fs::write(changed, longer).unwrap(),
    );
    assert!(said.contains("CaseForm.csv"), "{said}");
    assert_eq!(exit, Exit::Source);
    std::fs::write(path, text).unwrap();
    goes_on(&council);
}

#[test]
fn an_attachment_that_changes_before_it_is_copied_is_told() {
    let council = Council::of(60);
    let documents = bytes_of(&council.path("drop"));
    let name = documents.keys().find(|name| name.contains('/')).expect("the drop has attachments");
    let path = council.path("drop").join(name);
    let bytes = documents[name].clone();
    let other = vec![b'x'; bytes.len()];
    let changed = path.clone();
    let (said, exit) = disturbed(
        &council,
        |event| matches!(event, Event::PhaseStarted { name, .. } if *name == "map and write"),
        move || std::fs::write(changed, other).unwrap(),
    );
    assert!(said.contains("changed while it was copied"), "{said}");
    assert_eq!(exit, Exit::Source);
    std::fs::write(path, bytes).unwrap();
    goes_on(&council);
}

#[test]
fn a_file_that_grows_before_it_is_proved_is_told_as_changed() {
    let council = Council::of(40);
    let path = council.path("drop/PersonAddress.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let last = text.lines().last().unwrap();
    let (changed, longer) = (path.clone(), format!("{text}{last}\r\n"));
    let (said, exit) = disturbed(
        &council,
        |event| matches!(event, Event::PhaseStarted { name, .. } if *name == "prove"),
        move || std::fs::write(changed, longer).unwrap(),
    );
    assert!(said.contains("PersonAddress.csv changed"), "{said}");
    assert_eq!(exit, Exit::Source);
    std::fs::write(path, text).unwrap();
    goes_on(&council);
}
