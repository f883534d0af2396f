//! Same input, same bytes.

use super::council::{Council, bytes_of, records, run};

#[test]
fn two_threads_and_shuffled_rows_change_no_byte() {
    let council = Council::of(90);
    council.migrate("one");
    let mut request = council.request("two");
    request.threads = 2;
    run(&request).unwrap();
    let written = bytes_of(&council.path("one/data"));
    assert!(written == bytes_of(&council.path("two/data")), "another number of threads");
    shuffle(&council);
    council.migrate("three");
    assert!(written == bytes_of(&council.path("three/data")), "another order of rows");
}

/// Puts the rows of every table in another order, always the same.
fn shuffle(council: &Council) {
    for entry in std::fs::read_dir(council.path("drop")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            let name = path.file_name().unwrap().to_str().unwrap();
            council.edit(&format!("drop/{name}"), |text| shuffled(&text));
        }
    }
}

fn shuffled(text: &str) -> String {
    let lines = records(text);
    let mut rows: Vec<(u64, &str)> =
        lines[1..].iter().enumerate().map(|(at, row)| (mix(at as u64), *row)).collect();
    rows.sort_unstable();
    rows.iter().fold(lines[0].to_owned(), |text, (_, row)| text + row)
}

fn mix(number: u64) -> u64 {
    (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (number << 7)
}
