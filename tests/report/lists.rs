//! The lists under `reconciliation/`.

use care2mosaic::record::{Outcome, Tally};
use care2mosaic::report::lists::{CaseFileLine, DifferenceLine, write_case_files, write_differences};

#[test]
fn case_files_have_their_columns() {
    let mut rows = Tally::default();
    rows.add_many(Outcome::Migrated, 7);
    rows.add(Outcome::Merged);
    let written = CaseFileLine {
        case_file: 100_034,
        state: "complete",
        rows,
        batch: Some(1),
        digest: Some("ab".repeat(32)),
    };
    let held =
        CaseFileLine { case_file: 100_035, state: "held", rows: Tally::default(), batch: None, digest: None };
    let mut out = Vec::new();
    write_case_files(&mut out, [written, held]).unwrap();
    let digest = "ab".repeat(32);
    let expected = format!(
        "CASE_FILE,STATE,READ,MIGRATED,MERGED,EXCLUDED,REJECTED,HELD,BATCH,DIGEST\r\n\
         100034,complete,8,7,1,0,0,0,0001,{digest}\r\n100035,held,0,0,0,0,0,0,,\r\n"
    );
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn differences_have_their_columns() {
    let line = DifferenceLine {
        check: "values".into(),
        case_file: Some(9),
        file: "data/batches/0001/05_MO_PERSONS.csv".into(),
        line: Some(2),
        ..DifferenceLine::default()
    };
    let mut out = Vec::new();
    write_differences(&mut out, [line]).unwrap();
    let expected = "CHECK,CASE_FILE,ENTITY,SOURCE_ID,TARGET_TABLE,LEGACY_ID,FIELD,FILE,LINE\r\n\
                    values,9,,,,,,data/batches/0001/05_MO_PERSONS.csv,2\r\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}
