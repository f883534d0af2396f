//! Rules about the text of notes.

use care2mosaic::map::forward::CaseFileState;
use care2mosaic::record::{Action, Outcome, Reason};

use super::{fires, silent};
use crate::map::world::{World, plan_with_policy};

/// A note of this text.
fn note(text: &'static str) -> impl FnOnce(&mut World) {
    move |world| {
        world.add("PersonCaseNote", &[("Notes", text)]);
    }
}

#[test]
fn odd_text_is_told() {
    for (reason, text) in [
        (Reason::HtmlConverted, "<div>Seen at home.</div>"),
        (Reason::HtmlConverted, "One line\r\nand another"),
        (Reason::StrayMarkup, "Seen Calibri\">at home"),
        (Reason::CidReference, "<p>See <img src=\"cid:image001\"> here</p>"),
        (Reason::Mojibake, "the childâ€™s views"),
        (Reason::Mojibake, "CafÃ©"),
        (Reason::ReplacementCharacter, "caf\u{FFFD}"),
        (Reason::UnusualSpace, "a\u{A0}b"),
        (Reason::UnusualSpace, "one\rtwo"),
        (Reason::EmptyText, "<p>&nbsp;</p>"),
        (Reason::ControlCharacter, "a\u{b}b"),
        (Reason::InlineImage, "<p><img src=\"data:image/png;base64,iVBORw0KGgo=\"></p>"),
    ] {
        fires(reason, note(text));
        silent(reason, note("Seen at home with mum, caf\u{e9} \u{175}yn 5 < 6."));
    }
}

#[test]
fn control_characters_are_kept_spelled_out() {
    let mut world = World::new();
    let key = world.add("PersonCaseNote", &[("Notes", "a\u{b}b")]);
    let mapped = world.map();
    assert_eq!((mapped.state(), mapped.outcome(key)), (CaseFileState::Incomplete, Outcome::Migrated));
    let text = mapped.note(&key.to_string()).unwrap();
    assert!(text.starts_with("<p>[CareDirector]</p>") && text.contains("<p>Notes: a\\u{b}b</p>"), "{text}");
}

#[test]
fn words_in_angle_brackets_and_old_references_are_seen() {
    for (text, shown) in [
        (
            "If age <Under 5> refer; <Not known> otherwise",
            "<p>If age &lt;Under 5&gt; refer; &lt;Not known&gt; otherwise</p>",
        ),
        ("<p>it&#146;s &#128;5 &#11;</p>", "<p>it’s €5 &amp;#11;</p>"),
        ("Alone: <input type=checkbox checked> Yes <input type=checkbox> No", "<p>Alone: [x] Yes [ ] No</p>"),
    ] {
        let mut world = World::new();
        let key = world.add("PersonCaseNote", &[("Notes", text)]);
        let mapped = world.map();
        assert_eq!(mapped.outcome(key), Outcome::Migrated);
        let note = mapped.note(&key.to_string()).unwrap();
        assert!(note.starts_with(shown), "{note}");
    }
    silent(Reason::EmptyText, note("<Not known>"));
    silent(Reason::HtmlConverted, note("If age <Under 5> refer"));
}

#[test]
fn pictures_within_notes() {
    let mut world = World::new();
    let key = world.add("PersonCaseNote", &[("Notes", "<p><img src=\"data:image/png;base64,AAAA\"></p>")]);
    assert_eq!(world.map().outcome(key), Outcome::Rejected);
    let mut world = World::new();
    let key = world.add("PersonCaseNote", &[("Notes", "<p>See <img src=\"cid:1\"> here</p>")]);
    let text = world.map().note(&key.to_string()).unwrap();
    assert!(text.starts_with("<p>See [image] here</p>"), "{text}");
}

#[test]
fn a_declared_category_makes_documents_of_pictures() {
    let plan = || plan_with_policy(&["inline_images = \"PHOTO\"", "document_bytes = 6"]);
    let text = "<p><img src=\"data:image/png;base64,AA==\"> and 'data:image/x.bmp;base64,AAA='</p>";
    let mut world = World::with_plan(plan(), &[]);
    let key = world.add("PersonCaseNote", &[("Notes", text)]);
    let mapped = world.map();
    assert_eq!((mapped.state(), mapped.outcome(key)), (CaseFileState::Complete, Outcome::Migrated));
    assert_eq!(mapped.action(Reason::InlineImage), Some(Action::Warn));
    let names: Vec<_> = mapped.rows("DOCUMENT_INDEX").iter().map(|row| row["FILE_NAME"].clone()).collect();
    assert_eq!(names, [format!("image-{key}-1.png"), format!("image-{key}-2.bmp")]);
    let note = mapped.note(&key.to_string()).unwrap();
    assert!(note.starts_with("<p>[image] and '[image]'</p><p>[CareDirector]</p>"), "{note}");
    assert!(note.ends_with(&format!("<p>Image: {key}:image-1</p><p>Image: {key}:image-2</p>")), "{note}");
    assert_eq!(mapped.file.documents.len(), 2);
    for (reason, text) in [
        (Reason::BadBase64, "<img src=\"data:image/png;base64,A\">"),
        (Reason::BadBase64, "Why data:image?"),
        (Reason::EmptyDocument, "data:image/png;base64,"),
        (Reason::OversizeFile, "data:image/png;base64,AAAAAAAAAA=="),
        (Reason::FileTypeNotAllowed, "data:image/svg+xml;base64,AAAA"),
    ] {
        let mut world = World::with_plan(plan(), &[]);
        let key = world.add("PersonCaseNote", &[("Notes", text)]);
        let mapped = world.map();
        assert_eq!(
            (mapped.outcome(key), mapped.action(reason)),
            (Outcome::Rejected, Some(Action::RejectRow)),
            "{text}"
        );
    }
}

#[test]
fn subjects_that_are_too_long_head_the_note() {
    let subject = "A very long subject ".repeat(6);
    let mut world = World::new();
    let long = world.add("PersonCaseNote", &[("Subject", subject.trim()), ("Notes", "Seen.")]);
    let short = world.add("PersonCaseNote", &[("Subject", "Visit"), ("Notes", "Subject: no head")]);
    let mapped = world.map();
    let text = mapped.note(&long.to_string()).unwrap();
    assert!(
        text.starts_with(&format!("<p>Subject: {}</p><p>Seen.</p><p>[CareDirector]</p>", subject.trim())),
        "{text}"
    );
    assert!(text.ends_with("<p>Subject above: Yes</p>"), "{text}");
    let text = mapped.note(&short.to_string()).unwrap();
    assert!(text.starts_with("<p>Subject: no head</p>") && !text.contains("Subject above"), "{text}");
}

#[test]
fn third_parties() {
    fires(Reason::ThirdPartyInformation, |world| {
        world.add("PersonCaseNote", &[("InformationByThirdParty", "1")]);
    });
    silent(Reason::ThirdPartyInformation, note("Seen."));
}
