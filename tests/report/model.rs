//! `report.json`.

use care2mosaic::report::model::{Named, Report, ReportError, Run, Verdict};

use super::sample;

#[test]
fn a_report_is_read_back_and_written_byte_by_byte() {
    let text = std::fs::read_to_string(sample::path()).unwrap();
    assert_eq!(sample::with_exceptions().to_json(), text);
}

#[test]
fn an_empty_report_has_every_key_in_order() {
    let run = Run {
        id: "1".into(),
        dry_run: true,
        started: "2026-11-20T09:00:00Z".into(),
        finished: None,
        named: Named::default(),
    };
    let json = Report::new(run, Verdict::Refused).to_json();
    let keys = json.lines().filter_map(|line| line.strip_prefix("  \"")?.split_once('"')).map(|(key, _)| key);
    let expected = "format tool run verdict mappings source balance excluded rejected held rejected_values warnings \
                    stops mapped reference acknowledged policies case_files waiting cases targets fields \
                    shares target_columns totals checks differences root audit mosaic";
    assert_eq!(keys.collect::<Vec<_>>(), expected.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn a_report_of_a_later_format_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let text = std::fs::read_to_string(sample::path()).unwrap();
    std::fs::write(&path, text.replacen("\"format\": 1", "\"format\": 2", 1)).unwrap();
    assert!(matches!(Report::read(&path), Err(ReportError::Format { found: 2, .. })));
}
