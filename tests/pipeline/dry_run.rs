//! A dry run says what the real one will do.

use care2mosaic::pipeline::Exit;
use care2mosaic::report::model::Report;

use super::council::{Council, bytes_of, run};

/// A report without what differs from run to run.
fn body(mut report: Report) -> String {
    report.run.id.clear();
    report.run.started.clear();
    report.run.finished = None;
    report.history.clear();
    report.run.dry_run = false;
    report.to_json()
}

#[test]
fn it_predicts_the_real_run_and_writes_no_import_file() {
    let council = Council::of(60);
    super::lists::spoil(&council);
    let mut request = council.request("out");
    (request.dry_run, request.reconcile) = (true, true);
    let dry = run(&request).unwrap();
    assert_eq!(dry.output, council.path("out/dry-runs/0001"));
    assert!(!council.path("out/data").exists() && !council.path("out/.stage").exists());
    request.dry_run = false;
    let real = run(&request).unwrap();
    assert_eq!(dry.exit, Exit::Exceptions);
    assert_eq!((dry.exit, body(dry.report)), (real.exit, body(real.report)));
    for folder in ["exceptions", "reconciliation"] {
        let mut before = bytes_of(&council.path("out/dry-runs/0001").join(folder));
        let mut after = bytes_of(&council.path("out").join(folder));
        for name in ["report.json", "report.html"] {
            before.remove(name);
            after.remove(name);
        }
        assert!(before == after, "{folder}");
    }
    request.dry_run = true;
    let data = bytes_of(&council.path("out/data"));
    assert_eq!(run(&request).unwrap().output, council.path("out/dry-runs/0002"));
    assert!(data == bytes_of(&council.path("out/data")));
}
