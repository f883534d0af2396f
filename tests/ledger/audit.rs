//! Samples and lists of results, in each engine.

use care2mosaic::ledger::{
    AuditCaseFileRow, AuditDrawRow, AuditListRow, AuditResultRow, AuditStratumRow, NewRun,
};

use super::engines::on_each;

fn draw(number: u32, run: u32) -> AuditDrawRow {
    let stratum = |name: &str, case_files| AuditStratumRow { name: name.into(), case_files };
    let case_file = |case_file, besides| AuditCaseFileRow { case_file, stratum: "others".into(), besides };
    AuditDrawRow {
        number,
        run,
        drawn: "2026-11-27T10:00:00Z".into(),
        // More than a signed number holds.
        seed: u64::MAX - u64::from(number),
        confidence: "95.00".into(),
        tolerable: (number > 1).then(|| "3.00".into()),
        strata: vec![stratum("under 5", 0), stratum("others", 900)],
        case_files: vec![case_file(7, false), case_file(1_204, true)],
    }
}

fn list(number: u32, draw: u32) -> AuditListRow {
    let result = |case_file, result: &str| AuditResultRow {
        case_file,
        result: result.into(),
        checked_by: "somebody".into(),
        checked_on: "2026-11-27".into(),
    };
    AuditListRow {
        number,
        draw,
        taken: "2026-11-28T10:00:00Z".into(),
        sha256: "ab".repeat(32),
        verdict: "not-reconciled".into(),
        reason: (number > 1).then(|| "a mistake".into()),
        results: vec![result(7, "right"), result(1_204, "wrong")],
    }
}

#[test]
fn what_was_drawn_and_what_came_back_is_read_as_it_was_noted() {
    on_each("ledger_audits", |open| {
        let ledger = open();
        assert!(ledger.audit_draws().unwrap().is_empty() && ledger.audit_lists().unwrap().is_empty());
        let (id, started) = ("01984c5e-4f6d-7c1e-8a53-5f9b2c7d1e10".into(), "2026-11-27T08:00:00Z".into());
        let run = NewRun { id, dry_run: false, started, fingerprint: "{}".into() };
        let run = ledger.begin_run(&run).unwrap();
        let (draws, lists) = ([draw(1, run), draw(2, run)], [list(1, 1), list(2, 2)]);
        for draw in &draws {
            ledger.add_audit_draw(draw).unwrap();
        }
        for list in &lists {
            ledger.add_audit_list(list).unwrap();
        }
        drop(ledger);
        let ledger = open();
        assert_eq!(
            (ledger.audit_draws().unwrap(), ledger.audit_lists().unwrap()),
            (draws.to_vec(), lists.to_vec())
        );
        // A number that is taken is never written over.
        assert!(ledger.add_audit_draw(&draw(2, run)).is_err() && ledger.add_audit_list(&list(1, 2)).is_err());
        assert_eq!(ledger.audit_lists().unwrap(), lists);
    });
}
