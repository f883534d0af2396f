//! The numbers on the first page of a report, against the lists beside it.

use std::collections::BTreeSet;

use crate::support::Workplace;

/// The lines of a list below its header, and where its columns stand.
struct List(Vec<csv::StringRecord>, csv::StringRecord);

impl List {
    fn read(workplace: &Workplace, name: &str) -> Self {
        let mut reader = csv::Reader::from_path(workplace.path(&format!("out/{name}"))).unwrap();
        let header = reader.headers().unwrap().clone();
        Self(reader.records().map(Result::unwrap).collect(), header)
    }

    fn cells(&self, column: &str) -> Vec<&str> {
        let place = self.1.iter().position(|name| name == column).unwrap();
        self.0.iter().map(|line| &line[place]).collect()
    }

    fn sum(&self, column: &str) -> u64 {
        self.cells(column).iter().map(|cell| cell.parse::<u64>().unwrap()).sum()
    }

    fn lines(&self) -> u64 {
        self.0.len() as u64
    }
}

/// The numbers of a row of the tables under "In short", by its table and its words.
fn row(page: &str, table: &str, words: &str) -> Vec<u64> {
    let table = &page[page.find(table).unwrap()..];
    let table = &table[..table.find("</table>").unwrap()];
    let row = table.lines().find(|line| line.contains(&format!("{words}</th>"))).expect(words);
    let cells = row.split("<td class=\"number\">").skip(1).map(|cell| cell.split('<').next().unwrap());
    cells.filter_map(|cell| cell.replace(',', "").parse().ok()).collect()
}

#[test]
fn every_number_of_the_first_page_is_that_of_the_lists() {
    let workplace = Workplace::in_memory();
    workplace.run("-q synth export --people 200 --seed 5 --defects 0.3").ended(0);
    let mappings = Workplace::mappings();
    let line = format!("-q migrate export --out out --mappings {}", mappings.display());
    let said = workplace.run(&line).ended(5).stdout;
    let page = std::fs::read_to_string(workplace.path("out/reconciliation/report.html")).unwrap();
    let list = |name: &str| List::read(&workplace, &format!("exceptions/{name}.csv"));
    let all = List::read(&workplace, "reconciliation/case-files.csv");
    let (states, held) = (all.cells("STATE"), all.cells("HELD"));
    let counted = |state: &str, waits: bool| {
        let own = states.iter().zip(&held).filter(|(own, held)| **own == state && (**held != "0") == waits);
        own.count() as u64
    };
    let (waiting, held, values) = (list("waiting"), list("held"), list("values"));
    // A test of what is not there shows nothing.
    for (list, lines) in [("waiting", waiting.lines()), ("held", held.lines()), ("values", values.lines())] {
        assert!(lines > 0, "{list}");
    }
    let files = "Case files: one a person";
    for (words, expected) in [
        ("Written whole", counted("complete", false)),
        ("Written, with something rejected or left out", counted("incomplete", false)),
        ("Written, with records that wait for another person’s case file", counted("incomplete", true)),
        ("Excluded by a named rule", counted("excluded", false)),
        ("Held whole, for a decision", held.lines()),
        ("Read", all.lines()),
    ] {
        assert_eq!(row(&page, files, words)[0], expected, "{words}");
    }
    let waiting_files: BTreeSet<&str> = waiting.cells("CASE_FILE").into_iter().collect();
    assert_eq!(counted("incomplete", true), waiting_files.len() as u64);
    let records = "Cases and records";
    for (words, expected) in [
        ("Excluded by a named rule", list("excluded").lines()),
        ("Rejected", list("rejects").lines()),
        ("Held with their case file", held.sum("RECORDS")),
        ("Held, waiting for another person’s case file", waiting.lines()),
    ] {
        assert_eq!(row(&page, records, words).last(), Some(&expected), "{words}");
    }
    let whole = row(&page, records, "Read")[1];
    let outcomes = ["Migrated", "Merged into another", "Excluded by a named rule", "Rejected"];
    let parts: u64 = outcomes.iter().map(|words| row(&page, records, words)[1]).sum();
    assert_eq!(whole, parts + held.sum("RECORDS") + waiting.lines());
    let verdict = &page[page.find("id=\"verdict\"").unwrap()..page.find("id=\"figures\"").unwrap()];
    let stands =
        |number: u64, words: &str| assert!(verdict.contains(&format!("{number} {words}")), "{words}");
    stands(held.lines(), "case files are held whole");
    stands(waiting.lines(), "records that join two people are not written yet");
    stands(values.lines(), "values were left out of their columns");
    let told = format!("{} case files are held whole, with", held.lines());
    assert!(!verdict.contains(&told));
    let causes =
        format!("{} case files, with {} records (<code>held.csv</code>)", held.lines(), held.sum("RECORDS"));
    assert!(page.replace(',', "").contains(&causes.replace(',', "")), "{causes}");
    assert!(said.contains(&format!("{} of the records held wait for another", waiting.lines())), "{said}");
}
