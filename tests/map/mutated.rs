//! However broken a mapping file is, compiling ends, and says where the mistake stands: no panic, no hang.
//!
//! Every file of the mappings is changed at chance, with a seed, all others as they are. `FUZZ_SECONDS` makes it go on for
//! longer.

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use care2mosaic::map::{compile, render};
use care2mosaic::source::{Dictionary, Profile};

use super::package::package_mappings;
use crate::support::{Chance, copy_folder, files, fuzz_until};

const SEED: u64 = 20_261_128;

/// Longer than this no folder of mappings may take, changed or not.
const LONGEST: Duration = Duration::from_mins(1);

/// How many changes are tried at least.
const LEAST: usize = 8;

/// Pieces that mean something to one file or another.
const PIECES: [&[u8]; 20] = [
    b"\"",
    b"\"\"\"",
    b"\0",
    b"\r\n",
    b"[[row]]\n",
    b"[row.columns]\n",
    b"{ from = \"PersonId\", steps = [\"guid\"] }",
    b"when = { not = { all = [] } }\n",
    b"steps = [",
    b"}",
    b"]",
    b",",
    b"\\u{110000}",
    b"99999999999999999999",
    b"-1",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<choose>",
    b"entity = \"\"\n",
    b"0001-02-30",
];

/// Compiles a folder of mappings and shows its mistakes.
fn read(mappings: &Path) {
    let dictionary = Dictionary::load(&mappings.join("dictionary.csv"));
    if let Ok(dictionary) = &dictionary {
        let _ = Profile::all(mappings, dictionary);
    }
    if let Err(mistakes) = compile(mappings) {
        assert!(!mistakes.is_empty(), "refused without a mistake");
        assert!(!render(mappings, &mistakes, false).is_empty());
    }
}

#[test]
fn reading_changed_mappings_always_ends() {
    let until = fuzz_until();
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let mappings = folder.path().join("mappings");
    copy_folder(package_mappings(), &mappings);
    let all: Vec<(String, Vec<u8>)> = files(&mappings)
        .into_iter()
        .filter(|(name, _)| {
            let ending = Path::new(name).extension();
            ending.is_some_and(|ending| ["toml", "csv", "moform"].iter().any(|known| ending == *known))
        })
        .collect();
    assert!(all.len() > 100, "{} files", all.len());
    let mut chance = Chance::new(SEED);
    let mut tried = 0;
    while tried < LEAST || Instant::now() < until {
        let (name, bytes) = &all[chance.below(all.len())];
        let changed = chance.mutated(bytes, &PIECES);
        std::fs::write(mappings.join(name), &changed).unwrap();
        let (began, of): (_, PathBuf) = (Instant::now(), mappings.clone());
        let ended = catch_unwind(move || read(&of));
        if ended.is_err() || began.elapsed() > LONGEST {
            let kept = std::env::temp_dir().join("care2mosaic-changed-mapping");
            std::fs::write(&kept, &changed).unwrap();
            panic!("{name}, change {tried} of seed {SEED}; it is kept as {}", kept.display());
        }
        std::fs::write(mappings.join(name), bytes).unwrap();
        tried += 1;
    }
}
