//! Codes that `synth --defects` does not plant: each on a drop in which nothing else is wrong, at its file, line and column,
//! and no other code beside it.

use std::collections::{BTreeMap, BTreeSet};

use super::council::{Council, list, records};
use super::dates::profile;

/// The lists with a line a record, value or stop.
const LISTS: [&str; 7] = ["rejects", "holds", "waiting", "values", "warnings", "excluded", "stops"];

/// Columns of lists that say what a line is about.
const TOLD: [&str; 7] = ["ENTITY", "SOURCE_ID", "FILE", "LINE", "FIELD", "REASON", "CODE"];

/// A line of a list: the list, and what it says by column.
type Line = (&'static str, BTreeMap<String, String>);

/// The lines of all lists, and what was counted, each with its table and column.
#[derive(Clone, Debug, Default)]
struct Told {
    lines: BTreeSet<Line>,
    counted: BTreeMap<String, u64>,
}

impl Told {
    /// What a run of a drop says. What follows for others from a record that is not written is left aside.
    fn by(council: &Council, out: &str) -> Self {
        let report = serde_json::to_value(&council.migrate(out).report).unwrap();
        let mut told = Self::default();
        for name in LISTS {
            let path = council.path(&format!("{out}/exceptions/{name}.csv"));
            let lines = if path.exists() { list(&path) } else { Vec::new() };
            let of_its_own = |line: &BTreeMap<String, String>| {
                !line.get("REASON").is_some_and(|reason| reason.starts_with("parent-"))
            };
            told.lines.extend(lines.into_iter().filter(of_its_own).map(|mut line| {
                line.retain(|column, _| TOLD.contains(&column.as_str()));
                (name, line)
            }));
        }
        for line in report["mapped"].as_array().unwrap() {
            let text = |name: &str| line[name].as_str().unwrap().to_owned();
            let place = [text("reason"), text("entity"), text("field")].join(" ");
            *told.counted.entry(place).or_default() += line["values"].as_u64().unwrap();
        }
        told
    }
}

/// A council of thirty people, and what a run of it says.
struct Clean {
    council: Council,
    told: Told,
}

impl Clean {
    /// Under mappings and a profile that are changed first.
    fn under(people: u64, change: impl FnOnce(&Council)) -> Self {
        let council = Council::of(people);
        change(&council);
        let told = Told::by(&council, "before");
        Self { council, told }
    }

    /// The lines that another run says besides, after the drop or the policy was changed, and the codes that it counts more of.
    fn besides(&self) -> (Vec<Line>, Vec<String>) {
        let after = Told::by(&self.council, "after");
        let lines = after.lines.difference(&self.told.lines).cloned().collect();
        let more = after
            .counted
            .iter()
            .filter(|(place, count)| **count > self.told.counted.get(*place).copied().unwrap_or_default());
        (lines, more.map(|(place, _)| place.clone()).collect())
    }

    /// Changes the first row of a table that a question is answered with yes for, in the drop's own form; gives its key.
    fn edit(
        &self,
        table: &str,
        wanted: impl Fn(&BTreeMap<String, String>) -> bool,
        mut change: impl FnMut(&mut BTreeMap<String, String>),
    ) -> String {
        let mut key = None;
        self.council.edit_rows(table, |row| {
            if key.is_none() && wanted(row) {
                change(row);
                key = Some(row[&format!("{table}Id")].to_lowercase());
            }
        });
        key.unwrap_or_else(|| panic!("no row of {table} will do"))
    }

    /// The line of a table's file on which the record with that key starts.
    fn line_of(&self, table: &str, key: &str) -> String {
        let text = std::fs::read_to_string(self.council.path(&format!("drop/{table}.csv"))).unwrap();
        let mut line = 1;
        for record in records(&text) {
            if record.to_lowercase().starts_with(key) {
                return line.to_string();
            }
            line += record.matches('\n').count();
        }
        panic!("{table} has no row {key}");
    }

    /// One line more, of this record and column, in each of these lists, and nothing else.
    #[track_caller]
    fn tells(&self, lists: &[&'static str], code: &str, (table, key, field): (&str, &str, &str)) {
        let (lines, counted) = self.besides();
        let file = format!("{table}.csv");
        let cells = [
            ("ENTITY", table),
            ("SOURCE_ID", key),
            ("FILE", &file),
            ("LINE", &self.line_of(table, key)),
            ("FIELD", field),
            ("REASON", code),
        ];
        let told = cells.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        let expected: Vec<Line> = lists.iter().map(|list| (*list, BTreeMap::clone(&told))).collect();
        assert_eq!(lines, expected);
        assert!(counted.is_empty(), "{counted:?}");
    }

    /// One code counted more often, of this table and column, and nothing else.
    #[track_caller]
    fn counts(&self, place: &str) {
        let (lines, counted) = self.besides();
        assert!(lines.is_empty(), "{lines:?}");
        assert_eq!(counted, [place]);
    }

    /// Stops of these codes alone, each with its file, line and column.
    #[track_caller]
    fn stops(&self, expected: &[(&str, &str, &str, &str)]) {
        let stops = Told::by(&self.council, "after").lines;
        let cell = |line: &Line, name: &str| line.1[name].clone();
        let told: Vec<_> =
            stops.iter().map(|line| ["CODE", "FILE", "LINE", "FIELD"].map(|name| cell(line, name))).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(code, file, line, field)| [*code, *file, *line, *field].map(str::to_owned))
            .collect();
        assert_eq!(told, expected);
    }
}

/// Forms of a day in one column, with a pivot for years of two digits.
fn days(council: &Council, forms: &str) {
    council.edit("mappings/profiles/v6-sql.toml", |text| {
        text.replace("[control_totals]", "two_digit_years_until = 30\n\n[control_totals]")
    });
    let column = "[[dates]]\nentity = \"PersonCaseNote\"\ncolumn = \"SignificantEventDate\"\n";
    profile(council, &format!("{column}forms = [{forms}]\n"));
}

const FORMS: &str = "\"YYYY-MM-DD\", \"DD/MM/YYYY\", \"MM/DD/YYYY\", \"DD/MM/YY\", \"excel-serial\"";

#[test]
fn days_in_other_forms() {
    let note = "PersonCaseNote";
    for (text, place) in
        [("21/07/2016", "mixed-date-format"), ("24/04/17", "two-digit-year"), ("42572", "excel-serial-date")]
    {
        let clean = Clean::under(30, |council| days(council, FORMS));
        clean.edit(note, |_| true, |row| drop(row.insert("SignificantEventDate".into(), text.into())));
        let (lines, counted) = clean.besides();
        assert!(lines.is_empty(), "{lines:?}");
        // A form that is not the first of its column is one of several as well.
        let mixed = format!("mixed-date-format {note} SignificantEventDate");
        let own = format!("{place} {note} SignificantEventDate");
        assert_eq!(BTreeSet::from_iter(counted), BTreeSet::from([own, mixed]), "{text}");
    }
    let clean = Clean::under(30, |council| days(council, FORMS));
    let either = |row: &mut BTreeMap<String, String>| {
        drop(row.insert("SignificantEventDate".into(), "03/04/2019".into()));
    };
    let key = clean.edit(note, |_| true, either);
    clean.tells(&["values"], "ambiguous-date", (note, &key, "SignificantEventDate"));
}

#[test]
fn an_hour_that_clocks_leave_out() {
    let (table, column) = ("CaseStatusHistory", "EndDateTime");
    let clean = Clean::under(60, |council| {
        profile(
            council,
            "[[dates]]\nentity = \"CaseStatusHistory\"\ncolumn = \"EndDateTime\"\ntime = \"local\"\n\
             forms = [\"YYYY-MM-DD HH:MM:SS.mmm\"]\nrepeated_hour = \"second\"\n",
        );
    });
    let key = clean.edit(
        table,
        |row| row[column].as_str() > "2026-04",
        |row| drop(row.insert(column.into(), "2026-03-29 01:30:00.000".into())),
    );
    clean.tells(&["values"], "clock-change-gap", (table, &key, column));
}

#[test]
fn a_letter_that_the_encoding_of_import_files_lacks() {
    let clean = Clean::under(30, |council| {
        council.edit("mappings/contract/contract.toml", |text| {
            text.replace("encoding = \"utf-8\"", "encoding = \"windows-1252\"")
        });
        council.edit("mappings/policy.toml", |text| {
            text.replace("on_reject = \"hold-case-file\"", "on_reject = \"drop-record\"")
        });
    });
    let note = "PersonCaseNote";
    let held = list(&clean.council.path("before/exceptions/holds.csv"));
    let people = list(&clean.council.path("drop/Person.csv")).into_iter();
    let withheld: BTreeSet<String> = people
        .filter(|person| held.iter().any(|line| line["CASE_FILE"] == person["PersonNumber"]))
        .map(|person| person["PersonId"].to_lowercase())
        .collect();
    let written = |row: &BTreeMap<String, String>| {
        let told = |line: &Line| line.1["SOURCE_ID"] == row["PersonCaseNoteId"].to_lowercase();
        !withheld.contains(&row["PersonId"].to_lowercase()) && !clean.told.lines.iter().any(told)
    };
    let away = |row: &mut BTreeMap<String, String>| drop(row.insert("Subject".into(), "Dŵr".into()));
    let key = clean.edit(note, written, away);
    clean.tells(&["rejects"], "unencodable-character", (note, &key, "Subject"));
}

#[test]
fn records_that_the_council_leaves_out() {
    for (code, table) in [
        ("test-person", "Person"),
        ("placeholder-relative", "Person"),
        ("out-of-scope", "PersonCaseNote"),
        ("retention-expired", "PersonCaseNote"),
    ] {
        let clean = Clean::under(30, |_| {});
        let key = clean.edit(table, |_| true, |_| {});
        let rule = if code == "retention-expired" {
            let day = "column = \"CaseNoteDate\", before = 2100-01-01";
            let notes = list(&clean.council.path("drop/PersonCaseNote.csv")).into_iter();
            let keys = notes.map(|row| row["PersonCaseNoteId"].to_lowercase()).filter(|own| *own != key);
            let kept: Vec<_> = keys.map(|key| format!("\"{key}\"")).collect();
            format!("rules = [{{ id = \"old\", entity = \"{table}\", {day}, keep = [{}] }}]", kept.join(", "))
        } else {
            String::new()
        };
        clean.council.edit("mappings/policy.toml", |text| match rule.as_str() {
            "" => format!("{text}\n[[exclude]]\nid = \"old\"\ncode = \"{code}\"\nentity = \"{table}\"\nids = [\"{key}\"]\n"),
            rule => text.replace("\nrules = []", &format!("\n{rule}")),
        });
        let (lines, counted) = clean.besides();
        let told: Vec<_> = lines
            .iter()
            .map(|(list, line)| (*list, [&*line["ENTITY"], &*line["SOURCE_ID"], &*line["REASON"]]))
            .collect();
        assert_eq!(told, [("excluded", [table, &*key, code])]);
        let kept: &[&str] =
            if code == "retention-expired" { &["retention-hold PersonCaseNote "] } else { &[] };
        assert_eq!(counted, kept, "{code}");
    }
}

#[test]
fn nothing_that_stands_for_an_empty_text() {
    let clean = Clean::under(30, |council| {
        council.edit("mappings/profiles/v6-sql.toml", |text| {
            text.replace("[control_totals]", "nul = \"empty-string\"\n\n[control_totals]")
        });
    });
    clean.edit(
        "PersonCaseNote",
        |row| row["LegacyId"].is_empty(),
        |row| drop(row.insert("LegacyId".into(), "\0".into())),
    );
    clean.counts("nul-character PersonCaseNote LegacyId");
}

#[test]
fn workers_and_teams_that_contradict_each_other() {
    let clean = Clean::under(30, |_| {});
    let workers = list(&clean.council.path("drop/SystemUser.csv"));
    let (first, name) = (workers[0]["SystemUserId"].to_lowercase(), workers[0]["UserName"].to_uppercase());
    let second = clean.edit(
        "SystemUser",
        |row| row["SystemUserId"].to_lowercase() != first,
        |row| drop(row.insert("UserName".into(), name.clone())),
    );
    let mut lines = [first, second].map(|key| clean.line_of("SystemUser", &key));
    lines.sort();
    let stops = lines.each_ref().map(|line| ("duplicate-system-user", "SystemUser.csv", &**line, "UserName"));
    clean.stops(&stops);

    let clean = Clean::under(30, |_| {});
    let team = clean.edit(
        "Team",
        |_| true,
        |row| {
            let own = row["TeamId"].clone();
            row.insert("ParentTeamId".into(), own);
        },
    );
    clean.stops(&[("organisation-cycle", "Team.csv", &clean.line_of("Team", &team), "ParentTeamId")]);
}

#[test]
fn one_key_in_two_case_files() {
    let clean = Clean::under(30, |_| {});
    let notes = list(&clean.council.path("drop/PersonCaseNote.csv"));
    let (key, person) = (notes[0]["PersonCaseNoteId"].clone(), notes[0]["PersonId"].to_lowercase());
    clean.edit(
        "PersonCaseNote",
        |row| row["PersonId"].to_lowercase() != person,
        |row| drop(row.insert("PersonCaseNoteId".into(), key.clone())),
    );
    let stops = Told::by(&clean.council, "after").lines;
    let codes: Vec<_> = stops.iter().map(|(list, line)| (*list, line["CODE"].as_str())).collect();
    assert_eq!(codes, [("stops", "duplicate-target-key")]);
}

#[test]
fn what_the_database_wrote_of_itself() {
    let council = Council::of(160);
    let told = Told::by(&council, "out");
    let own = |line: &&BTreeMap<String, String>| {
        line["ENTITY"] == "CPIS" || line.get("REASON").is_some_and(|reason| reason == "derived-record")
    };
    let excluded = told.lines.iter().map(|(_, line)| line).filter(own);
    let derived: BTreeSet<_> =
        excluded.map(|line| ["ENTITY", "SOURCE_ID", "REASON"].map(|name| line[name].clone())).collect();
    let logged = list(&council.path("drop/CPIS.csv")).into_iter();
    let logged =
        logged.map(|row| ["CPIS", &row["CPISId"].to_lowercase(), "derived-record"].map(str::to_owned));
    assert_eq!(derived, logged.collect());
    assert!(!derived.is_empty());
}
