//! However broken a file is, reading it ends: no panic, no hang, no more memory than the file warrants.
//!
//! Every sample export is changed at chance, with a seed, and read by its profile, what its labels stand for and what its rows
//! hold with it. `FUZZ_SECONDS` makes each of them go on for longer, `FUZZ_ONLY` names some of them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use care2mosaic::record::FileId;
use care2mosaic::source::{
    Assignment, Claim, Dictionary, DropFolder, FileReader, LabelBook, Profile, RecordReader,
};

use zip::write::SimpleFileOptions;

use crate::support::{Chance, copy_folder, fuzz_until, say};

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

/// A sample, and how files of its shape are read.
struct Sample {
    profile: Profile,
    export: DropFolder,
    dictionary: Dictionary,
}

impl Sample {
    /// Reads a file of rows to its end, whatever comes.
    fn read(&self, path: &Path, name: &str, profile: &Profile) -> u64 {
        let Claim::Entity(entity) = profile.claim(name) else { return 0 };
        let columns = (entity, self.dictionary.entity(entity));
        let Ok(mut reader) = FileReader::open(path, name, FileId(0), &profile.format, columns) else {
            return 0;
        };
        let mut records = 0;
        while let Ok(Some(_)) = reader.read() {
            records += 1;
        }
        let _ = reader.finish();
        records
    }

    /// Lists a drop, takes what stands in its rows out of them, and reads what its labels stand for.
    fn prepare(&self, folder: &Path) -> Option<Profile> {
        let drop = DropFolder::look(folder).ok()?.with_bodies(&self.profile, &self.dictionary).ok()?;
        let drop = drop.with_answers(&self.profile, &self.dictionary).ok()?;
        let assignment = Assignment::new(&drop, &self.profile, &self.dictionary);
        let mut profile = self.profile.clone();
        if let Some(labels) = profile.format.labels.take() {
            let book = LabelBook::read(&drop, &assignment, &self.profile, &labels, &self.dictionary);
            profile.format.labels = Some(Arc::new(labels.with_book(book)));
        }
        Some(profile)
    }

    /// Changes one file of a copy of the sample, in several ways, and reads it.
    fn change_one(&self, copy: &Path, chance: &mut Chance) -> usize {
        let mut small: Vec<_> = self.export.files().iter().filter(|file| file.bytes < LARGEST).collect();
        let flat = self.profile.reporting.as_ref().filter(|_| chance.below(4) > 0);
        small.retain(|file| flat.is_none_or(|rule| rule.holds(&file.path)));
        let file = small[chance.below(small.len())];
        let bytes = fs::read(self.export.full_path(file)).unwrap();
        // A piece of a file that holds all tables is read alone: that file is another matter.
        let whole = copy.join(&file.path);
        let in_place = whole.exists();
        let path = if in_place { whole } else { copy.with_extension("piece") };
        let mut profile = self.profile.clone();
        for change in 0..6 {
            fs::write(&path, chance.mutated(&bytes, &PIECES)).unwrap();
            let began = Instant::now();
            if in_place && change == 0 {
                profile = self.prepare(copy).unwrap_or(profile);
            }
            let records = self.read(&path, &file.path, &profile);
            assert!(began.elapsed() < LONGEST, "{} {}", self.profile.name, file.path);
            assert!(records <= bytes.len() as u64 + 10_000, "{} {}", self.profile.name, file.path);
        }
        fs::write(&path, &bytes).unwrap();
        6
    }
}

/// Changes files of a sample for as long as is asked; tells how many it were.
fn fuzz(sample: &Sample, copy: &Path) -> usize {
    let until = fuzz_until();
    let mut chance = Chance::new(20_261_127);
    let mut changes = 0;
    while changes < 144 || Instant::now() < until {
        changes += sample.change_one(copy, &mut chance);
    }
    changes
}

#[test]
fn reading_a_changed_file_always_ends() {
    let dictionary = Dictionary::load(&package("mappings/dictionary.csv")).unwrap();
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let only = std::env::var("FUZZ_ONLY").ok();
    let mut shapes = 0;
    for profile in Profile::all(&package("mappings"), &dictionary).unwrap() {
        let name = profile.name.clone();
        let original = package("sample-exports").join(&name);
        let wanted = only.as_ref().is_none_or(|only| only.split(',').any(|own| own == name));
        if !wanted || !original.is_dir() {
            continue;
        }
        // One copy is changed; what is made of the other lies beside it while it is read.
        let (whole, copy) = (folder.path().join("whole").join(&name), folder.path().join(&name));
        copy_folder(&original, &whole);
        copy_folder(&original, &copy);
        let export = DropFolder::open(&whole).unwrap();
        let began = Instant::now();
        let changes = fuzz(&Sample { profile, export, dictionary: dictionary.clone() }, &copy);
        say(&format!("{name}: {changes} changed files in {} s", began.elapsed().as_secs()));
        shapes += 1;
    }
    assert!(shapes > 0, "there are samples");
}

#[test]
fn unpacking_a_changed_zip_always_ends() {
    let case = package("sample-exports/broken/zip-that-leads-out/drop.zip");
    let bytes = fs::read(case).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inner/drop.zip");
    fs::create_dir(folder.path().join("inner")).unwrap();
    let mut chance = Chance::new(7);
    let (until, mut changes) = (fuzz_until(), 0);
    while changes < 400 || Instant::now() < until {
        changes += 1;
        fs::write(&path, chance.mutated(&bytes, &PIECES)).unwrap();
        drop(DropFolder::look(&path));
        let around: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(around.len(), 1, "nothing is written outside");
        assert_eq!(fs::read_dir(folder.path().join("inner")).unwrap().count(), 1, "nothing is left");
    }
}

#[test]
fn reading_a_changed_compressed_table_always_ends() {
    let dictionary = Dictionary::load(&package("mappings/dictionary.csv")).unwrap();
    let profile = Profile::load(&package("mappings"), "v6-sql", &dictionary).unwrap();
    let Claim::Entity(entity) = profile.claim("CaseStatus.csv") else {
        panic!("the profile claims its tables")
    };
    let table = fs::read(package("sample-exports/v6-sql/CaseStatus.csv")).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&table).unwrap();
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("CaseStatus.csv", SimpleFileOptions::default()).unwrap();
    archive.write_all(&table).unwrap();
    let packed = [gzip.finish().unwrap(), archive.finish().unwrap().into_inner()];
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let path = folder.path().join("CaseStatus.csv.gz");
    let mut chance = Chance::new(8);
    let (until, mut changes) = (fuzz_until(), 0);
    while changes < 400 || Instant::now() < until {
        fs::write(&path, chance.mutated(&packed[changes % 2], &PIECES)).unwrap();
        let columns = (entity, dictionary.entity(entity));
        let began = Instant::now();
        if let Ok(mut reader) =
            FileReader::open(&path, "CaseStatus.csv.gz", FileId(0), &profile.format, columns)
        {
            while let Ok(Some(_)) = reader.read() {}
            let _ = reader.finish();
        }
        assert!(began.elapsed() < LONGEST);
        changes += 1;
    }
}
