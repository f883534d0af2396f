//! Runs that a folder refuses.

use care2mosaic::pipeline::{Cancel, Exit, ReconcileRequest, RunError, Silent, reconcile};
use care2mosaic::target::FolderLock;

use super::council::{Council, bytes_of, run};
use super::retry::{again, request as retry_of};

fn differing(error: &RunError) -> &[String] {
    let RunError::Differs { differing, .. } = error else { panic!("{error}") };
    assert_eq!(error.exit(), Exit::Refused);
    differing
}

#[test]
fn another_run_is_refused_and_told_what_differs() {
    let council = Council::of(40);
    council.migrate("out");
    let before = bytes_of(&council.path("out/data"));
    let mut request = council.request("out");
    request.batch_size = 7;
    assert_eq!(differing(&run(&request).unwrap_err()), ["batch size"]);
    let key = council.path("other.key");
    std::fs::write(&key, [7; 32]).unwrap();
    request = council.request("out");
    request.proof_key = Some(key);
    assert_eq!(differing(&run(&request).unwrap_err()), ["proof key"]);
    council.edit("mappings/policy.toml", |text| text.replace("\"hold-case-file\"", "\"drop-record\""));
    council.edit_rows("PersonCaseNote", |row| {
        row.insert("Subject".into(), "Another".into());
    });
    let error = run(&council.request("out")).unwrap_err();
    assert_eq!(differing(&error), ["mappings", "drop"]);
    assert!(!error.to_string().contains("Another"));
    assert!(before == bytes_of(&council.path("out/data")));
}

/// By file, entity, key, table and number: nobody has to look for what is meant.
#[test]
fn what_differs_is_named_as_closely_as_it_is_known() {
    let council = Council::of(40);
    council.migrate("out");
    let told = |said: &str, text: &str| assert!(said.contains(text), "{text}: {said}");
    let mut request = council.request("out");
    request.batch_size = 7;
    told(&run(&request).unwrap_err().to_string(), "another batch size (it was 20, this is 7)");
    council.edit("mappings/policy.toml", |text| {
        text.replace("\"hold-case-file\"", "\"drop-record\"")
            .replace("no_birth    = \"hold\"", "no_birth = \"write\"")
    });
    council.edit("mappings/contact.toml", |text| text + "\n# Looked through.\n");
    council.edit_rows("PersonCaseNote", |row| {
        row.insert("Subject".into(), "Another".into());
    });
    let said = run(&council.request("out")).unwrap_err().to_string();
    told(&said, "policy.toml: on_reject; people.no_birth");
    told(&said, "Contact: contact.toml (+2 -0 lines)");
    told(&said, "1 changed (PersonCaseNote.csv)");
    told(&said, "out/mappings has its mappings");
    council.edit("mappings/contract/01-organisations.toml", |text| {
        text.replacen("width = 240", "width = 241", 1)
    });
    council.edit("mappings/dictionary.csv", |text| text.replacen("is the case file", "the case file", 1));
    let said = run(&council.request("out")).unwrap_err().to_string();
    told(&said, "another contract (ORGANISATIONS), another mappings (");
    let said = again(&retry_of(&council, "out")).unwrap_err().to_string();
    told(&said, "another contract (ORGANISATIONS), another data dictionary (Person);");
}

/// Fresh it would be a stop; a finished folder is not said to hold it.
#[test]
fn a_file_that_came_since_is_a_change_of_the_drop() {
    let council = Council::of(30);
    council.migrate("out");
    std::fs::write(council.path("drop/Further.csv"), "A,B\r\n1,2\r\n").unwrap();
    assert_eq!(differing(&run(&council.request("out")).unwrap_err()), ["drop"]);
    let request = ReconcileRequest {
        out: council.path("out"),
        sources: vec![council.path("drop")],
        mosaic: None,
        ledger: None,
        threads: 2,
    };
    let error = reconcile(&request, &Silent, &Cancel::default()).unwrap_err();
    assert_eq!(error.exit(), Exit::Refused);
    assert!(error.to_string().contains("is no longer as a run of"), "{error}");
    assert!(error.to_string().contains("1 new (Further.csv)"), "{error}");
}

#[test]
fn a_folder_without_a_sealed_batch_takes_any_run() {
    let council = Council::of(30);
    std::fs::rename(council.path("drop/AdoptionLink.csv"), council.path("AdoptionLink.csv")).unwrap();
    assert_eq!(council.migrate("out").exit, Exit::Source);
    std::fs::rename(council.path("AdoptionLink.csv"), council.path("drop/AdoptionLink.csv")).unwrap();
    assert_eq!(council.migrate("out").exit, Exit::Done);
    assert!(!council.path("out/exceptions/stops.csv").exists());
}

#[test]
fn one_process_holds_a_folder() {
    let council = Council::of(30);
    let _held = FolderLock::take(&council.path("out")).unwrap();
    assert_eq!(run(&council.request("out")).unwrap_err().exit(), Exit::Refused);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let council = Council::of(30);
    let mut requests = [council.request("out"), council.request("drop/out")];
    requests[0].batch_size = 0;
    for request in requests {
        assert_eq!(run(&request).unwrap_err().exit(), Exit::Usage);
    }
}
