//! What a reader sees of a note's text is written, and proved.

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::council::{Council, assert_proved, list, run};

/// Texts of notes, and how what is seen of each begins in the note that is written.
const TEXTS: [(&str, &str); 11] = [
    ("if x <y and z> 3 then\nnext <b5 line>", "<p>if x &lt;y and z&gt; 3 then<br>next &lt;b5 line&gt;</p>"),
    (
        "If age <Under 5> refer; <Not known> otherwise",
        "<p>If age &lt;Under 5&gt; refer; &lt;Not known&gt; otherwise</p>",
    ),
    ("<Not known>", "<p>&lt;Not known&gt;</p>"),
    (
        "Seen at <time> by <name>;\nmum &amp; dad&#39;s",
        "<p>Seen at &lt;time&gt; by &lt;name&gt;;<br>mum &amp; dad's</p>",
    ),
    ("<table><tr><td></td><td>Penicillin</td></tr></table>", "<p>[empty] Penicillin</p>"),
    ("<p><![if !supportLists]>1.<![endif]> Plan agreed</p>", "<p>1. Plan agreed</p>"),
    ("<p>it&#146;s &#128;5 and &#11;</p>", "<p>it’s €5 and &amp;#11;</p>"),
    (
        "<p>Seen alone: <input type='checkbox' checked> Yes <input type=checkbox> No</p>",
        "<p>Seen alone: [x] Yes [ ] No</p>",
    ),
    ("Risk: <select><option>Low</option><option selected>High</option></select>", "<p>Risk: High</p>"),
    ("<ol start=2><li>a<li>b</ol><pre>\nc\n  d</pre>", "<p>2. a</p><p>3. b</p><p>c<br>  d</p>"),
    ("<p>Plan <img src=plan.png alt='of the house'></p><!-- not ended", "<p>Plan [image: of the house]</p>"),
];

#[test]
fn nothing_that_is_seen_of_a_note_is_lost() {
    let council = Council::of(40);
    let mut written = 0;
    council.edit_rows("PersonCaseNote", |row| {
        let (text, _) = TEXTS[written % TEXTS.len()];
        row.insert("Notes".to_owned(), format!("\"{text}\""));
        written += 1;
    });
    assert!(written >= TEXTS.len());
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(finished.exit, Exit::Done);
    let notes = council.case_notes("out", "NOTE");
    for (text, seen) in TEXTS {
        assert!(notes.iter().any(|note| note.contains(seen)), "{text}");
    }
}

/// What notes begin with again and again and never end, by accident of a copy or on purpose.
const ENDLESS: [&str; 12] = [
    "<time>",
    "<!--",
    "<b '",
    "<b ",
    "<![",
    "<style>",
    "<select>",
    "<table>",
    "<b '' x='",
    "<option selected>",
    "&#1",
    "<td>",
];

/// Each is read in a time that grows with its length: by the square of it this test would take hours.
#[test]
fn notes_of_beginnings_without_ends_are_read_to_their_end() {
    let council = Council::of(40);
    let mut written = 0;
    council.edit_rows("PersonCaseNote", |row| {
        let text = ENDLESS[written % ENDLESS.len()];
        let end = if written % 2 == 0 { "" } else { "> </time> </select> -->" };
        row.insert("Notes".to_owned(), format!("\"{}{end} seen\"", text.repeat(400_000 / text.len())));
        written += 1;
    });
    assert!(written >= ENDLESS.len());
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    let seen = council.case_notes("out", "NOTE");
    assert!(seen.iter().filter(|note| note.contains("seen")).count() >= ENDLESS.len());
}

/// A key alone tells a reader nothing: where no column beside it shows whom it names, that person's own row does.
#[test]
fn people_and_cases_of_other_case_files_are_shown_by_their_words() {
    let council = Council::of(300);
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    let notes = council.case_notes("out", "NOTE");
    let rows = |table: &str| list(&council.path(&format!("drop/{table}.csv")));
    let shown = |label: &str, table: &str, key: &str, words: &str| {
        let all = rows(table);
        let row = all.iter().find(|row| row[&format!("{table}Id")].eq_ignore_ascii_case(key)).unwrap();
        let line = format!("<p>{label}: {} [{}]</p>", row[words].replace('&', "&amp;"), key.to_lowercase());
        assert!(notes.iter().any(|note| note.contains(&line)), "{line}");
    };
    let members = rows("CaseFormMember");
    assert!(!members.is_empty());
    for member in members {
        shown("Person", "Person", &member["PersonId"], "FullName");
    }
    let cloned: Vec<_> = rows("Case").into_iter().filter(|case| !case["ClonedFromCase"].is_empty()).collect();
    assert!(!cloned.is_empty());
    for case in cloned {
        shown("Cloned from case", "Case", &case["ClonedFromCase"], "Title");
    }
}
