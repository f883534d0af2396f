//! How fast each format is read, beside the bare crate that reads the same file.
//!
//! `cargo bench --bench reading` makes synthetic exports, reads the people of each with the reader of this package and
//! with the crate alone, in turn, and prints a table. The reader does more: it hashes the file, keeps the place of every record,
//! gives every value to its column, and notices what is wrong. With `-- --page README.md` the table is put into the page.

#![expect(clippy::print_stdout, reason = "a measuring program talks")]

mod bare;
mod page;
mod shape;

use std::path::PathBuf;
use std::time::Instant;

use shape::{Sample, Shape};

/// People of each export, and runs of each reader.
const PEOPLE: &str = "10000";
const RUNS: usize = 7;

fn main() {
    let page = std::env::args().skip_while(|argument| argument != "--page").nth(1).map(PathBuf::from);
    let folder = tempfile::tempdir().expect("a folder for exports");
    let mut rows = Vec::new();
    for shape in Shape::ALL {
        let sample = shape.sample(folder.path(), PEOPLE);
        let (ours, alone) = in_turn(&sample);
        rows.push(page::Row { shape: shape.title, crates: shape.crates, bytes: sample.bytes, ours, alone });
    }
    let table = page::table(&rows);
    println!("{table}");
    if let Some(page) = page {
        page::put(&page, &table);
    }
}

/// Medians of seconds: the reader of this package, and the bare crate.
fn in_turn(sample: &Sample) -> (f64, f64) {
    let (mut ours, mut alone) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(timed(|| sample.read()));
        alone.push(timed(|| sample.read_bare()));
    }
    (median(ours), median(alone))
}

fn timed(read: impl FnOnce() -> u64) -> f64 {
    let begun = Instant::now();
    assert!(std::hint::black_box(read()) > 0, "nothing was read");
    begun.elapsed().as_secs_f64()
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
