//! `profile --scaffold`: a first set of mappings, refused until every choice is made.

use std::path::Path;

use crate::support::{Run, Workplace, files};

/// Every open choice of the drop below, with what is put in its place.
const CHOICES: [(&str, &str); 10] = [
    ("which clock SeenOn shows", "utc"),
    ("whose case file a row belongs to", "{ person = \"PersonId\" }"),
    ("the type of its notes", "MIG-PERSON"),
    ("the title of its notes", "Hobbies"),
    ("whether these files hold the tables that stand under them", "yes"),
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
    assert!(run.stdout.contains(&format!("{} choices are yours.", CHOICES.len())), "{run}");
    assert!(run.stdout.ends_with("\nNext:\n  care2mosaic check drop --mappings drafted\n"), "{run}");
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

/// A drop of the standard shape.
fn drop() -> Workplace {
    let workplace = Workplace::new();
    workplace.run("synth drop --people 40 --seed 5").ended(0);
    workplace
}

/// The draft of a drop, as JSON.
fn draft(workplace: &Workplace) -> serde_json::Value {
    let mappings = Workplace::mappings();
    let line = format!("profile drop --mappings {} --scaffold drafted --json", mappings.display());
    serde_json::from_str(&workplace.run(&line).ended(0).stdout).unwrap()
}

/// Takes out the marks above what was guessed: somebody looked at it, and it is right.
fn confirm(workplace: &Workplace) {
    for (name, bytes) in
        files(&workplace.path("drafted")).into_iter().filter(|(name, _)| !name.contains(".md"))
    {
        let text = String::from_utf8(bytes).unwrap();
        let kept = text.split_inclusive('\n').filter(|line| !line.starts_with("# <choose "));
        std::fs::write(workplace.path("drafted").join(name), kept.collect::<String>()).unwrap();
    }
}

/// What a guess says, and what stands for it.
fn guesses(json: &serde_json::Value) -> Vec<(&str, &str)> {
    let all = json["guesses"].as_array().unwrap().iter();
    all.map(|one| (one["what"].as_str().unwrap(), one["evidence"].as_str().unwrap())).collect()
}

/// Every file of a drop under another name, by another character, and with other names of columns, is one choice each.
#[test]
fn what_is_called_and_written_otherwise_throughout_is_one_choice_each() {
    let workplace = drop();
    let tables = files(&workplace.path("drop")).into_iter().filter(|(name, _)| !name.starts_with("files/"));
    let mut count = 0;
    for (name, bytes) in tables {
        std::fs::remove_file(workplace.path("drop").join(&name)).unwrap();
        workplace.write(&format!("drop/tbl_{name}"), parted_by_semicolons(&bytes));
        count += 1;
    }
    let json = draft(&workplace);
    assert_eq!(json["choices"], 3, "{json:#}");
    let [(delimiter, evidence), (named, files), (columns, _)] = guesses(&json)[..] else {
        panic!("{json:#}")
    };
    assert_eq!((delimiter, named), ("delimiter = \";\"", "tbl_{entity}.csv holds the table of its name"));
    assert!(
        evidence.starts_with("a semicolon parts header and first rows of ")
            && evidence.ends_with(" those of 0")
    );
    assert!(files.starts_with(&format!("{count} of {count} files without a rule ")), "{files}");
    assert!(columns.ends_with(" tables under another name"), "{columns}");
    let run = workplace.run("check drop --mappings drafted").ended(6);
    assert_eq!(run.stderr.matches("error: to be chosen: whether ").count(), 3, "{run}");
    assert!(run.stderr.contains("look at what stands below, then delete this line"), "{run}");
    confirm(&workplace);
    let run = workplace.run("check drop --mappings drafted").ended(0);
    assert!(run.stdout.starts_with("The mappings cover the drop: "), "{run}");
    workplace.run("migrate drop --mappings drafted --out out").ended(0);
}

/// The table with semicolons, its columns in lower case with lines between the words.
fn parted_by_semicolons(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).unwrap();
    let (header, rows) = text.split_once("\r\n").unwrap();
    let mut out = String::new();
    let mut before = ' ';
    for letter in header.chars() {
        if letter.is_ascii_uppercase() && before.is_ascii_lowercase() {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
        before = letter;
    }
    out = out.replace(',', ";") + "\r\n";
    let mut cell = String::new();
    let (mut quoted, mut was_quoted) = (false, false);
    for letter in rows.chars() {
        match letter {
            '"' => (quoted, was_quoted) = (!quoted, true),
            ',' | '\r' if !quoted => {
                out += &written(&std::mem::take(&mut cell), std::mem::take(&mut was_quoted));
                out.push(if letter == ',' { ';' } else { '\r' });
                continue;
            }
            '\n' if !quoted => {
                out.push('\n');
                continue;
            }
            _ => {}
        }
        cell.push(letter);
    }
    out
}

fn written(cell: &str, quoted: bool) -> String {
    if quoted || !cell.contains(';') { cell.to_owned() } else { format!("\"{cell}\"") }
}

/// An export of which no file and hardly a column is known, and that is no copy of tables.
fn strange_drop() -> Workplace {
    let workplace = drop();
    let (all, drop) = (workplace.path("drop"), workplace.path("strange"));
    std::fs::create_dir(&drop).unwrap();
    let take = |table: &str, columns: &[&str], header: &str| {
        let columns: Vec<_> =
            columns.iter().map(|name| column(&all.join(format!("{table}.csv")), name)).collect();
        let row =
            |place: usize| columns.iter().map(|column| column[place].clone()).collect::<Vec<_>>().join(";");
        let rows: Vec<_> = (0..columns[0].len()).map(row).collect();
        format!("{header}\n{}\n", rows.join("\n"))
    };
    let person = ["PersonId", "PersonNumber", "LastName", "DateOfBirth", "GenderId", "NHSNumber"];
    let clients =
        take("Person", &person, "Client GUID;Client number;Surname;Date of birth;Gender;NHS Number");
    std::fs::write(drop.join("clients.csv"), clients).unwrap();
    let hazard = ["PersonAlertAndHazardId", "PersonId", "StartDate", "EndDate"];
    let hazards = take("PersonAlertAndHazard", &hazard, "Hazard Id;Client GUID;Start date;Review date");
    std::fs::write(drop.join("hazard.csv"), hazards).unwrap();
    for number in 0..5 {
        std::fs::write(drop.join(format!("letter{number}.pdf")), "x").unwrap();
    }
    std::fs::rename(all.join("Person.csv"), workplace.path("surnames.csv")).unwrap();
    std::fs::remove_dir_all(&all).unwrap();
    std::fs::rename(&drop, &all).unwrap();
    workplace
}

#[test]
fn an_export_of_which_no_file_is_known_is_drafted_file_by_file() {
    let workplace = strange_drop();
    let json = draft(&workplace);
    let told = format!("{json:#}");
    assert!(json["choices"].as_u64().unwrap() < 20, "{told}");
    for (what, evidence) in [
        ("clients.csv holds Person", "3 of its 6 columns are of Person"),
        ("the key of hazard is Hazard Id", "no value stands twice, and it is called after the table"),
        ("Client GUID is PersonId", "as the only key"),
    ] {
        let found = guesses(&json).into_iter().find(|(own, _)| own.contains(what));
        assert!(found.is_some_and(|(_, own)| own.contains(evidence)), "{what}: {told}");
    }
    let read = |file: &str| std::fs::read_to_string(workplace.path("drafted").join(file)).unwrap();
    let (hazard, profile) = (read("hazard.toml"), read("profiles/v6-sql.toml"));
    let surname = column(&workplace.path("surnames.csv"), "LastName").swap_remove(0);
    assert!(![&hazard, &profile, &told].into_iter().any(|text| text.contains(&surname)), "{surname}");
    assert!(hazard.contains("key         = 'Hazard Id'   # guessed: filled in all "), "{hazard}");
    assert!(hazard.contains("{ person = \"Client GUID\" }"), "{hazard}");
    assert!(
        hazard.contains("# <choose whether rows of PERSON_ALERTS take columns of this table: 2 fit"),
        "{hazard}"
    );
    assert!(hazard.contains("# START_DATE  = { from = 'Start date', steps = [\"date\"] }"), "{hazard}");
    for part in [
        "called = \"Date of birth\"   # guessed: the same letters; ",
        "called = \"Gender\"   # guessed: the same letters but for Id; ",
        "<choose which column of Person is called Surname: ",
        "pattern = \"*.pdf\"\nreason  = \"<choose why 5 files *.pdf are left out: ",
        "# <choose whether the council has none of these ",
    ] {
        assert!(profile.contains(part), "{part}: {profile}");
    }
    // Without a draft the way to one is shown.
    let mappings = Workplace::mappings();
    let run = workplace.run(&format!("check drop --mappings {}", mappings.display())).ended(6);
    assert!(run.stderr.contains("hint: `care2mosaic profile EXPORT --scaffold DIR` drafts "), "{run}");
    let run = workplace.run("check drop --mappings drafted").ended(6);
    let named = run.stderr.matches("error: to be chosen: ").count() as u64;
    assert_eq!(Some(named), json["choices"].as_u64(), "{run}");
}

#[test]
fn codes_that_no_list_has_are_rows_of_their_code_table_to_be_decided() {
    let workplace = drop();
    let women =
        column(&workplace.path("drop/Person.csv"), "GenderId").iter().filter(|code| *code == "2").count();
    let people = workplace.path("drop");
    change(&people, "Person.csv", |text| {
        let place = text.lines().next().unwrap().split(',').position(|name| name == "GenderId").unwrap();
        let line = |line: &str| {
            let mut cells: Vec<_> = line.split(',').map(str::to_owned).collect();
            // No cell before it holds a comma.
            let coded = cells.get(place).is_some_and(|cell| cell == "2");
            if coded {
                cells[place] = "88".to_owned();
            }
            cells.join(",") + "\r\n"
        };
        text.lines().map(line).collect()
    });
    let coded =
        column(&workplace.path("drop/Person.csv"), "GenderId").iter().filter(|code| *code == "88").count();
    assert!(coded > 0 && coded <= women);
    let json = draft(&workplace);
    assert_eq!(json["choices"], 1, "{json:#}");
    let table = std::fs::read_to_string(workplace.path("drafted/codes/gender.csv")).unwrap();
    let row = format!(
        "88,,\"<choose the code of Mosaic for 88 of gender: nothing: no list of the export has it, and its {coded} "
    );
    assert!(table.contains(&row), "{table}");
    let run = workplace.run("check drop --mappings drafted").ended(6);
    assert!(run.stderr.contains("error: to be chosen: the code of Mosaic for 88 of gender\n"), "{run}");
    let mappings = Workplace::mappings();
    let run = workplace.run(&format!("check drop --mappings {}", mappings.display())).ended(6);
    assert!(run.stdout.contains("gender: 88 of "), "{run}");
    choose(&workplace.path("drafted"), "the code of Mosaic for 88 of gender", "");
    workplace.run("check drop --mappings drafted").ended(0);
    workplace.run("migrate drop --mappings drafted --out out --dry-run").ended(5);
}

/// Files of a draft among those of the export would be files of it that no profile claims.
#[test]
fn nothing_is_drafted_into_the_export() {
    let workplace = Workplace::new();
    workplace.run("-q synth drop --people 5 --seed 5").ended(0);
    let line = format!("profile drop --mappings {} --scaffold drop/drafted", Workplace::mappings().display());
    let refused = workplace.run(&line).ended(2);
    assert!(refused.stderr.contains("drop/drafted lies in the export; name a folder beside it"), "{refused}");
    assert!(!workplace.path("drop/drafted").exists());
}
