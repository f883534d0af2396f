//! The attached files of the drop, each hashed once.

use std::collections::hash_map::Entry;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashMap;

use super::parallel::in_parallel;
use super::verify::parse_digest;
use super::{Event, RunError, Watcher};
use crate::map::forward::{ContentProbe, DocumentBytes, DocumentContent, DocumentCopy, DocumentFacts};
use crate::record::{FileId, Guid};
use crate::source::{AbsentFile, Assignment, Dictionary, DropFolder, NamedDocuments, Profile, ReadError};
use crate::target::{DocumentSource, HashingWriter, hex};

/// An attached file.
#[derive(Debug)]
struct Document {
    file: FileId,
    bytes: u64,
    sha256: [u8; 32],
    content: DocumentContent,
    /// Whether it was not decoded whole, or another content stands under the same key.
    damaged: bool,
    /// Whether a row describes it.
    described: AtomicBool,
}

/// What the attached files of a drop were when they were read.
#[derive(Debug, Default)]
pub(crate) struct HashedDocuments {
    by_key: FxHashMap<Guid, Document>,
    /// Files whose names are no keys.
    nameless: Vec<(FileId, String)>,
}

/// The attached files of the drop by the key that they are named by.
#[derive(Debug)]
pub(crate) struct Documents<'a> {
    drop: &'a DropFolder,
    hashed: Arc<HashedDocuments>,
}

/// An attached file as lists name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ListedDocument {
    /// The file.
    pub(crate) file: FileId,
    /// Its size.
    pub(crate) bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub(crate) sha256: String,
    /// The key that it goes by; none where nothing gives it one.
    pub(crate) key: Option<Guid>,
}

impl<'a> Documents<'a> {
    /// Reads and hashes every file of the documents folder.
    pub(crate) fn read(
        drop: &'a DropFolder,
        profile: &Profile,
        (assignment, dictionary): (&Assignment, &Dictionary),
        threads: usize,
        watcher: Watcher<'_>,
    ) -> Result<Self, RunError> {
        let numbers: Vec<u32> = assignment.documents.iter().map(|file| file.0).collect();
        let read = in_parallel(threads, &numbers, |number| {
            if watcher.stopped() {
                Err(RunError::Interrupted)
            } else {
                Ok(hash(drop, FileId(number), watcher))
            }
        })?;
        let read = all_read(read)?;
        let named = NamedDocuments::read(drop, assignment, profile, dictionary)?;
        let mut hashed = HashedDocuments::default();
        for one in read {
            let file = drop.file(one.file);
            let key = key_of(file.own_path(), profile, named.as_ref());
            hashed.add(key, &one, drop.is_damaged(file));
        }
        Ok(Self::of(drop, Arc::new(hashed)))
    }

    /// The same of files that were read before.
    pub(crate) fn of(drop: &'a DropFolder, hashed: Arc<HashedDocuments>) -> Self {
        Self { drop, hashed }
    }

    /// What was read.
    pub(crate) fn hashed(&self) -> Arc<HashedDocuments> {
        Arc::clone(&self.hashed)
    }

    /// What the mapper may know of a file.
    pub(crate) fn facts(&self, key: Guid) -> Option<DocumentFacts> {
        let document = self.hashed.by_key.get(&key)?;
        let (bytes, content) = (document.bytes, document.content);
        Some(DocumentFacts { bytes, sha256: hex(&document.sha256), content, damaged: document.damaged })
    }

    /// The SHA-256 of a file; none where there is no such file.
    pub(crate) fn sha256(&self, key: Guid) -> Option<String> {
        self.hashed.by_key.get(&key).map(|document| hex(&document.sha256))
    }

    /// A file as a batch takes it.
    pub(crate) fn source(&self, copy: DocumentCopy) -> Option<DocumentSource> {
        let key = match copy.bytes {
            DocumentBytes::File(key) => key,
            DocumentBytes::Inline(content) => return Some(DocumentSource::held(copy.sha256, content)),
        };
        let document = self.hashed.by_key.get(&key)?;
        let file = self.drop.file(document.file);
        let (path, told): (PathBuf, PathBuf) = (self.drop.full_path(file), PathBuf::from(&file.path));
        let (sha256, bytes) = (hex(&document.sha256), document.bytes);
        Some(DocumentSource { sha256, path, told, bytes, held: None })
    }

    /// Notes that a row describes a file.
    pub(crate) fn describe(&self, key: Guid) {
        if let Some(document) = self.hashed.by_key.get(&key) {
            document.described.store(true, Ordering::Relaxed);
        }
    }

    /// All files, in order of path.
    pub(crate) fn listed(&self) -> Vec<ListedDocument> {
        self.list(|_| true)
    }

    /// The files that no row describes, in order of path.
    pub(crate) fn undescribed(&self) -> Vec<ListedDocument> {
        self.list(|document| !document.described.load(Ordering::Relaxed))
    }

    fn list(&self, wanted: impl Fn(&Document) -> bool) -> Vec<ListedDocument> {
        let named = self.hashed.by_key.iter().filter(|(_, document)| wanted(document));
        let named = named.map(|(key, one)| ListedDocument {
            file: one.file,
            bytes: one.bytes,
            sha256: hex(&one.sha256),
            key: Some(*key),
        });
        let nameless = self.hashed.nameless.iter().map(|(file, sha256)| ListedDocument {
            file: *file,
            bytes: self.drop.file(*file).bytes,
            sha256: sha256.clone(),
            key: None,
        });
        let mut listed: Vec<_> = named.chain(nameless).collect();
        listed.sort();
        listed
    }
}

impl HashedDocuments {
    fn add(&mut self, key: Option<Guid>, one: &Hashed, damaged: bool) {
        let Hashed { file, bytes, sha256, content } = *one;
        let Some(key) = key else { return self.nameless.push((file, hex(&sha256))) };
        match self.by_key.entry(key) {
            Entry::Vacant(free) => {
                let described = AtomicBool::new(false);
                free.insert(Document { file, bytes, sha256, content, damaged, described });
            }
            // Of two files under one key the first in order of path stands, unless they differ: nobody knows which is meant.
            Entry::Occupied(mut taken) => {
                let first = taken.get_mut();
                first.damaged |= damaged || first.sha256 != sha256;
                self.nameless.push((file, hex(&sha256)));
            }
        }
    }
}

/// The key of a file: its name, what its record says of where it lies, or the record that it stands in.
fn key_of(path: &str, profile: &Profile, named: Option<&NamedDocuments>) -> Option<Guid> {
    let rule = profile.documents.as_ref()?;
    if !rule.holds(path) {
        return Guid::parse(path.rsplit('/').next()?).ok();
    }
    let within = path.get(rule.folder.len() + 1..)?;
    named.map_or_else(|| Guid::parse(within).ok(), |named| named.key(within))
}

/// A file that was read once.
struct Hashed {
    file: FileId,
    bytes: u64,
    sha256: [u8; 32],
    content: DocumentContent,
}

/// What was read, or every file that was not.
fn all_read(read: Vec<Result<Hashed, ReadError>>) -> Result<Vec<Hashed>, ReadError> {
    let (mut whole, mut errors) = (Vec::with_capacity(read.len()), Vec::new());
    for one in read {
        match one {
            Ok(hashed) => whole.push(hashed),
            Err(error) => errors.push(error),
        }
    }
    ReadError::of_all(errors).map_or(Ok(whole), Err)
}

fn hash(drop: &DropFolder, id: FileId, watcher: Watcher<'_>) -> Result<Hashed, ReadError> {
    let file = drop.file(id);
    let unreadable = |source| ReadError::Io { path: file.path.clone(), source };
    let mut input = match drop.absent(file) {
        Some(AbsentFile { copy: Some(copy), .. }) => std::fs::File::open(copy),
        Some(absent) => return as_it_was(id, absent),
        None => drop.open_file(file),
    }
    .map_err(unreadable)?;
    let mut hasher = HashingWriter::new(Probe(ContentProbe::new()));
    io::copy(&mut input, &mut hasher).map_err(unreadable)?;
    let (Probe(probe), bytes, sha256) = hasher.into_digest();
    watcher.tell(Event::Read { bytes, records: 0 });
    if bytes != file.bytes {
        return Err(ReadError::Changed { path: file.path.clone() });
    }
    Ok(Hashed { file: id, bytes, sha256, content: probe.finish() })
}

/// What is known of a file of which nothing is left: enough to go on with what does not need it.
fn as_it_was(file: FileId, absent: &AbsentFile) -> Result<Hashed, ReadError> {
    let sha256 = parse_digest(&absent.sha256).ok_or(ReadError::Changed { path: absent.path.clone() })?;
    Ok(Hashed { file, bytes: absent.bytes, sha256, content: DocumentContent::default() })
}

/// Looks at what is written to it.
struct Probe(ContentProbe);

impl Write for Probe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.see(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
