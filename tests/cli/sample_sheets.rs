//! `sample`: what stands on the sheets.

use care2mosaic::record::Guid;

use crate::support::{Workplace, copy_folder};

/// A note as a mail program writes it.
const PASTED: &str =
    "<html xmlns:o=urn:office><p class=MsoNormal>Tea &amp; cake</p><p class=MsoNormal>2 &lt; 3</p></html>";

/// The sheets of every case file of a sample export, one of whose notes is pasted from a mail.
fn sheets() -> Vec<String> {
    let workplace = Workplace::new();
    copy_folder(&Workplace::package("sample-exports/v6-sql"), &workplace.path("export"));
    let notes = workplace.path("export/PersonCaseNote.csv");
    let text = std::fs::read_to_string(&notes).unwrap();
    let (before, rest) = text.split_once("<p><strong>School confirmed").unwrap();
    let (_, after) = rest.split_once(",2026-06-22 22:46").unwrap();
    std::fs::write(&notes, format!("{before}{PASTED},2026-06-22 22:46{after}")).unwrap();
    let mappings = Workplace::package("mappings");
    let line = format!("-q migrate export --mappings {} --out out", mappings.display());
    workplace.run(&line).ended(0);
    workplace.run("-q sample out --size 118 --to drawn").ended(0);
    let entries = std::fs::read_dir(workplace.path("drawn")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let pages = paths.filter(|path| path.extension().is_some_and(|end| end == "html"));
    pages.map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// What stands in a list of facts under one of these labels.
fn under<'p>(part: &'p str, labels: &[&str]) -> Option<&'p str> {
    let value = |label: &&str| part.split_once(&format!("<dt>{label}</dt><dd>"));
    labels.iter().find_map(value)?.1.split_once("</dd>").map(|(value, _)| value)
}

/// The left side of every record of a part of a sheet.
fn records<'p>(page: &'p str, title: &str) -> Vec<&'p str> {
    let part = page.split_once(&format!(">{title}</h2>")).map_or("", |(_, rest)| rest);
    let part = part.split("</section>").next().unwrap_or_default();
    part.split("<h3>CareDirector: ").skip(1).filter_map(|record| record.split("<h3>Mosaic").next()).collect()
}

#[test]
fn sheets_read_as_both_screens_do() {
    let sheets = sheets();
    let all = sheets.concat();
    // Reason codes in plain words.
    assert!(all.contains("A record that CareDirector makes from others. <code>derived-record</code>"));
    assert!(!all.contains("<p class=\"reason\"> "), "a code without a meaning");
    // Markup is read, once, on both sides.
    let pasted = sheets.iter().find(|page| page.contains("Tea &#38; cake\n2 &#60; 3")).expect("the note");
    assert_eq!(pasted.matches("Tea &#38; cake\n2 &#60; 3").count(), 2, "left and right");
    for source in ["MsoNormal", "&#38;amp;", "&#38;lt;", "&#60;p&#62;", "<script"] {
        assert!(!all.contains(source), "{source}");
    }
    // UK time on both sides.
    assert!(pasted.contains("Times on both sides are UK time"));
    assert!(pasted.contains("<dd>2026-06-22 23:46:30 (UTC 2026-06-22 22:46:30.916)</dd>"));
    assert!(pasted.contains("<dd>2026-06-22 23:46:30</dd>"));
    // Of a note that several records share, beside each its own lines.
    let heads = |line: &&str| {
        let key = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
        key.is_some_and(|key| Guid::parse(key).is_ok())
    };
    let lines = all.split("<dd>").flat_map(|value| value.split("</dd>").next().unwrap_or_default().lines());
    assert_eq!(lines.filter(heads).count(), 0, "heads of shared notes");
    // Questions as the catalogue words them, people by name and number on both sides.
    assert!(all.contains("<dd>Needs of the family [QA-DQ-101]</dd>"));
    assert!(all.contains(", person number "));
    for label in ["Related person", "Person related to"] {
        assert!(!all.contains(&format!("<dt>{label}</dt><dd>person number ")), "{label} without a name");
    }
    assert!(all.contains("<dt>UPRN</dt>") && !all.contains("<dt>Unique ID</dt>"));
}

/// What a record leaves at the foot of another's note stands beside it alone, and no side tells keys.
#[test]
fn beside_a_line_in_another_note_stands_that_line() {
    let all = sheets().concat();
    let right = |title: &str| {
        let record = all.split_once(&format!("<h3>CareDirector: {title}</h3>")).expect(title).1;
        record.split("class=\"result\"").next().unwrap_or_default().to_owned()
    };
    for (title, line) in [("Email to", "To: "), ("Required attendee", "Required attendee: ")] {
        let record = right(title);
        let note = under(&record, &["Note"]).expect("the note");
        assert!(note.starts_with(line) && note.lines().count() == 1, "{title}: {note}");
    }
    let keys = all.split(['[', ']', ' ', '\n', '<', '>']).filter(|word| word.len() == 36);
    assert_eq!(keys.filter(|word| Guid::parse(word).is_ok()).count(), 0);
    // The words of the screens, on both sides.
    assert!(all.contains("<dt>Question</dt>"));
    assert!(!all.contains("<dd>Y</dd>") && !all.contains("<dd>N</dd>"));
    // Rows of which nothing is to be compared are not named.
    assert!(!all.contains("<h4>Form answers (of another record)</h4>\n<dl>\n</dl>"));
}

#[test]
fn the_chronology_is_in_order_of_days_across_its_tables() {
    let mut tables = std::collections::BTreeSet::new();
    for page in sheets() {
        let records = records(&page, "Notes and chronology");
        let day = |record: &&str| {
            let labels = [
                "Case note date",
                "Event date",
                "Phone call date",
                "Sent on",
                "Letter date",
                "Start date time",
                "First start date time",
                "Due date",
                "Contact received date time",
                "Start date",
                "Recorded on",
                "Created on",
            ];
            under(record, &labels).unwrap_or("9999")[..10].to_owned()
        };
        let days: Vec<String> = records.iter().map(day).collect();
        assert!(days.is_sorted(), "{days:?}");
        tables.extend(
            records.iter().filter_map(|record| record.split_once('<')).map(|(name, _)| name.to_owned()),
        );
    }
    for table in ["Person case note", "Case case note", "Phone call", "Letter", "Task", "Appointment"] {
        assert!(tables.contains(table), "{table}: {tables:?}");
    }
}
