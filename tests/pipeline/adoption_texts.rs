//! Texts that name both identities of an adopted person, by whatever they are known by.

use std::collections::{BTreeMap, BTreeSet};

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::adoption::{Identity, linked, relate};
use super::council::{Council, assert_proved, list, records, run};
use crate::support::files;

const NHS: &str = "901 234 5670";
const PUPIL: &str = "A123456789012";

/// A council with three adoptions, the second known by an NHS number before it and a pupil's number after it.
pub(super) fn adopted() -> (Council, Vec<Identity>, Vec<Identity>) {
    let (council, before, after) = linked(0);
    council.edit_rows("Person", |row| {
        let key = row["PersonId"].to_lowercase();
        if key == before[1].0 {
            row.insert("NHSNumber".into(), NHS.into());
        } else if key == after[1].0 {
            row.insert("UniquePupilNumber".into(), PUPIL.into());
        }
    });
    (council, before, after)
}

/// People whom no adoption concerns, each with the place of a row of the table that is theirs; one row each.
pub(super) fn strangers(council: &Council, table: &str, known: &[Identity]) -> Vec<(usize, Identity)> {
    let known: BTreeSet<&str> = known.iter().map(|one| one.0.as_str()).collect();
    let mut near = known.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<_>>();
    for row in list(&council.path("drop/PersonRelationship.csv")) {
        let pair = [row["PersonId"].to_lowercase(), row["RelatedPersonId"].to_lowercase()];
        if pair.iter().any(|key| known.contains(key.as_str())) {
            near.extend(pair);
        }
    }
    let people = list(&council.path("drop/Person.csv"));
    let numbers: BTreeMap<String, String> =
        people.iter().map(|row| (row["PersonId"].to_lowercase(), row["PersonNumber"].clone())).collect();
    let mut found = Vec::new();
    for (row, place) in list(&council.path(&format!("drop/{table}.csv"))).iter().zip(0..) {
        let key = row["PersonId"].to_lowercase();
        if near.insert(key.clone()) {
            found.push((place, (key.clone(), numbers[&key].clone())));
        }
    }
    found
}

/// Puts texts into a column of rows, by place.
pub(super) fn write(council: &Council, (table, column): (&str, &str), texts: &BTreeMap<usize, String>) {
    let mut place = 0;
    council.edit_rows(table, |row| {
        if let Some(text) = texts.get(&place) {
            row.insert(column.into(), format!("\"{}\"", text.replace('"', "\"\"")));
        }
        place += 1;
    });
}

/// Texts that name both sides of an adoption, and texts that do not.
fn texts(before: &[Identity], after: &[Identity]) -> (Vec<String>, Vec<String>) {
    let ((a, old), (b, new)) = (&before[0], &after[0]);
    let both = vec![
        format!("{a};{b}"),
        format!("{{{}}},{new}", a.to_uppercase()),
        format!("Formerly {old}, now {new}."),
        format!("No.{old}/ID{new}"),
        "<p>NHS 9012345670</p><p>UPN a123456789012</p>".to_owned(),
        format!("NHS 901-234-5670, see {}", after[1].0),
        format!("NHS 901&nbsp;234&nbsp;5670, see {}", after[1].1),
        format!("{} {}", before[2].0.replace('-', ""), after[2].1),
    ];
    let one = vec![
        format!("{a};{a}"),
        format!("{a} {}", after[1].0),
        format!("9{old} {new}7"),
        format!("{old}0 {b}"),
        format!("NHS 901 234 567, see {}", after[1].1),
        format!("{old} 000{new}"),
    ];
    (both, one)
}

/// An earlier identifier with marks in it, and two numbers of few digits.
const EARLIER: &str = "CH-98765";
const SHORT: [&str; 2] = ["7700", "1632"];

/// The same council, where the first to be adopted has an earlier identifier, the second a number without spaces, and those of the
/// third adoption have short numbers.
fn known_otherwise() -> (Council, Vec<Identity>, Vec<Identity>) {
    let (council, mut before, mut after) = adopted();
    council.edit_rows("Person", |row| {
        let key = row["PersonId"].to_lowercase();
        if key == before[0].0 {
            row.insert("LegacyId".into(), EARLIER.into());
        } else if key == before[1].0 {
            row.insert("NHSNumber".into(), NHS.replace(' ', ""));
        } else if key == before[2].0 {
            row.insert("PersonNumber".into(), SHORT[0].into());
        } else if key == after[2].0 {
            row.insert("PersonNumber".into(), SHORT[1].into());
        }
    });
    before[2].1 = SHORT[0].into();
    after[2].1 = SHORT[1].into();
    (council, before, after)
}

/// A text in letters of full width.
fn wide(text: &str) -> String {
    text.chars().map(|letter| char::from_u32(u32::from(letter) + 0xfee0).unwrap()).collect()
}

/// Spellings of a person's key, NHS number and person number that name them.
fn spellings(key: &str, number: &str) -> Vec<String> {
    let plain = key.replace('-', "");
    let mut spellings = vec![
        format!("{}<b>{}</b>", &key[..13], &key[13..]),
        format!("{}<wbr>{}", &key[..18], &key[18..]),
        key.replace('-', "&#45;"),
        key.replace('-', "&hyphen;"),
        key.replace('-', "\u{2011}"),
        format!("<a href=\"x?id=%7B{plain}%7D\">l</a>"),
        format!("<a href=\"x?id={}\">l</a>", key.replace('-', "%2D")),
        format!("<!-- {number} -->"),
        format!("id{plain}_x"),
        format!("{plain}0a0b0c0d-0000-4000-8000-0123456789ab"),
        format!("&#{};{}", u32::from(number.as_bytes()[0]), &number[1..]),
        format!("{}<b>{}</b>", &number[..3], &number[3..]),
        format!("<img alt=\"{number}\">"),
        wide(number),
        wide(key),
    ];
    let nhs = [
        "<b>901</b> <i>234</i> 5670",
        "<b>901</b>2345670",
        "901&#160;234&#160;5670",
        "901&#xA0;234&#xa0;5670",
        "901&ensp;234&thinsp;5670",
        "901.234.5670",
        "901/234/5670",
        "901, 234, 5670",
        "901  234  5670",
        "901\n234\t5670",
        "901\u{2009}234\u{202f}5670",
        "901 - 234 - 5670",
        "901&ndash;234\u{2013}5670",
        "9 0 1 2 3 4 5 6 7 0",
        "901\u{200b}234\u{ad}5670",
        "901\u{202c}\u{200e}234\u{2069}5670",
        "9\u{fe0f}012345670",
        "９０１ ２３４ ５６７０",
        "901&shy;2345670",
        "(901) 234 5670",
        "901_234:5670",
        "901·234·5670",
        "<td>901</td><td>234</td><td>5670</td>",
        "901<br/>234<!-- x -->5670",
    ];
    spellings.extend(nhs.map(str::to_owned));
    spellings
}

#[test]
fn every_spelling_names_the_same_person() {
    let (_, before, after) = known_otherwise();
    let known: Vec<Identity> = before.iter().chain(&after).cloned().collect();
    let named = spellings(&before[1].0, &before[1].1);
    let mut texts: Vec<(String, bool)> =
        named.into_iter().map(|spelling| (format!("{spelling} and {}", after[1].1), true)).collect();
    let earlier = [
        ("CH-98765", true),
        ("ch 98765", true),
        ("<b>CH</b>/98765", true),
        ("CH98765", true),
        ("CH 9 8765", false),
    ];
    texts.extend(earlier.map(|(spelling, held)| (format!("Was {spelling}, now {}", after[0].1), held)));
    let short = [
        ("Formerly 7700, now 1632.", true),
        ("7700/1632", true),
        ("<p>7700</p><p>-</p><p>1632</p>", true),
        ("Rang 07700 900123 and 01632 960960.", false),
        ("Rang 7700 900123 and 1632 960960.", false),
        ("Rang 020 7700, 020 1632.", false),
        ("ID7700 x1632", false),
        ("Mum&#7700;s 1632", false),
    ];
    texts.extend(short.map(|(text, held)| (text.to_owned(), held)));
    while !texts.is_empty() {
        let (council, ..) = known_otherwise();
        let rows = strangers(&council, "PersonCaseNote", &known);
        let some = rows.len().min(texts.len());
        let taken: Vec<_> = rows.into_iter().zip(texts.drain(..some)).collect();
        let notes = taken.iter().map(|((place, _), (text, _))| (*place, text.clone())).collect();
        write(&council, ("PersonCaseNote", "Notes"), &notes);
        let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
        assert_proved(&finished);
        let told = told_as_held(&council);
        let wrong: Vec<_> =
            taken.iter().filter(|((_, person), (_, held))| told.contains_key(&person.1) != *held).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}

/// What a column calls somebody stands in notes beside what is written of them.
#[test]
fn a_label_that_names_both_identities_is_held() {
    let (council, before, after) = adopted();
    let known: Vec<Identity> = before.iter().chain(&after).cloned().collect();
    let (place, person) = strangers(&council, "PersonCaseNote", &known).remove(0);
    let label = format!("{} {}", before[0].1, after[0].1);
    write(&council, ("PersonCaseNote", "ClonedFromIdName"), &BTreeMap::from([(place, label)]));
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(told_as_held(&council)[&person.1], BTreeSet::from(["ClonedFromIdName".to_owned()]));
    assert_joined_nowhere(&council, &before, &after);
}

/// The person numbers of the case files that `holds.csv` says nothing more of than that they are held, with their columns.
pub(super) fn told_as_held(council: &Council) -> BTreeMap<String, BTreeSet<String>> {
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in list(&council.path("out/exceptions/holds.csv")) {
        if line["REASON"] == "held" {
            told.entry(line["CASE_FILE"].clone()).or_default().insert(line["FIELD"].clone());
        }
    }
    told
}

#[test]
fn a_case_file_whose_texts_name_both_identities_is_held_and_no_other() {
    let (council, before, after) = adopted();
    let known: Vec<Identity> = before.iter().chain(&after).cloned().collect();
    let (both, one) = texts(&before, &after);
    let mut rows = strangers(&council, "PersonCaseNote", &known).into_iter();
    let mut notes = BTreeMap::new();
    let mut taken: Vec<(Identity, bool)> = Vec::new();
    for (text, held) in both.iter().map(|text| (text, true)).chain(one.iter().map(|text| (text, false))) {
        let (place, person) = rows.next().unwrap();
        notes.insert(place, text.clone());
        taken.push((person, held));
    }
    // A note names one identity, and a relative is the other.
    let (place, person) = rows.next().unwrap();
    notes.insert(place, format!("Was {}.", before[0].1));
    relate(&council, &person.0, &after[0], 20);
    taken.push((person, true));
    write(&council, ("PersonCaseNote", "Notes"), &notes);
    // An older version of a note, which another took the place of.
    let (place, person) = rows.next().unwrap();
    council.add_row("PersonCaseNote", place + 1, |row| {
        row.insert("Notes".into(), format!("{} and {}", before[0].1, after[0].1));
        row.insert("ModifiedOn".into(), "2001-01-01 00:00:00.000".into());
    });
    taken.push((person, true));
    let known: Vec<Identity> = known.into_iter().chain(taken.iter().map(|one| one.0.clone())).collect();
    // The title of an attachment.
    let (place, person) = strangers(&council, "PersonAttachment", &known).remove(0);
    let title = format!("{} {}", before[0].1, after[0].1);
    write(&council, ("PersonAttachment", "Title"), &BTreeMap::from([(place, title)]));
    taken.push((person, true));
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(finished.exit, Exit::Exceptions);
    let told = told_as_held(&council);
    for (place, (person, held)) in taken.iter().enumerate() {
        assert_eq!(told.contains_key(&person.1), *held, "{place}: {person:?}");
        // A version that lost is told without a column.
        let fields = told.get(&person.1).into_iter().flatten().filter(|field| !field.is_empty());
        assert!(
            fields.into_iter().all(|field| ["Notes", "Title", "RelatedPersonId"].contains(&field.as_str()))
        );
    }
    // Those adopted, and a note shared with one of them, are told without a column.
    let for_a_column = told.iter().filter(|(_, fields)| fields.iter().any(|field| !field.is_empty()));
    let expected = taken.iter().filter(|one| one.1).map(|one| &one.0.1).collect();
    assert_eq!(for_a_column.map(|(number, _)| number).collect::<BTreeSet<_>>(), expected, "{told:?}");
    assert_joined_nowhere(&council, &before, &after);
}

/// No record of any file that a run leaves names both identities of somebody.
pub(super) fn assert_joined_nowhere(council: &Council, before: &[Identity], after: &[Identity]) {
    for (name, bytes) in files(&council.path("out")) {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        for record in records(&text) {
            // Longer numbers are other people's.
            let longer =
                [format!("9{}", before[0].1), format!("{}0", before[0].1), format!("000{}", after[0].1)];
            let record = longer.iter().fold(record.to_lowercase(), |text, number| text.replace(number, ""));
            let names = |one: &Identity| record.contains(&one.0) || record.contains(&one.1);
            let joined = before.iter().zip(after).any(|(one, other)| names(one) && names(other));
            let numbers = record.contains(&PUPIL.to_lowercase()) && record.contains("901");
            assert!(!joined && !numbers, "{name}: {record}");
        }
    }
}

/// Under a policy that drops rejected records, what turns such a record away besides stands among the holds, beside what holds it.
#[test]
fn a_record_that_names_both_identities_may_be_turned_away_besides() {
    let (council, before, after) = adopted();
    let known: Vec<Identity> = before.iter().chain(&after).cloned().collect();
    council.edit("mappings/policy.toml", |text| text.replace("\"hold-case-file\"\n", "\"drop-record\"\n"));
    let (place, person) = strangers(&council, "PersonCaseNote", &known).remove(0);
    let text = format!("{} {}", before[0].1, after[0].1);
    write(&council, ("PersonCaseNote", "Notes"), &BTreeMap::from([(place, text)]));
    let nobody = "0f0f0f0f-0000-4000-8000-0123456789ab".to_owned();
    write(&council, ("PersonCaseNote", "CreatedBy"), &BTreeMap::from([(place, nobody)]));
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(told_as_held(&council)[&person.1], BTreeSet::from(["Notes".to_owned()]));
    assert_joined_nowhere(&council, &before, &after);
}

/// What a rule leaves out is not written, and joins nobody by itself; with what is written it does.
#[test]
fn a_text_that_is_left_out_holds_its_case_file_only_beside_one_that_is_not() {
    let (council, before, after) = adopted();
    let known: Vec<Identity> = before.iter().chain(&after).cloned().collect();
    let notes = strangers(&council, "PersonCaseNote", &known);
    let schools = strangers(&council, "PersonAttendedEducationEstablishment", &known);
    let (alone, beside) =
        (&notes[0], notes[1..].iter().find(|note| schools.iter().any(|one| one.1 == note.1)));
    let (beside, keys) = (beside.unwrap(), list(&council.path("drop/PersonCaseNote.csv")));
    let ids =
        [alone, beside].map(|(place, _)| keys[*place]["PersonCaseNoteId"].to_lowercase()).join("\", \"");
    council.edit("mappings/policy.toml", |text| {
        format!(
            "{text}\n[[exclude]]\nid = \"old\"\ncode = \"out-of-scope\"\nentity = \"PersonCaseNote\"\nids = [\"{ids}\"]\n"
        )
    });
    let texts = [
        (alone.0, format!("{} {}", before[0].1, after[0].1)),
        (beside.0, format!("Formerly {}", before[0].1)),
    ];
    write(&council, ("PersonCaseNote", "Notes"), &BTreeMap::from(texts));
    let (school, _) = schools.iter().find(|one| one.1 == beside.1).unwrap();
    let text = BTreeMap::from([(*school, after[0].1.clone())]);
    write(&council, ("PersonAttendedEducationEstablishment", "ownerid_cwname"), &text);
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    let told = told_as_held(&council);
    assert_eq!(told[&beside.1.1], BTreeSet::from(["ownerid_cwname".to_owned()]));
    assert!(!told.contains_key(&alone.1.1));
}

#[test]
fn a_list_of_people_in_an_answer_that_joins_two_identities_is_held() {
    let (council, before, after) = adopted();
    let known: Vec<Identity> = before.iter().chain(&after).cloned().collect();
    let people: BTreeMap<String, String> =
        strangers(&council, "CaseForm", &known).into_iter().map(|(_, person)| person).collect();
    let forms: BTreeMap<String, String> = list(&council.path("drop/CaseForm.csv"))
        .iter()
        .filter_map(|row| {
            Some((row["CaseFormId"].to_lowercase(), people.get(&row["PersonId"].to_lowercase())?.clone()))
        })
        .collect();
    let answers = list(&council.path("drop/DocumentAnswer.csv"));
    let of_form = |row: &BTreeMap<String, String>| forms.get(&row["AssessmentId"].to_lowercase());
    let place =
        answers.iter().position(|row| !row["ShortAnswer"].is_empty() && of_form(row).is_some()).unwrap();
    let number = of_form(&answers[place]).unwrap();
    let text = format!("{};{}", before[0].0, after[0].0);
    write(&council, ("DocumentAnswer", "ShortAnswer"), &BTreeMap::from([(place, text)]));
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    let told = told_as_held(&council);
    assert_eq!(told[number], BTreeSet::from(["ShortAnswer".to_owned()]));
    assert_joined_nowhere(&council, &before, &after);
}

/// Identities that the export does not have join as well as those that it has.
#[test]
fn an_identity_that_is_not_in_the_export_is_no_less_joined() {
    let (council, before, after) = adopted();
    let known: Vec<Identity> = before.iter().chain(&after).cloned().collect();
    let absent = "0f0f0f0f-0000-4000-8000-0123456789ab";
    council.edit("drop/AdoptionLink.csv", |text| text.replace(&before[0].0, absent));
    let notes = strangers(&council, "PersonCaseNote", &known);
    let texts =
        [(notes[0].0, format!("{absent} {}", after[0].1)), (notes[1].0, format!("{absent} {}", after[1].1))];
    write(&council, ("PersonCaseNote", "Notes"), &BTreeMap::from(texts));
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    let told = told_as_held(&council);
    assert!(told.contains_key(&notes[0].1.1) && !told.contains_key(&notes[1].1.1));
}

/// Whatever stands in texts, the run and its proof find the same case files held.
#[test]
fn run_and_proof_read_every_text_alike() {
    for seed in 1..=3_u64 {
        let (council, before, after) = known_otherwise();
        let mut pieces: Vec<String> =
            ["901", "234", "5670", PUPIL, "visit", "2019", "é", "0", "CH", "98765", "x", "%7B", "%2"]
                .map(str::to_owned)
                .to_vec();
        let marks = "- ; , / . _ & < > % </b> <b> <wbr> <p> </td><td> <br/> <a$href=\" \"> <!-- --> &nbsp; &shy; &ndash; &#45; &#160; \
            &#55; &#x37; &#8217; &#; &amp; &lt; &zwj; %20 %2D \u{a0} \u{ad} \u{200b} \u{2009} \u{2011} \u{2013} \u{1f}";
        pieces.extend(marks.split_ascii_whitespace().map(|mark| mark.replace('$', " ")));
        pieces.extend(
            [" ", " ", "-", "\t", "\n", "", "  ", "     ", " \n\t \u{a0}", "id901"].map(str::to_owned),
        );
        for (key, number) in before.iter().chain(&after) {
            pieces.extend([key.clone(), key.replace('-', ""), key[..18].to_owned(), key[18..].to_owned()]);
            pieces.extend([key.replace('-', "&#45;"), number.clone(), format!("x{number}y")]);
            pieces.extend([number[..3].to_owned(), number[3..].to_owned()]);
        }
        let mut state = seed;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below
        };
        council.edit_rows("PersonCaseNote", |row| {
            let length = random(16);
            let text: String = (0..length).map(|_| pieces[random(pieces.len())].as_str()).collect();
            row.insert("Notes".into(), format!("\"Seen. {}\"", text.replace('"', "\"\"")));
        });
        let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
        assert_proved(&finished);
        let told = told_as_held(&council);
        assert!(told.len() > 10, "{told:?}");
    }
}
