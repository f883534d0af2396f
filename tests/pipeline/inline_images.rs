//! Pictures pasted into notes become documents, where the policy says what kind of document they are.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use care2mosaic::pipeline::{Exit, Finished, MigrateRequest};
use care2mosaic::target::hex;
use sha2::{Digest, Sha256};

use super::council::{Council, assert_proved, bytes_of, list, rows, run};

const GIF: &str = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
const PNG: &str = "iVBORw0KGgo=";

/// Notes with pictures in tags, in plain text, in a style.
fn texts() -> [String; 3] {
    [
        format!(
            "<p>Room:</p><img src=\"data:image/gif;base64,{GIF}\"><IMG alt='A door' SRC='Data:Image/PNG;base64,{PNG}'>"
        ),
        "Seen at home, see data:image/jpeg;base64,/9j/ here".to_owned(),
        format!("<p style=\"background:url(data:image/gif;base64,{GIF})\">Seen at home.</p>"),
    ]
}

/// A clean drop with these texts in its first notes, under a policy that declares a category.
fn council(texts: &[String], policy: &[(&str, &str)]) -> (Council, Vec<String>) {
    let council = Council::of(40);
    let mut keys = Vec::new();
    council.edit_rows("PersonCaseNote", |row| {
        if let Some(text) = texts.get(keys.len()) {
            row.insert("Notes".to_owned(), format!("\"{}\"", text.replace('"', "\"\"")));
            keys.push(row["PersonCaseNoteId"].trim_matches('"').to_lowercase());
        }
    });
    assert_eq!(keys.len(), texts.len());
    council.edit("mappings/policy.toml", |text| {
        let declared = [("inline_images = \"\"", "inline_images = \"PHOTO\"")];
        declared.iter().chain(policy).fold(text, |text, (before, after)| {
            assert!(text.contains(before), "{before}");
            text.replace(before, after)
        })
    });
    (council, keys)
}

fn proved(council: &Council, out: &str, threads: usize) -> Finished {
    let finished = run(&MigrateRequest { reconcile: true, threads, ..council.request(out) }).unwrap();
    assert_proved(&finished);
    finished
}

/// The rows of the index that stand for pictures, by key.
fn images(council: &Council, out: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let all = rows(&council.path(out), "32_DOCUMENT_INDEX.csv").into_iter();
    all.filter(|row| row["LEGACY_ID"].contains(":image-"))
        .map(|row| (row["LEGACY_ID"].clone(), row))
        .collect()
}

/// The files in the documents folders of all batches, by name.
fn stored(council: &Council, out: &str) -> BTreeMap<String, Vec<u8>> {
    let files = bytes_of(&council.path(out).join("data/batches")).into_iter();
    files.filter_map(|(path, bytes)| Some((path.split_once("/documents/")?.1.to_owned(), bytes))).collect()
}

#[test]
fn each_becomes_a_document_that_its_note_names() {
    let (council, keys) = council(&texts(), &[]);
    let finished = proved(&council, "out", 1);
    assert_eq!(finished.exit, Exit::Done);
    let (images, stored) = (images(&council, "out"), stored(&council, "out"));
    let people: BTreeMap<String, String> = rows(&council.path("out"), "30_CASE_NOTES.csv")
        .into_iter()
        .map(|row| (row["LEGACY_ID"].clone(), row["PERSON_LEGACY_ID"].clone()))
        .collect();
    let expected = [
        (&keys[0], 1, "gif", GIF),
        (&keys[0], 2, "png", PNG),
        (&keys[1], 1, "jpg", "/9j/"),
        (&keys[2], 1, "gif", GIF),
    ];
    assert_eq!(images.len(), expected.len());
    for (note, number, extension, letters) in expected {
        let content = STANDARD.decode(letters).unwrap();
        let row = &images[&format!("{note}:image-{number}")];
        assert_eq!(row["OWNER_LEGACY_ID"], people[note]);
        assert_eq!((row["CATEGORY"].as_str(), row["CONTEXT"].as_str()), ("PHOTO", "Child"));
        assert_eq!(row["FILE_NAME"], format!("image-{note}-{number}.{extension}"));
        assert_eq!(
            (row["SHA256"].clone(), row["BYTES"].clone()),
            (hex(&Sha256::digest(&content)), content.len().to_string())
        );
        assert_eq!(stored[&row["SHA256"]], content);
    }
    let notes: BTreeMap<String, String> = rows(&council.path("out"), "30_CASE_NOTES.csv")
        .into_iter()
        .map(|row| (row["LEGACY_ID"].clone(), row["NOTE"].clone()))
        .collect();
    for (key, begins) in [
        (&keys[0], "<p>Room:</p><p>[image][image: A door]</p>"),
        (&keys[1], "<p>Seen at home, see [image] here</p>"),
        (&keys[2], "<p>Seen at home.</p>"),
    ] {
        let note = &notes[key];
        assert!(note.starts_with(begins) && !note.contains("base64"), "{note}");
        assert!(note.contains(&format!("<p>Image: {key}:image-1</p>")), "{note}");
    }
    assert!(
        notes[&keys[0]].ends_with(&format!("<p>Image: {0}:image-1</p><p>Image: {0}:image-2</p>", keys[0]))
    );
    let warnings = list(&council.path("out/exceptions/warnings.csv"));
    assert_eq!(warnings.iter().filter(|line| line["REASON"] == "inline-image").count(), 3);
}

#[test]
fn a_name_that_an_attachment_has_already_gets_a_number() {
    let (council, keys) = council(&texts()[1..2], &[]);
    let (mut person, mut file, name) = (String::new(), String::new(), format!("IMAGE-{}-1.jpg", keys[0]));
    council.edit_rows("PersonCaseNote", |row| {
        if row["PersonCaseNoteId"].eq_ignore_ascii_case(&keys[0]) {
            person.clone_from(&row["PersonId"]);
        }
    });
    council.edit_rows("PersonAttachment", |row| {
        if file.is_empty() {
            row.insert("PersonId".to_owned(), person.clone());
            file.clone_from(&row["FileId"]);
        }
    });
    council.edit_rows("DocumentFile", |row| {
        if row["DocumentFileId"].eq_ignore_ascii_case(&file) {
            row.insert("FileName".to_owned(), name.clone());
        }
    });
    proved(&council, "out", 1);
    let names =
        rows(&council.path("out"), "32_DOCUMENT_INDEX.csv").into_iter().map(|row| row["FILE_NAME"].clone());
    assert_eq!(names.filter(|own| *own == name).count(), 1);
    let image = &images(&council, "out")[&format!("{}:image-1", keys[0])];
    assert_eq!(image["FILE_NAME"], format!("image-{}-1 (2).jpg", keys[0]));
}

#[test]
fn as_many_threads_and_a_dry_run_say_the_same() {
    let (council, _) = council(&texts(), &[]);
    let request = MigrateRequest { reconcile: true, dry_run: true, ..council.request("out") };
    let dry = run(&request).unwrap();
    assert_proved(&dry);
    let one = proved(&council, "out", 1);
    proved(&council, "two", 2);
    assert_eq!(
        (dry.exit, &dry.report.totals, &dry.report.root),
        (one.exit, &one.report.totals, &one.report.root)
    );
    assert!(bytes_of(&council.path("out/data")) == bytes_of(&council.path("two/data")));
}

#[test]
fn pictures_are_written_with_links_and_listed_with_an_index() {
    let (linked, keys) = council(&texts(), &[("documents = \"copy\"", "documents = \"link\"")]);
    proved(&linked, "out", 1);
    let sha256 = images(&linked, "out")[&format!("{}:image-2", keys[0])]["SHA256"].clone();
    let folder = linked.path("out/data/batches");
    let path = bytes_of(&folder).into_keys().find(|path| path.ends_with(&sha256)).unwrap();
    let file = folder.join(path).metadata().unwrap();
    assert_eq!((file.mode() & 0o777, file.nlink(), file.len()), (0o600, 1, 8));
    let (listed, _) = council(&texts(), &[("documents = \"copy\"", "documents = \"index\"")]);
    proved(&listed, "out", 1);
    assert_eq!((images(&listed, "out").len(), stored(&listed, "out").len()), (4, 0));
}

/// Each was looked for anew in the whole text: minutes for as many as these.
#[test]
fn a_note_of_many_pictures_takes_time_that_grows_with_their_number() {
    let picture = |number: u32| {
        format!("<img src=\"data:image/png;base64,{}\">", STANDARD.encode(number.to_be_bytes()))
    };
    let note: String = (1..=20_000).map(picture).collect();
    let (council, _) = council(&[note], &[("documents = \"copy\"", "documents = \"index\"")]);
    let begun = Instant::now();
    proved(&council, "out", 1);
    assert!(begun.elapsed() < Duration::from_secs(90), "{:?}", begun.elapsed());
    assert_eq!(images(&council, "out").len(), 20_000);
}

#[test]
fn a_picture_that_can_be_no_document_rejects_its_note() {
    let faults = [
        ("bad-base64", "<img src=\"data:image/png;base64,AAA\">"),
        ("bad-base64", "<img src='data:image/svg+xml;utf8,<svg>'>"),
        // What is not all there is no picture: it goes on behind what ends its letters, or was cut off.
        ("bad-base64", "<p style=\"background:url(data:image/png;base64,AAAA\nAAAA)\">"),
        ("bad-base64", "<img src=data:image/png;base64,AAAA%2BAAA>"),
        ("bad-base64", "<img src=data:image/png;base64,AAAA&#43;AAA>"),
        ("bad-base64", "<img src=data:image/png;base64,AAAA-AAA>"),
        ("bad-base64", "They wrote 'data:image/png;base64,AAAA this' and so on."),
        ("bad-base64", "<img src=\"data:image/png;base64,AAAA"),
        // It is written otherwise, or is a file of another kind.
        ("bad-base64", "<img src=\"data&#58;image/png;base64,AAAA\">"),
        ("bad-base64", "<img src=\"data:application/octet-stream;base64,AAAA\">"),
        ("bad-base64", "<a href=\"data:application/pdf;base64,AAAA\">The letter</a>"),
        ("empty-document", "<img src=\"data:image/png;base64,\">"),
        ("file-type-not-allowed", "<img src=\"data:image/webp;base64,AAAA\">"),
        ("oversize-file", "<img src=\"data:image/png;base64,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\">"),
    ];
    let sound = format!("<img src=\"data:image/png;base64,{PNG}\">");
    let texts: Vec<String> = faults.iter().map(|(_, text)| format!("{sound}{text}")).collect();
    let policy = [
        ("on_reject = \"hold-case-file\"", "on_reject = \"drop-record\""),
        ("document_bytes = 50_000_000", "document_bytes = 20"),
    ];
    let (council, keys) = council(&texts, &policy);
    proved(&council, "out", 1);
    assert!(images(&council, "out").is_empty());
    let rejects = list(&council.path("out/exceptions/rejects.csv"));
    for ((reason, text), key) in faults.iter().zip(&keys) {
        let told: Vec<_> = rejects.iter().filter(|line| line["SOURCE_ID"] == *key).collect();
        assert!(
            told.iter().all(|line| line["REASON"] == *reason && line["FIELD"] == "Notes") && told.len() == 1,
            "{text} {told:?}"
        );
    }
}

/// Without a word on what becomes of pictures, none goes unsaid.
#[test]
fn content_that_would_go_with_its_tag_rejects_its_note() {
    let texts = [
        "<p>Seen.</p><img src=\"data&#58;image/png;base64,AAAA\">",
        "<p>Seen.</p><img src=\"data:application/octet-stream;base64,AAAA\">",
        "<p>Seen.</p><a href=\"data:application/pdf;base64,AAAA\">The letter</a>",
        "<p title=\"metadata:school/home\">Seen, data:text/plain,seen too.</p>",
    ];
    let policy = [
        ("inline_images = \"PHOTO\"", "inline_images = \"\""),
        ("on_reject = \"hold-case-file\"", "on_reject = \"drop-record\""),
    ];
    let (council, keys) = council(&texts.map(str::to_owned), &policy);
    proved(&council, "out", 1);
    let rejects = list(&council.path("out/exceptions/rejects.csv"));
    let told = |key: &String| {
        let lines = rejects.iter().filter(|line| line["SOURCE_ID"] == *key);
        lines.map(|line| line["REASON"].as_str()).collect::<Vec<_>>()
    };
    assert!(keys[..3].iter().all(|key| told(key) == ["inline-image"]), "{rejects:?}");
    assert!(told(&keys[3]).is_empty());
}
