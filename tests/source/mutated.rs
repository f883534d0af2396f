//! However broken a file is, reading it ends: no panic, no hang, no more memory than the file warrants.
//!
//! Every sample export is changed at chance, with a seed, and read by its profile. `FUZZ_SECONDS` makes it go on for longer.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use care2mosaic::record::FileId;
use care2mosaic::source::{Claim, Dictionary, DropFolder, FileReader, Profile, RecordReader};

use crate::support::{Chance, fuzz_until};

/// Longer than this no file of a sample may take, changed or not.
const LONGEST: Duration = Duration::from_secs(20);

/// A file whose changes take long to read by their size alone says nothing more.
const LARGEST: u64 = 40_000;

/// Pieces that mean something to one format or another.
const PIECES: [&[u8]; 16] = [
    b"\"",
    b"\0",
    b"\r\n",
    b"<",
    b"</Row>",
    b"&x;",
    b"<!DOCTYPE a [<!ENTITY b \"c\">]>",
    b"{",
    b"]",
    b"\\u",
    b"|~|",
    b"\xff\xfe",
    b"\x00\xd8",
    b" ss:Index=\"1\"",
    b"99999999999999999999",
    b"PK\x03\x04",
];

fn package(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Reads a file to its end, whatever comes.
fn read(
    path: &Path,
    profile: &Profile,
    entity: care2mosaic::record::EntityId,
    dictionary: &Dictionary,
) -> u64 {
    let columns = (entity, dictionary.entity(entity));
    let Ok(mut reader) = FileReader::open(path, "file", FileId(0), &profile.format, columns) else {
        return 0;
    };
    let mut records = 0;
    while let Ok(Some(_)) = reader.read() {
        records += 1;
    }
    let _ = reader.finish();
    records
}

#[test]
fn reading_a_changed_file_always_ends() {
    let until = fuzz_until();
    let dictionary = Dictionary::load(&package("mappings/dictionary.csv")).unwrap();
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let mut chance = Chance::new(20_261_127);
    let mut shapes = 0;
    loop {
        for profile in Profile::all(&package("mappings"), &dictionary).unwrap() {
            let sample = package("sample-exports").join(&profile.name);
            let Ok(export) = DropFolder::open(&sample) else { continue };
            shapes += 1;
            let small: Vec<_> = export.files().iter().filter(|file| file.bytes < LARGEST).collect();
            for _ in 0..24 {
                let file = small[chance.below(small.len())];
                let Claim::Entity(entity) = profile.claim(&file.path) else { continue };
                let bytes = fs::read(export.full_path(file)).unwrap();
                let path = folder.path().join("file");
                for _ in 0..6 {
                    fs::write(&path, chance.mutated(&bytes, &PIECES)).unwrap();
                    let began = Instant::now();
                    let records = read(&path, &profile, entity, &dictionary);
                    assert!(began.elapsed() < LONGEST, "{} {}", profile.name, file.path);
                    assert!(records <= bytes.len() as u64 + 10_000, "{} {}", profile.name, file.path);
                }
            }
        }
        if Instant::now() >= until {
            break;
        }
    }
    assert!(shapes > 1, "there are samples");
}

#[test]
fn unpacking_a_changed_zip_always_ends() {
    let case = package("sample-exports/broken/zip-that-leads-out/drop.zip");
    let bytes = fs::read(case).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inner/drop.zip");
    fs::create_dir(folder.path().join("inner")).unwrap();
    let mut chance = Chance::new(7);
    for _ in 0..400 {
        fs::write(&path, chance.mutated(&bytes, &PIECES)).unwrap();
        drop(DropFolder::open(&path));
        let around: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(around.len(), 1, "nothing is written outside");
        assert_eq!(fs::read_dir(folder.path().join("inner")).unwrap().count(), 1, "nothing is left");
    }
}
