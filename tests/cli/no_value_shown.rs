//! What stands in a column of codes and is none is counted and never shown: it may be anything.

use crate::support::{Workplace, files};

/// A remark, and a number as long as a person's.
const VALUES: [&str; 2] = ["Jane Secret 12.3.2014", "4857773456"];

/// An export whose second and third person have no code for their gender.
fn export() -> Workplace {
    let workplace = Workplace::in_memory();
    workplace.run("-q synth export --people 30 --seed 4").ended(0);
    let path = workplace.path("export/Person.csv");
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let header = reader.headers().unwrap().clone();
    let gender = header.iter().position(|name| name == "GenderId").unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_path(&path).unwrap();
    writer.write_record(&header).unwrap();
    for (place, row) in rows.iter().enumerate() {
        let value = place.checked_sub(1).and_then(|place| VALUES.get(place));
        let cell = |(column, text)| if column == gender { *value.unwrap_or(&text) } else { text };
        writer.write_record(row.iter().enumerate().map(cell)).unwrap();
    }
    writer.flush().unwrap();
    workplace
}

#[test]
fn what_is_no_code_is_counted_and_not_shown() {
    let workplace = export();
    let mappings = Workplace::mappings();
    let check = workplace.run(&format!("check export --mappings {}", mappings.display())).ended(6);
    assert!(check.stdout.contains("gender: what is no code of Gender, 2 rows (option-no-label"), "{check}");
    let mut said = vec![check.stdout, check.stderr];
    for line in
        ["check export --json", "profile export", "profile export --json", "profile export --scaffold draft"]
    {
        let run = workplace.run(&format!("{line} --mappings {}", mappings.display()));
        said.extend([run.stdout, run.stderr]);
    }
    let drafted = files(&workplace.path("draft")).into_iter();
    said.extend(drafted.map(|(name, bytes)| format!("{name}\n{}", String::from_utf8_lossy(&bytes))));
    for text in said {
        let text = text.to_lowercase();
        assert!(VALUES.iter().all(|value| !text.contains(&value.to_lowercase())), "{text}");
    }
}
