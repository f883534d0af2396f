//! How fast each format is read, beside the bare crate that reads the same file.
//!
//! `cargo bench --bench reading` makes synthetic exports, reads the people of each with the reader of this package and
//! with the crate alone, in turn, and prints a table. The reader does more: it hashes the file, keeps the place of every record,
//! gives every value to its column, and notices what is wrong. What hashing alone takes is measured too, so that the reader can be held
//! against the crate and a pass of SHA-256. With `-- --page README.md` the table is put into the page.

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
        let [ours, alone, hashing] = in_turn(&sample);
        let (shape, crates, bytes) = (shape.title, shape.crates, sample.bytes);
        rows.push(page::Row { shape, crates, bytes, ours, alone, hashing });
    }
    let table = page::table(&rows);
    println!("{table}");
    if let Some(page) = page {
        page::put(&page, &table);
    }
}

/// Medians of seconds: the reader of this package, the bare crate, and a pass of SHA-256.
fn in_turn(sample: &Sample) -> [f64; 3] {
    let mut seconds = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..RUNS {
        seconds[0].push(timed(|| sample.read()));
        seconds[1].push(timed(|| sample.read_bare()));
        seconds[2].push(timed(|| sample.hash()));
    }
    seconds.map(median)
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
