//! `profile --scaffold`: a first set of mappings, refused until every choice is made.

use std::path::Path;

use crate::support::{Run, Workplace, files};

/// Every open choice of the drop below, with what is put in its place.
const CHOICES: [(&str, &str); 10] = [
    ("which clock SeenOn shows", "utc"),
    ("whose case file a row belongs to", "{ person = \"PersonId\" }"),
    ("the type of its notes", "MIG-PERSON"),
    ("the title of its notes", "Hobbies"),
    ("whose rows these are", "SMS"),
    ("why the file is left out", "a remark of whoever exported"),
    ("why the export has no PersonGestationPeriod", "the council never used it"),
    ("which column of PersonAllergy is called AllergyText", "AllergyDetails"),
    ("what practitioners call Nickname", "Known as"),
    ("the code of Mosaic for 7 of gender", ""),
];

/// A drop that the package's mappings do not fit: a column and a file are called otherwise; a table, a column, and a code are
/// new; a table is missing, and one file is no table.
fn unknown_drop() -> Workplace {
    let workplace = Workplace::new();
    workplace.run("synth drop --people 40 --seed 5").ended(0);
    let drop = workplace.path("drop");
    let people = column(&drop.join("Person.csv"), "PersonId");
    let hobbies = (1..).zip(people.iter().take(3)).map(|(number, person)| {
        let key = format!("0a1b2c3d-0000-4000-8000-0000000000{number:02}");
        format!("{key},{person},Chess,2020-01-0{number},0,2021-03-04 10:00:00.000,\r\n")
    });
    let header = "PersonHobbyId,PersonId,HobbyName,StartedOn,Inactive,SeenOn,VersionStamp\r\n";
    workplace.write("drop/PersonHobby.csv", header.to_owned() + &hobbies.collect::<String>());
    change(&drop, "ControlTotals.csv", |text| {
        let taken_on = text.lines().nth(1).unwrap().rsplit_once(',').unwrap().1;
        let kept = text.lines().filter(|line| !line.starts_with("PersonGestationPeriod,"));
        let raised = kept.map(|line| match line.split_once("OptionsetValue,") {
            Some((_, rest)) => {
                let (rows, rest) = rest.split_once(',').unwrap();
                format!("OptionsetValue,{},{rest}\r\n", rows.parse::<u64>().unwrap() + 1)
            }
            None => format!("{line}\r\n"),
        });
        format!("{}PersonHobby,3,0,{taken_on}\r\n", raised.collect::<String>())
    });
    change(&drop, "PersonAllergy.csv", |text| text.replacen("AllergyDetails", "AllergyText", 1));
    change(&drop, "Team.csv", |text| with_column(text, "Nickname"));
    change(&drop, "OptionsetValue.csv", |text| with_option(text, "Indeterminate", "Nonbinary"));
    std::fs::rename(drop.join("SMS.csv"), drop.join("Text messages.csv")).unwrap();
    std::fs::remove_file(drop.join("PersonGestationPeriod.csv")).unwrap();
    workplace.write("drop/notes.txt", "x");
    workplace
}

fn change(drop: &Path, name: &str, change: impl Fn(&str) -> String) {
    let text = std::fs::read_to_string(drop.join(name)).unwrap();
    let changed = change(&text);
    assert_ne!(text, changed, "{name}");
    std::fs::write(drop.join(name), changed).unwrap();
}

fn column(path: &Path, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let place = reader.headers().unwrap().iter().position(|own| own == name).unwrap();
    reader.records().map(|row| row.unwrap()[place].to_owned()).collect()
}

/// A table with one more column. No text of the table has line ends.
fn with_column(text: &str, name: &str) -> String {
    let mut lines = text.lines();
    let header = lines.next().unwrap();
    let rows = lines.map(|line| format!("{line},Sparrows\r\n"));
    format!("{header},{name}\r\n{}", rows.collect::<String>())
}

/// The options with one more of the set that has `like`, under the number 7.
fn with_option(text: &str, like: &str, label: &str) -> String {
    let row = text.lines().find(|line| line.contains(&format!(",{like},"))).unwrap();
    let row = row.replacen(like, label, 1).replacen(",3,", ",7,", 1);
    let row = row.replacen(&row[..8], "0a1b2c3d", 1);
    format!("{text}{row}\r\n")
}

fn scaffolded() -> (Workplace, Run) {
    let workplace = unknown_drop();
    let mappings = Workplace::mappings();
    let run = workplace.run(&format!("profile drop --mappings {} --scaffold drafted", mappings.display()));
    (workplace, run.ended(0))
}

#[test]
fn a_draft_is_refused_until_every_choice_is_made_and_then_migrates() {
    let (workplace, run) = scaffolded();
    assert!(run.stdout.contains(&format!("{} choice(s) are yours.", CHOICES.len())), "{run}");
    assert!(run.stdout.ends_with("Next: care2mosaic check drop --mappings drafted\n"), "{run}");
    for (made, (what, choice)) in CHOICES.into_iter().enumerate() {
        let run = workplace.run("check drop --mappings drafted").ended(6);
        for (place, (what, _)) in CHOICES.into_iter().enumerate() {
            let told = run.stderr.contains(&format!("error: to be chosen: {what}\n"));
            assert_eq!(told, place >= made, "{what}, after {made} choices: {run}");
        }
        choose(&workplace.path("drafted"), what, choice);
    }
    let run = workplace.run("check drop --mappings drafted").ended(0);
    assert!(run.stdout.starts_with("The mappings cover the drop: "), "{run}");
    let run = workplace.run("migrate drop --mappings drafted --out out").ended(0);
    assert!(run.stdout.starts_with("Reconciled. "), "{run}");
    let notes = files(&workplace.path("out/data/batches"));
    let with =
        |text: &str| notes.values().filter(|bytes| String::from_utf8_lossy(bytes).contains(text)).count();
    assert_eq!(
        (with("Hobby name: Chess"), with("Known as: Sparrows")),
        (1, 1),
        "each in the batch of its table"
    );
}

/// Puts a choice in place of its mark; quotes around a choice that is a table go with it.
fn choose(folder: &Path, what: &str, choice: &str) {
    for (name, bytes) in files(folder).into_iter().filter(|(name, _)| !name.contains(".md")) {
        let text = String::from_utf8(bytes).unwrap();
        let Some(start) = text.find(&format!("<choose {what}: ")) else { continue };
        let end = start + text[start..].find('>').unwrap() + 1;
        let around = usize::from(choice.starts_with('{'));
        let chosen = format!("{}{choice}{}", &text[..start - around], &text[end + around..]);
        std::fs::write(folder.join(name), chosen).unwrap();
        return;
    }
    panic!("{what} is not to be chosen");
}

#[test]
fn nothing_of_a_value_is_written() {
    let (workplace, run) = scaffolded();
    let drafted = files(&workplace.path("drafted"));
    let values = ["Chess", "Sparrows", "2020-01-01", "0a1b2c3d-0000-4000-8000-000000000001"];
    for value in values {
        assert!(!run.stdout.contains(value) && !run.stderr.contains(value), "{value}: {run}");
        let before = files(&Workplace::mappings());
        for (name, bytes) in drafted.iter().filter(|(name, bytes)| before.get(*name) != Some(*bytes)) {
            assert!(!String::from_utf8_lossy(bytes).contains(value), "{value} in {name}");
        }
    }
}

#[test]
fn a_file_whose_first_line_is_no_header_is_no_table() {
    let workplace = unknown_drop();
    workplace.write("drop/Extra.csv", "Okonjo,Ada\r\nMills,Tom\r\n");
    let line = format!("profile drop --mappings {} --scaffold drafted", Workplace::mappings().display());
    workplace.run(&line).ended(0);
    let drafted = files(&workplace.path("drafted"));
    assert!(drafted.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("Okonjo")));
    let profile = String::from_utf8_lossy(&drafted["profiles/v6-sql.toml"]).into_owned();
    assert!(profile.contains("[[ignore]]\npattern = \"Extra.csv\"\nreason  = \"<choose "), "{profile}");
}

#[test]
fn an_export_that_fits_needs_no_choice_and_a_filled_folder_is_left_alone() {
    let workplace = Workplace::new();
    workplace.run("init project").ended(0);
    let line = "profile project/sample-export --mappings project/mappings --scaffold";
    let run = workplace.run(&format!("{line} drafted --json")).ended(0);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&json["choices"], &json["files"]), (&0.into(), &serde_json::json!([])));
    assert_eq!(files(&workplace.path("drafted")), files(&workplace.path("project/mappings")));
    let run = workplace.run(&format!("{line} project")).ended(2);
    assert!(run.stderr.contains("project is not empty"), "{run}");
}
